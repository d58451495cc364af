"""numpy as one writes it down: normalise the matrix, weight, sum, argsort."""

from __future__ import annotations

import numpy as np

from pug_bench.contender import Contender
from pug_bench.tree import CUTOFFS, Floats
from pug_bench.workload import Answer, Grades, Workload


def tree(work: Workload) -> Contender:
    """The folded weights where all answers are there, else means of means without what is missing."""

    def run(_: None) -> Answer:
        with np.errstate(divide="ignore", invalid="ignore"):  # the logarithm of 0; a mean of nothing
            scores = _scores(work)
        if work.has_verdict:
            rounded = np.floor(100 * scores * 100 + 0.5) / 100
            return Answer(rounded, grades=_grades(work, rounded))
        return Answer(scores, ranks(scores) if work.has_ranks else None)

    return Contender(run, lambda answer: answer)


def ranking(values: Floats, threads: int) -> Contender:
    """Argsort, and the places of its places."""
    del threads  # it has one
    return Contender(lambda _: ranks(values), lambda found: Answer(values, found))


def ranks(scores: Floats) -> Floats:
    """1 is the best; equal scores get different ranks."""
    order = np.argsort(-scores)
    found = np.empty(len(scores))
    found[order] = np.arange(1, len(scores) + 1)
    return found


def _scores(work: Workload) -> Floats:
    normalised = (work.values - work.tree.low) / work.tree.span
    if work.mean == "geometric":
        normalised = np.log(normalised)
    if work.statuses is None:
        scores: Floats = normalised @ work.tree.weights
    else:
        scores = _means(work, normalised, work.statuses == 0)
    return np.exp(scores) if work.mean == "geometric" else scores


def _means(work: Workload, values: Floats, there: np.ndarray) -> Floats:
    for level in work.tree.levels:
        sums = np.add.reduceat(np.where(there, values * level.weights, 0), level.starts, axis=1)
        weights = np.add.reduceat(there * level.weights, level.starts, axis=1)
        there, values = weights > 0, sums / weights
    return values[:, 0]


def _grades(work: Workload, rounded: Floats) -> Grades:
    grades = np.searchsorted(CUTOFFS, rounded, side="right") - 1
    least = work.tree.least
    passed = work.values[:, : len(least)] >= least
    if work.statuses is not None:
        passed &= work.statuses[:, : len(least)] == 0
    grades[~passed.all(axis=1)] = len(CUTOFFS)
    return np.where(np.isnan(rounded), -1, grades).astype(np.int32)
