"""The parts of an instrument as Python sees them: plain values read from its document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Text = Mapping[str, str]
"""A text by language tag; ``und`` where the document gives no language."""

Document = Mapping[str, Any]
"""A part of an instrument's document, as JSON has it."""


def text_of(written: str | Text | None) -> Text:
    """A text of the document by language tag."""
    if not written:
        return {}
    return {"und": written} if isinstance(written, str) else dict(written)


def in_language(text: Text, language: str, otherwise: str = "") -> str:
    """The text in that language; else the untagged one, English, or the first there is."""
    for tag in (language, "und", "en"):
        if tag in text:
            return text[tag]
    return next(iter(text.values()), otherwise)


@dataclass(frozen=True)
class Level:
    """One level of a scale.

    Attributes:
        points: A number as the document writes it, or None.
        counts_as: Code of the level that it counts as in look-ups; its own where it counts as itself.
    """

    code: str
    title: Text
    points: str | None
    counts_as: str


@dataclass(frozen=True)
class Scale:
    """The levels of a choice from worst to best, and the codes that mean a status."""

    name: str
    levels: tuple[Level, ...]
    statuses: Mapping[str, str]


@dataclass(frozen=True)
class Remediation:
    """How an unmet indicator is mended: what to do, with how many working days of effort, by whom."""

    text: Text
    effort_days: float | None
    role: Text


@dataclass(frozen=True)
class Variable:
    """One column of observations.

    Attributes:
        type: ``number``, ``percent``, ``count``, ``yes_no`` or ``choice``.
        low: Lowest admissible value; None where it is unbounded.
        high: Highest admissible value; None where it is unbounded.
        scale: The levels of a choice; None for other types.
        source: Name of the source in the instrument, or an empty text.
    """

    name: str
    type: str
    unit: str
    low: float | None
    high: float | None
    lower_is_better: bool
    scale: Scale | None
    title: Text
    question: Text
    guidance: Text
    evidence: Text
    remediation: Remediation | None
    source: str


@dataclass(frozen=True)
class Node:
    """One step of the computation.

    Attributes:
        key: Its id, or its JSON pointer where it has none.
        aggregate: The word for its value source: ``arithmetic``, ``lookup``, ``holds``, …
        operands: Keys of nodes, names of variables, constants as written; of `holds`, what the condition is about.
        variable: The variable that a leaf comes from; None for other nodes.
        then: The transforms as the document writes them.
        condition: What has to hold for 1, of `holds`; None for other nodes.
        table: The rows of a `lookup`, by the codes of the levels; empty for other nodes.
    """

    key: str
    id: str | None
    title: Text
    weight: str
    source: str
    aggregate: str
    operands: tuple[str, ...]
    variable: str | None
    then: tuple[Any, ...]
    condition: Document | None = None
    table: Document = field(default_factory=dict)


@dataclass(frozen=True)
class Grade:
    """A band of the verdict; `lower` and `upper` say its edges as the document writes them, e.g. ``from 80``."""

    name: str
    title: Text
    lower: str
    upper: str
    source: str


@dataclass(frozen=True)
class Gate:
    """A mandatory condition and the grade of a unit that does not meet it."""

    key: str
    title: Text
    condition: Document
    otherwise: str
    source: str


@dataclass(frozen=True)
class Cap:
    """A condition under which the grade is at most the one named."""

    key: str
    title: Text
    condition: Document
    grade_at_most: str
    source: str


@dataclass(frozen=True)
class Step:
    """A level of a ladder: a unit has it where this condition and those of all lower levels hold."""

    grade: str
    title: Text
    condition: Document
    source: str


@dataclass(frozen=True)
class Override:
    """A condition that decides the grade, whatever bands, caps and gates say."""

    key: str
    title: Text
    condition: Document
    grade: str
    source: str


COMPARISONS = ("at_least", "above", "at_most", "below", "is", "in")


def subjects(condition: Document) -> list[tuple[str, str]]:
    """What a condition is about, in its order: pairs of ``variable`` or ``node`` and a name, each once."""
    parts = [*condition.get("all", []), *condition.get("any", []), *([condition["not"]] if "not" in condition else [])]
    named = [(kind, condition[kind]) for kind in ("variable", "node") if kind in condition]
    return list(dict.fromkeys([*named, *(subject for part in parts for subject in subjects(part))]))


def condition_text(condition: Document) -> str:
    """A condition in the words of the language, e.g. ``staff at_least 3 and not (permit is no)``."""
    for word, joint in (("all", " and "), ("any", " or ")):
        if word in condition:
            return joint.join(_bracketed(part) for part in condition[word])
    if "not" in condition:
        return f"not {_bracketed(condition['not'])}"
    word = next(comparison for comparison in COMPARISONS if comparison in condition)
    written = condition[word] if isinstance(condition[word], list) else [condition[word]]
    values = ", ".join(str(value["parameter"] if isinstance(value, Mapping) else value) for value in written)
    return f"{condition.get('variable') or condition['node']} {word} {values}"


def _bracketed(condition: Document) -> str:
    text = condition_text(condition)
    return f"({text})" if {"all", "any"} & condition.keys() else text
