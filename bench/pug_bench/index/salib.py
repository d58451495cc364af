"""SALib: its samples, a vectorised numpy model, its analysis."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

import numpy as np

from pug_bench.index import work as w
from pug_bench.index.contender import IndexContender
from pug_bench.tree import Floats


def sobol(matrix: Floats) -> IndexContender:
    """First-order and total indices of the rank of the first unit when each weight varies by itself."""
    sample: Any = import_module("SALib.sample.sobol")  # carries no types
    analyze: Any = import_module("SALib.analyze.sobol")
    inputs = matrix.shape[1]
    problem = {
        "num_vars": inputs,
        "names": [f"w{at}" for at in range(inputs)],
        "bounds": [[1 - w.NOISE, 1 + w.NOISE]] * inputs,
    }

    def run(_: object) -> Any:
        weights = sample.sample(problem, w.SOBOL_POINTS, calc_second_order=False, seed=w.SEED)
        scores = weights @ matrix.T / weights.sum(axis=1, keepdims=True)
        ranks = 1.0 + (scores > scores[:, :1]).sum(axis=1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return analyze.analyze(problem, ranks, calc_second_order=False, seed=w.SEED)

    return IndexContender(run, lambda found: {"first": np.asarray(found["S1"]), "total": np.asarray(found["ST"])})
