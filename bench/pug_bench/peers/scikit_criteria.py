"""scikit-criteria: its pipeline, on a decision matrix that is there already."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from pug_bench.contender import Contender
from pug_bench.errors import NotComparableError
from pug_bench.workload import Answer, Workload


def tree(work: Workload) -> Contender:
    """MinMaxScaler takes the goalposts from the data, which reach them; WeightedSumModel ranks what it has scored."""
    if work.statuses is not None:
        raise NotComparableError("it refuses missing values")
    if len(work.values) < 2:
        raise NotComparableError("it takes the goalposts from the data, which one unit cannot reach")
    matrix = _module("core.data").mkdm(work.values, [max] * work.values.shape[1], weights=work.tree.weights)
    scaler, model = _module("preprocessing.scalers").MinMaxScaler("matrix"), _module("agg.simple").WeightedSumModel()
    pipeline = _module("pipelines").mkpipe(scaler, model)

    def answer(found: Any) -> Answer:
        return Answer(np.asarray(found.e_.score), np.asarray(found.rank_, dtype=np.float64))

    return Contender(lambda _: pipeline.evaluate(matrix), answer)


def _module(name: str) -> Any:
    """It carries no types."""
    return import_module(f"skcriteria.{name}")
