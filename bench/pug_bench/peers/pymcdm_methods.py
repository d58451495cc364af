"""pymcdm: WSM or WPM."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Any

import numpy as np

from pug_bench.contender import Contender
from pug_bench.errors import NotComparableError
from pug_bench.workload import Answer, Workload


def tree(work: Workload) -> Contender:
    """minmax_normalization takes the goalposts from the data, which reach them; equal scores get their average rank."""
    if work.statuses is not None:
        raise NotComparableError("it knows no missing values")
    if len(work.values) < 2:
        raise NotComparableError("it takes the goalposts from the data, which one unit cannot reach")
    warnings.filterwarnings("ignore", module="pymcdm")  # advice on units that are best or worst in everything
    methods: Any = import_module("pymcdm.methods")  # carries no types
    normalization = import_module("pymcdm.normalizations").minmax_normalization
    method = (methods.WPM if work.mean == "geometric" else methods.WSM)(normalization)
    types = np.ones(len(work.tree.low))

    def run(_: None) -> Answer:
        scores = method(work.values, work.tree.weights, types)
        return Answer(scores, method.rank(scores) if work.has_ranks else None)

    return Contender(run, lambda answer: answer)
