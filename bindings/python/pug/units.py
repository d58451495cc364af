"""What the units are called."""

from __future__ import annotations

from functools import cached_property

from pug._errors import Problem, PugError
from pug.cohorts import column_of
from pug.observations import text_of_cell
from pug.table import Table


class Units:
    """The names of the units: from a column, or their rows counted from 1.

    Attributes:
        column: The column that the names come from, or None.
        problems: A missing column, a unit without a name, a name that stands twice.
    """

    def __init__(self, table: Table, column: str | None) -> None:
        self.column = column
        self.problems: list[Problem] = []
        self._rows = table.rows
        self._given: list[str] = []
        if column is None:
            return
        try:
            self._given = [text_of_cell(cell) or "" for cell in column_of(table, column)]
        except PugError as error:
            self.problems.extend(error.problems)
        self._check(table, column)

    @cached_property
    def names(self) -> list[str]:
        """What the units are called, one each."""
        return self._given if self.column is not None else [str(row + 1) for row in range(self._rows)]

    def name(self, row: int) -> str:
        """What the unit of a row is called."""
        return self._given[row] if self.column is not None else str(row + 1)

    def find(self, name: str) -> int | None:
        """The row of the unit of that name, if there is one."""
        if self.column is not None:
            return self._row_of.get(name)
        row = int(name) - 1 if name.isdecimal() and len(name) < 20 else -1
        return row if 0 <= row < self._rows and name == str(row + 1) else None

    @cached_property
    def _row_of(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self._given)}

    def _check(self, table: Table, column: str) -> None:
        first: dict[str, int] = {}
        for row, name in enumerate(self._given):
            if not name.strip():
                self.problems.append(table.problem("data.unit", "the unit has no name", name=column, row=row))
            elif name in first:
                message = f'unit "{name}" stands twice, first in {table.told(first[name], column)}'
                self.problems.append(table.problem("data.duplicate_unit", message, name=column, row=row))
            else:
                first[name] = row
