"""How units changed between two assessments."""

from __future__ import annotations

from dataclasses import dataclass

from pug.report.cohort import Cohort, Unit
from pug.report.naming import Naming


@dataclass(frozen=True)
class Step:
    """A unit before and after."""

    unit: Unit
    before: float | None
    after: float | None
    change: str
    direction: str  # better, worse, same, unknown
    grade_change: str  # up, down, same, or nothing where a grade is missing


@dataclass(frozen=True)
class Transitions:
    """How many units moved from which grade to which; the last row and column are for no grade, where that occurs."""

    grades: list[str]
    counts: list[list[int]]


def transitions(cohort: Cohort, naming: Naming) -> Transitions | None:
    """The moves between grades of all units that are in both assessments; nothing where there are no grades."""
    pairs = [(unit.before.grade, unit.grade) for unit in cohort.units if unit.before is not None]
    if not naming.has_grades or not pairs:
        return None
    known = sorted(naming.grades.levels, key=lambda name: naming.grades.levels[name])
    grades: list[str | None] = [*known, *([None] if any(None in pair for pair in pairs) else [])]
    counts = [[pairs.count((before, after)) for after in grades] for before in grades]
    return Transitions([naming.grade(grade) for grade in grades], counts)


def steps(cohort: Cohort, naming: Naming) -> list[Step]:
    """Every unit, the best change first, those that cannot be compared last."""
    listed = [_step(cohort, naming, unit) for unit in cohort.units]
    gains = {step.unit.index: naming.gain(step.unit) for step in listed}

    def order(step: Step) -> tuple[bool, float, int]:
        gain = gains[step.unit.index]
        return gain is None, -(gain or 0.0), step.unit.index

    return sorted(listed, key=order)


def _step(cohort: Cohort, naming: Naming, unit: Unit) -> Step:
    before = naming.shown(unit.before) if unit.before else None
    after = naming.shown(unit)
    gain = naming.gain(unit)
    direction = "unknown" if gain is None else "better" if gain > 0 else "worse" if gain < 0 else "same"
    change = naming.language.change(before, after, cohort.digits)
    return Step(unit, before, after, change, direction, _grade_change(naming, unit))


def _grade_change(naming: Naming, unit: Unit) -> str:
    if unit.before is None or unit.grade is None or unit.before.grade is None:
        return ""
    rise = naming.rise(unit)
    return "up" if rise > 0 else "down" if rise < 0 else "same"
