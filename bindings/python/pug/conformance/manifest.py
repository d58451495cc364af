"""Which files hold published figures of which instrument, and what agreement means."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A column of published results.

    Attributes:
        of: ``score``, ``rounded``, ``grade``, ``rank`` or the id of a node.
        digits: Decimals in print: the computed value is rounded half-up to them. None where nothing is rounded.
        within: By how much the computed value may differ instead.
        inputs_digits: Decimals that the published inputs were rounded to. The figure agrees when what the instrument
            gives for the inputs half a digit lower to half a digit higher meets what was rounded to the figure.
    """

    column: str
    of: str
    digits: int | None
    within: Decimal | None
    inputs_digits: int | None

    @property
    def rule(self) -> str:
        """What agreement means, in words."""
        if self.of in ("grade", "rank"):
            return f"the same {self.of}"
        if self.inputs_digits is not None:
            return f"within the rounding of the inputs to {_decimals(self.inputs_digits)}"
        if self.within is not None:
            return f"within {str(self.within).lower()}"
        return "exactly" if self.digits is None else f"to {_decimals(self.digits)}"


@dataclass(frozen=True)
class LeftOut:
    """Rows that are no case, and why."""

    column: str
    value: str
    why: str


@dataclass(frozen=True)
class TableRule:
    """How a kind of file is read.

    Attributes:
        files: Patterns of file names.
        label: Columns that tell a reader which row is meant.
        inputs: Pattern of the file with the inputs, where they are not in the same file; its ``*`` stands for the same
            text as in the name of the results.
        joined_by: The column that tells which row of the inputs belongs to which row of the results.
        letters: A column of letters and the variables that they are answers to, one each.
    """

    files: Sequence[str]
    instrument: str
    label: Sequence[str]
    figures: Sequence[Figure]
    rank_where: str | None
    left_out: LeftOut | None
    inputs: str | None
    joined_by: str
    letters: tuple[str, Sequence[str]] | None

    def matches(self, name: str) -> bool:
        """Whether a file of that name is of this kind."""
        return any(fnmatchcase(name, pattern) for pattern in self.files)

    def inputs_of(self, name: str) -> str:
        """Name of the file with the inputs of a file of results."""
        if self.inputs is None:
            return name
        pattern = next(pattern for pattern in self.files if fnmatchcase(name, pattern))
        before, _, after = pattern.partition("*")
        return self.inputs.replace("*", name[len(before) : len(name) - len(after)])


@dataclass(frozen=True)
class Manifest:
    """All kinds of files.

    Attributes:
        skipped: Names that are known but not compared, and why.
        ignored: Names that need no mention.
    """

    tables: Sequence[TableRule]
    skipped: Mapping[str, str]
    ignored: Sequence[str]

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """The manifest in a file."""
        document: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        tables = tuple(_table(written) for written in document["tables"])
        return cls(tables, document["skipped"], document["ignored"])

    def rules(self, name: str) -> list[TableRule]:
        """What is in a file of that name; nothing where it is not recognised."""
        return [table for table in self.tables if table.matches(name)]


def _table(written: Mapping[str, Any]) -> TableRule:
    inputs, letters = written.get("inputs", {}), written.get("letters")
    return TableRule(
        files=written["files"],
        instrument=written["instrument"],
        label=written["label"],
        figures=tuple(_figure(column, figure) for column, figure in written["figures"].items()),
        rank_where=written.get("rank_where"),
        left_out=LeftOut(**written["left_out"]) if "left_out" in written else None,
        inputs=inputs.get("file"),
        joined_by=inputs.get("joined_by", ""),
        letters=(letters["column"], letters["variables"]) if letters else None,
    )


def _figure(column: str, written: Mapping[str, Any]) -> Figure:
    within = Decimal(written["within"]) if "within" in written else None
    return Figure(column, written["of"], written.get("digits"), within, written.get("inputs_digits"))


def _decimals(digits: int) -> str:
    return "whole numbers" if digits == 0 else "1 decimal" if digits == 1 else f"{digits} decimals"
