"""The structure of an instrument as a reader sees it: dimensions, the criteria below them, what they weigh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from pug._document import aggregate_of, is_node, parameter_value
from pug.model import Document, subjects

_WEIGHTED = ("arithmetic", "geometric", "harmonic")
# Aggregates whose result lies between the least and the greatest of their operands.
_BETWEEN = ("from", "arithmetic", "geometric", "harmonic", "min", "max", "median")
# What stands for the root of an instrument that makes no total.
_NO_SCORE: Document = {"from": "0"}


@dataclass(frozen=True)
class Criterion:
    """The lowest thing that is judged: a leaf node, or a variable that an aggregate uses directly."""

    key: str
    variable: str
    is_node: bool
    title: Document | str
    share: bool  # its value is a share of the best, 0–1
    low: float | None = None  # ends of a raw variable's range
    high: float | None = None
    lower_is_better: bool = False
    weight: Fraction | None = None  # share of the whole score when everything applies
    above: tuple[str, ...] = ()  # keys of the nodes that alone it is a part of, the outermost last


@dataclass(frozen=True)
class Dimension:
    """A part of the score that has a name of its own."""

    key: str
    node: Document
    title: Document | str
    share: bool
    weight: Fraction | None
    criteria: tuple[Criterion, ...] = field(default=())


class Tree:
    """Dimensions and criteria of an instrument document, on a day where it has dated parameters."""

    def __init__(self, document: Document, as_of: str = "") -> None:
        self.document = document
        self._as_of = as_of
        self.variables: Document = document["variables"]
        self.has_score = "score" in document
        self.root: Document = document.get("score", _NO_SCORE)
        self.nodes: dict[str, Document] = {}
        self._keys: dict[int, str] = {}
        for index, node in enumerate(document.get("nodes", [])):
            self._collect(node, f"/nodes/{index}")
        self._collect(self.root, "/score")
        self._by_name = {name for node in self.every_node() for name in self._named(node)}
        self.dimensions = tuple(self._dimensions())
        below = tuple(criterion for dimension in self.dimensions for criterion in dimension.criteria)
        self.criteria = below or tuple(self._criteria(self.root, Fraction(1), set()))
        # Dimensions that are themselves indicators have nothing below them to show.
        self.is_flat = bool(below) and [c.key for c in below] == [d.key for d in self.dimensions]

    def written(self, number: Any) -> str:
        """A number of the document as it is written there; of a parameter, its value."""
        if isinstance(number, Mapping):
            return parameter_value(self.document, number["parameter"], self._as_of)
        return str(number)

    def number(self, written: Any) -> Fraction:
        """A number of the document: digits, a fraction, or the value of a parameter."""
        return Fraction(self.written(written))

    def aggregate(self, node: Document) -> str:
        """The value source of a node."""
        return aggregate_of(node)

    def key(self, node: Document) -> str:
        """The id of a node, or its JSON pointer where it has none."""
        return self._keys[id(node)]

    def by_key(self, key: str) -> Document:
        """The node with that key."""
        return next(node for node in self.every_node() if self.key(node) == key)

    def operands(self, node: Document) -> list[Document | str]:
        """Nodes, names of variables and constants that a node is computed from, or that its condition is about."""
        if "holds" in node:
            return [name if kind == "variable" else self.nodes[name] for kind, name in subjects(node["holds"])]
        return [self._resolve(node, operand) for operand in self._written(node)]

    def is_variable(self, operand: Document | str) -> bool:
        """Whether an operand is the name of a variable."""
        return isinstance(operand, str) and operand in self.variables

    def is_leaf(self, node: Document) -> bool:
        """Whether a node is computed from one variable alone."""
        operands = self.operands(node)
        return len(operands) == 1 and self.is_variable(operands[0]) and self.aggregate(node) != "holds"

    def title(self, name: str) -> Document | str:
        """The title of a node or variable, else its name."""
        node: Document = self.nodes.get(name, {})
        variable: Document = self.variables.get(name, {})
        found: Document | str = node.get("title") or variable.get("title") or name
        return found

    def node_title(self, node: Document) -> Document | str:
        """The title of a node; of a leaf without one, that of its variable; else its key."""
        names = [operand for operand in self.operands(node) if isinstance(operand, str)]
        name = names[0] if self.is_leaf(node) else self.key(node)
        found: Document | str = node.get("title") or self.title(name)
        return found

    def walk(self, node: Document) -> Iterator[Document]:
        """The node and every node below it that is written in place."""
        yield node
        for operand in self._written(node):
            if is_node(operand):
                yield from self.walk(operand)

    def every_node(self) -> Iterator[Document]:
        """Every node of the document, the root first."""
        for node in [self.root, *self.document.get("nodes", [])]:
            yield from self.walk(node)

    def is_share(self, node: Document) -> bool:
        """Whether the value is a share of the best possible one, 0–1, by the way it is computed."""
        share = self.aggregate(node) in _BETWEEN
        share = share and all(isinstance(part, Mapping) and self.is_share(part) for part in self.operands(node))
        share = share or "holds" in node
        for transform in node.get("then", []):
            word = transform if isinstance(transform, str) else next(iter(transform))
            if word in ("points", "percentile") or (word == "minmax" and transform["minmax"] != "cohort"):
                share = True
            elif word not in ("clip", "complement", "round"):
                share = False
        return share

    def _written(self, node: Document) -> list[Any]:
        """The operands of a node as they are written; a condition has none."""
        word = self.aggregate(node)
        if word == "holds":
            return []
        return [node[word]] if word == "from" else list(node[word])

    def _named(self, user: Document) -> list[str]:
        """What a node uses by name: other nodes, and variables that have no node of their name."""
        if "holds" in user:
            return [name for _, name in subjects(user["holds"])]
        names = [operand for operand in self._written(user) if isinstance(operand, str)]
        nodes = [name for name in names if name in self.nodes and name != user.get("id")]
        return nodes + [name for name in names if name in self.variables and name not in self.nodes]

    def _collect(self, node: Document, pointer: str) -> None:
        word = self.aggregate(node)
        self._keys[id(node)] = node.get("id", pointer)
        if "id" in node:
            self.nodes[node["id"]] = node
        for index, operand in enumerate(self._written(node)):
            if is_node(operand):
                self._collect(operand, f"{pointer}/{word}" if word == "from" else f"{pointer}/{word}/{index}")

    def _resolve(self, user: Document, operand: Any) -> Document | str:
        if isinstance(operand, Mapping):
            return operand if is_node(operand) else ""
        name = operand if isinstance(operand, str) else ""
        if name in self.nodes and user.get("id") != name:
            return self.nodes[name]
        return name if name in self.variables else ""

    def _dimensions(self) -> Iterator[Dimension]:
        top, share = self.root, Fraction(1)
        while len(parts := self.operands(top)) == 1 and isinstance(parts[0], Mapping):
            top = parts[0]
        parts = self.operands(top)
        told = [part for part in parts if isinstance(part, Mapping) and self._has_title(part)]
        seen: set[str] = set()
        is_parted = self.aggregate(top) not in ("ratio", "difference", "holds", "lookup")
        if len(told) >= 2 and len(told) == len(parts) and is_parted:
            for part, weight in zip(told, self._weights(top, share), strict=True):
                yield self._dimension(part, weight, tuple(self._criteria(part, weight, seen)))
        elif not any(self.is_variable(part) for part in parts):
            # A formula: every named step is of interest, and they do not divide the criteria among them.
            for node in self.nodes.values():
                if node is not self.root and not self.is_leaf(node):
                    yield self._dimension(node, None, ())

    def _has_title(self, node: Document) -> bool:
        return "id" in node or "title" in node or self.is_leaf(node)

    def _dimension(self, node: Document, weight: Fraction | None, criteria: tuple[Criterion, ...]) -> Dimension:
        return Dimension(self.key(node), node, self.node_title(node), self.is_share(node), weight, criteria)

    def _criteria(self, node: Document, weight: Fraction | None, seen: set[str]) -> Iterator[Criterion]:
        if self.is_leaf(node):
            yield from self._criterion(node, str(self.operands(node)[0]), weight, seen)
            return
        for operand, part in zip(self.operands(node), self._weights(node, weight), strict=True):
            if isinstance(operand, Mapping):
                below = self._criteria(operand, part, seen)
            else:
                below = self._criterion(None, operand, part, seen) if operand else iter(())
            yield from (self._inside(node, criterion) for criterion in below)

    def _inside(self, node: Document, criterion: Criterion) -> Criterion:
        """Notes that a criterion is part of a node, unless something on the way is used elsewhere as well."""
        nearest = (criterion.above or (criterion.key,))[-1]
        is_alone = nearest not in self._by_name
        return replace(criterion, above=(*criterion.above, self.key(node))) if is_alone else criterion

    def _criterion(
        self, leaf: Document | None, variable: str, weight: Fraction | None, seen: set[str]
    ) -> Iterator[Criterion]:
        # A leaf without id is of interest where it says how good an answer is, otherwise the answer itself.
        node = leaf if leaf is not None and ("id" in leaf or self.is_share(leaf)) else None
        key = self.key(node) if node is not None else variable
        if key in seen:
            return
        seen.add(key)
        declared = self.variables[variable]
        low, high = (float(self.number(end)) if end is not None else None for end in self._range(declared))
        yield Criterion(
            key=key,
            variable=variable,
            is_node=node is not None,
            title=self.node_title(node) if node is not None else self.title(variable),
            share=node is not None and self.is_share(node),
            low=low,
            high=high,
            lower_is_better=declared.get("direction") == "lower_is_better",
            weight=weight,
        )

    def _range(self, variable: Document) -> list[Any]:
        usual: dict[str, list[Any]] = {"percent": ["0", "100"], "yes_no": ["0", "1"], "count": ["0", None]}
        if variable["type"] == "choice":
            return ["0", len(self.document["scales"][variable["scale"]]["levels"]) - 1]
        stated: list[Any] | None = variable.get("range")
        return stated or usual.get(variable["type"], [None, None])

    def _weights(self, node: Document, whole: Fraction | None) -> list[Fraction | None]:
        """What each operand weighs in the whole score; nothing where the score is no weighted mean."""
        word, operands = self.aggregate(node), self.operands(node)
        if whole is None or word not in ("from", "arithmetic") or isinstance(node.get("weights"), Mapping):
            return [None] * len(operands)
        weights = [self._weight(node, operand) for operand in operands]
        total = sum(weights, Fraction(0))
        return [whole * weight / total for weight in weights]

    def _weight(self, user: Document, operand: Document | str) -> Fraction:
        if not isinstance(operand, Mapping) or user.get("weights") == "equal" or self.aggregate(user) not in _WEIGHTED:
            return Fraction(1)
        return self.number(operand.get("weight", 1))
