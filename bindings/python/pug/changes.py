"""How units changed from one round to the next, and whether that may be chance."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from pug import _pug
from pug._csv import decode
from pug._errors import Problem, PugError, failure
from pug._html import table as html_table
from pug._lines import table_lines
from pug._numbers import short
from pug._places import locate
from pug.estimates import Estimate, PairedTest, estimate_of, paired_test_of
from pug.frames import PandasTable, pandas_frame
from pug.model import Text, in_language
from pug.plans import Number, in_request, written
from pug.rounds import Rounds
from pug.table import ResultColumn

if TYPE_CHECKING:
    from pug.scores import Scores

Mapped: TypeAlias = "Mapping[str, Any] | str | os.PathLike[str]"
"""What of one edition is compared with what of another: ``total`` (bool), ``nodes`` and ``variables`` (names after by
names before), or the path of a JSON file that says so."""


@dataclass(frozen=True)
class Change:
    """One thing before and after.

    Attributes:
        before: Its value; None unless observed.
        after: Its value; None unless observed.
        status_before: Its status.
        status_after: Its status.
        change: After minus before, 0 where that is only rounding; None unless both are observed.
        direction: 1 better, −1 worse, 0 the same or not known.
    """

    before: float | None
    after: float | None
    status_before: str
    status_after: str
    change: float | None
    direction: int


@dataclass(frozen=True)
class UnitProgress:
    """A unit that is in both rounds.

    Attributes:
        unit: Its name.
        score: Its scores; None where no totals are compared.
        grade_before: Its grade; None without one.
        grade_after: Its grade; None without one.
        grade_change: 1 better, −1 worse, 0 the same; None where a grade is missing or the two have no common order.
        criteria: Every criterion by its id.
    """

    unit: str
    score: Change | None
    grade_before: str | None
    grade_after: str | None
    grade_change: int | None
    criteria: Mapping[str, Change]


@dataclass(frozen=True)
class CriterionProgress:
    """What units came to in one criterion, or in the score.

    Attributes:
        criterion: Its id in the later round.
        criterion_before: Its id in the earlier one.
        title: Its title by language.
        lower_is_better: Whether a low value is a good one. Tests count as risen what is better.
        compared: Units observed in both rounds.
        rose: How many of them are better.
        fell: How many are worse.
        same: How many are neither.
        mean_before: Mean of those compared.
        mean_after: Mean of those compared.
        mean_change: Mean of their changes.
        median_change: Median of their changes.
        share_rose: Share of those compared that are better; the interval is Clopper and Pearson's.
        wilcoxon: Signed ranks; its effect is the matched-pairs rank-biserial correlation.
        sign: The sign test.
        effect: Cohen's d of the changes towards good; None where they are all the same.
    """

    criterion: str
    criterion_before: str
    title: Text
    lower_is_better: bool
    compared: int
    rose: int
    fell: int
    same: int
    mean_before: float | None
    mean_after: float | None
    mean_change: float | None
    median_change: float | None
    share_rose: Estimate
    wilcoxon: PairedTest
    sign: PairedTest
    effect: float | None


@dataclass(frozen=True)
class Holding:
    """How many units have something: a yes to a question, or at least a grade.

    Attributes:
        name: The variable, or the grade.
        title: Title of the variable by language.
        compared: Units of which it is known in both rounds.
        before: How many have it.
        after: How many have it.
        gained: How many came to have it.
        lost: How many no longer do.
        mcnemar: McNemar's test, exact; adjusted for the others of the same kind.
    """

    name: str
    title: Text
    compared: int
    before: int
    after: int
    gained: int
    lost: int
    mcnemar: PairedTest


@dataclass(frozen=True)
class Transitions:
    """Units by grade before (rows) and after (columns).

    Attributes:
        rows: Grades before; None, the last, for units without one.
        columns: Grades after, likewise.
        counts: Units, row by row.
    """

    rows: tuple[str | None, ...]
    columns: tuple[str | None, ...]
    counts: tuple[tuple[int, ...], ...]

    def count(self, before: str | None, after: str | None) -> int:
        """How many units went from one grade to another; None stands for no grade.

        Raises:
            PugError: There is no such grade (code ``grade.unknown``).
        """
        for grade, known in ((before, self.rows), (after, self.columns)):
            if grade not in known:
                message = f'no grade is called "{grade}"; there are {", ".join(each for each in known if each)}'
                raise failure("argument", "grade.unknown", message)
        return self.counts[self.rows.index(before)][self.columns.index(after)]

    def texts(self) -> tuple[list[str], list[list[str]]]:
        """Headers and cells of the table, with the sums of the rows and columns."""
        headers = ["before \\ after", *(grade or "none" for grade in self.columns), "all"]
        rows = [
            [grade or "none", *(str(count) for count in row), str(sum(row))]
            for grade, row in zip(self.rows, self.counts, strict=True)
        ]
        sums = [sum(column) for column in zip(*self.counts, strict=True)]
        return headers, [*rows, ["all", *(str(each) for each in sums), str(sum(sums))]]

    def __str__(self) -> str:
        return "\n".join(table_lines(*self.texts()))

    def _repr_html_(self) -> str:
        return html_table(*self.texts())


class Progress:
    """How units changed; prints as tables and shows in a notebook.

    Attributes:
        before: ``id``, ``edition``, ``status``, ``fingerprint`` of the earlier instrument, and the ``engine``.
        after: The same of the later one.
        confidence: Of the intervals.
        units: Every unit of both rounds by its name, in the order of the earlier one.
        only_before: Names of units that the later round lacks.
        only_after: Names of units that the earlier round lacks.
        score: What the scores came to; None where no totals are compared.
        criteria: Every criterion by its id in the later round, wholes before parts. Tests are adjusted by Holm over
            these.
        transitions: Grades before and after; None where no totals are compared.
        grades: Who has at least each grade, from the second lowest on; empty where the grades of the two rounds are not
            the same.
        variables: Questions of yes and no by their names.
    """

    def __init__(self, document: Mapping[str, Any], before: Scores, after: Scores) -> None:
        """Reads what the engine found; `pug.progress` is how to get it."""
        self._document = document
        self._after = after
        self.before: Mapping[str, str] = document["before"]
        self.after: Mapping[str, str] = document["after"]
        self.confidence: float = document["confidence"]
        self.units = {unit.unit: unit for unit in _units(document, after)}
        self.only_before = [before.names[each["unit"]] for each in document["only_before"]]
        self.only_after = [after.names[each["unit"]] for each in document["only_after"]]
        self.score = None if document["score"] is None else _criterion(document["score"])
        self.criteria = {each["id"]: _criterion(each) for each in document["criteria"]}
        self.transitions = None if document["transitions"] is None else _transitions(document["transitions"])
        self.grades = {each["grade"]: _holding(each, each["grade"], {}) for each in document["grades"]}
        self.variables = {
            each["variable"]: _holding(each, each["variable"], each["title"]) for each in document["variables"]
        }

    def to_dict(self) -> dict[str, Any]:
        """The whole as plain values, as the engine wrote it; units by their rows."""
        document: dict[str, Any] = json.loads(json.dumps(self._document))
        return document

    def frame(self) -> Any:
        """Every unit of both rounds in a row, in the kind of frame that the later round came in.

        The columns: unit, before, after, change (of the score), grade_before, grade_after, grade_change, then the
        change in every criterion under its id.
        """
        rows = [unit["after"] for unit in self._document["units"]]
        return self._after._table.build(self.columns(), rows)

    def columns(self) -> dict[str, ResultColumn]:
        """The columns of `frame`."""
        units = list(self.units.values())
        columns = {"unit": ResultColumn("word", [unit.unit for unit in units])}
        if self.score is not None:
            scores = [unit.score for unit in units if unit.score is not None]
            columns["before"] = _numbers([score.before for score in scores])
            columns["after"] = _numbers([score.after for score in scores])
            columns["change"] = _numbers([score.change for score in scores])
            columns["grade_before"] = ResultColumn("word", [unit.grade_before for unit in units])
            columns["grade_after"] = ResultColumn("word", [unit.grade_after for unit in units])
            columns["grade_change"] = _numbers([unit.grade_change for unit in units])
        for criterion in self.criteria:
            name = criterion if criterion not in columns else f"{criterion}_change"
            columns[name] = _numbers([unit.criteria[criterion].change for unit in units])
        return columns

    def criteria_frame(self) -> Any:
        """Every criterion in a row, the score first, in the kind of frame that the later round came in."""
        listed = [*([self.score] if self.score is not None else []), *self.criteria.values()]
        columns: dict[str, ResultColumn] = {"criterion": ResultColumn("word", [each.criterion for each in listed])}
        for name in ("compared", "rose", "fell", "same", "mean_before", "mean_after", "mean_change", "median_change"):
            columns[name] = _numbers([getattr(each, name) for each in listed])
        columns["effect"] = _numbers([each.effect for each in listed])
        for name in ("wilcoxon", "sign"):
            tests: list[PairedTest] = [getattr(each, name) for each in listed]
            columns[f"{name}_p"] = _numbers([test.p for test in tests])
            columns[f"{name}_p_adjusted"] = _numbers([test.p_adjusted for test in tests])
        table = self._after._table
        return pandas_frame(columns) if isinstance(table, PandasTable) else table.build(columns)

    # --- as text ---

    def criterion_texts(self, language: str = "en") -> tuple[list[str], list[list[str]]]:
        """Headers and cells of the criteria as people read them, the score first."""
        headers = [
            "criterion",
            "before",
            "after",
            "change",
            "rose",
            "fell",
            "same",
            "p",
            "p adjusted",
            "effect",
            "title",
        ]
        listed = [*([self.score] if self.score is not None else []), *self.criteria.values()]
        return headers, [
            [
                each.criterion,
                short(each.mean_before),
                short(each.mean_after),
                "–" if each.mean_change is None else f"{each.mean_change:+.6g}",
                str(each.rose),
                str(each.fell),
                str(each.same),
                _probability(each.wilcoxon.p),
                _probability(each.wilcoxon.p_adjusted),
                "–" if each.effect is None else f"{each.effect:+.2f}",
                in_language(each.title, language),
            ]
            for each in listed
        ]

    def unit_texts(self) -> tuple[list[str], list[list[str]]]:
        """Headers and cells of the units as people read them, by how far they rose; those not comparable come last."""
        headers = ["unit", "before", "after", "change", "grade before", "grade after"]
        sign = -1 if self.score is not None and self.score.lower_is_better else 1
        scored = [(unit, unit.score) for unit in self.units.values() if unit.score is not None]
        scored.sort(key=lambda each: (each[1].change is None, -sign * (each[1].change or 0)))
        return headers, [
            [
                unit.unit,
                short(score.before, score.status_before),
                short(score.after, score.status_after),
                _signed(score.change),
                unit.grade_before or "none",
                unit.grade_after or "none",
            ]
            for unit, score in scored
        ]

    def holding_texts(self, holdings: Mapping[str, Holding]) -> tuple[list[str], list[list[str]]]:
        """Headers and cells of `grades` or `variables` as people read them."""
        headers = ["", "before", "after", "of", "gained", "lost", "p", "p adjusted"]
        return headers, [
            [
                each.name,
                str(each.before),
                str(each.after),
                str(each.compared),
                str(each.gained),
                str(each.lost),
                _probability(each.mcnemar.p),
                _probability(each.mcnemar.p_adjusted),
            ]
            for each in holdings.values()
        ]

    def summary(self) -> list[str]:
        """Who is compared, and what the scores came to, in lines."""
        lines = [f"{len(self.units)} units in both rounds"]
        for names, where in ((self.only_before, "before"), (self.only_after, "after")):
            if names:
                lines.append(f"only {where}: {', '.join(names)}")
        if self.score is not None:
            score = self.score
            lines.append(
                f"scores of {score.compared} units: {score.rose} rose, {score.fell} fell, {score.same} stayed; "
                f"share that rose {score.share_rose}"
            )
            lines.append(
                f"mean change {_signed(score.mean_change)}, median {_signed(score.median_change)}; Wilcoxon p "
                f"{_probability(score.wilcoxon.p)}, sign test p {_probability(score.sign.p)}, effect d "
                f"{short(score.effect)}"
            )
        return lines

    def __str__(self) -> str:
        lines = self.summary()
        if self.transitions is not None:
            lines += ["", *str(self.transitions).splitlines()]
        return "\n".join([*lines, "", *table_lines(*self.criterion_texts())])

    def __repr__(self) -> str:
        return f"<pug.Progress of {len(self.units)} units by {self.after['id']} {self.after['edition']}>"

    def _repr_html_(self) -> str:
        transitions = "" if self.transitions is None else self.transitions._repr_html_()
        return html_table(*self.criterion_texts(), "; ".join(self.summary())) + transitions


def progress(before: Scores, after: Scores, mapping: Mapped | None = None, *, confidence: Number = 0.95) -> Progress:
    """How units changed from one round to the next.

    Units are matched by their names, and by their rows where they have none. Instruments are the same where their
    scoring fingerprints are, whatever their ids and editions are called. An instrument that looks at the cohort has to
    score both rounds with the same references.

    Args:
        before: Scores of the earlier round.
        after: Scores of the later one.
        mapping: What is compared where the instruments differ: ``total`` (whether the scores are), ``nodes`` and
            ``variables`` (names after by names before; variables are questions of yes and no), or the path of a JSON
            file that says so. Nothing else is compared then.
        confidence: Of the intervals.

    Raises:
        PugError: The rounds were scored by other rules and there is no mapping (code ``progress.edition``, which says
            what differs), or on another scale (``progress.scale``), or cannot be matched (``progress.units``,
            ``progress.cohorts``), or the mapping names what is not there (``progress.mapping``).
    """
    rounds = Rounds([before, after], "progress")
    request: dict[str, Any] = {"confidence": confidence}
    text, file = (None, None) if mapping is None or isinstance(mapping, Mapping) else _read(mapping)
    if mapping is not None:
        request["mapping"] = mapping if text is None else json.loads(text)
    try:
        with in_request():
            first, second = rounds.native
            document = json.loads(_pug.progress(first, second, rounds.flat, written(request)))
    except PugError as error:
        raise error if text is None else _placed(error, text, file) from None
    return Progress(document, before, after)


def _read(path: str | os.PathLike[str]) -> tuple[str, str]:
    """The text of a mapping and what its file is called.

    Raises:
        PugError: It cannot be read, or is no JSON.
    """
    file = os.fspath(path)
    try:
        text = decode(Path(path).read_bytes(), file)
        json.loads(text)
    except json.JSONDecodeError as error:
        message = f"no sound JSON here: {error.msg}"
        raise PugError("document", [Problem("document.syntax", "", error.lineno, error.colno, message, file)]) from None
    except (ValueError, RecursionError) as error:
        raise failure("document", "document.syntax", f"no sound mapping: {error}", file=file) from None
    except OSError as error:
        message = f"cannot read the mapping: {error.strerror}"
        raise failure("not_found", "progress.unreadable", message, file=file) from None
    return text, file


def _placed(error: PugError, text: str, file: str | None) -> PugError:
    """The same error with places in the file of the mapping."""
    problems = []
    for problem in error.problems:
        if not problem.where.startswith("/mapping"):
            problems.append(problem)
            continue
        where = problem.where.removeprefix("/mapping")
        problems.append(Problem(problem.code, where, *locate(text, where), problem.message, file))
    return PugError(error.kind, problems)


def _probability(p: float | None) -> str:
    return "–" if p is None else "<0.0001" if p < 0.0001 else f"{p:.4f}"


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+.6g}"


def _numbers(values: Sequence[float | None]) -> ResultColumn:
    return ResultColumn("number", np.array([np.nan if value is None else value for value in values], dtype=np.float64))


def _units(document: Mapping[str, Any], after: Scores) -> list[UnitProgress]:
    names, score = after.names, document["score"]
    return [
        UnitProgress(
            unit=names[unit["after"]],
            score=None if score is None else Change(**score["changes"][place]),
            grade_before=unit["grade_before"],
            grade_after=unit["grade_after"],
            grade_change=unit["grade_change"],
            criteria={each["id"]: Change(**each["changes"][place]) for each in document["criteria"]},
        )
        for place, unit in enumerate(document["units"])
    ]


def _criterion(document: Mapping[str, Any]) -> CriterionProgress:
    numbers = (
        "compared",
        "rose",
        "fell",
        "same",
        "mean_before",
        "mean_after",
        "mean_change",
        "median_change",
        "effect",
    )
    return CriterionProgress(
        criterion=document["id"],
        criterion_before=document["id_before"],
        title=document["title"],
        lower_is_better=document["direction"] == "lower_is_better",
        share_rose=estimate_of(document["share_rose"]),
        wilcoxon=paired_test_of(document["wilcoxon"]),
        sign=paired_test_of(document["sign"]),
        **{name: document[name] for name in numbers},
    )


def _holding(document: Mapping[str, Any], name: str, title: Text) -> Holding:
    numbers = {key: document[key] for key in ("compared", "before", "after", "gained", "lost")}
    return Holding(name=name, title=title, mcnemar=paired_test_of(document["mcnemar"]), **numbers)


def _transitions(document: Mapping[str, Any]) -> Transitions:
    return Transitions(tuple(document["rows"]), tuple(document["columns"]), tuple(map(tuple, document["counts"])))
