"""A release in files, read by somebody else's tools."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from app.kit.zips import zipped
from app.releases.content import Code, Column, Content, Data, Vocabulary
from app.releases.packing import Recipient, marks_in, numbers_in, order_of, pack
from app.research.models import Tier

Q = "{urn:QDA-XML:project:1.0}"
WORDS = "Nobody asked the child – 🙂 not once.\n\nIt came up late."
RECIPIENT = Recipient("Ailsa Rennie", "rm-" + "5" * 32)


def vocabulary(scheme: str, *keys: str) -> Vocabulary:
    codes = tuple(Code(key=key, label=key.title(), definition=f"About {key}") for key in keys)
    return Vocabulary(scheme=scheme, title=scheme.title(), version=1, codes=codes)


@pytest.fixture(scope="module")
def content() -> Content:
    names = (("completed_year", ""), ("category", "typology"), ("themes", "theme"), ("passage", ""))
    columns = tuple(
        Column(name=name, title=name, description=name, scheme=scheme) for name, scheme in names
    )
    rows = tuple(
        ("2012-2014", "tools", "neglect;training", "=1+1" if place == 3 else f"{place} {WORDS}")
        for place in range(40)
    )
    return Content(
        reference="RL-000001",
        version=1,
        project_reference="RP-000001",
        project_title="What supervision changes",
        tier=Tier.ANONYMISED_PASSAGES,
        title="Findings on tools",
        description="What reports said.",
        data_use=("DUO_0000021",),
        made_on="2026-03-14",
        data_version=3,
        earlier_releases=0,
        data=Data(columns=columns, rows=rows, k=5, l=2, removed=1, statement="k = 5.", left_out=()),
        vocabularies=(
            vocabulary("typology", "tools", "longer_term_work"),
            vocabulary("theme", "neglect", "training"),
        ),
    )


class TestData:
    def test_pandas_reads_both_forms(self, content: Content) -> None:
        files = pack(content)
        comma = pd.read_csv(io.BytesIO(files["data.csv"]), dtype=str)
        parquet = pd.read_parquet(io.BytesIO(files["data.parquet"]))
        assert list(comma.columns) == ["row", "completed_year", "category", "themes", "passage"]
        assert comma["passage"][0] == parquet["passage"][0] == f"0 {WORDS}"
        assert (comma["passage"][3], parquet["passage"][3]) == ("'=1+1", "=1+1")

    def test_is_described_with_its_checksums(self, content: Content) -> None:
        files = pack(content)
        described = json.loads(files["datapackage.json"])
        for resource in described["resources"]:
            sha256 = hashlib.sha256(files[resource["path"]]).hexdigest()
            assert resource["hash"] == f"sha256:{sha256}"
            assert next(each["name"] for each in resource["schema"]["fields"]) == "row"
        listed = dict(
            reversed(line.split("  ")) for line in files["checksums.sha256"].decode().splitlines()
        )
        assert listed.keys() == files.keys() - {"checksums.sha256"}
        assert all(hashlib.sha256(files[name]).hexdigest() == listed[name] for name in listed)
        assert json.loads(files["datacite.json"])["publicationYear"] == "2026"
        assert json.loads(files["croissant.json"])["recordSet"][0]["field"][0]["name"] == "row"

    def test_same_content_same_bytes(self, content: Content) -> None:
        again = Content.model_validate_json(content.model_dump_json())
        assert zipped(pack(content)) == zipped(pack(again))
        assert zipped(pack(content, RECIPIENT)) == zipped(pack(again, RECIPIENT))


class TestMark:
    def test_stands_in_the_package_and_in_parquet_alone(self, content: Content) -> None:
        files = pack(content, RECIPIENT)
        assert marks_in(zipped(files)) == marks_in(files["data.parquet"]) == {RECIPIENT.mark}
        assert marks_in(zipped(pack(content))) == set()

    def test_orders_the_rows_of_every_form(self, content: Content) -> None:
        files = pack(content, RECIPIENT)
        expected = [place + 1 for place in order_of(40, RECIPIENT.mark)]
        assert expected != sorted(expected)
        for each in (files["data.csv"], files["data.parquet"], zipped(files)):
            assert numbers_in(each) == expected


class TestRefi:
    def test_every_code_and_coding_is_found_in_its_place(self, content: Content) -> None:
        archive = zipfile.ZipFile(io.BytesIO(pack(content)["project.qdpx"]))
        root = ET.fromstring(archive.read("project.qde"))  # noqa: S314 - our own file
        users = {each.get("guid") for each in root.findall(f"{Q}Users/{Q}User")}
        codes = {each.get("guid"): each.get("name") for each in root.iter(f"{Q}Code")}
        assert root.get("creatingUserGUID") in users
        assert set(codes.values()) == {
            "Typology", "Theme", "Tools", "Longer_Term_Work", "Neglect", "Training"
        }  # fmt: skip
        sources = root.findall(f"{Q}Sources/{Q}TextSource")
        assert len(sources) == 40
        for place, source in enumerate(sources):
            name = str(source.get("plainTextPath")).removeprefix("internal://")
            words = archive.read(f"sources/{name}").decode()
            (selection,) = source.findall(f"{Q}PlainTextSelection")
            start, end = (int(str(selection.get(f"{x}Position"))) for x in ("start", "end"))
            if place != 3:
                assert words[start:end] == f"{place} Nobody asked the child – 🙂 not once."
            coded = {
                codes[each.get("targetGUID")] for each in selection.findall(f"{Q}Coding/{Q}CodeRef")
            }
            assert coded == {"Tools", "Neglect", "Training"}
