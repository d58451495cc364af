"""How far assessors, or the stages of an assessment, agree about the same units."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pug import _pug
from pug._errors import failure
from pug._html import table as html_table
from pug._lines import table_lines
from pug._numbers import percent, short
from pug.estimates import Estimate, estimate_of
from pug.frames import PandasTable, pandas_frame
from pug.model import Text, in_language
from pug.plans import Number, in_request, written
from pug.rounds import Rounds
from pug.table import ResultColumn, Table

if TYPE_CHECKING:
    from pug.scores import Scores

_LEAST_ROUNDS = 2


@dataclass(frozen=True)
class RatingAgreement:
    """How far the rounds agree in one thing; only what is observed on two sides or more counts.

    Attributes:
        measurement: What differences mean: ``nominal``, ``ordinal``, ``interval`` or ``ratio``.
        units: Rated in two rounds or more.
        ratings: Of those units.
        same: Mean, over those units, of the share of pairs of ratings that are the same, 0–1; None for scores.
        kappa: Cohen's, of two rounds; differences weigh by their square unless nominal.
        alpha: Krippendorff's, at that measurement.
        ac2: Gwet's; weights as of kappa.
        bias: Of two rounds: how much higher the second rates.
        too_many_values: There are more than 2,048 different ones: kappa, alpha and AC2 were not computed.
    """

    measurement: str
    units: int
    ratings: int
    same: float | None
    kappa: Estimate
    alpha: Estimate
    ac2: Estimate
    bias: Estimate
    too_many_values: bool


@dataclass(frozen=True)
class StatusPattern:
    """Which statuses a variable has in the rounds for so many units; None where a unit takes no part."""

    statuses: tuple[str | None, ...]
    units: int


@dataclass(frozen=True)
class VariableAgreement:
    """How far the rounds agree about one question.

    Attributes:
        variable: Its name.
        title: Its title by language.
        type: Its type.
        ratings: Agreement of what was observed.
        statuses_differ: Units of which one round knows the answer and another does not, or says why in another way.
        patterns: Which statuses these are.
        read_differently: Why the rule takes it to be read differently: ``agreement``, ``bias``; empty if it does not.
    """

    variable: str
    title: Text
    type: str
    ratings: RatingAgreement
    statuses_differ: int
    patterns: tuple[StatusPattern, ...]
    read_differently: tuple[str, ...]


@dataclass(frozen=True)
class GradeTable:
    """How often each grade of one round meets each of another.

    Attributes:
        first: The one round, its rows, counted from 1.
        second: The other, its columns.
        grades: Names of rows and columns; None, the last, for units without a grade.
        counts: Units, row by row.
    """

    first: int
    second: int
    grades: tuple[str | None, ...]
    counts: tuple[tuple[int, ...], ...]

    def __str__(self) -> str:
        headers = [f"round {self.first}", *(grade or "none" for grade in self.grades)]
        rows = [
            [grade or "none", *(str(count) for count in row)]
            for grade, row in zip(self.grades, self.counts, strict=True)
        ]
        return "\n".join([f"columns: round {self.second}", *table_lines(headers, rows)])


class Agreement:
    """How far rounds agree; prints as a table and shows in a notebook.

    Attributes:
        instrument: ``id``, ``edition``, ``status``, ``fingerprint`` of what was asked, and the ``engine``.
        confidence: Of the intervals.
        rule: When a question counts as read differently: ``agreement_below``, ``bias``, ``least_units``.
        units: Names of the units, and in which rounds (counted from 1) each takes part.
        variables: Every question by its name.
        score: Agreement of the scores.
        limits: The limits of agreement of the scores: between them the share `confidence` of the differences lies, if
            they are normal. None at both ends unless there are two rounds.
        score_statuses_differ: Units of which one round has a score and another has not, or says why in another way.
        grades: Agreement of the grades: ordinal by their order; nominal where one that occurs has none.
        grade_tables: Grade by grade, for every pair of rounds.
    """

    def __init__(self, document: Mapping[str, Any], rounds: Rounds, table: Table) -> None:
        """Reads what the engine found; `pug.agreement` is how to get it."""
        self._document = document
        self._table = table
        self.instrument: Mapping[str, str] = document["instrument"]
        self.confidence: float = document["confidence"]
        self.rule: Mapping[str, Any] = document["rule"]
        self.units = {
            name: tuple(number + 1 for number, row in enumerate(rows) if row >= 0)
            for name, rows in zip(rounds.names, rounds.rows, strict=True)
        }
        self.variables = {each["variable"]: _variable(each) for each in document["variables"]}
        self.score = _ratings(document["score"]["agreement"])
        self.limits: tuple[float | None, float | None] = (
            document["score"]["limits"]["low"],
            document["score"]["limits"]["high"],
        )
        self.score_statuses_differ: int = document["score"]["statuses_differ"]
        self.grades = _ratings(document["grades"]["agreement"])
        grades = tuple(document["grades"]["grades"])
        self.grade_tables = tuple(
            GradeTable(each["first"] + 1, each["second"] + 1, grades, tuple(map(tuple, each["counts"])))
            for each in document["grades"]["tables"]
        )

    @property
    def read_differently(self) -> list[str]:
        """Names of the questions that assessors read differently, by the rule."""
        return [name for name, variable in self.variables.items() if variable.read_differently]

    def to_dict(self) -> dict[str, Any]:
        """The whole as plain values, as the engine wrote it; units by their rows."""
        document: dict[str, Any] = json.loads(json.dumps(self._document))
        return document

    def frame(self) -> Any:
        """Every question in a row, in the kind of frame that the first round came in."""
        listed = list(self.variables.values())
        columns: dict[str, ResultColumn] = {
            "variable": ResultColumn("word", [each.variable for each in listed]),
            "measurement": ResultColumn("word", [each.ratings.measurement for each in listed]),
            "units": _numbers([each.ratings.units for each in listed]),
            "same": _numbers([each.ratings.same for each in listed]),
        }
        for name in ("kappa", "alpha", "ac2", "bias"):
            estimates = [getattr(each.ratings, name) for each in listed]
            columns[name] = _numbers([estimate.value for estimate in estimates])
            columns[f"{name}_low"] = _numbers([estimate.low for estimate in estimates])
            columns[f"{name}_high"] = _numbers([estimate.high for estimate in estimates])
        columns["statuses_differ"] = _numbers([each.statuses_differ for each in listed])
        columns["read_differently"] = ResultColumn("word", [", ".join(each.read_differently) for each in listed])
        return pandas_frame(columns) if isinstance(self._table, PandasTable) else self._table.build(columns)

    def texts(self, language: str = "en") -> tuple[list[str], list[list[str]]]:
        """Headers and cells of the table of questions as people read it."""
        headers = ["variable", "units", "same", "alpha", "AC2", "bias", "status differs", "read differently", "title"]
        return headers, [
            [
                each.variable,
                str(each.ratings.units),
                percent(each.ratings.same),
                str(each.ratings.alpha),
                str(each.ratings.ac2),
                str(each.ratings.bias),
                str(each.statuses_differ),
                ", ".join(each.read_differently),
                in_language(each.title, language),
            ]
            for each in self.variables.values()
        ]

    def summary(self) -> list[str]:
        """What is to be said of scores and grades, in lines."""
        everywhere = sum(len(rounds) == len(self._document["rounds"]) for rounds in self.units.values())
        lines = [f"{len(self.units)} units, {everywhere} of them in every round"]
        lines.append(f"scores: {self.score.units} units, alpha {self.score.alpha}")
        if self.score.bias.value is not None:
            low, high = self.limits
            lines[-1] += f", the second round higher by {self.score.bias}, limits {short(low)} to {short(high)}"
        same = percent(self.grades.same)
        lines.append(f"grades: {self.grades.units} units, {same} the same, alpha {self.grades.alpha}")
        return lines

    def rule_text(self) -> str:
        """The rule in a line."""
        bias = ", or the interval of the bias does not hold 0" if self.rule["bias"] else ""
        return (
            f"read differently: the interval of AC2 ends below {short(self.rule['agreement_below'])}{bias}; "
            f"of at least {self.rule['least_units']} units. The rule is pug's and no authority's."
        )

    def __str__(self) -> str:
        tables = [line for table in self.grade_tables for line in ("", *str(table).splitlines())]
        return "\n".join([*self.summary(), "", *table_lines(*self.texts()), "", self.rule_text(), *tables])

    def __repr__(self) -> str:
        return f"<pug.Agreement of {len(self._document['rounds'])} rounds by {self.instrument['id']}>"

    def _repr_html_(self) -> str:
        return html_table(*self.texts(), "; ".join(self.summary()))


def agreement(  # noqa: PLR0913  (keywords; each says one thing)
    rounds: Sequence[Scores],
    *,
    confidence: Number = 0.95,
    measurements: Mapping[str, str] | None = None,
    agreement_below: Number = 0.8,
    bias: bool = True,
    least_units: int = 5,
) -> Agreement:
    """How far rounds agree about the same units: assessors, or the stages of an assessment.

    Units are matched by their names, and by their rows where they have none. A round may lack units. Only what is
    observed on both sides counts; where one round has an answer and another a status, that is counted apart.

    A question counts as read differently where the interval of AC2 ends below `agreement_below`, or, of two rounds, the
    interval of the bias does not hold 0. The rule and its numbers are ours and no authority's.

    Args:
        rounds: Two or more scores of the same units by the same rules.
        confidence: Of the intervals.
        measurements: What differences mean, by variable: ``nominal``, ``ordinal``, ``interval`` or ``ratio``; else
            choices are ordinal, yes and no nominal, numbers interval.
        agreement_below: See above.
        bias: Whether the rule looks at the bias.
        least_units: Of fewer, rated by two or more, the rule says nothing.

    Raises:
        PugError: There are fewer than two rounds (code ``agreement.rounds``), they cannot be matched
            (``agreement.units``, ``agreement.cohorts``), were not scored by the same rules (``agreement.instrument``)
            or on the same scale (``agreement.scale``), or an argument is none of those possible.
    """
    rounds = list(rounds)
    if len(rounds) < _LEAST_ROUNDS:
        raise failure("argument", "agreement.rounds", f"found {len(rounds)} rounds, wanted two or more")
    matched = Rounds(rounds, "agreement")
    request = {
        "confidence": confidence,
        "measurements": dict(measurements or {}),
        "reading": {"agreement_below": agreement_below, "bias": bool(bias), "least_units": least_units},
    }
    with in_request():
        document = json.loads(_pug.agreement(matched.native, matched.flat, written(request)))
    return Agreement(document, matched, rounds[0]._table)


def _numbers(values: Sequence[float | None]) -> ResultColumn:
    return ResultColumn("number", np.array([np.nan if value is None else value for value in values], dtype=np.float64))


def _ratings(document: Mapping[str, Any]) -> RatingAgreement:
    estimates = {name: estimate_of(document[name]) for name in ("kappa", "alpha", "ac2", "bias")}
    return RatingAgreement(**{**document, **estimates})


def _variable(document: Mapping[str, Any]) -> VariableAgreement:
    return VariableAgreement(
        variable=document["variable"],
        title=document["title"],
        type=document["type"],
        ratings=_ratings(document["agreement"]),
        statuses_differ=document["statuses_differ"],
        patterns=tuple(StatusPattern(tuple(each["statuses"]), each["units"]) for each in document["patterns"]),
        read_differently=tuple(document["read_differently"]),
    )
