"""pandas as one writes it down, on a DataFrame that is there already."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pug_bench.index import work as w
from pug_bench.index.contender import IndexContender

_SPARE = 0.01  # of the range, so that the least value has a logarithm


def regeneration(work: w.IndexWork) -> IndexContender:
    """Column by column where a column has a rule of its own."""
    frame = pd.DataFrame(work.values, columns=work.indicators)
    divisors = {
        name: work.denominators[:, at]
        for name, at in zip(work.indicators, work.divisor.tolist(), strict=True)
        if at >= 0
    }
    pillars, halves = (np.repeat(np.arange(len(sizes)), sizes) for sizes in (w.PILLARS, w.HALVES))
    whole = np.zeros(len(w.HALVES), dtype=np.intp)

    def run(_: object) -> tuple[Any, Any]:
        data: Any = frame.copy()
        for name, divisor in divisors.items():
            data[name] = data[name] / divisor
        data = data.fillna(data.groupby(work.groups).transform("mean"))
        data = data.apply(_treat) * work.signs
        data = 100 * (data - data.min()) / (data.max() - data.min())
        for keys in (pillars, halves, whole):
            data = data.T.groupby(keys).mean().T
        return data[0], data[0].rank(ascending=False, method="min")

    return IndexContender(run, lambda found: {"score": found[0].to_numpy(), "rank": found[1].to_numpy()})


def _treat(column: Any) -> Any:
    if _passes(column):
        return column
    is_high = column.skew() > 0
    ordered = column.sort_values(ascending=is_high)
    for count in range(1, 6):
        bound = ordered.iloc[-1 - count]
        held = column.clip(upper=bound) if is_high else column.clip(lower=bound)
        if _passes(held):
            return held
    return np.log(column - column.min() + _SPARE * (column.max() - column.min()))


def _passes(column: Any) -> bool:
    return bool(abs(column.skew()) < 2 or column.kurt() < 3.5)
