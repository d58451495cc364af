"""pandas as one writes it down, on a DataFrame that is there already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from pug_bench.contender import Contender
from pug_bench.tree import Floats, variables
from pug_bench.workload import Answer, Workload


def tree(work: Workload) -> Contender:
    """The folded weights where all answers are there, else means of means without NaN."""
    frame = pd.DataFrame(work.with_nan(), columns=variables(work.tree), copy=False)
    score: Callable[[Any], Any] = (lambda x: x @ work.tree.weights) if work.statuses is None else _means(work)

    def run(_: None) -> Any:
        normalised: Any = (frame - work.tree.low) / work.tree.span
        if work.mean == "geometric":
            with np.errstate(divide="ignore"):
                scores = np.exp(score(np.log(normalised)))
        else:
            scores = score(normalised)
        return scores, _ranks(scores) if work.has_ranks else None

    def answer(found: Any) -> Answer:
        scores, ranks = found
        return Answer(scores.to_numpy(), None if ranks is None else ranks.to_numpy())

    return Contender(run, answer)


def ranking(values: Floats, threads: int) -> Contender:
    """Series.rank."""
    del threads  # it has one
    series = pd.Series(values)
    return Contender(lambda _: _ranks(series), lambda found: Answer(values, found.to_numpy()))


def _ranks(scores: Any) -> Any:
    return scores.rank(method="min", ascending=False)


def _means(work: Workload) -> Callable[[Any], Any]:
    def score(frame: Any) -> Any:
        for level in work.tree.levels:
            means = {}
            for at, (start, size) in enumerate(zip(level.starts.tolist(), level.sizes.tolist(), strict=True)):
                part, weights = frame.iloc[:, start : start + size], level.weights[start : start + size]
                # A sum of nothing is 0, and 0 / 0 is NaN: what is missing stays missing.
                means[at] = (part * weights).sum(axis=1) / (part.notna() * weights).sum(axis=1)
            frame = pd.DataFrame(means)
        return frame[0]

    return score
