"""Lines as people or programs read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pug_bench.line import Line

__all__ = ["Writer", "as_json", "as_table"]

Writer = Callable[[Line], None]

_HEADERS = ("case", "units", "indicators", "levels", "missing", "against", "pug", "peer", "ratio", "GB/s")
_WIDTHS = (30, 11, 11, 7, 8, 16, 10, 10, 8, 7)
_LEFT = (0, 5)


def as_json() -> Writer:
    """One object a line."""
    return lambda line: print(line.json(), flush=True)


def as_table() -> Writer:
    """Aligned columns, each line as soon as it is known. GB/s are those of pug: of the peer where pug takes no part."""
    print(_row(_HEADERS), flush=True)
    return lambda line: print(_row(_cells(line)), flush=True)


def _cells(line: Line) -> Sequence[str]:
    seconds = line.peer_s if line.ours_s is None else line.ours_s
    return (
        line.case,
        f"{line.units:,}",
        f"{line.indicators:,}",
        str(line.setting.levels) if line.setting else "",
        f"{line.setting.missing:.0%}" if line.setting else "",
        line.peer or "",
        _time(line.ours_s),
        _time(line.peer_s),
        "" if line.ratio is None else f"{line.ratio:.2f}",
        f"{line.bytes / seconds / 1e9:.2f}" if seconds and line.setting else "",
    )


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def _row(cells: Sequence[str]) -> str:
    aligned = [
        cell.ljust(width) if at in _LEFT else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=True))
    ]
    return " ".join(aligned).rstrip()
