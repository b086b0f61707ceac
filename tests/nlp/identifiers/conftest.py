"""What the recogniser tables share: scan a text, keep one type."""

from collections.abc import Callable

import pytest

from nlp.identifiers import scan_text

Found = Callable[[str, str], list[str]]


@pytest.fixture
def found() -> Found:
    def of_type(text: str, kind: str) -> list[str]:
        return [hit.text for hit in scan_text(text) if hit.type == kind]

    return of_type
