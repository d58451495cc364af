"""The verdict on one unit that is scored by itself."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isnan, nan
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

from pug._errors import failure

if TYPE_CHECKING:
    from pug._pug import _Row
    from pug.instrument import Instrument

Row: TypeAlias = Any
"""One unit: a mapping from variables to answers, or a sequence of numbers in the order of the instrument."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one unit came to.

    Attributes:
        score: Value of the root, unrounded; None unless observed.
        status: Name of its status.
        grade: Name of the grade; None where there is none.
        rounded: What was graded, rounded as the verdict says; None unless observed.
        coverage: Share of the weight that applies which was observed, 0–1.
        low: The score if everything unanswered took its worst value; None where that is unknown.
        high: The score if everything unanswered took its best value; None where that is unknown.
        decided: How the verdict was reached: ``in_doubles``, ``exactly`` or ``to_fifty_digits``.
    """

    score: float | None
    status: str
    grade: str | None
    rounded: float | None
    coverage: float
    low: float | None
    high: float | None
    decided: str


def score_unusual(instrument: Instrument, row: Row) -> _Row:
    """The verdict on a row that is no dict, list or tuple of plain answers, or that the engine refuses.

    Raises:
        PugError: As `pug.score` does for a table of this row alone.
    """
    plain = _plain(row)
    return (None if plain is row else instrument._native.score_row(plain)) or _score_table(instrument, plain)


def _plain(row: Row) -> dict[Any, Any] | list[Any] | tuple[Any, ...]:
    """The row as a dict, list or tuple; itself where it is one."""
    if isinstance(row, (dict, list, tuple)):
        return row
    if isinstance(row, Mapping):
        return dict(row)
    if isinstance(row, Sequence) and not isinstance(row, (str, bytes)):
        return list(row)
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(row, numpy.ndarray) and row.ndim == 1:
        return list(row.tolist())
    wanted = "a mapping from variables to answers, or a sequence of numbers"
    raise failure("argument", "data.type", f"found {type(row).__name__}, wanted {wanted}")


def _score_table(instrument: Instrument, row: dict[Any, Any] | list[Any] | tuple[Any, ...]) -> _Row:
    """Scores a table of one row, and tells by its own words what is wrong."""
    from pug.scores import score  # noqa: PLC0415  (numpy: most rows need none)

    scores = score([row] if isinstance(row, dict) else _matrix(row), instrument)
    columns = (scores.values, scores.rounded, scores.low, scores.high)
    value, rounded, low, high = (None if isnan(column[0]) else column.item(0) for column in columns)
    coverage: float = scores.coverages.item(0)
    return value, scores.statuses[0], scores.grades[0], rounded, coverage, low, high, scores.decided[0]


def _matrix(row: Sequence[object]) -> Any:
    """Numbers as a matrix of one row; NaN for None."""
    import numpy as np  # noqa: PLC0415  (see above)

    for place, cell in enumerate(row):
        if cell is not None and not isinstance(cell, (Real, np.bool_)):
            found = f"found {type(cell).__name__} as entry {place + 1}"
            raise failure("argument", "data.type", f"{found}, wanted a number or None; codes belong in a mapping")
    return np.array([[nan if cell is None else _double(cell) for cell in row]])


def _double(number: Any) -> float:
    try:
        return float(number)
    except OverflowError:  # beyond all doubles: refused as such
        return inf if number > 0 else -inf
