"""Who is ranked, and among whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np

from pug._errors import Problem, PugError, failure
from pug.observations import similar, text_of_cell
from pug.pieces import NativeScores, Pieces
from pug.table import Bytes, Floats, Rows, Table

RankWhere: TypeAlias = "str | tuple[str, object] | Sequence[bool] | np.ndarray"
"""``"column=value"``, ``"column!=value"``, (column, value), or one boolean a unit: the units that take a rank."""


class Cohorts:
    """Which units take a rank, and which of them are compared with each other.

    Attributes:
        counted: 1 for every unit that takes a rank; None where all do.
        of: The cohort of every unit; None where all are one cohort.
        problems: What cannot be understood.
    """

    def __init__(self, table: Table, by: str | None, rank_where: RankWhere | None, *, has_all: bool = False) -> None:
        """Reads who belongs together; `has_all` wants a cohort even of a unit that takes no rank."""
        self.by = by
        self._has_all = has_all
        self.problems: list[Problem] = []
        self.counted: Bytes | None = None
        self.of: list[str | None] | None = None
        try:
            self.counted = None if rank_where is None else _counted(table, rank_where)
            self.of = None if by is None else [text_of_cell(cell) or None for cell in column_of(table, by)]
        except PugError as error:
            self.problems.extend(error.problems)
        else:
            self.problems.extend(self._without_cohort(table, by or ""))

    def members(self, units: int) -> dict[str, Rows]:
        """The rows of each cohort, by name; one cohort with an empty name where all are one."""
        if self.of is None:
            return {"": np.arange(units)}
        names, places = np.unique([cohort or "" for cohort in self.of], return_inverse=True)
        return {str(name): np.flatnonzero(places == place) for place, name in enumerate(names)}

    def ranks(self, scores: NativeScores) -> Floats:
        """Ranks within every cohort; NaN for units that take none."""
        if self.of is None or isinstance(scores, Pieces):
            return scores.rank(self.counted)
        cohorts = np.unique([cohort or "" for cohort in self.of], return_inverse=True)[1]
        counted = np.ones(scores.size, dtype=np.uint8) if self.counted is None else self.counted
        ranks = np.full(scores.size, np.nan)
        for cohort in range(cohorts.max(initial=-1) + 1):
            members = cohorts == cohort
            ranks[members] = scores.rank(members.astype(np.uint8) * counted)[members]
        ranks.flags.writeable = False
        return ranks

    def _without_cohort(self, table: Table, by: str) -> Iterator[Problem]:
        for row, cohort in enumerate(self.of or []):
            if cohort is None and (self._has_all or self.counted is None or self.counted[row]):
                what = "scored on the scale of its cohort" if self._has_all else "ranked"
                message = f"the unit is to be {what}, but its cohort is empty"
                yield table.problem("data.cohort", message, name=by, row=row)


def column_of(table: Table, name: str) -> list[object]:
    """The cells of a column.

    Raises:
        PugError: There is no such column (code ``data.missing_column``).
    """
    if name not in table.names:
        raise table.error("data.missing_column", f'there is no column "{name}"{similar(name, table.names)}', name=name)
    return table.cells(name)


def split_condition(condition: str) -> tuple[str, bool, str]:
    """Column, whether it shall be equal, and value of ``column=value`` or ``column!=value``.

    Raises:
        PugError: It has another form (code ``rank_where.syntax``).
    """
    name, sign, value = condition.partition("=")
    is_equal = not name.endswith("!")
    name = name if is_equal else name[:-1]
    if not sign or not name:
        raise failure("argument", "rank_where.syntax", f'found "{condition}", wanted COLUMN=VALUE or COLUMN!=VALUE')
    return name, is_equal, value


def _counted(table: Table, rank_where: RankWhere) -> Bytes:
    if isinstance(rank_where, str):
        return _where(table, *split_condition(rank_where))
    if isinstance(rank_where, tuple) and len(rank_where) == 2 and isinstance(rank_where[0], str):
        return _where(table, rank_where[0], True, text_of_cell(rank_where[1]) or "")
    counted = np.asarray(rank_where)
    if counted.shape != (table.rows,) or counted.dtype != np.bool_:
        found = f"an array of {counted.dtype} of shape {counted.shape}"
        raise failure(
            "argument", "rank_where.shape", f"found {found}, wanted one boolean for each of {table.rows} units"
        )
    taken: Bytes = counted.astype(np.uint8)
    return taken


def _where(table: Table, name: str, is_equal: bool, value: str) -> Bytes:
    matches = [_is_same(text_of_cell(cell) or "", value) for cell in column_of(table, name)]
    if table.rows and not any(matches):
        raise table.error("rank_where.nothing", f'no unit has "{value}" in column "{name}"', name=name)
    return np.array([match == is_equal for match in matches], dtype=np.uint8)


def _is_same(text: str, value: str) -> bool:
    """As texts, or as numbers: 1 and 1.0 are the same."""
    if text == value:
        return True
    try:
        return float(text) == float(value)
    except ValueError:
        return False
