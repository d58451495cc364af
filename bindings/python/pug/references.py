"""Reference values of cohorts: what an instrument that looks at the cohort compares a unit with."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np

from pug import _pug
from pug._atomic import write_bytes
from pug._errors import Problem, PugError, failure
from pug.cohorts import Cohorts
from pug.frames import Data, read_table
from pug.instrument import Day, Instrument, InstrumentLike
from pug.observations import Observations, Observed, statuses_of
from pug.table import Rows, Table
from pug.units import Units

Made = TypeVar("Made")


class References:
    """The reference values of one or several cohorts, frozen: minimum, maximum, mean, ranks … as the instrument needs.

    Attributes:
        instrument: The instrument that they belong to; others refuse them.
        cohorts: Names of the cohorts, sorted; one empty name where there is a single cohort.
        data: What they were taken from.
        units: Size of each cohort.
    """

    def __init__(self, instrument: Instrument, cohorts: Mapping[str, _pug.References]) -> None:
        """Wraps what the engine took from the cohorts; `pug.fit` and `load` are how to get it."""
        self.instrument = instrument
        self._cohorts = dict(sorted(cohorts.items()))
        self._scorers: dict[str, _pug.Instrument] = {}
        self.cohorts = list(self._cohorts)
        self.data = "; ".join(dict.fromkeys(cohort.data for cohort in self._cohorts.values()))
        self.units = {name: cohort.units for name, cohort in self._cohorts.items()}

    @classmethod
    def load(cls, ref: ReferencesLike, instrument: InstrumentLike) -> References:
        """References that were saved before: from a path or bytes.

        Raises:
            PugError: The file cannot be read, is no file of references, or belongs to another instrument (code
                ``references.other_instrument``).
        """
        model = Instrument.load(instrument)
        if isinstance(ref, References):
            # Through its text, so that references of another instrument are refused in the same words.
            return ref if ref.instrument == model else cls.load(ref.to_json().encode("utf-8"), model)
        file = None if isinstance(ref, bytes) else os.fspath(ref)
        content = ref if isinstance(ref, bytes) else _read_file(ref)
        try:
            return cls(model, dict(model._native.read_references(content)))
        except PugError as error:
            raise PugError(error.kind, [replace(problem, file=file) for problem in error.problems]) from None

    def scorer(self, cohort: str) -> _pug.Instrument:
        """The instrument on the scale of one of the cohorts."""
        if cohort not in self._scorers:
            self._scorers[cohort] = self.instrument._native.with_references(self._cohorts[cohort])
        return self._scorers[cohort]

    def to_json(self) -> str:
        """The references as JSON text, always the same for the same cohorts; every number a decimal."""
        return self.instrument._native.references_json(list(self._cohorts.items())).decode("utf-8")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes them to a file; one that is there is replaced only when the new one is complete.

        Raises:
            PugError: The file cannot be written.
        """
        write_bytes(path, self.to_json().encode("utf-8") + b"\n")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, References) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __repr__(self) -> str:
        cohorts = f" of {len(self.cohorts)} cohorts" if self.cohorts != [""] else ""
        return f"<pug.References{cohorts} for {self.instrument.id} {self.instrument.edition} from {self.data!r}>"


ReferencesLike: TypeAlias = "References | str | os.PathLike[str] | bytes"
"""What stands for references wherever they are wanted: themselves, a path, the content of a file as bytes."""


def fit(
    data: Data,
    instrument: InstrumentLike,
    *,
    by: str | None = None,
    unit: str | None = None,
    as_of: Day | None = None,
) -> References:
    """Freezes the reference values of a cohort, so that other units can be scored on the same scale.

    Args:
        data: The units of the cohort, as `pug.score` takes them.
        instrument: An instrument that looks at the cohort.
        by: A column whose every value makes a cohort of its own.
        unit: The column with the names of the units; wanted where the instrument compares with a unit by its name.
        as_of: The day whose dated parameters hold; the latest without it.

    Raises:
        PugError: The instrument or the data cannot be used, or the instrument looks at no cohort (code
            ``references.not_relative``).
    """
    model = Instrument.load(instrument, as_of)
    check_relative(model)
    table = read_table(data, model.variables)
    units, cohorts = Units(table, unit), Cohorts(table, by, None, has_all=True)
    observations = Observations(model, table)
    problems = [*units.problems, *cohorts.problems, *observations.problems]
    if problems:
        raise PugError("data", problems)
    return fitted(model, table, observations.columns, units.names, cohorts)


