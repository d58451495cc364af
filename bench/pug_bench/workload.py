"""What one measurement scores, and what it has to come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pug_bench.cases import Case, Mean, Order, Setting
from pug_bench.tree import Floats, Tree, make_tree

Bytes = NDArray[np.uint8]
Grades = NDArray[np.int32]

SEED = 20260101
BLOCK = 65536

_LAYOUTS: Mapping[Order, Literal["C", "F"]] = {"row": "C", "column": "F"}


@dataclass(frozen=True)
class Workload:
    """A tree and the answers of its units.

    Attributes:
        values: One row a unit, one column an indicator. What is missing has a value all the same, which counts nothing.
        statuses: 1 where an answer is missing; None where none is.
    """

    tree: Tree
    values: Floats
    statuses: Bytes | None
    mean: Mean
    has_ranks: bool
    has_verdict: bool
    threads: int

    @property
    def bytes(self) -> int:
        """Size of the answers."""
        return self.values.nbytes + (0 if self.statuses is None else self.statuses.nbytes)

    def with_nan(self) -> Floats:
        """The values, NaN where they are missing: a copy, for libraries that have no statuses."""
        return self.values if self.statuses is None else np.where(self.statuses == 0, self.values, np.nan)


@dataclass(frozen=True)
class Answer:
    """What a contender computed.

    Attributes:
        scores: The scores, rounded where the verdict rounds; NaN where there is none.
        ranks: 1 is the best; None where it does not rank.
        grades: Places in `tree.GRADES`, one more where a gate is not met, -1 where there is none.
    """

    scores: Floats
    ranks: Floats | None = None
    grades: Grades | None = None


def make_workload(case: Case, setting: Setting) -> Workload:
    """The same numbers every time."""
    random = np.random.default_rng(SEED)
    tree = make_tree(setting.indicators, setting.levels, random)
    values = _values(tree, setting, random)
    statuses = _statuses(setting, random) if setting.missing else None
    return Workload(tree, values, statuses, case.mean, case.has_ranks, case.has_verdict, setting.threads)


def _values(tree: Tree, setting: Setting, random: np.random.Generator) -> Floats:
    """Between the goalposts, which some unit reaches for each indicator: some peers take them from the data."""
    values: Floats = np.empty(_shape(setting), order=_LAYOUTS[setting.order])
    for start in range(0, setting.units, BLOCK):
        block = values[start : start + BLOCK]
        block[:] = random.random(block.shape) * tree.span + tree.low
    indicators = np.arange(setting.indicators)
    if setting.units > 1:
        values[2 * indicators % setting.units, indicators] = tree.low
        values[(2 * indicators + 1) % setting.units, indicators] = tree.high
    return values


def _statuses(setting: Setting, random: np.random.Generator) -> Bytes:
    statuses: Bytes = np.empty(_shape(setting), dtype=np.uint8, order=_LAYOUTS[setting.order])
    for start in range(0, setting.units, BLOCK):
        block = statuses[start : start + BLOCK]
        block[:] = random.random(block.shape, dtype=np.float32) < setting.missing
    return statuses


def _shape(setting: Setting) -> tuple[int, int]:
    return setting.units, setting.indicators
