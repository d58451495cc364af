"""The calls of pug that are measured: nothing else about indices in this folder calls it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pug

from pug_bench.index import work as w
from pug_bench.index.contender import IndexContender
from pug_bench.tree import Floats

UNIT, GROUP = "unit", "group"


def regeneration(work: w.IndexWork) -> IndexContender:
    """Everything from the columns of data to the ranks."""
    design = _treated(work).normalise("minmax")
    data = _data(work)
    return IndexContender(
        lambda _: design.build(data, unit=UNIT), lambda index: {"score": index.values, "rank": index.ranks}
    )


def _treated(work: w.IndexWork) -> pug.Design:
    """The design up to the treatment of outliers."""
    return _design(work).denominate().impute("group_mean", group=GROUP).treat()


def _design(work: w.IndexWork) -> pug.Design:
    names = iter(work.indicators)
    pillars = [{"id": f"pillar{at}", "parts": [next(names) for _ in range(size)]} for at, size in enumerate(w.PILLARS)]
    rest = iter(pillars)
    halves = [{"id": f"half{at}", "parts": [next(rest) for _ in range(size)]} for at, size in enumerate(w.HALVES)]
    told: dict[str, dict[str, Any]] = {}
    for name, sign, divisor in zip(work.indicators, work.signs.tolist(), work.divisor.tolist(), strict=True):
        told[name] = {} if sign > 0 else {"direction": "lower_is_better"}
        if divisor >= 0:
            told[name]["denominator"] = f"d{divisor}"
    return pug.Design({"id": "index", "parts": halves}, told)


def _data(work: w.IndexWork) -> dict[str, Any]:
    data: dict[str, Any] = {UNIT: work.units, GROUP: [w.GROUPS[group] for group in work.groups.tolist()]}
    data |= dict(zip(work.indicators, np.ascontiguousarray(work.values.T), strict=True))
    return data | {f"d{at}": np.ascontiguousarray(column) for at, column in enumerate(work.denominators.T)}


def uncertainty(work: w.IndexWork) -> IndexContender:
    """Every replication with the choices that are given, from the columns of data on."""
    design = _treated(work).normalise("minmax", low=w.LOW, high=w.HIGH)
    data = _data(work)
    pillars = [f"pillar{at}" for at in range(len(w.PILLARS))]
    parts = [*pillars, *(f"half{at}" for at in range(len(w.HALVES)))]
    assumptions: list[dict[str, Any]] = [
        {"vary": "treat", "alternatives": [{"most": most} for most in w.MOST]},
        {
            "vary": "normalise",
            "alternatives": [
                {"method": "minmax", "low": w.LOW, "high": w.HIGH},
                {"method": "zscore", "mean": w.MEAN, "sd": w.SD},
            ],
        },
        {"vary": "weights", "sets": [dict(zip(parts, weights, strict=True)) for weights in work.sets.tolist()]},
        {"vary": "aggregate", "alternatives": ["arithmetic", "geometric"]},
    ]
    choices = {
        "treatment": [w.MOST.index(each.most) for each in work.replications],
        "normalisation": [int(each.is_zscore) for each in work.replications],
        "weights": [each.weights for each in work.replications],
        "aggregation": [int(each.is_geometric) for each in work.replications],
    }

    def run(_: object) -> Any:
        return design.build(data, unit=UNIT).uncertainty(assumptions, choices=choices)

    return IndexContender(run, lambda found: {"rank": np.asarray(found.ranks, dtype=np.float64)})


def sobol(matrix: Floats) -> IndexContender:
    """Sobol indices of the rank of the first unit, each weight a factor of its own."""
    names = [f"x{at}" for at in range(matrix.shape[1])]
    data: dict[str, Any] = {UNIT: [f"u{at}" for at in range(len(matrix))]}
    data |= dict(zip(names, np.ascontiguousarray(matrix.T), strict=True))
    index = pug.Design({"id": "index", "parts": names}).build(data, unit=UNIT)
    assumptions = [{"vary": "weights", "relative": w.NOISE, "apart": True}]

    def run(_: object) -> Any:
        return index.sensitivity(assumptions, targets=[{"target": "rank", "unit": "u0"}], points=w.SOBOL_POINTS)

    return IndexContender(run, lambda found: {"first": found.first[0], "total": found.total[0]})


def outranking(parts: Floats, weights: Floats) -> IndexContender:
    """The matrix, and how many a unit beats less how many beat it."""
    listed = weights.tolist()

    def run(_: object) -> tuple[Floats, Floats]:
        matrix = pug.outranking(parts, listed)
        return matrix, pug.copeland(matrix)

    return IndexContender(run, lambda found: {"outranking": found[0], "copeland": found[1]})
