"""Tables as lines of text, for what is printed or shown in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width


def table_lines(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns of plain text under a line of dashes; the first and titles are set left, the others right."""
    left = [at == 0 or header == "title" for at, header in enumerate(headers)]
    widths = [max(shown_width(row[i]) for row in [headers, *rows]) for i in range(len(headers))]
    rule = ["-" * width for width in widths]
    return [
        "  ".join(padded(*each) for each in zip(row, widths, left, strict=True)).rstrip()
        for row in [list(headers), rule, *rows]
    ]


def shown_width(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, width: int, is_left: bool) -> str:
    """The text in so many columns, set left or right."""
    blanks = " " * (width - shown_width(text))
    return text + blanks if is_left else blanks + text
