"""ZIP archives that are the same bytes every time they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest moment that an entry can carry: no clock gets into the archive.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Name → content in one archive, in the order of the names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
