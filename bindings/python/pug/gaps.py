"""What a unit lacks: indicators below their best, what each costs it, and how each is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from pug import _pug
from pug._numbers import short
from pug.explanation import Explanation
from pug.instrument import Instrument
from pug.model import Node, Text, Variable
from pug.observations import Observed
from pug.table import Bytes, Floats

if TYPE_CHECKING:
    from pug.scores import Scores

_EXCLUDED = ("not_applicable", "waived")
_FAILED = ("not_met", "unanswered")


@dataclass(frozen=True)
class Gap:
    """An indicator that is not at its best.

    Attributes:
        variable: Name of the variable.
        node: Key of the leaf that it is judged by.
        title: Of the leaf, else of the variable.
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
    """A variable, the leaf that judges it, and the answer that earns the most.

    Attributes:
        best: As a number: the index of the level for a choice.
    """

    variable: Variable
    leaf: Node
    best: float

    def is_below_best(self, value: float) -> bool:
        """Whether a better answer than this one would earn more."""
        if self.variable.scale is not None:
            points = [Fraction(level.points or 0) for level in self.variable.scale.levels]
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
    """What is judged: every variable with a leaf that turns it into points or sets it between goalposts."""
    leaves: dict[str, Node] = {}
    for node in instrument.nodes.values():
        if node.variable and any(_word(transform) in ("points", "minmax") for transform in node.then):
            leaves.setdefault(node.variable, node)
    found = []
    for variable in instrument.variables.values():
        leaf = leaves.get(variable.name)
        best = None if leaf is None else _best(instrument, variable, leaf)
        if leaf is not None and best is not None:
            found.append(Indicator(variable, leaf, best))
    return found


def _word(transform: Any) -> str:
    return str(next(iter(transform)) if isinstance(transform, Mapping) else transform)


def _best(instrument: Instrument, variable: Variable, leaf: Node) -> float | None:
    """The good goalpost, where one is set on the answer itself; else the good end of the range, if it has one."""
    lower = variable.lower_is_better
    limits = [variable.low if lower else variable.high]
    for transform in leaf.then:
        word = _word(transform)
        if word not in ("clip", "minmax"):
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


def find_gaps(scores: Scores, unit: int) -> list[Gap]:
    """The gaps of one unit: what closes a gate first, then by cost in points, then in the order of the instrument."""
    explanation = scores.explain(scores.names[unit])
    judged = [each for each in indicators(scores.instrument) if _is_gap(each, explanation)]
    gaps = []
    for indicator, points, gates in zip(judged, *_improvements(scores, unit, judged), strict=True):
        variable, answer = indicator.variable, explanation.variables[indicator.variable.name]
        remediation = variable.remediation
        gaps.append(
            Gap(
                variable=variable.name,
                node=indicator.leaf.key,
                title=indicator.leaf.title or variable.title,
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
    if answer.status in _EXCLUDED or explanation.nodes[indicator.leaf.key].status in _EXCLUDED:
        return False
    return answer.value is None or indicator.is_below_best(answer.value)


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
    changed = instrument._native.score(columns, None, None, False)
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
    status = 0 if statuses is None else statuses[unit]
    return np.full(times, values[unit]), np.full(times, status, dtype=np.uint8)
