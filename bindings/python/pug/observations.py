"""From the columns of a table to what the engine scores: values, statuses, and everything that is wrong with them."""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence

import numpy as np

from pug._errors import Problem
from pug.instrument import Instrument
from pug.model import Variable
from pug.table import Bytes, Floats, Table

Observed = tuple[Floats, Bytes | None]
"""Values of one variable and the code of each one's status; None where all are observed but NaN, which is `missing`."""

MOST_PROBLEMS = 1000


class Observations:
    """The columns of an instrument's variables, read from a table.

    Attributes:
        columns: One entry a variable, in the order of the instrument. What could not be read is `missing`, so that the
            engine can still check the rest.
        problems: What could not be read.
    """

    def __init__(self, instrument: Instrument, table: Table) -> None:
        self._instrument = instrument
        self._table = table
        self._left_out = 0
        self.problems: list[Problem] = []
        self.columns = [self._column(variable) for variable in instrument.variables.values()]
        if self._left_out:
            self.problems.append(table.problem("data.more", f"and {self._left_out} more problems like these"))

    def _column(self, variable: Variable) -> Observed:
        if variable.name not in self._table.names:
            self._report_missing(variable)
            return np.zeros(self._table.rows), np.ones(self._table.rows, dtype=np.uint8)
        numbers = self._table.numbers(variable.name)
        if numbers is None or (variable.type == "choice" and not self._table.has_level_indexes):
            return self._read(variable)
        return _aligned(numbers), self._table.statuses(variable.name)

    def _read(self, variable: Variable) -> Observed:
        """Text, or what can be read as text, by the rules of the instrument."""
        cells = [text_of_cell(cell) for cell in self._table.cells(variable.name)]
        values, statuses, wrong = self._instrument._native.encode(variable.name, cells)
        for row, message in wrong:
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(self._table.problem("data.value", message, name=variable.name, row=row))
            else:
                self._left_out += 1
        return values, statuses

    def _report_missing(self, variable: Variable) -> None:
        message = f'there is no column for variable "{variable.name}"' + similar(variable.name, self._table.names)
        self.problems.append(self._table.problem("data.missing_column", message, name=variable.name))


def statuses_of(column: Observed) -> Bytes:
    """The code of the status of every observation."""
    values, statuses = column
    return np.isnan(values).astype(np.uint8) if statuses is None else statuses  # 1: missing


def similar(name: str, names: Sequence[str]) -> str:
    """``; did you mean …?`` where one of the names is close."""
    folded = {other.strip().casefold(): other for other in names}
    near = difflib.get_close_matches(name.strip().casefold(), folded, n=1, cutoff=0.8)
    return f'; did you mean "{folded[near[0]]}"?' if near else ""


def text_of_cell(cell: object) -> str | None:
    """A cell as it would stand in a text file; None where it is empty."""
    if isinstance(cell, np.generic):
        cell = cell.item()
    if cell is None or isinstance(cell, str):
        return cell if cell is None else sound(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if math.isnan(cell):
            return None
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    return sound(str(cell))


def sound(text: str) -> str:
    """The text with what UTF-8 cannot hold (half of a surrogate pair) written as an escape."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _aligned(numbers: Floats) -> Floats:
    """The array itself; a copy where its items do not lie on multiples of eight bytes, as in a packed record."""
    fits = numbers.flags.aligned and numbers.dtype.isnative and numbers.strides[0] % numbers.itemsize == 0
    return numbers if fits else np.ascontiguousarray(numbers, dtype=np.float64)
