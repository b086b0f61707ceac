"""How much a file may cost to read. Settings of the caller, never constants of a reader."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one file. Crossing one raises ``DocumentTooLarge``.

    Sizes are bytes. ``ratio`` is unpacked to packed size of one archive member above
    ``ratio_from`` unpacked bytes: ordinary prose packs to about a tenth, a bomb to a
    thousandth. ``depth`` counts files inside files.
    """

    file_size: int = 64 * MEGABYTE
    unpacked_size: int = 256 * MEGABYTE
    xml_part_size: int = 48 * MEGABYTE
    ratio: int = 300
    ratio_from: int = 8 * MEGABYTE
    members: int = 5_000
    pages: int = 1_500
    blocks: int = 200_000
    depth: int = 2
    ocr_pages: int = 20


DEFAULT_LIMITS = Limits()
