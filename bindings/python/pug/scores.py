"""Scoring: units in, scores, grades and reasons out."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pug import _pug
from pug._errors import Problem, PugError, failure
from pug._html import table as html_table
from pug._numbers import fixed, percent, short
from pug._options import Options, thread_count
from pug.benchmarks import Against, Benchmark, Group
from pug.cohorts import Cohorts, RankWhere
from pug.explanation import Explanation
from pug.frames import Data, pandas_frame, polars_frame, read_table
from pug.gaps import (
    OFFICE_COLUMNS,
    CommonGap,
    Gap,
    GradeDistance,
    find_common_gaps,
    find_distances,
    find_gaps,
    office_rows,
)
from pug.instrument import Day, Instrument, InstrumentLike
from pug.model import Text
from pug.observations import Observations, Observed
from pug.pieces import NativeScores, Pieces
from pug.plans import (
    Number,
    Plan,
    Robustness,
    Spending,
    WhatIf,
    find_frontier,
    find_plan,
    find_plans,
    find_robustness,
    find_spending,
    plan_request,
    suppose,
)
from pug.references import (
    References,
    ReferencesLike,
    check_cohorts,
    check_relative,
    each_cohort,
    fitted,
    picked,
    told_in_table,
)
from pug.results import ranking_columns, result_columns
from pug.table import Bytes, Floats, Rows, Table, records_of
from pug.units import Units

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["Gap", "NodeScores", "Scores", "score"]


@dataclass(frozen=True)
class NodeScores:
    """What one node came to, for every unit.

    Attributes:
        values: Unrounded; NaN unless observed.
        statuses: Names of the statuses.
    """

    values: Floats
    statuses: list[str]


@dataclass(frozen=True)
class Scored:
    """What was scored: the table, the columns of the variables, who the units are and whom they are compared with."""

    table: Table
    columns: list[Observed]
    units: Units
    cohorts: Cohorts
    references: References | None


def score(  # noqa: PLR0913  (keywords; each says one thing)
    data: Data,
    instrument: InstrumentLike,
    *,
    unit: str | None = None,
    by: str | None = None,
    rank_where: RankWhere | None = None,
    references: ReferencesLike | None = None,
    as_of: Day | None = None,
    threads: int = 1,
    nodes: bool = True,
    intervals: bool = True,
) -> Scores:
    """Scores every unit of a table.

    An instrument that looks at the cohort takes its reference values from the table itself, of each cohort on its own,
    unless `references` are given. All units of a cohort count for them, also those that take no rank.

    Args:
        data: A pandas, polars or pyarrow table, a dict of lists, a list of dicts, the path of a .csv, .tsv, .json or
            .xlsx file, a matrix of doubles with the variables as columns in the order of the instrument, or a pair of
            such a matrix and one of status codes. Doubles are read where they lie, so they must not change while the
            scores are in use.
        instrument: An instrument, its id, its path, or its document as bytes or dict.
        unit: The column with the names of the units; without it a unit is called by its row, counted from 1.
        by: A column whose every value makes a cohort of its own: ranks are taken within it, and reference values.
        rank_where: Which units take a rank: ``"column=value"``, ``"column!=value"``, (column, value) or one boolean a
            unit. Without it all do.
        references: Reference values saved before (see `pug.fit`), their path, or the content of their file, so that
            these units are scored on the scale of those from which they were taken.
        as_of: The day whose dated parameters hold, a date or ``YYYY-MM-DD``; the latest without it.
        threads: How many threads share the units, 1 to 1024; they end with the call. No number depends on it.
        nodes: Whether to keep the values and statuses of the nodes. Without them `Scores.nodes` is empty, which saves
            time and memory; units can be explained all the same.
        intervals: Whether to compute what the score of a unit with unanswered variables could be; without it
            `Scores.low` and `Scores.high` are NaN.

    Raises:
        PugError: The instrument, the data or the references cannot be used; every problem found is listed with its
            place. A cohort without references is one (code ``references.missing``).
    """
    model = Instrument.load(instrument, as_of)
    options = Options(thread_count(threads), nodes, intervals)
    if references is not None:
        check_relative(model)
    table = read_table(data, model.variables)
    units = Units(table, unit)
    cohorts = Cohorts(table, by, rank_where, has_all=model.is_relative)
    observations = Observations(model, table)
    problems = [*units.problems, *cohorts.problems, *observations.problems]
    scored = Scored(table, observations.columns, units, cohorts, None)
    if model.is_relative and problems:
        raise PugError("data", _in_order(problems))
    try:
        if model.is_relative:
            return _score_cohorts(model, scored, references, options)
        with told_in_table(table):
            native = model._native.score(observations.columns, *options)
    except PugError as error:
        if error.kind != "data":
            raise
        problems += error.problems
    if problems:
        raise PugError("data", _in_order(problems))
    return Scores(model, native, scored, options)


def _score_cohorts(model: Instrument, scored: Scored, given: ReferencesLike | None, options: Options) -> Scores:
    """Scores every cohort on its own scale."""
    table, columns = scored.table, scored.columns
    if given is None:
        references = fitted(model, table, columns, scored.units.names, scored.cohorts)
    else:
        references = References.load(given, model)
        check_cohorts(references, list(scored.cohorts.members(table.rows)), scored.cohorts.by)

    def of_cohort(cohort: str, rows: Rows) -> tuple[Rows, _pug.Scores]:
        return rows, references.scorer(cohort).score(picked(columns, rows), *options)

    parts = each_cohort(table, scored.cohorts, of_cohort)
    native = parts[0][1] if scored.cohorts.of is None else Pieces(parts, table.rows)
    return Scores(model, native, replace(scored, references=references), options)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """What concerns the table as a whole first, then by row."""
    return sorted(problems, key=lambda problem: (problem.code == "data.more", problem.line))


class Scores:
    """The results of scoring a table; what is asked for is computed then.

    Attributes:
        instrument: What it was scored with.
        unit: The column that the names come from, or None.
        cohorts: The cohort of every unit; None where all are one.
        references: The reference values that the units were scored with; None where the instrument looks at no cohort.
        nodes: Ids of the named nodes, parts before wholes, without the root; none where they were not asked for.
    """

    def __init__(self, instrument: Instrument, native: NativeScores, scored: Scored, options: Options) -> None:
        """Wraps what the engine found; `pug.score` is how to get it."""
        self.instrument = instrument
        self._native = native
        self._table = scored.table
        self._columns = scored.columns
        self._units = scored.units
        self._cohorts = scored.cohorts
        self._options = options
        self._ranks: Floats | None = None
        self.unit = scored.units.column
        self.cohorts = scored.cohorts.of
        self.references = scored.references
        self.nodes: list[str] = native.nodes

    def __len__(self) -> int:
        return self._native.size

    @property
    def names(self) -> list[str]:
        """What the units are called, in the order of the data."""
        return self._units.names

    # --- verdicts, one entry a unit ---

    @property
    def values(self) -> Floats:
        """The scores: values of the root, unrounded; NaN unless observed."""
        return self._native.scores

    @cached_property
    def statuses(self) -> list[str]:
        """Statuses of the scores."""
        return _words(self._native.score_statuses, _pug.status_names)

    @property
    def ranks(self) -> Floats:
        """1 is the best; NaN where there is no score, or the unit takes no rank. Computed when first asked for."""
        if self._ranks is None:  # two threads may come here at once: both compute the same
            self._ranks = self._cohorts.ranks(self._native)
        return self._ranks

    @property
    def rounded(self) -> Floats:
        """What was graded, rounded as the verdict says; NaN unless observed."""
        return self._native.rounded

    @cached_property
    def grades(self) -> list[str | None]:
        """Names of the grades; None where there is none."""
        names = [name for name, _, _ in self._native.grades]
        return [None if index < 0 else names[index] for index in self._native.grade_indexes.tolist()]

    @cached_property
    def grade_titles(self) -> Mapping[str, Text]:
        """Titles by language of every grade that the instrument can give."""
        return {name: title for name, title, _ in self._native.grades}

    @property
    def coverages(self) -> Floats:
        """Share of the weight that applies which was observed, 0–1."""
        return self._native.coverages

    @property
    def low(self) -> Floats:
        """The score if everything unanswered took its worst value; NaN where that is unknown or was not asked for."""
        return self._native.lows

    @property
    def high(self) -> Floats:
        """The score if everything unanswered took its best value; NaN where that is unknown or was not asked for."""
        return self._native.highs

    @cached_property
    def decided(self) -> list[str]:
        """How the verdict was reached: ``in_doubles``, ``exactly`` or ``to_fifty_digits``."""
        return _words(self._native.decided, _pug.decided_names)

    @cached_property
    def gates(self) -> Mapping[str, list[str]]:
        """States by gate: ``met``, ``not_met``, ``unanswered`` or ``passed_over``."""
        keys = (gate.key for gate in self.instrument.gates)
        return {key: _words(codes, _pug.gate_states) for key, codes in zip(keys, self._native.gates, strict=True)}

    @cached_property
    def caps(self) -> Mapping[str, list[str]]:
        """States by cap: ``open``, ``holds`` or ``unanswered``."""
        keys = (cap.key for cap in self.instrument.caps)
        return {key: _words(codes, _pug.cap_states) for key, codes in zip(keys, self._native.caps, strict=True)}

    @cached_property
    def overrides(self) -> list[str | None]:
        """Key of the override that decided the grade; None where none did."""
        keys = [override.key for override in self.instrument.overrides]
        return [None if index < 0 else keys[index] for index in self._native.overrides.tolist()]

    def node(self, node: str) -> NodeScores:
        """Values and statuses of a named node.

        Raises:
            PugError: No node has that id (code ``node.unknown``), or the nodes were not kept (``node.not_kept``).
        """
        if self.instrument.root is not None and node == self.instrument.root.id:
            return NodeScores(self.values, self.statuses)
        if node not in self.nodes:
            raise self._without(node)
        at = self.nodes.index(node)
        return NodeScores(self._native.values(at), _words(self._native.statuses(at), _pug.status_names))

    def _without(self, node: str) -> PugError:
        """Why there are no values of a node."""
        if self._options.nodes:
            return _unknown("node", node, self.nodes)
        known = [each.id for each in self.instrument.nodes.values() if each.id is not None]
        if node not in known:
            return _unknown("node", node, known)
        message = f'node "{node}" was not kept: these scores were made with nodes=False'
        return failure("argument", "node.not_kept", message, where=node)

    @property
    def columns(self) -> Mapping[str, list[object]]:
        """The columns of the input that are no variables, as Python values."""
        return {name: self._table.cells(name) for name in self._table.names if name not in self.instrument.variables}

    @property
    def provenance(self) -> dict[str, str]:
        """What the scores come from: instrument, edition, status, fingerprint, version of the engine."""
        model = self.instrument
        return {
            "id": model.id,
            "edition": model.edition,
            "status": model.status,
            "fingerprint": model.fingerprint,
            "engine": _pug.version,
        }

    # --- tables ---

    def frame(self) -> Any:
        """The results in the kind of frame that the data came in; a dict of lists where they came from a file.

        The columns: those of the input that are no variables, one for each named node, then score, grade, rank,
        coverage, status, low, high. An input column with the name of a result gets the suffix ``_input``.
        """
        return self._table.build(result_columns(self))

    def to_dict(self) -> dict[str, list[object]]:
        """The same as a dict of lists; None where there is no value."""
        return {name: column.cells() for name, column in result_columns(self, as_cells=True).items()}

    def to_records(self) -> list[dict[str, object]]:
        """The same as one dict a unit."""
        return records_of(result_columns(self, as_cells=True))

    def to_pandas(self) -> pd.DataFrame:
        """The same as a pandas DataFrame."""
        return pandas_frame(result_columns(self, as_cells=True))

    def to_polars(self) -> pl.DataFrame:
        """The same as a polars DataFrame."""
        return polars_frame(result_columns(self, as_cells=True))

    def rank(self) -> Any:
        """The ranking, best first, in the kind of frame that the data came in.

        Its columns are rank, unit, score (rounded as it is graded), grade, coverage and the interval from low to high,
        after the cohort where there are several. Units without a rank come last.
        """
        columns, order = ranking_columns(self)
        return self._table.build(columns, order)

    # --- questions about one unit ---

    def index(self, unit: str | int) -> int:
        """The place of a unit in the order of the data.

        Raises:
            PugError: No unit is called so (code ``unit.unknown``).
        """
        place = self._units.find(str(unit))
        if place is None:
            raise _unknown("unit", str(unit), self.names)
        return place

    def explain(self, unit: str | int) -> Explanation:
        """Why a unit has its score: every node with its value, rule, operands and contributions.

        Raises:
            PugError: No unit is called so (code ``unit.unknown``).
        """
        return self.explained(self.index(unit))

    def explained(self, place: int) -> Explanation:
        """The explanation of the unit at that place of the data, counted from 0."""
        document = json.loads(self._native.explain(place, self._units.name(place)), parse_int=float)
        return Explanation(document, self.instrument.graded)

    def gaps(self, unit: str | int) -> list[Gap]:
        """What a unit lacks: those gaps first that keep it from passing a gate, then by the points they cost.

        Raises:
            PugError: No unit is called so (code ``unit.unknown``).
        """
        return find_gaps(self, self.index(unit))

    def distances(self, unit: str | int) -> list[GradeDistance]:
        """What lies between a unit and each better grade, the next one first: points, gates, caps, levels.

        Raises:
            PugError: No unit is called so (code ``unit.unknown``).
        """
        return find_distances(self, self.index(unit))

    def common_gaps(self) -> list[CommonGap]:
        """The gaps of all units together: what keeps most from passing a gate first, then by the points it costs."""
        return find_common_gaps(self)

    def gap_table(self, unit: str | int | None = None, lang: str = "id") -> list[dict[str, object]]:
        """The gaps of one unit, or of all, in the columns that offices use, one dict a gap.

        In Indonesian: nilai, indikator, sudah dilaksanakan, belum dilaksanakan, data dibutuhkan, penanggung jawab, and
        besides these what the score would gain and whether it is mandatory.

        Raises:
            PugError: No unit is called so (code ``unit.unknown``), or no such language (``language.unknown``).
        """
        if lang not in OFFICE_COLUMNS:
            raise _unknown("language", lang, list(OFFICE_COLUMNS))
        units = range(len(self)) if unit is None else [self.index(unit)]
        return [row for place in units for row in office_rows(self, place, lang)]

    # --- what to do next ---

    def plan(self, unit: str | int, target: str | None = None, **options: Any) -> Plan:
        """The cheapest changes of the answers of a unit that reach a target, proved.

        Gates, caps, ladders, conditions, statuses and missing policies count as they do in scoring; what does not apply
        or was waived is not changed.

        Args:
            unit: Name of the unit.
            target: A grade; without it (and without `score`) the next better one.
            **options: Keywords, all optional:
                ``score``: a score to be reached, instead of a grade.
                ``costs``: by variable what a change costs, one number or one for each answer that it may be changed to;
                elsewhere the days of effort that the instrument states, or 1.
                ``cost_name``: what these are, for example ``"rupiah"``.
                ``budget``: at most so much of it in all.
                ``resources``: others that are limited: ``{name: {"budget": …, "of": costs}}``.
                ``days``: by variable how long a change takes, and ``deadline``: everything done within so many days,
                side by side where nothing has to wait.
                ``requires``: a list of ``{"variable": …, "to": …, "needs": …, "at_least": …}``: whoever changes the one
                (to that answer or a better one) needs the other to have at least that answer.
                ``fixed``: variables that stay as they are.
                ``only_priced``: change only variables that are in ``costs``.
                ``limit``: how many combinations are looked at before the search ends with the best that it has found
                and with what no plan can cost less than.

        Raises:
            PugError: No unit, grade, variable or answer of that name (``plan.…``, ``unit.unknown``).
        """
        return find_plan(self, self.index(unit), plan_request(target=target, **options))

    def plans(self, target: str | None = None, **options: Any) -> list[Plan]:
        """The plan of every unit, in the order of the data; see `plan`."""
        return find_plans(self, plan_request(target=target, **options))

    def frontier(self, unit: str | int, **options: Any) -> list[Plan]:
        """What each cost can buy: plans from the cheapest (no change) to that with the best score.

        Each has a better score than all that cost as much or less of everything. Keywords are those of `plan`.
        """
        return find_frontier(self, self.index(unit), plan_request(**options))

    def spend(self, budget: Number, **options: Any) -> Spending:
        """Spends one budget on all units so that as many grades are gained as possible; among those ways the cheapest.

        Each step to a better grade counts one. Keywords are those of `plan`; other resources limit each unit by itself.
        """
        return find_spending(self, plan_request(budget=budget, **options))

    def what_if(self, unit: str | int, changes: Mapping[str, object]) -> WhatIf:
        """What a unit would come to with other answers, as they stand in data, or the name of a status.

        Raises:
            PugError: No unit or variable of that name, or an answer that is not admissible.
        """
        return suppose(self, self.index(unit), changes)

    def robustness(  # noqa: PLR0913  (keywords; each says one thing)
        self,
        unit: str | int,
        *,
        error: Number = 0.05,
        errors: Mapping[str, Number] | None = None,
        deviations: Mapping[str, Number] | None = None,
        draws: int = 10_000,
        seed: int = 0,
        limit: int | None = None,
    ) -> Robustness:
        """How firm the grade of a unit is.

        Args:
            unit: Name of the unit.
            error: The chance that an answer is wrong, of every observed choice and yes/no; each wrong on its own. A
                wrong choice is one of the levels beside the right one. It is yours to state: nobody publishes it.
            errors: The same by variable, instead.
            deviations: Of numbers, the standard deviation of what was measured.
            draws: Of the simulation; 0 for none.
            seed: Another one gives other draws; the same gives the same on every machine.
            limit: How many combinations are looked at for the fewest wrong answers.

        Raises:
            PugError: No unit or variable of that name, or a chance that is none.
        """
        options = {"error": error, "errors": errors, "deviations": deviations, "draws": draws, "seed": seed}
        return find_robustness(self, self.index(unit), options | {"limit": limit})

    # --- beside others ---

    def benchmark(
        self, against: Against = "best", *, group: Group | None = None, middle: str | None = None
    ) -> Benchmark:
        """Compares units with a measure: with the best, with the middle of all, with a unit or with a profile.

        Units that were scored by cohort are compared within their own; those that take no rank are nobody's measure.

        Args:
            against: ``best`` (the units with the best score), ``median`` or ``mean`` (of all, for each criterion by
                itself), ``group`` (the middle of the unit's own group), the name of a unit, or a mapping of the values
                aimed at by id of the criterion. The words come before units that are called so.
            group: The column with the groups, or a group for every unit; the cohorts without it.
            middle: ``median`` or ``mean``: what stands for a group, or for several best units.

        Raises:
            PugError: There is no such unit (code ``unit.unknown``), criterion (``benchmark.profile``) or group
                (``benchmark.groups``), the unit is of a cohort on another scale (``benchmark.other_cohort``), nobody
                has a score (``benchmark.nobody``, ``benchmark.no_total``), or `middle` does not fit
                (``benchmark.middle``).
        """
        return Benchmark(self, against, group, middle)

    def _asked(self, unit: int) -> tuple[_pug.Scores, int]:
        """What the engine found for the cohort of a unit, and the place of the unit there."""
        native = self._native
        return native.locate(unit) if isinstance(native, Pieces) else (native, unit)

    def report(
        self,
        path: str | os.PathLike[str],
        lang: str = "id",
        reference: str | None = None,
        before: Scores | None = None,
    ) -> None:
        """Writes an HTML report about every unit: one self-contained file.

        Args:
            path: Where to; a file that is there is replaced only when the report is complete.
            lang: ``id`` or ``en``.
            reference: A unit that the others are compared with.
            before: Scores of the same units by the same instrument, earlier.

        Raises:
            PugError: The extra `report` is not installed, a unit is unknown, or the file cannot be written.
        """
        from pug import report  # noqa: PLC0415  (needs the extra)

        report.write(self, path, lang=lang, reference=reference, before=before)

    def __repr__(self) -> str:
        return f"<pug.Scores of {len(self)} units by {self.instrument.id} {self.instrument.edition}>"

    def _repr_html_(self) -> str:
        headers, rows = self.ranking_texts()
        draft = " (draft: the numbers are nobody's ruling)" if self.instrument.is_draft else ""
        return html_table(headers, rows, f"{self.instrument.id} {self.instrument.edition}{draft}")

    def ranking_texts(self) -> tuple[list[str], list[list[str]]]:
        """Headers and cells of the ranking as people read it."""
        columns, _ = ranking_columns(self)
        digits = self.instrument.digits if self.instrument.graded is None else None
        texts = {
            name: ["" if cell is None else str(cell) for cell in column.cells()] for name, column in columns.items()
        }
        for name in ("score", "low", "high"):
            texts[name] = [fixed(value, digits) for value in columns[name].values.tolist()]
        texts["coverage"] = [percent(value) for value in columns["coverage"].values.tolist()]
        texts["rank"] = [short(rank) for rank in columns["rank"].values.tolist()]
        return list(texts), [list(row) for row in zip(*texts.values(), strict=True)]


def _words(codes: Bytes, words: tuple[str, ...]) -> list[str]:
    return [words[code] for code in codes.tolist()]


def _unknown(what: str, name: str, known: list[str]) -> PugError:
    near = difflib.get_close_matches(name, known[:10_000], n=3)
    advice = f"; did you mean {' or '.join(near)}?" if near else ""
    return failure("argument", f"{what}.unknown", f'no {what} is called "{name}"{advice}')
