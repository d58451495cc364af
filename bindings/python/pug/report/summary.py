"""The first page: what came out, in words and in a few figures."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pug.report.cohort import Cohort, Unit
from pug.report.language import Language
from pug.report.naming import Naming

_OFTEN = 6  # rows of the table of indicators most often unmet


@dataclass(frozen=True)
class Figure:
    """A number that is shown large, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True)
class Bar:
    """A count among all units."""

    label: str
    count: int
    total: int
    level: int = 0  # of a grade: 0 for the worst


@dataclass(frozen=True)
class Summary:
    """Figures, sentences and counts."""

    figures: list[Figure]
    sentences: list[str]
    grades: list[Bar]
    often: list[Bar]


class Summariser:
    """Counts a cohort and puts the counts into words."""

    def __init__(self, cohort: Cohort, naming: Naming) -> None:
        self.cohort = cohort
        self.naming = naming
        self.say = naming.language.say

    def summarise(self) -> Summary:
        """Everything on the first page that is counted."""
        results = [self._grades(), self._gates(), self._scores(), self._unscored()]
        sentences = [
            sentence for sentence in (*results, self._often(), self._progress(), self._reference()) if sentence
        ]
        return Summary(self._figures(), sentences, self._grade_bars(), self._often_bars()[:_OFTEN])

    @property
    def _language(self) -> Language:
        return self.naming.language

    def _figures(self) -> list[Figure]:
        judged, whole = self.cohort.judged, self._language.whole
        figures = [Figure(whole(len(judged)), f"{self.naming.units(len(judged))} {self.say('figure.judged')}")]
        scores = self._known()
        if scores:
            median = self.naming.score(statistics.median(shown for shown, _ in scores))
            figures.append(Figure(median, self.say("figure.median")))
        if self.naming.has_gates:
            figures.append(Figure(whole(sum(bool(unit.failed_gates) for unit in judged)), self.say("figure.gates")))
        if self.cohort.has_before:
            figures.append(Figure(whole(len(self._moved()[0])), self.say("figure.better")))
        elif any(unit.score is None for unit in judged):
            figures.append(Figure(whole(sum(unit.score is None for unit in judged)), self.say("figure.no_score")))
        return figures

    def _grade_bars(self) -> list[Bar]:
        if not self.naming.has_grades:
            return []
        counts = Counter(unit.grade for unit in self.cohort.judged)
        total = len(self.cohort.judged)
        levels = self.naming.grades.levels.items()
        bars = [Bar(self.naming.grade(name), counts[name], total, level) for name, level in levels]
        bars.sort(key=lambda bar: -bar.level)
        return bars + ([Bar(self.say("no_grade"), counts[None], total, -1)] if counts[None] else [])

    def _grades(self) -> str:
        bars = [bar for bar in self._grade_bars() if bar.count]
        if not bars:
            return ""
        parts = [self._graded(bar) for bar in bars]
        units = self.naming.counted(len(self.cohort.judged))
        return self.say("sum.grades", units=units, grades=self._language.listed(parts))

    def _graded(self, bar: Bar) -> str:
        count = self._language.whole(bar.count)
        return (
            self.say("sum.no_grade", count=count)
            if bar.level < 0
            else self.say("sum.grade", count=count, grade=bar.label)
        )

    def _gates(self) -> str:
        failing = [unit for unit in self.cohort.judged if unit.failed_gates]
        if not self.naming.has_gates:
            return ""
        if not failing:
            return self.say("sum.gates_met")
        counts = Counter(gate.index for unit in failing for gate in unit.failed_gates)
        titles = {gate.index: self._language.text(gate.title) for unit in failing for gate in unit.failed_gates}
        key = "sum.gates_one" if len(failing) == 1 else "sum.gates"
        named = self._most_common((titles[index], count) for index, count in counts.most_common(3))
        return self.say(key, units=self.naming.counted(len(failing)), gates=named)

    def _scores(self) -> str:
        scores = self._known()
        if not scores:
            return ""
        (low, first), (high, last) = min(scores, key=_value), max(scores, key=_value)
        sentence = self.say(
            "sum.scores",
            low=self.naming.score(low),
            low_name=self.naming.short(first.name),
            high=self.naming.score(high),
            high_name=self.naming.short(last.name),
            median=self.naming.score(statistics.median(shown for shown, _ in scores)),
        )
        return f"{sentence} {self.say('sum.lower')}" if self.cohort.lower_is_better else sentence

    def _unscored(self) -> str:
        names = [self.naming.short(unit.name) for unit in self.cohort.judged if unit.score is None]
        if not names:
            return ""
        return self.say("sum.no_score", units=self.naming.counted(len(names)), names=self._language.listed(names))

    def _often(self) -> str:
        bars = self._often_bars()[:3]
        named = self._most_common((bar.label, bar.count) for bar in bars)
        return self.say("sum.missing", indicators=named) if bars else ""

    def _often_bars(self) -> list[Bar]:
        counts = Counter(gap.variable for unit in self.cohort.judged for gap in unit.gaps)
        title, total = self.naming.rules.title, len(self.cohort.judged)
        return [Bar(title(variable), count, total) for variable, count in counts.most_common()]

    def _progress(self) -> str:
        if not self.cohort.has_before:
            return ""
        better, same, worse = (self._language.whole(len(group)) for group in self._moved())
        raised = sum(1 for unit in self.cohort.judged if self.naming.rise(unit) > 0)
        key = "sum.progress" if self.naming.has_grades else "sum.progress_plain"
        return self.say(key, better=better, same=same, worse=worse, raised=self._language.whole(raised))

    def _reference(self) -> str:
        reference = self.cohort.reference
        return self.say("sum.reference", name=self.naming.short(reference.name)) if reference else ""

    def _moved(self) -> tuple[list[Unit], list[Unit], list[Unit]]:
        groups: tuple[list[Unit], list[Unit], list[Unit]] = ([], [], [])
        for unit in self.cohort.judged:
            gain = self.naming.gain(unit)
            if gain is not None:
                groups[1 - (gain > 0) + (gain < 0)].append(unit)
        return groups

    def _known(self) -> list[tuple[float, Unit]]:
        shown = [(self.naming.shown(unit), unit) for unit in self.cohort.judged]
        return [(value, unit) for value, unit in shown if value is not None]

    def _most_common(self, counted: Iterable[tuple[str, int]]) -> str:
        whole = self._language.whole
        return self._language.listed([f"{what} ({whole(count)})" for what, count in counted])


def _value(pair: tuple[float, Unit]) -> float:
    return pair[0]
