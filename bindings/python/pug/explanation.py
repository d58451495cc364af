"""Why a unit has its score: every node with its value, rule, operands and contributions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pug._html import preformatted
from pug._numbers import percent, short
from pug.model import Text, in_language


@dataclass(frozen=True)
class Operand:
    """What a node took from one of its parts.

    Attributes:
        kind: ``variable``, ``node`` or ``constant``.
        name: Name of the variable, key of the node, or the constant as written.
        used: ``as_observed``, ``left_out``, ``as_lowest``, ``substituted`` or ``stopped``.
        value: What it counted as; None where it was left out.
        weight: Its share of the weight present, 0–1; None where the node has no weights.
        contribution: What it adds to the node's value above the baseline; None where that cannot be shared out.
    """

    kind: str
    name: str
    status: str
    used: str
    value: float | None
    weight: float | None
    contribution: float | None


@dataclass(frozen=True)
class ExplainedNode:
    """One node of the computation; baseline + Σ contributions of its operands = value."""

    key: str
    id: str | None
    title: Text
    aggregate: str
    rule: str
    source: str | None
    value: float | None
    status: str
    coverage: float | None
    sharing: str
    baseline: float | None
    operands: tuple[Operand, ...]


@dataclass(frozen=True)
class Answer:
    """What was observed of one variable; `code` is that of a level, or ``yes`` or ``no``."""

    name: str
    title: Text
    type: str
    status: str
    value: float | None
    code: str | None

    def __str__(self) -> str:
        if self.status != "observed":
            return self.status
        return self.code if self.code is not None else short(self.value)


class Explanation:
    """The explanation of one unit: a tree that prints as text and shows in a notebook.

    Attributes:
        unit: Name of the unit.
        instrument: Its ``id``, ``edition``, ``status``, ``fingerprint`` and the version of the ``engine``.
        verdict: ``score``, ``status``, ``rounded``, ``grade``, ``coverage``, ``interval``, ``gates``, ``caps``,
            ``override``, …
        root: Key of the node whose value is the score; where the instrument makes no total, of a bare constant.
        graded: Id of the node that was rounded and graded, where that is not the root.
        nodes: Every node by key, the root first.
        variables: Every answer by name of its variable.
    """

    def __init__(self, document: Mapping[str, Any], graded: str | None = None) -> None:
        self._document = document
        self.unit: str = document["unit"]
        self.instrument: Mapping[str, str] = document["instrument"]
        self.verdict: Mapping[str, Any] = document["verdict"]
        self.root: str = document["root"]
        self.graded = None if graded == self.root else graded
        self.nodes = {node["key"]: _node(node) for node in document["nodes"]}
        self.variables = {answer["name"]: Answer(**answer) for answer in document["variables"]}

    @property
    def has_score(self) -> bool:
        """Whether the instrument makes a total; otherwise it only reports its nodes."""
        root = self.nodes[self.root]
        return root.id is not None or root.aggregate != "from" or root.operands[0].kind != "constant"

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain values, as `to_json` writes them."""
        document: dict[str, Any] = json.loads(json.dumps(self._document))
        return document

    def to_json(self, indent: int | None = 2) -> str:
        """The explanation as JSON text."""
        return json.dumps(self._document, ensure_ascii=False, indent=indent)

    def text(self, language: str = "en") -> str:
        """The explanation as lines: the verdict, then the tree of nodes with value, weight, contribution and rule.

        Nodes that the score does not use stand after it.
        """
        verdict = self._verdict_lines(language) if self.has_score else self._head_lines()
        return "\n".join([*verdict, "", *_Tree(self, language).lines()])

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<pug.Explanation of {self.unit!r} by {self.instrument['id']}>"

    def _repr_html_(self) -> str:
        return preformatted(self.text())

    def _head_lines(self) -> Iterator[str]:
        instrument = self.instrument
        yield f"{self.unit}: {instrument['id']} {instrument['edition']} ({instrument['status']})"
        if not self.has_score:
            yield f"no total: only the nodes are reported, coverage {percent(self.verdict['coverage'])}"

    def _verdict_lines(self, language: str) -> Iterator[str]:
        verdict = self.verdict
        yield from self._head_lines()
        grade = in_language(verdict["grade_title"] or {}, language, verdict["grade"] or "none")
        if self.graded is None:
            score = f"score {short(verdict['rounded'], verdict['status'])} (unrounded {_full(verdict['score'])})"
        else:
            score = f"score {short(verdict['score'], verdict['status'])}, graded on {self.graded}"
            score += f" {short(verdict['rounded'], 'without a value')}"
        yield f"{score}, grade {grade}"
        coverage, (low, high) = percent(verdict["coverage"]), verdict["interval"]
        yield f"coverage {coverage}, interval {short(low)} to {short(high)}, decided {verdict['decided']}"
        if verdict["override"] is not None:
            yield f"override {verdict['override']}".rstrip() + ": decides the grade before all else"
        for gate in verdict["gates"]:
            if gate["state"] in ("not_met", "unanswered"):
                name = in_language(gate["title"], language, gate["id"])
                yield f"gate {gate['state']}: {name} (otherwise {gate['otherwise']})"
        for cap in verdict["caps"]:
            if cap["state"] != "open":
                name = in_language(cap["title"], language, cap["id"])
                yield f"cap {cap['state']}: {name} (at most {cap['grade_at_most']})"


