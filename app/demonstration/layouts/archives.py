"""Office files that are the same bytes every time they are written."""

import io
import zipfile

from lxml import etree

# The earliest moment that a ZIP entry can carry: no clock gets into the file.
MOMENT = (1980, 1, 1, 0, 0, 0)


def settle(data: bytes, *, first: str | None = None, canonical: bool = False) -> bytes:
    """The same ZIP archive with its entries in order of name and no times of writing.

    `first` names the entry that must stand first, uncompressed (ODF's `mimetype`). `canonical`
    puts XML in exclusive canonical form, for a writer that declares namespaces in the order in
    which the process first met them; Word's files name prefixes in values and cannot bear it.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            content = source.read(name)
            if canonical and name.endswith(".xml"):
                content = _canonical(content)
            target.writestr(entry, content)
    return out.getvalue()


def _canonical(content: bytes) -> bytes:
    return bytes(etree.tostring(etree.fromstring(content), method="c14n", exclusive=True))
