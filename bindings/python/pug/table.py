"""What is scored: named columns of one length, whatever they came in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pug._errors import Problem, PugError, failure

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class ResultColumn:
    """One column of a result, before it takes the form of a frame.

    Attributes:
        kind: ``number`` (array of doubles, NaN where there is none), ``rank`` (the same; whole numbers unless ties
            share an average), ``word`` (texts and None) or ``given`` (a column of the input, as it came in).
    """

    kind: Literal["number", "rank", "word", "given"]
    values: Any

    def cells(self) -> list[object]:
        """Python values, None where there is none."""
        if self.kind == "number":
            return [None if isnan(value) else value for value in self.values.tolist()]
        if self.kind == "rank":
            whole = self.is_whole
            return [None if isnan(rank) else int(rank) if whole else rank for rank in self.values.tolist()]
        return list(self.values)

    def picked(self, rows: Sequence[int]) -> ResultColumn:
        """The same column with these rows, in this order."""
        values = self.values[list(rows)] if isinstance(self.values, np.ndarray) else [self.values[row] for row in rows]
        return ResultColumn(self.kind, values)

    @property
    def is_whole(self) -> bool:
        """Whether no rank is an average."""
        ranks = self.values[~np.isnan(self.values)]
        return bool((ranks == np.floor(ranks)).all())


class Table(ABC):
    """Columns of data; each kind of frame knows how to read itself and how to be built again."""

    names: Sequence[str]
    rows: int
    file: str | None = None
    kind: str
    # In a matrix a choice is the index of its level; everywhere else it is a code.
    has_level_indexes = False

    @abstractmethod
    def numbers(self, name: str) -> Floats | None:
        """The column as doubles, not copied where it already is; NaN for null. None where it does not hold numbers."""

    @abstractmethod
    def cells(self, name: str) -> list[object]:
        """The column as Python values, None for null."""

    @abstractmethod
    def column(self, name: str) -> object:
        """The column as it came in."""

    @abstractmethod
    def build(self, columns: Mapping[str, ResultColumn], order: Sequence[int] | None = None) -> object:
        """A frame of this kind with other columns; `order` says which row of this table each of its rows is about."""

    def statuses(self, name: str) -> Bytes | None:
        """Status codes that came beside the values; None where there are none."""
        del name
        return None

    def place(self, row: int, name: str) -> tuple[str, int]:
        """Where a cell is: column and row, or whatever finds it in the file."""
        return name, row + 1

    def told(self, row: int, name: str) -> str:
        """The place of a cell in words, for messages."""
        where, line = self.place(row, name)
        return f"row {line}" if line else where

    def problem(self, code: str, message: str, *, name: str = "", row: int | None = None) -> Problem:
        """A problem of a cell, of a row, of a column, or of the table as a whole."""
        where, line = (name, 0) if row is None else self.place(row, name)
        return Problem(code, where, line, 0, message, self.file)

    def error(self, code: str, message: str, *, name: str = "") -> PugError:
        """An error of a column or of the table as a whole."""
        return failure("data", code, message, where=name, file=self.file)


class Columns(Table):
    """Lists of Python values, or arrays of numbers: a dict of them, or what was read from a file."""

    kind = "dict of lists"

    def __init__(self, columns: Mapping[str, list[object] | Floats], rows: int, file: str | None = None) -> None:
        self._columns = columns
        self.names = list(columns)
        self.rows = rows
        self.file = file

    def numbers(self, name: str) -> Floats | None:
        """Doubles where every cell is a number or None; the array itself where it is one of doubles."""
        column = self._columns[name]
        if isinstance(column, np.ndarray):
            return column.astype(np.float64, copy=False)
        if not all(cell is None or type(cell) in (int, float) for cell in column):
            return None
        try:
            return np.array([np.nan if cell is None else cell for cell in column], dtype=np.float64)
        except OverflowError:
            return None

    def cells(self, name: str) -> list[object]:
        """The list itself; that of an array's numbers."""
        column = self._columns[name]
        return list(column.tolist()) if isinstance(column, np.ndarray) else column

    def column(self, name: str) -> object:
        """The same."""
        return self.cells(name)

    def build(self, columns: Mapping[str, ResultColumn], order: Sequence[int] | None = None) -> object:
        """A dict of lists."""
        del order
        return {name: column.cells() for name, column in columns.items()}


class Records(Columns):
    """A list of dicts, one a unit; a key that a record lacks is an empty cell."""

    kind = "list of dicts"

    def build(self, columns: Mapping[str, ResultColumn], order: Sequence[int] | None = None) -> object:
        """A list of dicts."""
        del order
        return records_of(columns)


def columns_of_records(records: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    """The columns of a list of dicts, in the order in which their keys first occur."""
    names = dict.fromkeys(name for record in records for name in record)
    return {name: [record.get(name) for record in records] for name in names}


def records_of(columns: Mapping[str, ResultColumn]) -> list[dict[str, object]]:
    """The rows of a result as dicts."""
    lists = [column.cells() for column in columns.values()]
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*lists, strict=True)]
