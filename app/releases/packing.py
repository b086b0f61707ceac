"""Write a release into files. The same content, and the same recipient, give the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import random
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from app.kit.tables import harmless
from app.releases.content import PASSAGE, Column, Content, citation_of
from app.releases.refi import project_file

NUMBER = "row"
MARK = re.compile(rb"rm-[0-9a-f]{32}")
CHECKSUMS = "checksums.sha256"
MEDIA = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "md": "text/markdown",
    "qdpx": "application/zip",
    "sha256": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whose copy it is; ``mark`` stands in the files and orders the rows."""

    name: str
    mark: str


def pack(content: Content, recipient: Recipient | None = None) -> dict[str, bytes]:
    """Name → bytes of every file, with the checksums of all others last.

    Without a recipient, the release as it is approved. A recipient's copy says whose it is,
    and its rows stand in an order of their own.
    """
    order = order_of(len(content.data.rows), recipient.mark if recipient else None)
    files = {"data.csv": _csv(content, order), "data.parquet": _parquet(content, order, recipient)}
    files["project.qdpx"] = project_file(content, order)
    files["codebook.md"] = _codebook(content)
    files["README.md"] = _readme(content, recipient)
    files["datacite.json"] = _json(_datacite(content))
    files["datapackage.json"] = _json(_datapackage(content, files, recipient))
    files["croissant.json"] = _json(_croissant(content, files))
    files[CHECKSUMS] = "".join(
        f"{digest(files[name])}  {name}\n" for name in sorted(files)
    ).encode()
    return files


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def media_type(name: str) -> str:
    """The media type of a file of a release."""
    return MEDIA[name.rpartition(".")[2]]


def order_of(rows: int, mark: str | None) -> list[int]:
    """In which order the rows stand; without a mark, their own."""
    places = list(range(rows))
    if mark is not None:
        random.Random(mark).shuffle(places)  # noqa: S311 - an order, not a secret
    return places


def numbers_in(content: bytes) -> list[int]:
    """The numbers of the rows in a file of data, in the order in which they stand there.

    ``content`` is a CSV, a Parquet or a package of them; anything else has none.
    """
    if content.startswith(b"PAR1"):
        table = pq.read_table(io.BytesIO(content))
        return (
            [int(each) for each in table[NUMBER].to_pylist()]
            if NUMBER in table.schema.names
            else []
        )
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "data.csv" not in archive.namelist():
                return []
            content = archive.read("data.csv")
    reader = csv.DictReader(io.StringIO(content.decode(errors="replace")))
    return [int(each) for row in reader if (each := row.get(NUMBER) or "").isdigit()]


def marks_in(content: bytes) -> set[str]:
    """Every mark in a file or in the files of a package."""
    found = {each.decode() for each in MARK.findall(content)}
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                found |= {each.decode() for each in MARK.findall(archive.read(name))}
    return found


def _csv(content: Content, order: list[int]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([NUMBER, *(each.name for each in content.data.columns)])
    for place in order:
        writer.writerow([place + 1, *map(harmless, content.data.rows[place])])
    return out.getvalue().encode()


def _parquet(content: Content, order: list[int], recipient: Recipient | None) -> bytes:
    data = content.data
    columns = {NUMBER: pa.array([place + 1 for place in order], pa.int64())}
    for at, column in enumerate(data.columns):
        columns[column.name] = pa.array([data.rows[place][at] for place in order], pa.string())
    told = {"release": content.reference, **({"mark": recipient.mark} if recipient else {})}
    out = io.BytesIO()
    pq.write_table(pa.table(columns).replace_schema_metadata(told), out, compression="zstd")
    return out.getvalue()


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def _field(column: Column, content: Content) -> dict[str, object]:
    told: dict[str, object] = {
        "name": column.name,
        "title": column.title,
        "description": f"{column.description}. {column.what_became}.",
        "type": "string",
    }
    codes = [
        code.key
        for each in content.vocabularies
        if each.scheme == column.scheme
        for code in each.codes
    ]
    if codes:
        told["categories"] = codes
    return told


def _datapackage(
    content: Content, files: Mapping[str, bytes], recipient: Recipient | None
) -> dict[str, object]:
    fields = [{"name": NUMBER, "type": "integer", "description": "Number of the row"}]
    schema = {
        "fields": [*fields, *(_field(each, content) for each in content.data.columns)],
        "primaryKey": [NUMBER],
        "missingValues": ["", "*", "not_recorded"],
    }
    resources = [
        {
            "name": name.replace(".", "-"),
            "path": name,
            "format": name.rpartition(".")[2],
            "mediatype": media_type(name),
            "bytes": len(files[name]),
            "hash": f"sha256:{digest(files[name])}",
            "schema": schema,
        }
        for name in ("data.csv", "data.parquet")
    ]
    told: dict[str, object] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": content.reference.lower(),
        "id": content.reference,
        "title": content.title,
        "description": content.description,
        "version": str(content.version),
        "created": f"{content.made_on}T00:00:00Z",
        "resources": resources,
    }
    if recipient is not None:
        told["recipient"] = {"name": recipient.name, "mark": recipient.mark}
    return told


