"""An index that was built: every step on the way, the result, and questions about it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pug import _pug
from pug._errors import Problem, PugError, failure
from pug._html import definitions
from pug.cohorts import column_of
from pug.frames import Data, read_table
from pug.instrument import Instrument
from pug.observations import similar, text_of_cell
from pug.table import Floats, ResultColumn, Rows, Table, records_of

if TYPE_CHECKING:
    from pug.references import References
    from pug.workbench.design import Design


@dataclass(frozen=True)
class Treated:
    """What was done to the distribution of an indicator.

    Attributes:
        indicator: Its name.
        rule: ``none``, ``winsorise``, ``log`` or ``box_cox``: what was applied.
        passes: Whether its skew or its kurtosis is within the limits afterwards.
        winsorised_low: How many values were raised.
        winsorised_high: How many values were lowered.
        low: What values are held above; None where they are not.
        high: What values are held below.
        shift: What was added before the logarithm or the power.
        lambda_: Exponent of Box and Cox; None for other rules.
        skew_before: Skew (G1) before.
        kurtosis_before: Excess kurtosis (G2) before.
        skew_after: Skew afterwards.
        kurtosis_after: Excess kurtosis afterwards.
    """

    indicator: str
    rule: str
    passes: bool
    winsorised_low: int
    winsorised_high: int
    low: float | None
    high: float | None
    shift: float
    lambda_: float | None
    skew_before: float | None
    kurtosis_before: float | None
    skew_after: float | None
    kurtosis_after: float | None


@dataclass(frozen=True)
class Screened:
    """A unit that screening looked at.

    Attributes:
        unit: Its name.
        available: Share of the indicators with a value.
        nonzero: Share of those values that are not zero.
        is_in: Whether it stayed.
    """

    unit: str
    available: float
    nonzero: float
    is_in: bool


@dataclass(frozen=True)
class Imputed:
    """A value that was filled in.

    Attributes:
        unit: Name of the unit.
        indicator: Name of the indicator.
        value: What was filled in.
    """

    unit: str
    indicator: str
    value: float


class Index:
    """An index built from data by a design; see `Design.build`.

    Attributes:
        design: What it was built by.
        units: Names of the units that are in, in the order of the data; with a time column a name stands once a time.
        names: The indicators, then the parts, each after its own parts; the index is last.
    """

    def __init__(self, design: Design, native: _pug.Index, table: Table, unit: str | None, time: str | None) -> None:
        """Wraps a built index; `Design.build` is how to get one."""
        self.design = design
        self._native = native
        self._table = table
        self._unit = unit
        self._time = time
        self.units: list[str] = native.units
        self.names: list[str] = native.names

    @cached_property
    def _stages(self) -> list[tuple[str, Rows, Floats]]:
        return [(name, np.array(rows, dtype=np.intp), values) for name, rows, values in self._native.stages]

    @property
    def stages(self) -> list[str]:
        """What the data went through: ``raw``, then a name for each step."""
        return [name for name, _, _ in self._stages]

    @property
    def parts(self) -> list[str]:
        """Names of the parts, each after its own parts; the index is last."""
        return self.names[len(self.design.indicators) :]

    @cached_property
    def scores(self) -> Floats:
        """Units × parts; NaN where there is no value."""
        scores: Floats = self._native.scores
        scores.flags.writeable = False
        return scores

    @property
    def values(self) -> Floats:
        """The index of every unit; NaN where it has none."""
        values: Floats = self.scores[:, -1]
        return values

    @cached_property
    def ranks(self) -> Floats:
        """Rank of every unit, 1 the greatest index, equals sharing the least place; NaN without an index."""
        ranks = np.array(self._native.ranks, dtype=np.float64)
        ranks[ranks == 0] = np.nan
        ranks.flags.writeable = False
        return ranks

    @property
    def grades(self) -> list[str | None]:
        """Grade of every unit; None where it has none."""
        return [grade or None for grade in self._native.grades]

    @property
    def weights(self) -> dict[str, dict[str, float]]:
        """By part: the weights of its own parts that were used; they sum to 1."""
        return {part: dict(weights) for part, _, weights in self._native.weights}

    @cached_property
    def treated(self) -> list[Treated]:
        """What treatment did to each indicator; empty where there was none."""
        return [Treated(**report) for report in self._native.treated]

    @cached_property
    def screened(self) -> list[Screened]:
        """The units that screening looked at, those that went among them."""
        names = self._all_units
        return [
            Screened(names[row], available, nonzero, is_in) for row, available, nonzero, is_in in self._native.screened
        ]

    @cached_property
    def imputed(self) -> list[Imputed]:
        """The values that were filled in."""
        names = self._all_units
        return [Imputed(names[row], indicator, value) for row, indicator, value in self._native.imputed]

    @cached_property
    def _all_units(self) -> list[str]:
        return unit_names(self._table, self._unit)

    def value(self, name: str) -> Floats:
        """The column of a part, or of an indicator as it was aggregated.

        Raises:
            PugError: Nothing is called so.
        """
        at = self._find(name)
        indicators = len(self.design.indicators)
        column: Floats = self._stages[-1][2][:, at] if at < indicators else self.scores[:, at - indicators]
        return column

    def _find(self, name: str) -> int:
        if name not in self.names:
            raise failure("argument", "index.unknown", f'nothing is called "{name}"{similar(name, self.names)}')
        return self.names.index(name)

    def matrix(self, stage: str) -> Floats:
        """The indicators after a step: rows that are in × indicators, NaN where there is no value.

        Raises:
            PugError: There is no such stage.
        """
        return self._stage(stage)[1]

    def _stage(self, name: str) -> tuple[Rows, Floats]:
        for stage, rows, values in reversed(self._stages):
            if stage == name:
                return rows, values
        raise failure("argument", "index.stage", f'found "{name}", wanted one of the stages {", ".join(self.stages)}')

    def stage(self, name: str) -> Any:
        """The indicators after a step, with the units, as the kind of frame that came in.

        Args:
            name: ``raw``, ``denominated``, ``screened``, ``imputed``, ``treated`` or ``normalised``.
        """
        rows, _ = self._stage(name)
        return self._table.build(self._stage_columns(name), rows.tolist())

    def _stage_columns(self, name: str) -> dict[str, ResultColumn]:
        rows, values = self._stage(name)
        columns = self._unit_columns(rows)
        columns |= {each: ResultColumn("number", values[:, at]) for at, each in enumerate(self.design.indicators)}
        return columns

    def frame(self) -> Any:
        """Every part, rank and grade, with the units, as the kind of frame that came in."""
        rows = self._stages[-1][1]
        return self._table.build(self._columns(), rows.tolist())

    def _columns(self) -> dict[str, ResultColumn]:
        columns = self._unit_columns(self._stages[-1][1])
        columns |= {part: ResultColumn("number", self.scores[:, at]) for at, part in enumerate(self.parts)}
        columns["rank"] = ResultColumn("rank", self.ranks)
        if any(self._native.grades):
            columns["grade"] = ResultColumn("word", self.grades)
        return columns

    def _unit_columns(self, rows: Rows) -> dict[str, ResultColumn]:
        names = self._all_units
        columns = {self._unit or "unit": ResultColumn("word", [names[row] for row in rows])}
        if self._time is not None:
            columns[self._time] = ResultColumn("number", numbers_of(self._table, self._time)[rows])
        return columns

    # As an instrument

    def instrument(self, stage: str = "raw") -> Instrument:
        """The index as an instrument: what the data decided is written out, what looks at the cohort stays a rule.

        Args:
            stage: Whose data the instrument reads: ``raw``, or a later stage whose steps are then left to you.

        Raises:
            PugError: Something in it is no rule about one unit (code ``design.unstated``); all of it is listed.
        """
        return Instrument.load(self._native.instrument(stage))

    def references(self, stage: str = "raw") -> References | None:
        """The references of this cohort for `instrument`; None where that looks at no cohort.

        Scored with them, the units of the index have its values again, and a further unit is placed on the same scale.
        """
        model = self.instrument(stage)
        if not model.is_relative:
            return None
        from pug.references import fit  # noqa: PLC0415

        return fit(self.data(stage), model, unit=None)

    def data(self, stage: str = "raw") -> dict[str, list[object]]:
        """What `instrument` reads: columns by name, of the units that are in; None where there is no value."""
        rows = self._stages[-1][1]
        columns: dict[str, list[object]] = {self._unit or "unit": [self._all_units[row] for row in rows]}
        model = self.instrument(stage)
        kept, values = self._stage(stage)
        at = np.searchsorted(kept, rows)
        indicators = self.design.indicators
        for name, variable in model.variables.items():
            if variable.type == "choice":
                cells = self._table.cells(name)
                columns[name] = [text_of_cell(cells[row]) for row in rows]
                continue
            numbers = values[at, indicators.index(name)] if name in indicators else numbers_of(self._table, name)[rows]
            columns[name] = [None if np.isnan(x) else float(x) for x in numbers]
        return columns

    def save(self, path: str | os.PathLike[str], *, references: str | os.PathLike[str] | None = None) -> None:
        """Writes the index as an instrument, and its references to another file.

        Args:
            path: Of the instrument, a .json file.
            references: Of the references, where it looks at a cohort.

        Raises:
            PugError: It cannot be stated as an instrument, looks at a cohort and `references` is not given, or a file
                cannot be written.
        """
        from pug._atomic import write_text  # noqa: PLC0415

        model = self.instrument()
        frozen = self.references()
        if frozen is not None and references is None:
            message = "the instrument looks at its cohort; wanted a file for its references, too"
            raise failure("argument", "references.missing", message)
        write_text(path, model.to_json())
        if frozen is not None and references is not None:
            frozen.save(references)

    def to_dict(self) -> dict[str, Any]:
        """Units, parts, ranks, grades, weights, and what each step did, as plain values."""
        return {
            "design": self.design.fingerprint,
            "units": records_of(self._columns()),
            "weights": self.weights,
            "screened": [vars(unit) for unit in self.screened],
            "imputed": [vars(cell) for cell in self.imputed],
            "treated": [vars(report) for report in self.treated],
        }

    def __len__(self) -> int:
        return len(self.units)

    def __repr__(self) -> str:
        return f"<pug.Index {self.names[-1]}: {len(self)} units, {len(self.design.indicators)} indicators>"

    def _repr_html_(self) -> str:
        best = [self.units[at] for at in np.argsort(np.nan_to_num(self.ranks, nan=np.inf), kind="stable")[:3]]
        return definitions(
            self.names[-1],
            {
                "units": str(len(self)),
                "indicators": str(len(self.design.indicators)),
                "steps": ", ".join(self.design.steps),
                "first": ", ".join(best),
                "design": self.design.fingerprint,
            },
        )


def build_index(design: Design, data: Data, unit: str | None, time: str | None) -> Index:
    """Reads the columns that a design needs and builds; see `Design.build`."""
    table = read_table(data, design.columns)
    problems: list[Problem] = []
    names: list[str] = []
    try:
        names = unit_names(table, unit)
        times = None if time is None else numbers_of(table, time).tolist()
    except PugError as error:
        problems += error.problems
    columns, groups = list[Floats](), list[tuple[str, list[str]]]()
    for name in design.columns:
        try:
            columns.append(numbers_of(table, name))
        except PugError as error:
            problems += error.problems
    for name in design.groups:
        try:
            groups.append((name, [text_of_cell(cell) or "" for cell in column_of(table, name)]))
        except PugError as error:
            problems += error.problems
    if problems:
        raise PugError("data", problems)
    values = np.asfortranarray(np.column_stack(columns))
    functions = list(design._functions.items())
    try:
        native = design._native.build(names, times, design.columns, values, groups, functions)
    except PugError as error:
        raise PugError(error.kind, [_placed(problem, table) for problem in error.problems]) from None
    return Index(design, native, table, unit, time)


def _placed(problem: Problem, table: Table) -> Problem:
    """A problem of a row of the data, with its place in the file."""
    if not problem.line:
        return problem
    return table.problem(problem.code, problem.message, name=problem.where, row=problem.line - 1)


def unit_names(table: Table, unit: str | None) -> list[str]:
    """What the rows are called; with times a name may come again, which the engine checks."""
    if unit is None:
        return [str(row + 1) for row in range(table.rows)]
    names = [(text_of_cell(cell) or "").strip() for cell in column_of(table, unit)]
    if without := [row for row, name in enumerate(names) if not name]:
        raise PugError(
            "data", [table.problem("data.unit", "the unit has no name", name=unit, row=row) for row in without]
        )
    return names


def numbers_of(table: Table, name: str) -> Floats:
    """A column of numbers; NaN where a cell is empty or says ``NA``.

    Raises:
        PugError: There is no such column, or a cell is no finite number; every one is listed.
    """
    if name not in table.names:
        message = f'found no column "{name}"{similar(name, table.names)}'
        raise table.error("data.column", message, name=name)
    numbers = table.numbers(name)
    if numbers is None:
        numbers = _read(table, name)
    statuses = table.statuses(name)
    if statuses is not None:
        numbers = np.where(statuses == 0, numbers, np.nan)
    if (wrong := np.flatnonzero(np.isinf(numbers))).size:
        message = "found an infinite number, wanted a finite one"
        raise PugError("data", [table.problem("data.infinite", message, name=name, row=int(row)) for row in wrong])
    return numbers


def _read(table: Table, name: str) -> Floats:
    found, problems = np.full(table.rows, np.nan), list[Problem]()
    for row, cell in enumerate(table.cells(name)):
        text = (text_of_cell(cell) or "").strip()
        if text in ("", "NA"):
            continue
        try:
            found[row] = float(text)
        except ValueError:
            message = f'found "{text[:40]}", wanted a number'
            problems.append(table.problem("data.value", message, name=name, row=row))
        else:
            if np.isnan(found[row]):
                problems.append(table.problem("data.value", f'found "{text}", wanted a number', name=name, row=row))
    if problems:
        raise PugError("data", problems)
    return found
