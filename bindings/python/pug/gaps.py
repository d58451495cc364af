"""What a unit lacks: indicators below their best, what each costs it, how each is mended, and how far grades are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pug import _pug
from pug._numbers import short
from pug.instrument import Instrument
from pug.model import Node, Text, in_language
from pug.pieces import Pieces
from pug.report.language import Language

if TYPE_CHECKING:
    from pug.scores import Scores


@dataclass(frozen=True)
class Gap:
    """An indicator that is not at its best.

    Attributes:
        variable: Name of the variable.
        node: Key of the node that it is judged by; None where only the verdict looks at it.
        title: Of the node where that is a leaf, else of the variable.
        reason: ``below_best``, ``unanswered``, ``not_assessed``, ``insufficient_evidence``, ``not_computable`` or
            ``suppressed``.
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
    node: str | None
    title: Text
    reason: str
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
class GradeDistance:
    """What lies between a unit and a better grade.

    Attributes:
        grade: Name of the grade.
        points: What the graded value lacks; None where it has none, or the grade is a level of a ladder.
        gates: Keys of the mandatory conditions that are not met.
        caps: Keys of the caps that hold the grade below this one.
        levels: Grades of the ladder, up to this one, whose conditions are not met.
    """

    grade: str
    points: float | None
    gates: tuple[str, ...]
    caps: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True)
class CommonGap:
    """A gap as a cohort has it.

    Attributes:
        variable: Name of the variable.
        title: Its title by language.
        units: Names of the units that have it.
        gates: How many of them it keeps from passing a mandatory condition.
        points: What the scores of all of them would gain.
    """

    variable: str
    title: Text
    units: tuple[str, ...]
    gates: int
    points: float


def find_common_gaps(scores: Scores) -> list[CommonGap]:
    """The gaps of all units together: what keeps most from passing a gate first, then by points."""
    parts = scores._native.parts if isinstance(scores._native, Pieces) else [(None, scores._native)]
    found: dict[str, CommonGap] = {}
    for rows, native in parts:
        for document in json.loads(_pug.common_gaps(native)):
            places = document["units"] if rows is None else [int(rows[at]) for at in document["units"]]
            units = tuple(scores.names[at] for at in places)
            gap = CommonGap(document["variable"], document["title"], units, document["gates"], document["points"])
            known = found.get(gap.variable)
            found[gap.variable] = gap if known is None else _added(known, gap)
    return sorted(found.values(), key=lambda gap: (-gap.gates, -gap.points))


def _added(a: CommonGap, b: CommonGap) -> CommonGap:
    return replace(a, units=a.units + b.units, gates=a.gates + b.gates, points=a.points + b.points)


def find_gaps(scores: Scores, unit: int) -> list[Gap]:
    """The gaps of one unit: what closes a gate first, then by cost in points, then in the order of the instrument."""
    return [_gap(scores.instrument, document) for document in _document(scores, unit)["gaps"]]


def find_distances(scores: Scores, unit: int) -> list[GradeDistance]:
    """What lies between one unit and each better grade, the next one first."""
    instrument = scores.instrument
    gates, caps = ([each.key for each in every] for every in (instrument.gates, instrument.caps))
    levels = [step.grade for step in instrument.ladder]
    return [
        GradeDistance(
            grade=document["grade"],
            points=document["points"],
            gates=tuple(gates[at] for at in document["gates"]),
            caps=tuple(caps[at] for at in document["caps"]),
            levels=tuple(levels[at] for at in document["levels"]),
        )
        for document in _document(scores, unit)["grades"]
    ]


OFFICE_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "id": {
        "unit": "unit",
        "worth": "nilai",
        "indicator": "indikator",
        "done": "sudah dilaksanakan",
        "to_do": "belum dilaksanakan",
        "evidence": "data dibutuhkan",
        "role": "penanggung jawab",
        "points": "tambahan skor",
        "mandatory": "wajib",
    },
    "en": {
        "unit": "unit",
        "worth": "value",
        "indicator": "indicator",
        "done": "done so far",
        "to_do": "still to do",
        "evidence": "data needed",
        "role": "responsible",
        "points": "points to gain",
        "mandatory": "mandatory",
    },
}
"""The columns of a list of gaps as offices keep it, by language."""


def office_rows(scores: Scores, unit: int, language: str) -> list[dict[str, object]]:
    """The gaps of one unit in the columns that offices use, in their language."""
    names, say = OFFICE_COLUMNS[language], Language(language).say
    variables = scores.instrument.variables
    rows: list[dict[str, object]] = []
    for gap in find_gaps(scores, unit):
        variable = variables[gap.variable]
        done = say(f"status.{gap.status}") if gap.value is None else gap.code or short(gap.value)
        if variable.type == "yes_no" and gap.code is not None:
            done = say(gap.code)
        for level in () if variable.scale is None else variable.scale.levels:
            if level.code == gap.code:
                done = in_language(level.title, language, level.code)
        cells: dict[str, object] = {
            "unit": scores.names[unit],
            "worth": None if gap.node is None else _worth(scores, unit, gap.node),
            "indicator": in_language(gap.title, language, gap.variable),
            "done": done,
            "to_do": in_language(gap.remediation, language) or in_language(variable.question, language),
            "evidence": in_language(gap.evidence, language),
            "role": in_language(gap.role, language),
            "points": gap.points,
            "mandatory": bool(gap.gates),
        }
        rows.append({names[name]: cell for name, cell in cells.items()})
    return rows


def _worth(scores: Scores, unit: int, node: str) -> float | None:
    """What the node that judges an answer comes to now; None without a value, or where nodes were not kept."""
    if node not in scores.nodes:
        return None
    found = scores.node(node)
    return float(found.values[unit]) if found.statuses[unit] == "observed" else None


def _document(scores: Scores, unit: int) -> Mapping[str, Any]:
    native, place = scores._asked(unit)
    document: dict[str, Any] = json.loads(_pug.gaps(native, place))
    return document


def _gap(instrument: Instrument, document: Mapping[str, Any]) -> Gap:
    answer, best, remediation = document["answer"], document["best"], document["remediation"] or {}
    judge: Node | None = instrument.nodes.get(document["node"])
    days = remediation.get("effort_days")
    keys = [gate.key for gate in instrument.gates]
    return Gap(
        variable=document["variable"],
        node=document["node"],
        title=(judge.title if judge is not None and judge.variable else {}) or document["title"],
        reason=document["reason"],
        status=answer["status"],
        value=answer["value"],
        code=answer["code"],
        best=best["code"] or short(best["value"]),
        points=document["points"],
        gates=tuple(keys[gate] for gate in document["gates"]),
        evidence=document["evidence"],
        remediation=remediation.get("text", {}),
        effort_days=None if days is None else float(Fraction(days)),
        role=remediation.get("role", {}),
    )
