"""The trees that are scored: goalposts, weights and levels, as numbers for the peers and as an instrument for pug."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pug_bench.cases import Mean

Floats = NDArray[np.float64]
Counts = NDArray[np.intp]
Document = dict[str, Any]

GRADES = ("weak", "fair", "good", "strong")
NOT_STANDARD = "not standard"
CUTOFFS = np.array([0.0, 45.0, 50.0, 55.0])
GATES = 3


@dataclass(frozen=True)
class Level:
    """The means of one level.

    Attributes:
        weights: Of what the means are made of, in order.
        sizes: How many of them each mean takes.
    """

    weights: Floats
    sizes: Counts

    @cached_property
    def starts(self) -> Counts:
        """Where the operands of each mean begin."""
        return np.concatenate([[0], np.cumsum(self.sizes)[:-1]]).astype(np.intp)


@dataclass(frozen=True)
class Tree:
    """Indicators between goalposts, and means of means above them, the lowest level first."""

    low: Floats
    high: Floats
    levels: tuple[Level, ...]

    @cached_property
    def span(self) -> Floats:
        """From goalpost to goalpost."""
        return self.high - self.low

    @cached_property
    def weights(self) -> Floats:
        """The weight of each indicator in the whole: all levels folded into one."""
        shares = np.ones(1)
        for level in reversed(self.levels):
            sums = np.add.reduceat(level.weights, level.starts)
            shares = level.weights * np.repeat(shares / sums, level.sizes)
        return shares

    @cached_property
    def least(self) -> Floats:
        """What the gates want of the first indicators."""
        return (self.low + 0.125 * self.span)[:GATES]


def make_tree(indicators: int, levels: int, random: np.random.Generator) -> Tree:
    """A tree whose means take about equally many operands on every level; its numbers are short, as people choose."""
    low = random.integers(0, 50, indicators).astype(np.float64)
    high = low + 8 * random.integers(1, 20, indicators)
    counts = [round(indicators ** (1 - level / levels)) for level in range(1, levels)] + [1]
    made, operands = [], indicators
    for means in counts:
        weights = random.integers(1, 1000, operands) / 1000
        sizes = np.diff(np.arange(means + 1) * operands // means).astype(np.intp)
        made.append(Level(weights, sizes))
        operands = means
    return Tree(low, high, tuple(made))


def variables(tree: Tree) -> list[str]:
    """Names of the indicators."""
    return [f"x{at}" for at in range(len(tree.low))]


def instrument(tree: Tree, mean: Mean, *, leaves_out: bool, has_verdict: bool) -> Document:
    """The tree in pug's language; `leaves_out` lets missing answers leave with their weight."""
    names = variables(tree)
    document: Document = {
        "pug": 1,
        "id": "bench.tree",
        "edition": "1",
        "status": "draft",
        "title": "A generated tree",
        "variables": {name: {"type": "number"} for name in names},
        "score": _root(tree, mean, names),
    }
    if leaves_out:
        document["missing"] = "renormalise"
    if has_verdict:
        document["score"]["then"] = [{"scale": "100"}]
        document["verdict"] = _verdict(tree, names)
    return document


def _root(tree: Tree, mean: Mean, names: Sequence[str]) -> Document:
    nodes: list[Document] = [
        {"from": name, "then": [{"minmax": [f"{low:.0f}", f"{high:.0f}"]}]}
        for name, low, high in zip(names, tree.low, tree.high, strict=True)
    ]
    for height, level in enumerate(tree.levels, 1):
        for node, weight in zip(nodes, level.weights, strict=True):
            node["weight"] = f"{weight:.3f}"
        ends = np.cumsum(level.sizes)
        nodes = [
            {"id": f"mean{height}_{at}", mean: nodes[start:end]}
            for at, (start, end) in enumerate(zip(level.starts, ends, strict=True))
        ]
    return nodes[0]


def _verdict(tree: Tree, names: Sequence[str]) -> Document:
    gates = [
        {"variable": name, "at_least": str(least), "otherwise": {"grade": NOT_STANDARD}}
        for name, least in zip(names, tree.least.tolist(), strict=False)
    ]
    return {
        "round": {"digits": 2},
        "grades": [{"grade": grade, "from": f"{cutoff:.0f}"} for grade, cutoff in zip(GRADES, CUTOFFS, strict=True)],
        "gates": gates,
    }