def _datacite(content: Content) -> dict[str, object]:
    who = "National repository of child protection case reviews"
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "identifiers": [
            {"identifierType": "Local accession number", "identifier": content.reference}
        ],
        "creators": [{"name": who, "nameType": "Organizational"}],
        "titles": [{"title": content.title}],
        "publisher": {"name": who},
        "publicationYear": content.year,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": content.tier.value},
        "version": str(content.version),
        "dates": [{"date": content.made_on, "dateType": "Created"}],
        "formats": ["text/csv", MEDIA["parquet"], "REFI-QDA project"],
        "descriptions": [
            {"descriptionType": "Abstract", "description": content.description or content.title},
            {"descriptionType": "Methods", "description": content.data.statement},
        ],
        "rightsList": [{"rights": "Controlled access under a signed agreement"}],
    }


def _croissant(content: Content, files: Mapping[str, bytes]) -> dict[str, object]:
    names = [(NUMBER, "sc:Integer"), *((each.name, "sc:Text") for each in content.data.columns)]
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"rows/{name}",
            "name": name,
            "dataType": kind,
            "source": {"fileObject": {"@id": "data.csv"}, "extract": {"column": name}},
        }
        for name, kind in names
    ]
    return {
        "@context": {
            "@vocab": "https://schema.org/",
            "sc": "https://schema.org/",
            "cr": "http://mlcommons.org/croissant/",
            "dct": "http://purl.org/dc/terms/",
            "conformsTo": "dct:conformsTo",
            **{
                name: f"cr:{name}"
                for name in ("recordSet", "field", "source", "fileObject", "extract", "column")
            },
            "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        },
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": content.reference,
        "description": content.description or content.title,
        "version": f"{content.version}.0.0",
        "datePublished": content.made_on,
        "citeAs": _citation(content),
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": name,
                "name": name,
                "contentUrl": name,
                "encodingFormat": media_type(name),
                "sha256": digest(files[name]),
            }
            for name in ("data.csv", "data.parquet")
        ],
        "recordSet": [{"@type": "cr:RecordSet", "@id": "rows", "name": "rows", "field": fields}],
    }


def _citation(content: Content) -> str:
    return citation_of(
        content.reference, title=content.title, version=content.version, year=content.year
    )


def _readme(content: Content, recipient: Recipient | None) -> bytes:
    data = content.data
    lines = [
        f"# {content.title}",
        "",
        content.description,
        "",
        f"Cite as: {_citation(content)}",
        "",
    ]
    if recipient is not None:
        lines += [
            (
                f"This copy was given to {recipient.name} alone. Its mark is "
                f"{recipient.mark}: do not pass it on."
            ),
            "",
        ]
    lines += [
        (
            f"Made for project {content.project_reference}, {content.project_title}, on "
            f"{content.made_on}. Data use: {', '.join(content.data_use)}."
        ),
        "",
        (
            f"{len(data.rows)} rows. {data.statement} Protected against {content.earlier_releases} "
            "earlier releases."
        ),
        "",
    ]
    lines += [f"Left out: {each}." for each in data.left_out]
    if data.has(PASSAGE):
        lines.append(
            "A passage is as singular as its words: whoever knows the published report may "
            "recognise it. Values joined to it are protected; the words themselves are cleared."
        )
    return ("\n".join(lines) + "\n").encode()


def _codebook(content: Content) -> bytes:
    lines = [f"# Codebook of {content.reference}, version {content.version}", ""]
    lines += [
        "`*`: withheld. `not_recorded`: the report does not say. `row`: number of the row.",
        "",
    ]
    for column in content.data.columns:
        lines += [
            f"## {column.name}",
            f"{column.title}. {column.description}. {column.what_became}.",
        ]
        lines += [""]
    for vocabulary in content.vocabularies:
        lines += [f"## Codes of {vocabulary.title}, version {vocabulary.version}"]
        lines += [f"- `{each.key}`: {each.label}. {each.definition}" for each in vocabulary.codes]
        lines += [""]
    return "\n".join(lines).encode()
