"""A release as a project of the REFI-QDA standard 1.5, for programs of qualitative analysis."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.kit.zips import zipped
from app.releases.content import PASSAGE, Content

NAMESPACE = "urn:QDA-XML:project:1.0"
CODED = ("category", "themes")


def project_file(content: Content, order: list[int]) -> bytes:
    """``project.qdpx``: the vocabularies as codes and, where there are passages, each coded.

    A coding spans the first paragraph, the finding itself. Offsets count characters (code
    points), the end not included. Without passages there are codes and no sources.
    """
    sources: dict[str, str] = {}
    root = Element("Project", {"xmlns": NAMESPACE, "name": content.title, "origin": "reviews"})
    root.set("creatingUserGUID", _guid(content, "user"))
    users = SubElement(root, "Users")
    SubElement(users, "User", {"guid": _guid(content, "user"), "name": "Repository"})
    _codes(root, content)
    if content.data.has(PASSAGE):
        _sources(root, content, order, sources)
    indent(root)
    head = b'<?xml version="1.0" encoding="utf-8"?>\n'
    files = {f"sources/{name}": words.encode() for name, words in sources.items()}
    files["project.qde"] = head + tostring(root, encoding="unicode").encode()
    return zipped(files)


def _codes(root: Element, content: Content) -> None:
    codes = SubElement(SubElement(root, "CodeBook"), "Codes")
    for vocabulary in content.vocabularies:
        if vocabulary.scheme not in {"typology", "theme"}:
            continue
        top = SubElement(codes, "Code", _code(content, vocabulary.scheme, "", vocabulary.title))
        top.set("isCodable", "false")
        for each in vocabulary.codes:
            code = SubElement(top, "Code", _code(content, vocabulary.scheme, each.key, each.label))
            SubElement(code, "Description").text = each.definition


def _code(content: Content, scheme: str, key: str, label: str) -> dict[str, str]:
    return {"guid": _guid(content, scheme, key), "name": label, "isCodable": "true"}


def _sources(root: Element, content: Content, order: list[int], sources: dict[str, str]) -> None:
    parent, data = SubElement(root, "Sources"), content.data
    user, when = _guid(content, "user"), f"{content.made_on}T00:00:00Z"
    known = {each.scheme: {code.key for code in each.codes} for each in content.vocabularies}
    for place in order:
        row = data.rows[place]
        words, guid = row[data.place(PASSAGE)], _guid(content, "source", str(place))
        sources[f"{guid}.txt"] = words
        source = SubElement(parent, "TextSource", {"guid": guid, "name": f"Row {place + 1}"})
        source.set("plainTextPath", f"internal://{guid}.txt")
        source.set("creatingUser", user)
        source.set("creationDateTime", when)
        end = len(words.partition("\n\n")[0])
        selection = SubElement(
            source,
            "PlainTextSelection",
            {
                "guid": _guid(content, "selection", str(place)),
                "startPosition": "0",
                "endPosition": str(end),
                "creatingUser": user,
                "creationDateTime": when,
            },
        )
        for column in data.columns:
            if column.name not in CODED:
                continue
            for key in row[data.place(column.name)].split(";"):
                if key in known.get(column.scheme, set()):
                    named = _guid(content, "coding", str(place), column.scheme, key)
                    coding = SubElement(selection, "Coding", {"guid": named, "creatingUser": user})
                    coding.set("creationDateTime", when)
                    target = _guid(content, column.scheme, key)
                    SubElement(coding, "CodeRef", {"targetGUID": target})


def _guid(content: Content, *parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join((content.reference, *parts))))
