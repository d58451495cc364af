"""What a unit lacks: indicators below their best, what each costs it, and how each is mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from pug import _pug
from pug._numbers import short
from pug.explanation import Explanation
from pug.instrument import Instrument
from pug.model import Document, Node, Text, Variable, subjects
from pug.observations import Observed, statuses_of
from pug.table import Bytes, Floats

if TYPE_CHECKING:
    from pug.scores import Scores

_EXCLUDED = ("not_applicable", "waived")
_FAILED = ("not_met", "unanswered")
# Transforms that say how good an answer is.
_JUDGING = ("points", "minmax", "steps", "zscore", "percentile")


@dataclass(frozen=True)
class Gap:
    """An indicator that is not at its best.

    Attributes:
        variable: Name of the variable.
        node: Key of the node that it is judged by.
        title: Of the node where that is a leaf, else of the variable.
        status: Status of the answer.
        value: The answer as a number; None unless observed.
        code: The answer as a level's code, ``yes`` or ``no``; None for numbers.
        best: The answer that would earn the most: a code, ``yes``, ``no`` or a number.
        points: What the score gains when this one answer is at its best; None where the unit has no score.
        gates: Keys of the gates that the unit fails now and would not then.
        evidence: What has to be shown.
        remediation: What to do.
        effort_days: Working days that it takes; None where the instrument does not say.
        role: Who does it.
    """

    variable: str
    node: str
    title: Text
    status: str
    value: float | None
    code: str | None
    best: str
    points: float | None
    gates: tuple[str, ...]
    evidence: Text
    remediation: Text
    effort_days: float | None
    role: Text


@dataclass(frozen=True)
class Indicator:
    """A variable, the node that judges it, and the answer that earns the most.

    Attributes:
        judge: A leaf that turns it into points or sets it between goalposts; else the first table or condition that it
            stands in.
        best: As a number: the index of the level for a choice.
    """

    variable: Variable
    judge: Node
    best: float

    @property
    def title(self) -> Text:
        """What it is called: a leaf is about the variable alone, a table or condition is not."""
        return (self.judge.title if self.judge.variable else {}) or self.variable.title

    def is_below_best(self, value: float) -> bool:
        """Whether a better answer than this one would earn more."""
        scale = self.variable.scale
        if scale is not None and scale.levels[-1].points is not None:
            points = [Fraction(level.points or 0) for level in scale.levels]
            return points[int(value)] < points[-1]
        return value > self.best if self.variable.lower_is_better else value < self.best

    @property
    def shown_best(self) -> str:
        """The best answer as it is written in data."""
        if self.variable.scale is not None:
            return self.variable.scale.levels[-1].code
        if self.variable.type == "yes_no":
            return "yes" if self.best else "no"
        return short(self.best)


def indicators(instrument: Instrument) -> list[Indicator]:
    """What is judged: every variable with a leaf that says how good it is, or that a table or condition looks at.

    An instrument without a total judges nothing.
    """
    if instrument.root is None:
        return []
    judges: dict[str, Node] = {}
    for name, node in [*_leaves(instrument), *_tables(instrument)]:
        judges.setdefault(name, node)
    found = []
    for variable in instrument.variables.values():
        judge = judges.get(variable.name)
        best = None if judge is None else _best(instrument, variable, judge)
        if judge is not None and best is not None:
            found.append(Indicator(variable, judge, best))
    return found


def _leaves(instrument: Instrument) -> Iterator[tuple[str, Node]]:
    for node in instrument.nodes.values():
        if node.variable and any(_word(transform) in _JUDGING for transform in node.then):
            yield node.variable, node


def _tables(instrument: Instrument) -> Iterator[tuple[str, Node]]:
    for node in instrument.nodes.values():
        if node.aggregate == "lookup":
            yield from ((name, node) for name in node.operands)
        elif node.condition is not None:
            yield from ((name, node) for kind, name in subjects(node.condition) if kind == "variable")


def _word(transform: Any) -> str:
    return str(next(iter(transform)) if isinstance(transform, Mapping) else transform)


def _best(instrument: Instrument, variable: Variable, judge: Node) -> float | None:
    """The good goalpost, step or cut-off, where one is set on the answer itself; else the good end of the range."""
    lower = variable.lower_is_better
    limits = [variable.low if lower else variable.high]
    if judge.condition is not None:
        limits.append(_cut_off(instrument, variable, judge.condition))
    for transform in judge.then if judge.variable else ():
        word = _word(transform)
        if word == "steps":
            limits.append(_top_step(instrument, transform[word], lower))
        if word not in ("clip", "minmax") or transform[word] == "cohort":
            break
        low, high = (None if end is None else instrument.number(end) for end in transform[word])
        if word == "minmax":  # its goalposts may stand in either order
            low, high = sorted(end for end in (low, high) if end is not None)
        limits.append(low if lower else high)
        if word == "minmax":
            break
    # The first limit met on the way from bad to good: nothing beyond it earns more.
    known = [limit for limit in limits if limit is not None]
    return None if not known else max(known) if lower else min(known)


def _cut_off(instrument: Instrument, variable: Variable, condition: Document) -> float | None:
    """The number that a condition asks of a variable, where it asks for no more than that."""
    word = "at_most" if variable.lower_is_better else "at_least"
    is_plain = condition.get("variable") == variable.name and word in condition
    return instrument.number(condition[word]) if is_plain and variable.type in ("number", "percent", "count") else None


def _top_step(instrument: Instrument, steps: Sequence[Any], lower: bool) -> float | None:
    """Where the step begins that earns the most; None where no answer is the first on it."""
    if lower or not all(isinstance(step, Sequence) for step in steps):
        return None
    start, _ = max(steps, key=lambda step: instrument.number(step[1]))
    return None if start is None else instrument.number(start)


def find_gaps(scores: Scores, unit: int) -> list[Gap]:
    """The gaps of one unit: what closes a gate first, then by cost in points, then in the order of the instrument."""
    explanation = scores.explained(unit)
    judged = [each for each in indicators(scores.instrument) if _is_gap(each, explanation)]
    outside = _outside(explanation)
    gaps = []
    for indicator, points, gates in zip(judged, *_improvements(scores, unit, judged), strict=True):
        variable, answer = indicator.variable, explanation.variables[indicator.variable.name]
        # A table or condition may be content with less than the best; and what lies outside costs nothing.
        if not gates and (indicator.judge.key in outside or (indicator.judge.variable is None and not points)):
            continue
        remediation = variable.remediation
        gaps.append(
            Gap(
                variable=variable.name,
                node=indicator.judge.key,
                title=indicator.title,
                status=answer.status,
                value=answer.value,
                code=answer.code,
                best=indicator.shown_best,
                points=points,
                gates=gates,
                evidence=variable.evidence,
                remediation=remediation.text if remediation else {},
                effort_days=remediation.effort_days if remediation else None,
                role=remediation.role if remediation else {},
            )
        )
    return sorted(gaps, key=lambda gap: (not gap.gates, -(gap.points or 0)))


def _is_gap(indicator: Indicator, explanation: Explanation) -> bool:
    answer = explanation.variables[indicator.variable.name]
    if answer.status in _EXCLUDED or explanation.nodes[indicator.judge.key].status in _EXCLUDED:
        return False
    return answer.value is None or indicator.is_below_best(answer.value)


def _outside(explanation: Explanation) -> set[str]:
    """Keys of the nodes that only nodes use which do not apply or are waived, however far above."""
    users: dict[str, list[str]] = {}
    for node in explanation.nodes.values():
        for operand in node.operands:
            if operand.kind == "node":
                users.setdefault(operand.name, []).append(node.key)
    found: set[str] = set()
    pending = [key for key, node in explanation.nodes.items() if node.status in _EXCLUDED]
    left_out = set(pending)
    while pending:
        for operand in explanation.nodes[pending.pop()].operands:
            key = operand.name
            if operand.kind == "node" and key not in left_out and all(user in left_out for user in users[key]):
                found.add(key)
                left_out.add(key)
                pending.append(key)
    return found


def _improvements(
    scores: Scores, unit: int, judged: Sequence[Indicator]
) -> tuple[list[float | None], list[tuple[str, ...]]]:
    """What is gained, in points and gates, when one indicator is at its best: one row for each, in one call."""
    instrument = scores.instrument
    at = {name: i for i, name in enumerate(instrument.variables)}
    columns = [_repeated(column, unit, len(judged)) for column in scores._columns]
    for row, indicator in enumerate(judged):
        values, statuses = columns[at[indicator.variable.name]]
        values[row], statuses[row] = indicator.best, 0
    changed = scores._scorer(unit).score(columns, nodes=False, intervals=False)
    sign = -1.0 if instrument.lower_is_better else 1.0
    gains = (sign * (changed.scores - scores.values[unit])).tolist()
    points = [None if isnan(gain) else max(0.0, gain) for gain in gains]
    failed = {
        key: states
        for key, states in zip(scores.gates, changed.gates, strict=True)
        if scores.gates[key][unit] in _FAILED
    }
    met = _pug.gate_states.index("met")
    return points, [tuple(key for key, states in failed.items() if states[row] == met) for row in range(len(judged))]


def _repeated(column: Observed, unit: int, times: int) -> tuple[Floats, Bytes]:
    values, statuses = column
    status = statuses_of((values[unit : unit + 1], None if statuses is None else statuses[unit : unit + 1]))
    return np.full(times, values[unit]), np.repeat(status, times)
