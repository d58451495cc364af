"""The data and the choices that every contender gets: made from a seed, in the shape of a published index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pug_bench.tree import Counts, Floats

Bools = NDArray[np.bool_]

SEED = 20260102
UNITS = 51
PILLARS = (8, 5, 3, 6, 8, 5, 9, 5)  # indicators of each
HALVES = (5, 3)  # pillars of each half of the index
GROUPS = ("east", "west")
MISSING = 63
OUTLIERS = 15  # indicators with some
REPLICATIONS, SETS = 1000, 100
MOST = (1, 2, 3, 4, 5)  # values that winsorising may change
LOW, HIGH = 1.0, 100.0
MEAN, SD = 10.0, 2.0

SOBOL_UNITS, SOBOL_INPUTS, SOBOL_POINTS = 50, 20, 8192
NOISE = 0.25  # relative, of each weight
OUTRANKING_UNITS, OUTRANKING_PARTS = 400, 10


@dataclass(frozen=True)
class Replication:
    """What is chosen in one replication.

    Attributes:
        most: How many values winsorising may change.
        is_zscore: Z-scores, else min-max.
        weights: Place of the set of weights.
        is_geometric: Geometric means, else arithmetic ones.
    """

    most: int
    is_zscore: bool
    weights: int
    is_geometric: bool


@dataclass(frozen=True)
class IndexWork:
    """An index of four levels: indicators, pillars, halves, the whole.

    Attributes:
        values: Units × indicators; NaN where there is none.
        denominators: Units × 4.
        divisor: Of each indicator, the column of `denominators`; -1 where it has none.
        signs: 1 where more is better, else -1.
        groups: Place of each unit's group in `GROUPS`.
        sets: Sets × parts below the index: first the pillars' weights, then those of the halves.
    """

    values: Floats
    denominators: Floats
    divisor: Counts
    signs: Floats
    groups: Counts
    sets: Floats
    replications: Sequence[Replication]

    @property
    def indicators(self) -> list[str]:
        """Names."""
        return [f"x{at}" for at in range(self.values.shape[1])]

    @property
    def units(self) -> list[str]:
        """Names."""
        return [f"u{at}" for at in range(len(self.values))]

    @cached_property
    def starts(self) -> tuple[Counts, Counts]:
        """Where the parts of each pillar begin, and those of each half."""
        return _starts(PILLARS), _starts(HALVES)

    @property
    def bytes(self) -> int:
        """Size of the data."""
        return self.values.nbytes + self.denominators.nbytes


def make_index_work() -> IndexWork:
    """The same numbers every time."""
    random = np.random.default_rng(SEED)
    indicators = sum(PILLARS)
    values = random.gamma(4.0, 1.0, (UNITS, indicators))
    for column in random.permutation(indicators)[:OUTLIERS]:
        rows = random.permutation(UNITS)[: random.integers(1, 5)]
        values[rows, column] *= random.uniform(4, 12, len(rows))
    missing = random.permutation(values.size)[:MISSING]
    values.flat[missing] = np.nan
    divisor = np.where(random.random(indicators) < 0.4, random.integers(0, 4, indicators), -1)
    sets = np.column_stack([random.uniform(0.75, 1.25, (SETS, size)) for size in (len(PILLARS), len(HALVES))])
    choices = [
        Replication(int(most), bool(zscore), int(weights), bool(geometric))
        for most, zscore, weights, geometric in zip(
            random.choice(MOST, REPLICATIONS),
            random.random(REPLICATIONS) < 0.5,
            random.integers(0, SETS, REPLICATIONS),
            random.random(REPLICATIONS) < 0.5,
            strict=True,
        )
    ]
    return IndexWork(
        values=values,
        denominators=random.uniform(0.5, 2.0, (UNITS, 4)),
        divisor=divisor.astype(np.intp),
        signs=np.where(random.random(indicators) < 0.7, 1.0, -1.0),
        groups=random.integers(0, len(GROUPS), UNITS).astype(np.intp),
        sets=sets,
        replications=choices,
    )


def make_sobol_matrix() -> Floats:
    """Units × inputs: what twenty weights weigh."""
    return np.random.default_rng(SEED).random((SOBOL_UNITS, SOBOL_INPUTS))


def make_outranking() -> tuple[Floats, Floats]:
    """Units × parts, and the weights of the parts. Values with one digit, so that some are equal."""
    random = np.random.default_rng(SEED)
    parts = random.integers(0, 1000, (OUTRANKING_UNITS, OUTRANKING_PARTS)) / 10
    return parts, random.uniform(0.5, 1.5, OUTRANKING_PARTS)


def _starts(sizes: Sequence[int]) -> Counts:
    return np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
