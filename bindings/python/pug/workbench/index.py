"""An index that was built: every step on the way, the result, and questions about it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
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
from pug.workbench.answers import (
    Comparison,
    Components,
    Correlations,
    Description,
    EffectiveWeight,
    ParentCorrelation,
    Reliability,
    Removals,
    Strengths,
    UnitSummary,
    WeightCurve,
    comparison_of,
    components_of,
    correlations_of,
    description_of,
    matrix_of,
    removals_of,
    standing_of,
    unit_of,
)
from pug.workbench.certainty import (
    Asked,
    Assumptions,
    Progress,
    Screening,
    Sensitivity,
    Target,
    Uncertainty,
    find_screening,
    find_sensitivity,
    find_uncertainty,
)

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

    # Questions

    def _ask(self, question: str, **options: Any) -> Any:
        asked = {name: value for name, value in options.items() if value is not None}
        return json.loads(self._native.answer(question, json.dumps(asked)))

    def describe(self, stage: str | None = None, *, parts: bool = False, **limits: float) -> list[Description]:
        """What the values of every indicator look like, with flags where they are doubtful.

        Args:
            stage: Whose values; by default those that were aggregated.
            parts: Describe the parts, too.
            **limits: From where on a column is flagged: ``skew``, ``kurtosis``, ``available_at_least``,
                ``zeros_at_most``, ``distinct_at_least``, ``reach``.
        """
        return [description_of(each) for each in self._ask("describe", stage=stage, parts=parts, **limits)["values"]]

    def availability(self) -> dict[str, dict[str, float]]:
        """By unit, then by part: the share of the indicators below it that the raw data have a value of."""
        told = self._ask("availability")
        return {unit_of(each): dict(zip(told["parts"], each["available"], strict=True)) for each in told["units"]}

    def correlations(
        self,
        first: int = 1,
        second: int | None = None,
        *,
        method: str = "pearson",
        stage: str | None = None,
        **limits: float,
    ) -> Correlations:
        """Correlations of the values of one level with those of another.

        Args:
            first: Level of the rows; indicators have level 1.
            second: Level of the columns; the same without it.
            method: ``pearson``, ``spearman`` or ``kendall``.
            stage: In which state indicators are looked at; by default as they were aggregated.
            **limits: ``alike_above``, from where on two parts of one part say the same (0.9).
        """
        levels = [first, first if second is None else second]
        return correlations_of(self._ask("correlations", levels=levels, method=method, stage=stage, **limits))

    def parent_correlations(
        self, *, method: str = "pearson", stage: str | None = None, against_below: float = 0
    ) -> list[ParentCorrelation]:
        """Every value with each part that it belongs to; those that work against it are marked."""
        told = self._ask("parents", method=method, stage=stage, against_below=against_below)
        return [ParentCorrelation(**{k: v for k, v in each.items() if k != "level"}) for each in told["values"]]

    def denominator_correlations(
        self, *, method: str = "pearson", stage: str | None = None, denominator_above: float = 0.6
    ) -> list[dict[str, Any]]:
        """Every indicator with each column that some indicator is divided by; those that follow it are marked."""
        found: list[dict[str, Any]] = self._ask(
            "denominators", method=method, stage=stage, denominator_above=denominator_above
        )["values"]
        return found

    def components(
        self, part: str | None = None, *, level: int | None = None, stage: str | None = None, basis: str = "correlation"
    ) -> Components:
        """Principal components of the parts of a part, or of all values of a level below it.

        Args:
            part: By default the index.
            level: Of the values; by default the part's own parts.
            stage: In which state indicators are looked at; by default as they were aggregated.
            basis: ``correlation`` or ``covariance``.
        """
        return components_of(self._ask("components", part=part, level=level, stage=stage, basis=basis))

    def reliability(
        self, part: str | None = None, *, level: int | None = None, stage: str | None = None
    ) -> Reliability:
        """Cronbach's alpha of the parts of a part, or of all values of a level below it, and without each of them."""
        told = self._ask("reliability", part=part, level=level, stage=stage)
        without = {each["name"]: each["alpha"] for each in told["without"]}
        return Reliability(told["alpha"], without, told["rows"])

    def effective_weights(self) -> list[EffectiveWeight]:
        """The weight of every value in the whole index."""
        return [EffectiveWeight(**each) for each in self._ask("effective_weights")["values"]]

    def remove_one(self, *, level: int | None = None, names: Sequence[str] | None = None) -> Removals:
        """How ranks shift without each indicator, or value of a level, or those named; everything is built again."""
        if isinstance(names, str):
            raise failure("argument", "index.name", f'found the text "{names}", wanted a list of names')
        told = self._ask("remove_one", level=level, names=None if names is None else list(names))
        ranks = (None if np.isnan(rank) else float(rank) for rank in self.ranks)
        return removals_of(told, dict(zip(self._labels, ranks, strict=True)))

    @cached_property
    def _labels(self) -> list[str]:
        """Names of the units, with the time where there are several."""
        if self._time is None:
            return self.units
        times = numbers_of(self._table, self._time)[self._stages[-1][1]].tolist()
        return [unit_of({"unit": name, "time": time}) for name, time in zip(self.units, times, strict=True)]

    def strengths(self, unit: str, *, time: float | None = None, most: int = 5, weighted: bool = False) -> Strengths:
        """What a unit is best and worst at among the others; `weighted` by what moves its index most."""
        told = self._ask("strengths", unit=unit, time=time, most=most, weighted=weighted)
        return Strengths(
            unit=told["unit"],
            strengths=tuple(map(standing_of, told["strengths"])),
            weaknesses=tuple(map(standing_of, told["weaknesses"])),
            missing=tuple(told["missing"]),
            more_strengths=told["more_strengths"],
            more_weaknesses=told["more_weaknesses"],
        )

    def summary(self, unit: str, *, time: float | None = None) -> UnitSummary:
        """Score and rank of a unit at every level."""
        told = self._ask("summary", unit=unit, time=time)
        parts, indicators = (tuple(map(standing_of, told[name])) for name in ("parts", "indicators"))
        return UnitSummary(told["unit"], told["grade"], parts, indicators)

    def outranking(self, part: str | None = None) -> Floats:
        """Units × units: the share of the weight of a part's parts in which the row's unit is better."""
        return matrix_of(self._ask("outranking", part=part)["values"])

    def compare(self, other: Index, *, first: str = "", second: str = "", movers: int = 10) -> Comparison:
        """This index and another side by side, units matched by their names (and times).

        Args:
            other: The other one.
            first: What of this one is compared; the index itself by default.
            second: What of the other one.
            movers: How many of those that move furthest are named.
        """
        asked = {"first": first, "second": second, "movers": movers}
        return comparison_of(json.loads(self._native.compare(other._native, json.dumps(asked))))

    # Certainty

    def uncertainty(  # noqa: PLR0913  (what a run of replications is asked for)
        self,
        assumptions: Assumptions,
        *,
        replications: int = 1000,
        seed: int = 0,
        level: float = 0.9,
        top: Sequence[int] = (),
        outranking: bool = False,
        tolerance: float | None = None,
        most_failed: float | None = None,
        threads: int = 1,
        choices: Mapping[str, Sequence[int]] | None = None,
        progress: Progress | None = None,
    ) -> Uncertainty:
        """Builds the index again and again, everything that is uncertain at random each time, and looks at the ranks.

        Args:
            assumptions: What varies (docs/certainty.md), as in ``[{"vary": "weights", "relative": 0.25}]``.
            replications: How many at most.
            seed: The same seed gives the same result, on any machine and for any number of threads.
            level: Of the intervals: 0.9 is from the 5th to the 95th percentile.
            top: The chance of being among the first so many.
            outranking: Also the chance that one unit is above another, for all pairs.
            tolerance: Stop early when the ends of every interval of ranks have at most this standard error.
            most_failed: Share of the replications that may fail (0.1).
            threads: How many, from 1; the result is the same for any.
            choices: In place of random ones: by factor the alternative of each replication, from 0.
            progress: Is told how many replications are done, of how many; False stops.

        Raises:
            PugError: The assumptions do not suit the design; every problem is listed. Too many replications failed.
        """
        asked = Asked(
            assumptions,
            threads,
            replications=replications,
            seed=seed,
            level=level,
            top=list(top),
            outranking=outranking,
            tolerance=tolerance,
            most_failed=most_failed,
            choices=None if choices is None else {name: list(each) for name, each in choices.items()},
        )
        return find_uncertainty(self, asked, progress)

    def sensitivity(  # noqa: PLR0913
        self,
        assumptions: Assumptions,
        *,
        targets: Sequence[Target] = ("rank_shift",),
        points: int = 1024,
        seed: int = 0,
        confidence: float = 0.95,
        sets: int | None = None,
        threads: int = 1,
        progress: Progress | None = None,
    ) -> Sensitivity:
        """How much each uncertain assumption brings about of what varies: Sobol indices with their intervals.

        Args:
            assumptions: What varies; each factor is one input.
            targets: Of what: ``rank_shift`` (mean over the units), ``score`` or ``rank`` of each unit, ``top_kept``, or
                objects as ``{"target": "rank", "unit": "IDN"}``, ``{"target": "top", "unit": "IDN", "first": 10}``.
            points: Size of the sample, best a power of two; the index is built points × (factors + 2) times.
            seed: The same seed gives the same result.
            confidence: Of the intervals.
            sets: How many sets of draws a factor of several numbers chooses among (1000).
            threads: How many, from 1; the result is the same for any.
            progress: Is told how many builds are done, of how many; False stops.
        """
        asked = Asked(
            assumptions, threads, targets=list(targets), points=points, seed=seed, confidence=confidence, sets=sets
        )
        return find_sensitivity(self, asked, progress)

    def screening(  # noqa: PLR0913
        self,
        assumptions: Assumptions,
        *,
        targets: Sequence[Target] = ("rank_shift",),
        trajectories: int = 20,
        levels: int = 4,
        seed: int = 0,
        threads: int = 1,
        progress: Progress | None = None,
    ) -> Screening:
        """Elementary effects (Morris): which assumptions are worth the builds of `sensitivity`.

        Args:
            assumptions: What varies; each factor is one input.
            targets: As for `sensitivity`.
            trajectories: How many; the index is built trajectories × (factors + 1) times.
            levels: Places of the grid.
            seed: The same seed gives the same result.
            threads: How many, from 1; the result is the same for any.
            progress: Is told how many builds are done, of how many; False stops.
        """
        asked = Asked(assumptions, threads, targets=list(targets), points=trajectories, levels=levels, seed=seed)
        return find_screening(self, asked, progress)

    def weight_curve(self, name: str, *, steps: int = 21) -> WeightCurve:
        """Scores and ranks of all units as one weight goes from 0 to 1 and its siblings share the rest as they do now.

        Args:
            name: Of an indicator or part.
            steps: How many weights are tried.

        Raises:
            PugError: Nothing with siblings is called so.
        """
        parent = next((part for part, weights in self.weights.items() if name in weights and len(weights) > 1), None)
        if parent is None:
            self._find(name)
            raise failure("argument", "index.unknown", f'"{name}" has no siblings; wanted something that has')
        if steps < 2:
            raise failure("argument", "weights.steps", f"found {steps} steps, wanted 2 or more")
        weights = self.weights[parent]
        rest = 1 - weights[name]
        others = {each: (weight / rest if rest > 0 else 1.0) for each, weight in weights.items() if each != name}
        tried = np.linspace(0, 1, steps)
        sets = [{name: w} | {each: share * (1 - w) for each, share in others.items()} for w in tried.tolist()]
        found = self.uncertainty(
            [{"vary": "weights", "name": "weights", "sets": sets}], choices={"weights": list(range(steps))}
        )
        units = [unit_of(vars(each)) for each in found.units]
        ranks = np.where(found.ranks == 0, np.nan, found.ranks).T
        return WeightCurve(name, weights[name], tried, units, found.scores.T, ranks)

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
