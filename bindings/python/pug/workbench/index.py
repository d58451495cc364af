"""An index: built, asked, doubted, and made an instrument."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pug._errors import Problem, PugError, failure
from pug._html import definitions
from pug.cohorts import column_of
from pug.frames import Data, read_table
from pug.instrument import Instrument
from pug.observations import text_of_cell
from pug.table import Floats, Table, records_of
from pug.workbench.answers import WeightCurve, unit_of
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
from pug.workbench.questions import Questions
from pug.workbench.reading import numbers_of, unit_names

if TYPE_CHECKING:
    from pug.references import References
    from pug.workbench.design import Design


class Index(Questions):
    """An index built from data by a design; see `Design.build`.

    Its questions are those of `Questions`, its values those of `Built`.
    """

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
        raise PugError(error.kind, [_placed(problem, design, table) for problem in error.problems]) from None
    return Index(design, native, table, unit, time)


def _placed(problem: Problem, design: Design, table: Table) -> Problem:
    """A problem with its place: the file of the design, or that of the data and the row."""
    if problem.code.startswith("design."):
        return replace(problem, file=design._file)
    return table.problem(
        problem.code, problem.message, name=problem.where, row=problem.line - 1 if problem.line else None
    )