def fitted(model: Instrument, table: Table, columns: list[Observed], names: list[str], cohorts: Cohorts) -> References:
    """The references of every cohort of a table that is known to be sound."""
    data = data_name(table, columns)

    def of_cohort(cohort: str, rows: Rows) -> tuple[str, _pug.References]:
        return model._native.fit(picked(columns, rows), [names[row] for row in rows.tolist()], cohort, data)

    return References(model, dict(each_cohort(table, cohorts, of_cohort)))


def each_cohort(table: Table, cohorts: Cohorts, work: Callable[[str, Rows], Made]) -> list[Made]:
    """What some work makes of each cohort, given its name and rows.

    Raises:
        PugError: It fails for some; the problems of all of them, with their place in the table.
    """
    made, problems = list[Made](), list[Problem]()
    for cohort, rows in cohorts.members(table.rows).items():
        try:
            with told_in_table(table, rows):
                made.append(work(cohort, rows))
        except PugError as error:
            if error.kind != "data":
                raise
            problems += error.problems
    if problems:
        raise PugError("data", problems)
    return made


def check_relative(model: Instrument) -> None:
    """Refuses references where the instrument has no use for any.

    Raises:
        PugError: Of code ``references.not_relative``.
    """
    if not model.is_relative:
        message = f"{model.id} looks at no cohort; every unit is scored by itself, with no references"
        raise failure("argument", "references.not_relative", message)


def check_cohorts(references: References, cohorts: Sequence[str], by: str | None) -> None:
    """Refuses to score a cohort without references.

    Raises:
        PugError: Of code ``references.missing``, naming each.
    """
    lacking = [cohort for cohort in cohorts if cohort not in references.cohorts]
    if not lacking:
        return
    if by is None:
        known = ", ".join(f'"{name}"' for name in references.cohorts)
        message = f"the references are those of the cohorts {known}; name the column of the cohorts (by)"
        raise failure("argument", "references.missing", message)
    if references.cohorts == [""]:
        message = f'the references are those of one cohort, not of those in column "{by}"; leave out by'
        raise failure("argument", "references.missing", message)
    named = ", ".join(f'"{cohort}"' for cohort in lacking)
    message = f'there are no references for {"cohort" if len(lacking) == 1 else "cohorts"} {named} of column "{by}"'
    raise failure("argument", "references.missing", message, where=by)


def picked(columns: list[Observed], rows: Rows) -> list[Observed]:
    """The columns with some of the rows."""
    return [(values[rows], None if statuses is None else statuses[rows]) for values, statuses in columns]


@contextmanager
def told_in_table(table: Table, rows: Rows | None = None) -> Iterator[None]:
    """Says where in its file each problem is that the engine found in a table, or in those of its rows.

    The engine counts the rows that it was given; the reader of a file knows better where they are.
    """
    try:
        yield
    except PugError as error:
        if error.kind != "data":
            raise
        raise PugError("data", [_told(problem, table, rows) for problem in error.problems]) from None


def _told(problem: Problem, table: Table, rows: Rows | None) -> Problem:
    at = problem.line - 1
    row = None if at < 0 else at if rows is None else int(rows[at])
    return table.problem(problem.code, problem.message, name=problem.where, row=row)


def data_name(table: Table, columns: list[Observed]) -> str:
    """What a table is called in references: its file, or the kind of frame and SHA-256 of the observed values.

    The order of the rows does not matter for it, as it does not for the references.
    """
    if table.file is not None:
        return Path(table.file).name
    digest = hashlib.sha256()
    digest.update(b"".join(sorted(_rows(columns))))
    return f"{table.kind}, SHA-256 of the observed values {digest.hexdigest()}"


def _rows(columns: list[Observed]) -> Iterator[bytes]:
    """The observed values of each unit, little-endian, each with its status; zero where nothing is observed."""
    rows = len(columns[0][0])
    packed = np.zeros((rows, len(columns)), dtype=[("value", "<f8"), ("status", "u1")])
    for i, column in enumerate(columns):
        packed["status"][:, i] = statuses_of(column)
        # Adding zero makes one zero of both.
        packed["value"][:, i] = np.where(packed["status"][:, i] == 0, column[0] + 0.0, 0.0)
    return (row.tobytes() for row in packed)


def _read_file(path: str | os.PathLike[str]) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message = f"cannot read the references: {reason}"
        raise failure("not_found", "references.unreadable", message, file=os.fspath(path)) from None
