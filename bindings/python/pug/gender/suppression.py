"""Tables of counts fit to be published: small counts hidden, and with them all from which they would follow."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import index
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pug import _pug
from pug._errors import Problem, PugError, failure

Cells: TypeAlias = list[list[int | None]]
"""Counts row by row with their totals, None where one is hidden."""

Totals: TypeAlias = Literal["add", "given"]


@dataclass(frozen=True)
class CountTable:
    """A table of counts while it is made fit for publication.

    Attributes:
        counts: Row by row.
        place: Says where a cell is, for messages: row and column, counted from 0, to what the caller calls them.
    """

    counts: Sequence[Sequence[Any]]
    place: Callable[[int, int], str]


def suppress(table: Any, threshold: int = 5, *, totals: Totals = "add", label: str = "total") -> Any:
    """Hides the counts of a table that are too small to be published, and what would give them back.

    Counts from 1 to below the threshold are small, 0 is not. As many other cells, totals among them, are hidden as are
    needed so that no small count follows from the rest. What is hidden can still be narrowed down.

    Args:
        table: A list of lists, a numpy matrix, a dict of lists, or a pandas or polars frame. In frames and dicts,
            columns that hold no numbers stay as they are.
        threshold: 1 or more, such as 3, 5 or 10.
        totals: ``add`` appends a row and a column of totals; ``given`` says that the last row and the last column of
            counts are totals already, which are then checked.
        label: How the row and the column that are added are called.

    Returns:
        A table of the kind that came in: None where a count is hidden, a masked array for numpy, `pandas.NA` in
        columns of type Int64 for pandas, null for polars.

    Raises:
        PugError: A cell is no count, or a total is not the sum (code ``statistics.table``), or the threshold is below 1
            (``statistics.threshold``).
    """
    if totals not in ("add", "given"):
        raise failure("argument", "argument.word", f'found {totals!r}, wanted "add" or "given"', where="totals")
    for kind, is_kind in _frame_kinds().items():
        if is_kind(table):
            return kind(table, threshold, totals, label)
    wanted = "a list of lists, a matrix, a dict of lists or a pandas or polars frame"
    raise failure("argument", "data.type", f"found {type(table).__name__}, wanted {wanted}")


def suppressed(table: CountTable, threshold: int, totals: Totals) -> Cells:
    """The counts of a table with their totals, None where one is hidden."""
    counts = _checked(table)
    if totals == "given":
        counts = _without_totals(counts, table)
    with_totals = np.empty((counts.shape[0] + 1, counts.shape[1] + 1), dtype=np.int64)
    with_totals[:-1, :-1] = counts
    with_totals[-1, :-1] = counts.sum(axis=0)
    with_totals[:, -1] = with_totals[:, :-1].sum(axis=1)
    hidden = _pug.suppress_counts(counts, _threshold(threshold))
    return [
        [None if gone else count for count, gone in zip(row, flags, strict=True)]
        for row, flags in zip(with_totals.tolist(), hidden.tolist(), strict=True)
    ]


def _threshold(threshold: int) -> int:
    try:
        if isinstance(threshold, bool):
            raise TypeError
        return min(max(index(threshold), -1), 2**62)
    except TypeError:
        message = f"found {threshold!r}, wanted a whole number of 1 or more, such as 5"
        raise failure("argument", "statistics.threshold", message, where="threshold") from None


def _checked(table: CountTable) -> NDArray[np.int64]:
    """The counts as whole numbers."""
    widths = {len(row) for row in table.counts}
    if len(widths) != 1 or widths == {0}:
        found = "no row" if not widths else "rows of different lengths" if len(widths) > 1 else "no column of counts"
        raise failure("data", "statistics.table", f"found {found}, wanted a table of counts")
    problems: list[Problem] = []
    counts = np.zeros((len(table.counts), widths.pop()), dtype=np.int64)
    for r, row in enumerate(table.counts):
        for c, cell in enumerate(row):
            count = _count(cell)
            if count is None:
                message = f"found {cell!r}, wanted a whole number from 0 to 2147483647"
                problems.append(Problem("statistics.table", table.place(r, c), 0, 0, message))
            else:
                counts[r, c] = count
    if problems:
        raise PugError("data", problems)
    return counts


def _count(cell: Any) -> int | None:
    """A whole number that is a count; floats without decimals and texts of digits are."""
    if isinstance(cell, (bool, np.bool_)):
        return None
    if isinstance(cell, str):
        text = cell.strip()
        cell = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
    if isinstance(cell, (float, np.floating)):
        cell = int(cell) if float(cell).is_integer() else None
    try:
        count = index(cell)
    except TypeError:
        return None
    # A total may be above what one cell may be; the engine refuses the cells.
    return count if 0 <= count <= 2**53 else None


def _without_totals(counts: NDArray[np.int64], table: CountTable) -> NDArray[np.int64]:
    """The cells of a table whose last row and column are their totals."""
    inner = counts[:-1, :-1]
    if not inner.size:
        raise failure("data", "statistics.table", "found no cell beside the totals, wanted a table with totals")
    found = {
        **{(r, counts.shape[1] - 1): int(inner[r].sum()) for r in range(inner.shape[0])},
        **{(counts.shape[0] - 1, c): int(inner[:, c].sum()) for c in range(inner.shape[1])},
        (counts.shape[0] - 1, counts.shape[1] - 1): int(inner.sum()),
    }
    problems = [
        Problem("statistics.table", table.place(*at), 0, 0, f"the total is {counts[at]}, and its cells sum to {total}")
        for at, total in found.items()
        if counts[at] != total
    ]
    if problems:
        raise PugError("data", problems)
    return np.ascontiguousarray(inner)


def _frame_kinds() -> dict[Callable[[Any, int, Totals, str], Any], Callable[[Any], bool]]:
    """What each kind of table is made fit by; no library is imported here."""
    pandas, polars = sys.modules.get("pandas"), sys.modules.get("polars")
    return {
        _of_matrix: lambda table: isinstance(table, np.ndarray),
        _of_pandas: lambda table: pandas is not None and isinstance(table, pandas.DataFrame),
        _of_polars: lambda table: polars is not None and isinstance(table, polars.DataFrame),
        _of_columns: lambda table: isinstance(table, Mapping),
        _of_rows: lambda table: _is_list(table) and all(_is_list(row) for row in table),
    }


def _is_list(table: Any) -> bool:
    return isinstance(table, Sequence) and not isinstance(table, (str, bytes))


def _of_rows(table: Sequence[Sequence[Any]], threshold: int, totals: Totals, label: str) -> Cells:
    del label
    return suppressed(CountTable(table, lambda r, c: f"row {r + 1}, column {c + 1}"), threshold, totals)


def _of_matrix(table: NDArray[Any], threshold: int, totals: Totals, label: str) -> Any:
    if table.ndim != 2:
        raise failure("data", "statistics.table", f"found {table.ndim} dimensions, wanted rows and columns")
    cells = _of_rows(table.tolist(), threshold, totals, label)
    values = [[0 if cell is None else cell for cell in row] for row in cells]
    return np.ma.array(values, mask=[[cell is None for cell in row] for row in cells], dtype=np.int64)


def _of_columns(table: Mapping[Any, Any], threshold: int, totals: Totals, label: str) -> dict[Any, list[Any]]:
    columns = {name: list(cells) for name, cells in table.items()}
    return _with_labels(columns, threshold, totals, label)


def _with_labels(columns: dict[Any, list[Any]], threshold: int, totals: Totals, label: str) -> dict[Any, list[Any]]:
    """Columns of counts made fit; those of labels, which hold no number, as they are."""
    counted = [name for name, cells in columns.items() if not _is_label(cells)]
    if totals == "add" and label in columns:
        raise failure("argument", "data.duplicate_column", f'there is a column "{label}" already', where="label")
    lengths = {len(cells) for cells in columns.values()}
    if len(lengths) > 1:
        raise failure("data", "statistics.table", "found columns of different lengths, wanted one length")
    rows = list(zip(*(columns[name] for name in counted), strict=True)) if counted else []
    cells = suppressed(CountTable(rows, lambda r, c: f"row {r + 1}, column {counted[c]}"), threshold, totals)
    made = dict(zip(counted if totals == "given" else [*counted, label], zip(*cells, strict=True), strict=True))
    added = [label] if totals == "add" else []
    result = {name: list(made[name]) if name in made else [*given, *added] for name, given in columns.items()}
    if totals == "add":
        result[label] = list(made[label])
    return result


def _is_label(cells: Sequence[Any]) -> bool:
    return bool(cells) and all(isinstance(cell, str) for cell in cells)


def _of_pandas(table: Any, threshold: int, totals: Totals, label: str) -> Any:
    import pandas as pd  # noqa: PLC0415  (whoever hands over a frame has imported it)

    columns = {name: table.iloc[:, at].tolist() for at, name in enumerate(table.columns)}
    if len(columns) != len(table.columns):
        raise failure("data", "data.duplicate_column", "a column stands twice in the frame")
    made = _with_labels(columns, threshold, totals, label)
    names = table.index.tolist()
    at = pd.Index(names if totals == "given" else [*names, label], name=table.index.name)
    return pd.DataFrame(
        {
            name: pd.Series(cells, index=at, dtype=object if _is_label(cells) else "Int64")
            for name, cells in made.items()
        },
        index=at,
    )


def _of_polars(table: Any, threshold: int, totals: Totals, label: str) -> Any:
    import polars as pl  # noqa: PLC0415  (whoever hands over a frame has imported it)

    made = _with_labels(table.to_dict(as_series=False), threshold, totals, label)
    return pl.DataFrame(
        [pl.Series(name, cells, dtype=pl.String if _is_label(cells) else pl.Int64) for name, cells in made.items()]
    )
