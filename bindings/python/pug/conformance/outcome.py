"""What came of comparing published figures with computed ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pug._errors import Problem


@dataclass
class ColumnOutcome:
    """One column of published figures.

    Attributes:
        rule: What agreement means, in words.
        compared: How many figures are published.
        agree: How many of them the instrument reproduces.
    """

    column: str
    of: str
    rule: str
    compared: int = 0
    agree: int = 0


@dataclass(frozen=True)
class Speed:
    """What exact verdicts cost.

    Attributes:
        units: How many units were scored.
        exact: How many of them needed the exact path.
        fast_seconds: Time to score one unit in doubles; None where there is none.
        exact_seconds: Time to score one unit on the exact path; None where none needed it.
    """

    units: int
    exact: int
    fast_seconds: float | None
    exact_seconds: float | None


@dataclass
class TableOutcome:
    """The figures of one instrument in one file.

    Attributes:
        left_out: Rows that are no case.
        why: Why they are none.
        speed: Only where it was asked for.
    """

    file: str
    instrument: str
    columns: list[ColumnOutcome]
    left_out: int = 0
    why: str = ""
    speed: Speed | None = None


@dataclass
class FileOutcome:
    """The figures of a file about an index.

    Attributes:
        rule: What agreement means, in words.
        compared: How many figures it holds.
        agree: How many of them the workbench reproduces.
    """

    file: str
    rule: str
    compared: int = 0
    agree: int = 0


@dataclass
class IndexOutcome:
    """A published index that was built again from its inputs.

    Attributes:
        name: Of the folder that it stands in.
    """

    name: str
    files: list[FileOutcome] = field(default_factory=list)

    @property
    def compared(self) -> int:
        """How many figures are published."""
        return sum(file.compared for file in self.files)

    @property
    def agree(self) -> int:
        """How many of them are reproduced."""
        return sum(file.agree for file in self.files)


@dataclass
class Outcome:
    """Everything that was compared.

    Attributes:
        indices: What was built again from its inputs, in folders of their own.
        problems: Every figure that disagrees, and every file that cannot be read, with its place.
        skipped: Files that are known but not compared, and why.
        unknown: Files that are not recognised.
    """

    tables: list[TableOutcome] = field(default_factory=list)
    indices: list[IndexOutcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    @property
    def compared(self) -> int:
        """How many figures are published."""
        of_tables = sum(column.compared for table in self.tables for column in table.columns)
        return of_tables + sum(index.compared for index in self.indices)

    @property
    def agree(self) -> int:
        """How many of them are reproduced."""
        of_tables = sum(column.agree for table in self.tables for column in table.columns)
        return of_tables + sum(index.agree for index in self.indices)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "compared": self.compared,
            "agree": self.agree,
            "tables": [_table(table) for table in self.tables],
            "indices": [_index(index) for index in self.indices],
            "disagreements": [_problem(problem) for problem in self.problems],
            "skipped": self.skipped,
            "not_recognised": self.unknown,
        }


def _table(table: TableOutcome) -> dict[str, Any]:
    written: dict[str, Any] = {
        "file": table.file,
        "instrument": table.instrument,
        "columns": [vars(column) for column in table.columns],
        "rows_left_out": table.left_out,
    }
    if table.left_out:
        written["why_left_out"] = table.why
    if table.speed is not None:
        written["speed"] = vars(table.speed)
    return written


def _index(index: IndexOutcome) -> dict[str, Any]:
    return {
        "name": index.name,
        "compared": index.compared,
        "agree": index.agree,
        "files": [vars(file) for file in index.files],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "row": problem.line,
        "column": problem.where,
        "code": problem.code,
        "message": problem.message,
    }
