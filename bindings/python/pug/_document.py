"""Reads the document of an instrument, once the engine has accepted it, into the values of `pug.model`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from pug.model import (
    Cap,
    Document,
    Gate,
    Grade,
    Level,
    Node,
    Override,
    Remediation,
    Scale,
    Step,
    Variable,
    subjects,
    text_of,
)

AGGREGATES = (
    *("from", "sum", "arithmetic", "geometric", "harmonic", "min", "max", "median"),
    *("ratio", "difference", "product", "lookup", "holds"),
)
_RANGES: Mapping[str, Sequence[str | None]] = {"percent": ("0", "100"), "count": ("0", None), "yes_no": ("0", "1")}


class DocumentReader:
    """The parts of one document, as they are on a day; dated parameters have their latest value where none is given."""

    def __init__(self, document: Document, as_of: str = "") -> None:
        self._document = document
        self._as_of = as_of
        self._verdict: Document = document.get("verdict", {})
        self._variables: Document = document["variables"]
        self._walked = list(_walk(document))
        self._ids = {node["id"] for _, node in self._walked if "id" in node}

    def number(self, written: Any) -> float:
        """A number of the document: a decimal, a fraction, or the value of a parameter."""
        if isinstance(written, Mapping):
            written = parameter_value(self._document, written["parameter"], self._as_of)
        return float(Fraction(str(written)))

    def variables(self) -> dict[str, Variable]:
        """Every variable by name, in the order of the columns."""
        scales = {name: _scale(name, scale) for name, scale in self._document.get("scales", {}).items()}
        return {name: self._variable(name, written, scales) for name, written in self._variables.items()}

    def nodes(self) -> dict[str, Node]:
        """Every node by key: the root, the tree below it, then the named nodes beside it, each before its parts."""
        nodes = (self._node(pointer, written) for pointer, written in self._walked)
        return {node.key: node for node in nodes}

    def grades(self) -> tuple[Grade, ...]:
        """The bands in the order of the document."""
        return tuple(
            Grade(
                name=grade["grade"],
                title=text_of(grade.get("title")),
                lower=self._edge(grade, "from", "above"),
                upper=self._edge(grade, "to", "below"),
                source=grade.get("source", ""),
            )
            for grade in self._verdict.get("grades", [])
        )

    def ladder(self) -> tuple[Step, ...]:
        """The levels of the ladder, the lowest first."""
        return tuple(
            Step(step["grade"], text_of(step.get("title")), step["when"], step.get("source", ""))
            for step in self._verdict.get("ladder", [])
        )

    def overrides(self) -> tuple[Override, ...]:
        """What decides the grade before all else, in the order in which it is asked."""
        return tuple(
            Override(
                key=key,
                title=text_of(override.get("title")),
                condition=override["when"],
                grade=override["grade"],
                source=override.get("source", ""),
            )
            for key, override in self._keyed("overrides")
        )

    def gates(self) -> tuple[Gate, ...]:
        """The mandatory conditions in the order of the document."""
        described = {"id", "title", "otherwise", "source"}
        return tuple(
            Gate(
                key=key,
                title=text_of(gate.get("title")),
                condition={word: value for word, value in gate.items() if word not in described},
                otherwise=gate["otherwise"]["grade"],
                source=gate.get("source", ""),
            )
            for key, gate in self._keyed("gates")
        )

    def caps(self) -> tuple[Cap, ...]:
        """The caps in the order of the document."""
        return tuple(
            Cap(
                key=key,
                title=text_of(cap.get("title")),
                condition=cap["when"],
                grade_at_most=cap["grade_at_most"],
                source=cap.get("source", ""),
            )
            for key, cap in self._keyed("caps")
        )

    def _keyed(self, part: str) -> Iterator[tuple[str, Document]]:
        for i, item in enumerate(self._verdict.get(part, [])):
            yield item.get("id") or f"/verdict/{part}/{i}", item

    def _edge(self, grade: Document, *words: str) -> str:
        return next((f"{word} {self.number(grade[word]):.12g}" for word in words if word in grade), "")

    def _variable(self, name: str, written: Document, scales: Mapping[str, Scale]) -> Variable:
        scale = scales[written["scale"]] if written["type"] == "choice" else None
        usual = ("0", str(len(scale.levels) - 1)) if scale else _RANGES.get(written["type"], (None, None))
        low, high = (None if end is None else self.number(end) for end in written.get("range", usual))
        return Variable(
            name=name,
            type=written["type"],
            unit=written.get("unit", ""),
            low=low,
            high=high,
            lower_is_better=written.get("direction") == "lower_is_better",
            scale=scale,
            title=text_of(written.get("title")),
            question=text_of(written.get("question")),
            guidance=text_of(written.get("guidance")),
            evidence=text_of(written.get("evidence")),
            remediation=self._remediation(written["remediation"]) if "remediation" in written else None,
            source=written.get("source", ""),
        )

    def _remediation(self, written: Document) -> Remediation:
        effort = self.number(written["effort_days"]) if "effort_days" in written else None
        return Remediation(text_of(written.get("text")), effort, text_of(written.get("role")))

    def _node(self, pointer: str, written: Document) -> Node:
        aggregate = aggregate_of(written)
        operands = tuple(_shown(inner, operand) for inner, operand in _operands(pointer, written))
        is_leaf = aggregate == "from" and self._is_variable(operands[0], written)
        return Node(
            key=written.get("id", pointer),
            id=written.get("id"),
            title=text_of(written.get("title")),
            weight=_shown(pointer, written.get("weight", "1")),
            source=written.get("source", ""),
            aggregate=aggregate,
            operands=operands,
            variable=operands[0] if is_leaf else None,
            then=(*written.get("then", []), *([{"round": written["round"]}] if "round" in written else [])),
            condition=written.get("holds"),
            table=written.get("table", {}),
        )

    def _is_variable(self, name: str, user: Document) -> bool:
        """Inside nodes a name shared with a leaf means the leaf, except in that leaf itself."""
        return name in self._variables and (name not in self._ids or user.get("id") == name)


def _scale(name: str, written: Document) -> Scale:
    levels = (
        Level(
            code=level["code"],
            title=text_of(level.get("title")),
            points=level.get("points"),
            counts_as=level.get("counts_as", level["code"]),
        )
        for level in written["levels"]
    )
    return Scale(name, tuple(levels), dict(written.get("statuses", {})))


def parameter_value(document: Document, name: str, as_of: str = "") -> str:
    """The value of a parameter as it is written: of the day, or the latest, where it is dated."""
    parameter: Document = document["parameters"][name]
    dated = parameter.get("values", [])
    if not dated:
        return str(parameter["value"])
    return str([value["value"] for value in dated if not as_of or value["from"] <= as_of][-1])


def _walk(document: Document) -> Iterator[tuple[str, Document]]:
    """Every node with its JSON pointer, wholes before parts."""
    if "score" in document:
        yield from _walk_node("/score", document["score"])
    for i, node in enumerate(document.get("nodes", [])):
        yield from _walk_node(f"/nodes/{i}", node)


def _walk_node(pointer: str, node: Document) -> Iterator[tuple[str, Document]]:
    yield pointer, node
    for inner, operand in _operands(pointer, node):
        if is_node(operand):
            yield from _walk_node(inner, operand)


def aggregate_of(node: Document) -> str:
    """The word for the value source of a node."""
    return next(word for word in AGGREGATES if word in node)


def _operands(pointer: str, node: Document) -> Iterator[tuple[str, Any]]:
    """What a node is computed from, each with its JSON pointer."""
    word = aggregate_of(node)
    if word == "holds":
        yield from ((f"{pointer}/holds", name) for _, name in subjects(node["holds"]))
        return
    if word == "from":
        yield f"{pointer}/{word}", node[word]
        return
    for i, operand in enumerate(node[word]):
        yield f"{pointer}/{word}/{i}", operand


def is_node(operand: Any) -> bool:
    """Whether an operand is a node written in place."""
    return isinstance(operand, Mapping) and "parameter" not in operand


def _shown(pointer: str, operand: Any) -> str:
    """An operand or number as one word: the key of a node, the name of a variable or parameter, a constant."""
    if not isinstance(operand, Mapping):
        return str(operand)
    return str(operand["parameter"] if "parameter" in operand else operand.get("id", pointer))
