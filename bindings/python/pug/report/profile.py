"""The section of one unit: its verdict, its dimensions beside the benchmark, what is not met and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pug.report.cohort import Cohort, Unit, Value
from pug.report.heat import decimals
from pug.report.language import DASH, hundredfold, rounded
from pug.report.naming import Naming
from pug.report.outlook import Forecaster, Outlook
from pug.report.svg import Axis
from pug.report.tree import Criterion, Dimension

if TYPE_CHECKING:
    from pug.scores import Gap

DOTS_WIDTH = 300.0


@dataclass(frozen=True)
class Mark:
    """A mark in a dot plot."""

    kind: str  # now, before, benchmark
    at: str
    name: str
    value: str


@dataclass(frozen=True)
class Dots:
    """One row of a dot plot, with its numbers."""

    title: str
    marks: list[Mark]
    figures: dict[str, str]  # by kind of mark
    difference: str

    def mark(self, kind: str) -> Mark | None:
        """The mark of that kind, where there is one."""
        return next((mark for mark in self.marks if mark.kind == kind), None)


@dataclass(frozen=True)
class Failure:
    """A mandatory criterion that is not met."""

    title: str
    needed: str
    found: str


@dataclass(frozen=True)
class GapRow:
    """An indicator that is not fully met."""

    title: str
    mandatory: bool
    answer: str
    best: str
    evidence: str
    remediation: str
    role: str
    days: str
    points: str


@dataclass(frozen=True)
class Profile:
    """Everything that the section of a unit shows."""

    unit: Unit
    benchmark: Unit | None
    verdict: list[str]
    dots: list[Dots]
    kinds: list[str]
    failures: list[Failure]
    gaps: list[GapRow]
    gaps_lead: str
    legends: list[str]  # what the codes in the list of gaps mean
    answers: list[tuple[str, str]]
    outlook: Outlook | None


class Profiler:
    """Makes the sections of a cohort's units."""

    def __init__(self, cohort: Cohort, naming: Naming) -> None:
        self.cohort = cohort
        self.naming = naming
        self.language = naming.language
        self.say = naming.language.say
        tree = cohort.tree
        self._parts: Sequence[Dimension | Criterion] = tree.dimensions or tree.criteria
        self._ranges = [self._range(part) for part in self._parts]
        self._forecaster = Forecaster(cohort, naming)

    def profile(self, unit: Unit) -> Profile:
        """The section of a unit."""
        benchmark = self.cohort.benchmark(unit)
        dots = [self._dots(i, unit, benchmark) for i in range(len(self._parts))]
        kinds = [kind for kind in ("now", "before", "benchmark") if any(row.mark(kind) for row in dots)]
        return Profile(
            unit=unit,
            benchmark=benchmark,
            verdict=self._verdict(unit),
            dots=dots,
            kinds=kinds,
            failures=[self._failure(unit, gate.index) for gate in unit.failed_gates],
            gaps=[self._gap(unit, gap) for gap in unit.gaps],
            gaps_lead=self._gaps_lead(unit),
            legends=self._legends(unit),
            answers=[] if self.cohort.has_best or not self.cohort.tree.dimensions else self._answers(unit),
            outlook=self._forecaster.outlook(unit),
        )

    # The verdict in words

    def _verdict(self, unit: Unit) -> list[str]:
        sentences = [
            self._unscored(unit),
            self._override(unit),
            self._gates(unit),
            *self._caps(unit),
            self._before(unit),
        ]
        return [sentence for sentence in sentences if sentence]

    def _unscored(self, unit: Unit) -> str:
        if unit.score is not None:
            return ""
        status = self.say(f"status.{unit.status}")
        if not self.cohort.tree.has_score:
            return self.say("method.no_score")
        least = self.cohort.tree.root.get("coverage", {}).get("at_least")
        if least is None or unit.coverage is None or unit.coverage >= float(self.cohort.tree.number(least)):
            return self.say("verdict.no_score_plain", status=status)
        at_least = self.language.percent(float(self.cohort.tree.number(least)))
        coverage = self.language.percent(unit.coverage)
        return self.say("verdict.no_score", status=status, coverage=coverage, at_least=at_least)

    def _override(self, unit: Unit) -> str:
        name = unit.verdict["override"]
        overrides = self.cohort.tree.document.get("verdict", {}).get("overrides", [])
        decided = next((each for each in overrides if each.get("id", "") == name), None)
        if decided is None:
            return ""
        return self.say("verdict.override", why=self.naming.rules.condition(decided["when"]))

    def _gates(self, unit: Unit) -> str:
        failed = len(unit.failed_gates)
        if not self.naming.has_gates:
            return ""
        if not failed:
            return self.say("verdict.gates_met")
        return self.say("verdict.gates", count=self.language.counted(failed, "syarat"))

    def _caps(self, unit: Unit) -> list[str]:
        sentences = []
        for cap in unit.caps:
            key = "verdict.cap_unanswered" if cap.state == "unanswered" else "verdict.cap"
            condition = self.cohort.tree.document["verdict"]["caps"][cap.index]["when"]
            grade, why = self.naming.grade(cap.grade_at_most), self.naming.rules.condition(condition)
            sentences.append(self.say(key, grade=grade, why=why))
        return sentences

    def _before(self, unit: Unit) -> str:
        if unit.before is None:
            return self.say("verdict.not_before") if self.cohort.has_before else ""
        before, after = self.naming.shown(unit.before), self.naming.shown(unit)
        text = self.naming.score(before) if before is not None else self.say("no_score")
        if self.naming.has_grades and unit.before.grade is not None:
            text += f" ({self.naming.grade(unit.before.grade)})"
        return self.say("verdict.before", before=text, change=self.language.change(before, after, self.cohort.digits))

    # The dot plot

    def _dots(self, index: int, unit: Unit, benchmark: Unit | None) -> Dots:
        part, (low, high, digits) = self._parts[index], self._ranges[index]
        axis = Axis(low, high, DOTS_WIDTH)
        shown = {"now": unit, "before": unit.before, "benchmark": benchmark}
        values = {kind: _value(who, part) for kind, who in shown.items() if who is not None}
        figures = {kind: self._figure(part, value, digits) for kind, value in values.items()}
        names = {"now": unit.name, "before": self.say("before"), "benchmark": benchmark.name if benchmark else ""}
        marks = [
            Mark(kind, axis.at(value.value), self.naming.short(names[kind]), figures[kind])
            for kind, value in values.items()
            if value.value is not None
        ]
        return Dots(self.language.text(part.title), marks, figures, self._difference(part, values, digits))

    def _figure(self, part: Dimension | Criterion, value: Value, digits: int) -> str:
        if value.value is None:
            return self.say(f"letter.{value.status}")
        return self.language.number(hundredfold(value.value) if part.share else value.value, digits)

    def _difference(self, part: Dimension | Criterion, values: dict[str, Value], digits: int) -> str:
        pair = [values[kind].value for kind in ("benchmark", "now") if kind in values]
        if len(pair) < 2 or pair[0] is None or pair[1] is None:
            return DASH
        first, second = (hundredfold(value) if part.share else value for value in pair if value is not None)
        return self.language.change(first, second, digits)

    def _range(self, part: Dimension | Criterion) -> tuple[float, float, int]:
        """Ends of a row's scale and the decimals of its numbers: a share has its own, other values what occurs."""
        if part.share:
            return 0.0, 1.0, 1
        everybody = [*self.cohort.units, *(unit.before for unit in self.cohort.units if unit.before)]
        known = [value for value in (_value(unit, part).value for unit in everybody) if value is not None]
        return min(known, default=0.0), max(known, default=0.0), decimals(known)

    # What is not met

    def _failure(self, unit: Unit, index: int) -> Failure:
        rules = self.naming.rules
        gate = self.cohort.tree.document["verdict"]["gates"][index]
        found = [self._answer(unit, name) for name, places in rules.gate_variables().items() if index in places]
        if unit.gates[index].state == "unanswered":
            found.append(self.say("gate.unanswered"))
        title = self.language.text(unit.gates[index].title)
        return Failure(title, rules.condition(gate), "; ".join(dict.fromkeys(found)))

    def _gap(self, unit: Unit, gap: Gap) -> GapRow:
        rules = self.naming.rules
        return GapRow(
            title=self.language.text(gap.title) or gap.variable,
            mandatory=bool(gap.gates),
            answer=self._answer(unit, gap.variable, short=True),
            best=rules.best(gap.variable, gap.best),
            evidence=self.language.text(gap.evidence),
            remediation=self.language.text(gap.remediation),
            role=self.language.text(gap.role),
            days=self.language.exact(gap.effort_days) if gap.effort_days is not None else DASH,
            points=self._points(gap.points),
        )

    def _points(self, points: float | None) -> str:
        if points is None:
            return DASH
        sign = "−" if self.cohort.lower_is_better else "+"
        return (sign if rounded(points, self.cohort.digits) else "") + self.naming.score(points)

    def _answer(self, unit: Unit, variable: str, *, short: bool = False) -> str:
        answer, rules = unit.answers[variable], self.naming.rules
        if answer.value is None:
            return self.say(f"status.{answer.status}")
        return (rules.short_answer if short else rules.answer)(variable, unit.codes.get(variable), answer.value)

    def _legends(self, unit: Unit) -> list[str]:
        scales = (self.cohort.tree.variables[gap.variable].get("scale") for gap in unit.gaps)
        return [self.naming.rules.scale(name) for name in dict.fromkeys(scales) if name]

    def _gaps_lead(self, unit: Unit) -> str:
        indicators = self.language.counted(len(unit.gaps), "indikator")
        days = [gap.effort_days for gap in unit.gaps if gap.effort_days is not None]
        if not days:
            return self.say("gaps.lead_plain", indicators=indicators)
        total = f"{self.language.exact(sum(days))} {self.language.noun('hari')[sum(days) != 1]}"
        return self.say("gaps.lead", indicators=indicators, days=total)

    def _answers(self, unit: Unit) -> list[tuple[str, str]]:
        title = self.naming.rules.title
        return [(title(name), self._answer(unit, name)) for name in self.cohort.tree.variables]


def _value(unit: Unit, part: Dimension | Criterion) -> Value:
    return unit.criterion(part) if isinstance(part, Criterion) else unit.dimension(part)
