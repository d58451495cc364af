"""What the units are called."""

from __future__ import annotations

from pug._errors import Problem, PugError
from pug.cohorts import column_of
from pug.observations import text_of_cell
from pug.table import Table


class Units:
    """The names of the units: from a column, or their rows counted from 1.

    Attributes:
        column: The column that the names come from, or None.
        names: One a unit.
        problems: A missing column, a unit without a name, a name that stands twice.
    """

    def __init__(self, table: Table, column: str | None) -> None:
        self.column = column
        self.problems: list[Problem] = []
        self.names: list[str] = []
        if column is None:
            self.names = [str(row + 1) for row in range(table.rows)]
            return
        try:
            self.names = [text_of_cell(cell) or "" for cell in column_of(table, column)]
        except PugError as error:
            self.problems.extend(error.problems)
        self._check(table, column)

    @property
    def sound_names(self) -> list[str] | None:
        """The names for the engine; None where it calls the units by their rows."""
        return None if self.column is None or self.problems else self.names

    def _check(self, table: Table, column: str) -> None:
        first: dict[str, int] = {}
        for row, name in enumerate(self.names):
            if not name.strip():
                self.problems.append(table.problem("data.unit", "the unit has no name", name=column, row=row))
            elif name in first:
                message = f'unit "{name}" stands twice, first in {table.told(first[name], column)}'
                self.problems.append(table.problem("data.duplicate_unit", message, name=column, row=row))
            else:
                first[name] = row
