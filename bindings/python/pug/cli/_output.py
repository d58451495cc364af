"""Text to the terminal: tables, progress, complaints."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec

from pug._errors import one_line
from pug._lines import padded, shown_width
from pug.instrument import Instrument

_NUMERIC = frozenset({"rank", "score", "coverage", "low", "high", "variables", "points", "weight"}) | frozenset(
    {"own", "other", "difference", "behind it", "before", "after", "change", "rose", "fell", "same", "of", "gained"}
    | {"median_rank", "low_rank", "high_rank", "low_score", "high_score", "alone", "with others", "n", "mean", "skew"}
    | {"kurtosis", "available", "shift", "effective", "alpha", "value", "greatest"}
    | {"lost", "p", "p adjusted", "effect", "units", "gain", "distance", "status differs"}
)


def complain(text: str) -> None:
    """One line to stderr."""
    print(text, file=sys.stderr)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table: drawn by rich in a terminal where that is installed, else columns of plain text."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if sys.stdout.isatty() and find_spec("rich"):
        _print_rich(headers, cells)
        return
    widths = [max(shown_width(row[i]) for row in [headers, *cells]) for i in range(len(headers))]
    rule = ["-" * width for width in widths]
    for row in [headers, rule, *cells]:
        parts = [
            padded(cell, width, name not in _NUMERIC) for cell, width, name in zip(row, widths, headers, strict=True)
        ]
        print("  ".join(parts).rstrip())


def print_draft_notice(instrument: Instrument) -> None:
    """Says, beside every grade of a draft, that it is nobody's ruling."""
    if instrument.is_draft:
        print(
            f"\nDRAFT: {instrument.id} {instrument.edition} is a draft. Its weights, cut-offs and grades are its"
            "\nmakers' and no authority's; a grade shown here is not official."
        )


@contextmanager
def progress(label: str) -> Iterator[None]:
    """Shows that something goes on, on a terminal only."""
    if not (sys.stderr.isatty() and find_spec("rich")):
        yield
        return
    from rich.console import Console  # noqa: PLC0415  (optional, and only wanted here)

    with Console(stderr=True).status(label):
        yield


@contextmanager
def counting(label: str, total: int | None) -> Iterator[Callable[[int, int], None] | None]:
    """A bar that is told how much is done, of how much; None where nobody looks."""
    if not (sys.stderr.isatty() and find_spec("rich")):
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  (optional, and only wanted here)
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)

        def tell(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        yield tell


def _print_rich(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD)
    for header in headers:
        table.add_column(header, justify="right" if header in _NUMERIC else "left", overflow="fold")
    for row in rows:
        # Text, because in a plain string rich would read a name in brackets as markup.
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)