class _Tree:
    """Lays the nodes out below each other; a node used again is not opened again."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self._explanation = explanation
        self._language = language
        self._seen: set[str] = set()

    def lines(self) -> list[str]:
        nodes, root = self._explanation.nodes, self._explanation.root
        used = {operand.name for node in nodes.values() for operand in node.operands if operand.kind == "node"}
        tops = [nodes[root]] if self._explanation.has_score else []
        tops += [node for node in nodes.values() if node.key not in used and node.key != root]
        return [line for top in tops for line in (self._line(top, None), *self._below(top, ""))]

    def _below(self, node: ExplainedNode, indent: str) -> Iterator[str]:
        if node.key in self._seen:
            return
        self._seen.add(node.key)
        for operand in node.operands:
            is_last = operand is node.operands[-1]
            branch, deeper = ("└─ ", "   ") if is_last else ("├─ ", "│  ")
            inner = self._explanation.nodes.get(operand.name) if operand.kind == "node" else None
            yield indent + branch + (self._line(inner, operand) if inner else self._leaf(operand))
            if inner and self._answer(inner) is None:
                yield from self._below(inner, indent + deeper)

    def _answer(self, node: ExplainedNode) -> Answer | None:
        """The answer that a leaf comes from, which is told in the leaf's own line."""
        is_leaf = node.aggregate == "from" and node.operands[0].kind == "variable"
        return self._explanation.variables[node.operands[0].name] if is_leaf else None

    def _line(self, node: ExplainedNode, operand: Operand | None) -> str:
        again = " (as above)" if node.key in self._seen and self._answer(node) is None else ""
        answer = self._answer(node)
        name = "" if answer is None or answer.name == node.id else f"{answer.name} "
        answered = "" if answer is None else f"  answer {name}{answer}"
        title = in_language(node.title or (answer.title if answer else {}), self._language)
        title = f"  “{title}”" if title else ""
        value = short(node.value, node.status)
        return f"{node.id or node.key}  {value}{_used(operand)}  [{node.rule}]{answered}{title}{again}"

    def _leaf(self, operand: Operand) -> str:
        if operand.kind == "constant":
            return f"constant {operand.name}{_used(operand)}"
        answer = self._explanation.variables[operand.name]
        return f"{operand.name}  {answer}{_used(operand)}"


def _used(operand: Operand | None) -> str:
    """How the node above took it: weight, contribution, and what its status made of it."""
    if operand is None:
        return ""
    weight = "" if operand.weight is None else f"  weight {percent(operand.weight)}"
    contribution = "" if operand.contribution is None else f"  contributes {operand.contribution:+.6g}"
    used = "" if operand.used == "as_observed" else f"  {operand.used} ({short(operand.value, 'no value')})"
    return weight + contribution + used


def _full(value: float | None) -> str:
    return "–" if value is None else repr(value)


def _node(written: Mapping[str, Any]) -> ExplainedNode:
    operands = tuple(Operand(**operand) for operand in written["operands"])
    return ExplainedNode(**{**written, "operands": operands})
