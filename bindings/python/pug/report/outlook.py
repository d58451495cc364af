"""What a unit can do next and how firm its grade is: the cheapest way up, and the answers on which the grade rests."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pug.plans import Answer, Plan, Robustness, WrongAnswer
from pug.report.cohort import Cohort, Unit
from pug.report.naming import Naming


@dataclass(frozen=True)
class Step:
    """One change of the cheapest way."""

    title: str
    answer: str
    becomes: str
    days: str


@dataclass(frozen=True)
class Outlook:
    """What the section of a unit says about the way up and about the grade.

    Attributes:
        way: Where the cheapest way leads and what it takes; empty where there is no better grade.
        steps: Its changes.
        firmness: How many answers would have to be wrong before the grade falls; empty where there is none to fall to.
    """

    way: str
    steps: list[Step]
    firmness: str


class Forecaster:
    """Looks ahead for the units of a cohort. Instruments without grades have nothing to look ahead to."""

    def __init__(self, cohort: Cohort, naming: Naming) -> None:
        self._cohort = cohort
        self._naming = naming
        self._language = naming.language
        self._best = max(naming.grades.levels.values(), default=-1)

    def outlook(self, unit: Unit) -> Outlook | None:
        """The outlook of a unit."""
        if not self._naming.has_grades:
            return None
        scores = self._cohort.scores
        is_at_the_top = self._naming.level(unit.grade) == self._best
        plan = None if is_at_the_top else scores.plan(unit.name)
        robustness = scores.robustness(unit.name, draws=0)
        steps = [] if plan is None or not plan.is_reached else self._steps(plan)
        return Outlook("" if plan is None else self._way(plan), steps, self._firmness(robustness))

    def _way(self, plan: Plan) -> str:
        say = self._language.say
        if not plan.is_reached:
            return say("way.none", grade=self._naming.grade(plan.target))
        return say(
            "way" if plan.is_proved else "way.unproved",
            grade=self._naming.grade(plan.after.grade),
            score=self._naming.score(plan.after.rounded),
            changes=self._language.counted(len(plan.changes), "perubahan"),
            days=self._days(plan.cost),
        )

    def _days(self, days: Fraction) -> str:
        return f"{self._language.exact(float(days))} {self._language.noun('hari')[days != 1]}"

    def _steps(self, plan: Plan) -> list[Step]:
        return [
            Step(
                title=self._language.text(change.title) or change.variable,
                answer=self._answer(change.variable, change.before),
                becomes=self._answer(change.variable, change.after),
                days=self._language.exact(float(next(iter(change.costs.values())))),
            )
            for change in plan.changes
        ]

    def _firmness(self, robustness: Robustness) -> str:
        if not robustness.can_fall:
            return ""
        fall = [self._wrong(wrong) for wrong in robustness.fall]
        if len(fall) == 1:
            key = "firm.each" if robustness.decisive[1:] else "firm.one"
            return self._language.say(key, answer=fall[0], count=self._language.whole(len(robustness.decisive)))
        return self._language.say(
            "firm" if robustness.is_proved else "firm.unproved",
            count=self._language.whole(len(fall)),
            answers=self._language.listed(fall),
        )

    def _wrong(self, wrong: WrongAnswer) -> str:
        title = self._language.text(wrong.title) or wrong.variable
        found, instead = (self._answer(wrong.variable, answer) for answer in (wrong.found, wrong.instead))
        return f"{title} ({found} → {instead})"

    def _answer(self, variable: str, answer: Answer) -> str:
        if answer.value is None:
            return self._language.say(f"status.{answer.status}")
        return self._naming.rules.short_answer(variable, answer.code, answer.value)
