"""What a picture is given: read, checked, and everything wrong with it listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pug._errors import Problem, PugError
from pug.report.language import Language, plain
from pug.report.messages import LANGUAGES

Floats = NDArray[np.float64]
Lang = Literal["en", "id"]


class Arguments:
    """Reads the arguments of a picture; `done` raises what was found.

    Codes: ``plots.language``, ``plots.empty``, ``plots.length``, ``plots.value`` (no number, or none that is finite),
    ``plots.range`` and whatever a picture adds. ``where`` is the argument, the row counts from 1.
    """

    def __init__(self, lang: str) -> None:
        self._problems: list[Problem] = []
        if lang not in LANGUAGES:
            self.wrong("plots.language", "lang", f'found language "{lang}", wanted one of: {", ".join(LANGUAGES)}')
        self.language = Language(lang if lang in LANGUAGES else "en")

    def wrong(self, code: str, where: str, message: str, row: int = 0) -> None:
        """Adds a problem."""
        self._problems.append(Problem(code, where, row, 0, message))

    def done(self) -> None:
        """Raises every problem found.

        Raises:
            PugError: There is one (kind ``argument``).
        """
        if self._problems:
            raise PugError("argument", self._problems)

    def names(self, names: Sequence[str], where: str) -> list[str]:
        """Names as they are shown; at least one."""
        if isinstance(names, str):
            self.wrong("plots.value", where, f'found the text "{names}", wanted a sequence of names')
            return []
        found = [plain(name) for name in names]
        if not found:
            self.wrong("plots.empty", where, "found no name, wanted at least one")
        return found

    def column(
        self, values: ArrayLike, where: str, rows: int | None, *, least: float = -np.inf, most: float = np.inf
    ) -> Floats:
        """One finite number for each of so many rows; for any number of rows, at least one, where that is None."""
        found = self._numbers(values, where)
        if found is None:
            return np.zeros(rows or 1)
        if found.ndim != 1 or (rows is not None and len(found) != rows):
            wanted = "numbers in one row" if rows is None else f"{rows}, one for each name"
            shape = len(found) if found.ndim == 1 else " × ".join(map(str, found.shape))
            self.wrong("plots.length", where, f"found {shape} values, wanted {wanted}")
            return np.zeros(rows or 1)
        if rows is None and not len(found):
            self.wrong("plots.empty", where, "found no value, wanted at least one")
            return np.zeros(1)
        self._check(found, where, least, most)
        return found

    def matrix(  # noqa: PLR0913  one argument a thing that may be asked of it
        self,
        values: ArrayLike,
        where: str,
        rows: int,
        columns: int,
        *,
        least: float = -np.inf,
        most: float = np.inf,
        may_miss: bool = False,
    ) -> Floats:
        """Rows × columns of numbers; NaN is a cell without a value where those may be missing."""
        found = self._numbers(values, where)
        if found is None:
            return np.zeros((rows, columns))
        if found.shape != (rows, columns):
            shape = " × ".join(map(str, found.shape))
            self.wrong("plots.length", where, f"found {shape} values, wanted {rows} × {columns}")
            return np.zeros((rows, columns))
        self._check(found, where, least, most, may_miss=may_miss)
        return found

    def interval(
        self, given: tuple[ArrayLike, ArrayLike] | None, where: str, rows: int
    ) -> tuple[Floats, Floats] | None:
        """Lower and upper ends, where there are any."""
        if given is None:
            return None
        columns: Sequence[ArrayLike] = tuple(given)
        if len(columns) != 2:
            self.wrong("plots.length", where, f"found {len(columns)} columns, wanted two: the lower and the upper ends")
            return None
        low, high = (self.column(column, where, rows) for column in columns)
        self.ordered(low, high, where)
        return low, high

    def ordered(self, low: Floats, high: Floats, where: str) -> None:
        """Each lower end is at most the upper one."""
        for row in np.flatnonzero(low > high).tolist():
            self.wrong(
                "plots.interval",
                where,
                f"found the interval {low[row]:g} to {high[row]:g}, wanted it to ascend",
                row + 1,
            )

    def share(self, value: float, where: str) -> None:
        """A share, more than 0 and less than 1."""
        if not 0 < value < 1:
            self.wrong("plots.range", where, f"found {value!r}, wanted a share between 0 and 1")

    def _numbers(self, values: ArrayLike, where: str) -> Floats | None:
        try:
            found = np.asarray(values)
            if found.dtype.kind in "iuf" or found.dtype == object or not found.size:
                return found.astype(np.float64)
        except (TypeError, ValueError):  # rows of different lengths, cells that are no numbers
            pass
        self.wrong("plots.value", where, f"found {type(values).__name__} of other things, wanted numbers")
        return None

    def _check(self, found: Floats, where: str, least: float, most: float, *, may_miss: bool = False) -> None:
        rows = found.reshape(found.shape[0], *found.shape[1:] or (1,))
        known = np.isfinite(rows) | (may_miss & np.isnan(rows))
        wrong = known & ((rows < least) | (rows > most))
        for code, cells in (("plots.value", ~known), ("plots.range", wrong)):
            for row, column in zip(*np.nonzero(cells), strict=True):
                place = "" if found.ndim == 1 else f" in column {column + 1}"
                wanted = "a finite number" if code == "plots.value" else _range(least, most)
                self.wrong(code, where, f"found {rows[row, column]:g}{place}, wanted {wanted}", int(row) + 1)


def _range(least: float, most: float) -> str:
    if np.isinf(most):
        return f"a number not below {least:g}"
    return f"a number from {least:g} to {most:g}"
