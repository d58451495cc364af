"""How many units need the exact path, and what it costs."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from pug import _pug
from pug.conformance.outcome import Speed
from pug.references import picked
from pug.scores import Scores
from pug.table import Rows

_FAST_UNITS, _EXACT_UNITS, _RUNS = 20_000, 500, 3


def measure(scores: Scores) -> Speed:
    """Scores the units that doubles decide, and those that they do not, again and again."""
    in_doubles = np.array(scores.decided) == _pug.decided_names[0]
    fast, exact = np.flatnonzero(in_doubles), np.flatnonzero(~in_doubles)
    return Speed(len(scores), len(exact), _seconds(scores, fast, _FAST_UNITS), _seconds(scores, exact, _EXACT_UNITS))


def _seconds(scores: Scores, rows: Rows, units: int) -> float | None:
    """Time a unit: the shortest of a few runs over about so many units, these repeated."""
    if not len(rows):
        return None
    repeated = np.tile(rows, max(1, units // len(rows)))
    columns = picked(scores._columns, repeated)
    native = scores.instrument._native
    return min(_time(lambda: native.score(columns, nodes=False, intervals=False)) for _ in range(_RUNS)) / len(repeated)


def _time(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
