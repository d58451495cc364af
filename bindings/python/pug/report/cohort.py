"""What the report says about: every unit with its answers, values, verdict and gaps, read from scores once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pug.report.tree import Criterion, Dimension, Tree

if TYPE_CHECKING:
    from pug.scores import Gap, Scores

OBSERVED = "observed"
_EXCLUDED = ("not_applicable", "waived")


@dataclass(frozen=True)
class Value:
    """A number, or the status that stands in its place."""

    value: float | None
    status: str

    @property
    def is_observed(self) -> bool:
        """Whether there is a number."""
        return self.status == OBSERVED


@dataclass(frozen=True)
class Gate:
    """A mandatory criterion and how the unit stands to it."""

    index: int
    title: Mapping[str, str]
    state: str

    @property
    def failed(self) -> bool:
        """Not met, or not known to be met."""
        return self.state in ("not_met", "unanswered")


@dataclass(frozen=True)
class Cap:
    """A limit on the grade and whether it held."""

    index: int
    title: Mapping[str, str]
    state: str
    grade_at_most: str

    @property
    def holds(self) -> bool:
        """Held, or counts as holding because its subject is not known."""
        return self.state != "open"


@dataclass
class Unit:
    """One unit of the cohort."""

    index: int
    name: str
    verdict: Mapping[str, Any]
    rank: float | None
    cohort: str | None  # among whom it is ranked; None where all are one cohort
    nodes: Mapping[str, Value]
    answers: Mapping[str, Value]
    codes: Mapping[str, str]
    gaps: list[Gap] = field(default_factory=list)
    before: Unit | None = None

    @property
    def score(self) -> float | None:
        """The value of the root, unrounded."""
        return _number(self.verdict["score"])

    @property
    def shown(self) -> float | None:
        """The score as the verdict takes it."""
        return _number(self.verdict["rounded"])

    @property
    def status(self) -> str:
        """Status of the score."""
        return str(self.verdict["status"])

    @property
    def grade(self) -> str | None:
        """Name of the grade."""
        grade: str | None = self.verdict["grade"]
        return grade

    @property
    def coverage(self) -> float | None:
        """Share of the weight that was observed."""
        return _number(self.verdict["coverage"])

    @property
    def low(self) -> float | None:
        """The score if everything unanswered were at its worst."""
        return _number(self.verdict["interval"][0])

    @property
    def high(self) -> float | None:
        """The score if everything unanswered were at its best."""
        return _number(self.verdict["interval"][1])

    @property
    def gates(self) -> list[Gate]:
        """Every mandatory criterion."""
        return [Gate(i, gate["title"] or gate["id"], gate["state"]) for i, gate in enumerate(self.verdict["gates"])]

    @property
    def failed_gates(self) -> list[Gate]:
        """The mandatory criteria that are not met."""
        return [gate for gate in self.gates if gate.failed]

    @property
    def caps(self) -> list[Cap]:
        """The caps that held."""
        caps = enumerate(self.verdict["caps"])
        every = (Cap(i, cap["title"] or cap["id"], cap["state"], cap["grade_at_most"]) for i, cap in caps)
        return [cap for cap in every if cap.holds]

    def dimension(self, dimension: Dimension) -> Value:
        """The value of a dimension."""
        return self.nodes[dimension.key]

    def criterion(self, criterion: Criterion) -> Value:
        """The value of a criterion; where nothing was observed, what stands in its place.

        A node that counts an unanswered question as the worst has a number, but the reader wants to know that nobody
        answered.
        """
        answer = self.answers[criterion.variable]
        whole = next((self.nodes[key] for key in criterion.above if self.nodes[key].status in _EXCLUDED), None)
        if whole is not None:
            return Value(None, whole.status)
        if not criterion.is_node:
            return answer
        node = self.nodes[criterion.key]
        return node if answer.is_observed or not node.is_observed else Value(None, answer.status)


@dataclass
class Cohort:
    """The units in the order of the data, and whom they are compared with."""

    tree: Tree
    scores: Scores
    units: list[Unit]
    reference: Unit | None = None
    has_before: bool = False

    @cached_property
    def judged(self) -> list[Unit]:
        """The units that the report is about: all but the reference."""
        return [unit for unit in self.units if unit is not self.reference]

    @cached_property
    def ranked(self) -> list[Unit]:
        """Best first, then those without rank, then those without score; equals in the order of the data.

        Where there are several cohorts, one after the other in the order in which they first occur.
        """
        sign = 1.0 if self.lower_is_better else -1.0
        cohorts = {name: place for place, name in enumerate(dict.fromkeys(unit.cohort for unit in self.units))}
        return sorted(self.units, key=lambda u: (cohorts[u.cohort], _last(u.rank, 1.0), _last(u.score, sign), u.index))

    @property
    def lower_is_better(self) -> bool:
        """Whether a low score is a good one."""
        return bool(self.tree.document.get("direction") == "lower_is_better")

    @property
    def is_draft(self) -> bool:
        """Whether the instrument's numbers are nobody's ruling."""
        return self.scores.instrument.is_draft

    @cached_property
    def has_best(self) -> bool:
        """Whether the instrument says of any answer which one is best, so that there can be gaps."""
        steps = (step for node in self.tree.every_node() for step in node.get("then", []))
        return any("points" in step or "minmax" in step for step in steps)

    @cached_property
    def digits(self) -> int:
        """Decimals of a score in print: those of the verdict, else what the size of the scores asks for."""
        rounding = self.tree.document.get("verdict", {}).get("round")
        if rounding:
            return int(self.tree.number(rounding["digits"]))
        return 3 if all(abs(unit.score or 0) <= 1 for unit in self.units) else 2

    def benchmark(self, unit: Unit) -> Unit | None:
        """Whom a unit is compared with: the reference, else the best of its cohort; nobody where that is itself."""
        if self.reference is not None:
            return self.reference if unit is not self.reference else None
        others = (other for other in self.ranked if other.score is not None and other.cohort == unit.cohort)
        best = next(others, None)
        return best if best is not unit else None


def read(scores: Scores, reference: str | None, before: Scores | None) -> Cohort:
    """Reads everything the report needs, each unit explained once."""
    tree = Tree(scores.instrument.to_dict(), scores.instrument.as_of)
    units = _units(scores)
    for unit in units:
        unit.gaps = list(scores.gaps(unit.name))
    cohort = Cohort(tree, scores, units, has_before=before is not None)
    if reference is not None:
        cohort.reference = next(unit for unit in units if unit.name == reference)
    if before is not None:
        earlier = {unit.name: unit for unit in _units(before)}
        for unit in units:
            unit.before = earlier.get(unit.name)
    return cohort


def _units(scores: Scores) -> list[Unit]:
    return [_unit(scores, index, name) for index, name in enumerate(scores.names)]


def _unit(scores: Scores, index: int, name: str) -> Unit:
    explained = scores.explain(name)
    return Unit(
        index=index,
        name=name,
        verdict=explained.verdict,
        rank=_number(scores.ranks[index]),
        cohort=scores.cohorts[index] if scores.cohorts is not None else None,
        nodes={key: Value(_number(node.value), node.status) for key, node in explained.nodes.items()},
        answers={key: Value(_number(answer.value), answer.status) for key, answer in explained.variables.items()},
        codes={key: answer.code for key, answer in explained.variables.items() if answer.code},
    )


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _last(value: float | None, sign: float) -> float:
    return math.inf if value is None else sign * value
