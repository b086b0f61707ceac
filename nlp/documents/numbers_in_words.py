"""Lists of page numbers as a person would say them."""

from __future__ import annotations


def page_list(numbers: list[int]) -> str:
    """“page 4”, “pages 1–3 and 7”. ``numbers`` are sorted and not empty."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    words = [str(first) if first == last else f"{first}–{last}" for first, last in spans]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"page {listed}" if len(numbers) == 1 else f"pages {listed}"
