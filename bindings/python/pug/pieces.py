"""Scores of several cohorts, each scored on its own scale, put together as the scores of one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pug import _pug
from pug.table import Bytes, Floats, Rows


class Pieces:
    """What `_pug.Scores` has, for the units of a whole table; ranks are those within each cohort."""

    def __init__(self, parts: Sequence[tuple[Rows, _pug.Scores]], size: int) -> None:
        """Puts parts together; each has the rows of the table that it scores."""
        self.parts = parts
        self.size = size
        first = parts[0][1]
        self.nodes: list[str] = first.nodes
        self.grades = first.grades
        self._part_of = np.empty(size, dtype=np.intp)
        self._place = np.empty(size, dtype=np.intp)
        for number, (rows, _) in enumerate(parts):
            self._part_of[rows] = number
            self._place[rows] = np.arange(len(rows))

    def values(self, node: int) -> Floats:
        """Values of a named node."""
        return self._floats(lambda part: part.values(node))

    def statuses(self, node: int) -> Bytes:
        """Codes of the statuses of a named node."""
        return self._bytes(lambda part: part.statuses(node))

    @property
    def scores(self) -> Floats:
        """Values of the root."""
        return self._floats(lambda part: part.scores)

    @property
    def rounded(self) -> Floats:
        """What was graded."""
        return self._floats(lambda part: part.rounded)

    @property
    def coverages(self) -> Floats:
        """Coverages of the root."""
        return self._floats(lambda part: part.coverages)

    @property
    def lows(self) -> Floats:
        """Low ends of the intervals."""
        return self._floats(lambda part: part.lows)

    @property
    def highs(self) -> Floats:
        """High ends of the intervals."""
        return self._floats(lambda part: part.highs)

    @property
    def score_statuses(self) -> Bytes:
        """Codes of the statuses of the scores."""
        return self._bytes(lambda part: part.score_statuses)

    @property
    def decided(self) -> Bytes:
        """Codes of how each verdict was reached."""
        return self._bytes(lambda part: part.decided)

    @property
    def grade_indexes(self) -> NDArray[np.int32]:
        """Places of the grades; -1 for none."""
        return self._indexes(lambda part: part.grade_indexes)

    @property
    def overrides(self) -> NDArray[np.int32]:
        """Places of the overrides that decided; -1 for none."""
        return self._indexes(lambda part: part.overrides)

    @property
    def gates(self) -> list[Bytes]:
        """Codes of the states of each gate."""
        return self._states(lambda part: part.gates)

    @property
    def caps(self) -> list[Bytes]:
        """Codes of the states of each cap."""
        return self._states(lambda part: part.caps)

    def explain(self, unit: int, name: str) -> bytes:
        """The explanation of a unit."""
        part, place = self.locate(unit)
        return part.explain(place, name)

    def locate(self, unit: int) -> tuple[_pug.Scores, int]:
        """The scores of the cohort of a unit, and its place there."""
        return self.parts[int(self._part_of[unit])][1], int(self._place[unit])

    def rank(self, counted: Bytes | None = None) -> Floats:
        """Ranks within the cohorts; NaN where `counted` is 0."""
        whole = np.empty(self.size)
        for rows, part in self.parts:
            whole[rows] = part.rank(None if counted is None else counted[rows])
        whole.flags.writeable = False
        return whole

    def _floats(self, of: Callable[[_pug.Scores], Floats]) -> Floats:
        whole = np.empty(self.size)
        for rows, part in self.parts:
            whole[rows] = of(part)
        whole.flags.writeable = False
        return whole

    def _bytes(self, of: Callable[[_pug.Scores], Bytes]) -> Bytes:
        whole = np.empty(self.size, dtype=np.uint8)
        for rows, part in self.parts:
            whole[rows] = of(part)
        return whole

    def _states(self, of: Callable[[_pug.Scores], list[Bytes]]) -> list[Bytes]:
        wholes = [np.empty(self.size, dtype=np.uint8) for _ in of(self.parts[0][1])]
        for rows, part in self.parts:
            for whole, states in zip(wholes, of(part), strict=True):
                whole[rows] = states
        return wholes

    def _indexes(self, of: Callable[[_pug.Scores], NDArray[np.int32]]) -> NDArray[np.int32]:
        whole = np.empty(self.size, dtype=np.int32)
        for rows, part in self.parts:
            whole[rows] = of(part)
        return whole


NativeScores: TypeAlias = "_pug.Scores | Pieces"
"""What the engine found, for one cohort or for several."""
