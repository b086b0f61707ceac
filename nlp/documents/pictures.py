"""Words in pictures, read by ``tesseract`` where that program is installed."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

_PROGRAM = "tesseract"
_SECONDS = 60


@cache
def recogniser_installed() -> bool:
    """True when pictures can be read on this machine."""
    return shutil.which(_PROGRAM) is not None


def recognise(picture: bytes) -> str:
    """The words in a picture (PNG, JPEG or TIFF bytes); empty when there are none.

    Recognition is an aid to the person who looks at the picture, so a failure is no error.
    """
    program = shutil.which(_PROGRAM)
    if program is None:
        return ""
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "--psm", "3"],
            input=picture,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace").strip()
