"""What is measured, and against what. A new case is one more entry here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

__all__ = ["CASES", "PEERS", "Case", "Mean", "Order", "Setting", "most_bytes"]

Mean = Literal["arithmetic", "geometric"]
Order = Literal["row", "column"]

PEERS: Mapping[str, str] = {
    "numpy": "the plain idiom: normalise the matrix, weight, sum, argsort",
    "numpy-fused": "minimum and maximum folded into the weights: one product of matrix and vector",
    "pandas": "the plain idiom on a DataFrame",
    "polars": "expressions over columns",
    "scikit-criteria": "MinMaxScaler and WeightedSumModel, which always ranks",
    "pymcdm": "WSM or WPM with minmax_normalization",
    "c-loop": "loops written by hand for this one tree",
    "read": "reading the same memory, computing nothing",
    "c++": "the same call in C++",
    "numpy-reused": "numpy that treats and normalises once whatever replications share",
    "SALib": "its samples, a vectorised numpy model, its analysis",
}
"""Every peer and what it does."""


@dataclass(frozen=True)
class Setting:
    """At what size and how a case is measured.

    Attributes:
        levels: Means above the indicators.
        missing: Share of the answers that are missing.
        threads: Of pug and of every peer that has any.
        order: Which neighbours are neighbours in memory: the answers of a unit (row) or those to a question (column).
    """

    units: int = 1_000_000
    indicators: int = 50
    levels: int = 3
    missing: float = 0.0
    threads: int = 1
    order: Order = "row"

    @property
    def bytes(self) -> int:
        """Size of the answers."""
        return self.units * self.indicators * (9 if self.missing else 8)

    def changed(self, **given: Any) -> Setting:
        """The same with what is not None."""
        return replace(self, **{name: value for name, value in given.items() if value is not None})


def most_bytes() -> int:
    """Half the memory of the machine: the peers make copies, and what does not fit would measure the disk."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2


@dataclass(frozen=True)
class Case:
    """One thing to measure.

    Attributes:
        text: What it is, for the help.
        kind: ``tree`` (a matrix is scored with a generated tree), ``rank`` (scores are ranked), ``read`` (memory
            alone), ``index`` (an index is built, replicated or understood, at sizes of its own) or ``engine`` (the
            Google Benchmark program measures it, at sizes of its own).
        peers: Names of the peers that compute the same.
        setting: At what size it is measured unless told.
        mean: What the nodes of the tree are.
        has_ranks: Ranking belongs to it.
        has_verdict: So do rounding, bands and gates.
    """

    text: str
    kind: Literal["tree", "rank", "read", "index", "engine"]
    peers: tuple[str, ...] = ()
    setting: Setting = Setting()
    mean: Mean = "arithmetic"
    has_ranks: bool = False
    has_verdict: bool = False

    @property
    def has_own_sizes(self) -> bool:
        """Whether nothing about its size can be chosen."""
        return self.kind in ("index", "engine")


CASES: Mapping[str, Case] = {
    "weighted-tree": Case(
        "min-max and a weighted tree; score only",
        "tree",
        ("numpy", "numpy-fused", "pandas", "polars", "pymcdm", "c-loop", "read"),
    ),
    "weighted-tree-rank": Case(
        "the same and the ranking",
        "tree",
        ("numpy", "numpy-fused", "pandas", "polars", "scikit-criteria", "pymcdm", "c-loop"),
        has_ranks=True,
    ),
    "geometric-tree": Case(
        "min-max and a tree of geometric means",
        "tree",
        ("numpy", "pandas", "polars", "pymcdm", "c-loop"),
        mean="geometric",
    ),
    "missing": Case(
        "a weighted tree in which what is missing leaves with its weight",
        "tree",
        ("numpy", "pandas", "polars", "c-loop"),
        Setting(missing=0.1),
    ),
    "gates": Case(
        "a weighted tree, rounded, graded in bands, with gates",
        "tree",
        ("numpy", "c-loop"),
        has_verdict=True,
    ),
    "missing-gates": Case(
        "all of it: missing answers, rounding, bands, gates",
        "tree",
        ("numpy", "c-loop"),
        Setting(missing=0.1),
        has_verdict=True,
    ),
    "rank": Case("the ranking alone", "rank", ("numpy", "pandas", "polars", "c-loop")),
    "python-call": Case(
        "one unit scored from Python: what a call costs",
        "tree",
        ("numpy", "numpy-fused", "pandas", "polars", "c-loop", "c++"),
        Setting(units=1),
    ),
    "index-build": Case(
        "a 51 × 49 index from data to ranks: denominated, imputed, treated, normalised, means of three levels",
        "index",
        ("numpy", "pandas"),
    ),
    "index-uncertainty": Case(
        "1,000 replications of it: treatment, normalisation, weights and aggregation vary",
        "index",
        ("numpy", "numpy-reused"),
    ),
    "index-sobol": Case(
        "Sobol indices of a rank among 50 units, 20 weights vary, N = 8,192",
        "index",
        ("SALib",),
    ),
    "index-outranking": Case("400 units outranked by a weighted majority of 10 parts", "index", ("numpy",)),
    "c-call": Case("one unit scored from C: what the C ABI adds", "engine", ("c++",)),
    "assessment": Case("28 units scored with a standard of the catalog, every one explained; C++", "engine"),
    "plan": Case("the cheapest way of 28 units to the best grade, 40 indicators, proved; C++", "engine"),
    "compile": Case("each document of the catalog read and compiled; C++", "engine"),
    "engine": Case("trees of each kind by number of units, from a single row on; C++", "engine"),
    "bandwidth": Case("memory bandwidth alone", "read", ("read",)),
}
"""Every case by name, in the order in which they run."""
