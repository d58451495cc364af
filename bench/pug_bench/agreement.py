"""A peer that computes something else is no peer."""

from __future__ import annotations

import numpy as np

from pug_bench.errors import DisagreementError
from pug_bench.tree import Floats
from pug_bench.workload import Answer

TOLERANCE = 1e-9


def check(name: str, ours: Answer, theirs: Answer) -> None:
    """Compares scores, grades and ranks.

    Raises:
        DisagreementError: They are not the same.
    """
    _same_scores(name, ours.scores, theirs.scores)
    if ours.grades is not None and theirs.grades is not None:
        _same(name, "grade", ours.grades, theirs.grades, ours.grades != theirs.grades)
    if theirs.ranks is not None:
        _same_ranks(name, ours, theirs.ranks)


def _same_scores(name: str, ours: Floats, theirs: Floats) -> None:
    both_none = np.isnan(ours) & np.isnan(theirs)
    _same(name, "score", ours, theirs, ~(both_none | (np.abs(ours - theirs) <= TOLERANCE)))


def _same_ranks(name: str, ours: Answer, theirs: Floats) -> None:
    """Equal scores may share a rank or not, but a rank stands where the score of its unit stands in the order."""
    if ours.ranks is None:
        return
    known = ~np.isnan(ours.ranks)
    in_order = np.sort(ours.scores[known])[::-1]
    places = np.nan_to_num(theirs, nan=0).astype(np.intp) - 1
    wrong = known & ((places < 0) | (places >= len(in_order)))
    inside = known & ~wrong
    wrong[inside] = np.abs(in_order[places[inside]] - ours.scores[inside]) > TOLERANCE
    _same(name, "rank", ours.ranks, theirs, wrong)


def _same(name: str, what: str, ours: np.ndarray, theirs: np.ndarray, wrong: np.ndarray) -> None:
    if wrong.any():
        unit = int(wrong.argmax())
        found = f"{what} {theirs[unit]} of unit {unit + 1} where pug has {ours[unit]}"
        raise DisagreementError(f"{name} computes something else: {found} ({int(wrong.sum())} units differ)")
