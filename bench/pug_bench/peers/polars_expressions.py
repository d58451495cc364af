"""polars: expressions over columns, on a DataFrame that is there already."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from pug_bench.contender import Contender
from pug_bench.tree import Floats, variables
from pug_bench.workload import Answer, Workload


def tree(work: Workload) -> Contender:
    """One weighted sum where all answers are there, else means of means without nulls."""
    values, names = work.with_nan(), variables(work.tree)
    frame = pl.DataFrame([pl.Series(name, values[:, at], nan_to_null=True) for at, name in enumerate(names)])
    query = _query(frame.lazy(), work, names)
    if work.has_ranks:
        query = query.with_columns(_rank().alias("rank"))

    def answer(found: pl.DataFrame) -> Answer:
        return Answer(_doubles(found["score"]), _doubles(found["rank"]) if work.has_ranks else None)

    return Contender(lambda _: query.collect(), answer)


def ranking(values: Floats, threads: int) -> Contender:
    """Expr.rank; it takes its threads from the environment."""
    del threads
    query = pl.DataFrame({"score": values}).lazy().select(_rank().alias("rank"))
    return Contender(lambda _: query.collect(), lambda found: Answer(values, _doubles(found["rank"])))


def _doubles(series: pl.Series) -> Floats:
    return series.to_numpy().astype(np.float64)


def _rank() -> pl.Expr:
    return pl.col("score").rank("min", descending=True)


def _query(frame: pl.LazyFrame, work: Workload, names: Sequence[str]) -> pl.LazyFrame:
    goalposts = zip(names, work.tree.low.tolist(), work.tree.span.tolist(), strict=True)
    parts = [(pl.col(name) - low) / span for name, low, span in goalposts]
    if work.mean == "geometric":
        parts = [part.log() for part in parts]
    if work.statuses is None:
        weighted = [part * weight for part, weight in zip(parts, work.tree.weights.tolist(), strict=True)]
        score = pl.sum_horizontal(weighted)
    else:
        frame, score = _means(frame, work, parts)
    return frame.select((score.exp() if work.mean == "geometric" else score).alias("score"))


def _means(frame: pl.LazyFrame, work: Workload, parts: list[pl.Expr]) -> tuple[pl.LazyFrame, pl.Expr]:
    """A column for each node of a level, then the level above."""
    for height, level in enumerate(work.tree.levels):
        frame = frame.select(part.alias(f"{height}.{at}") for at, part in enumerate(parts))
        operands = [pl.col(f"{height}.{at}") for at in range(len(parts))]
        weighed = list(zip(operands, level.weights.tolist(), strict=True))
        ends = np.cumsum(level.sizes).tolist()
        parts = [_mean(weighed[start:end]) for start, end in zip(level.starts.tolist(), ends, strict=True)]
    return frame, parts[0]


def _mean(weighed: Sequence[tuple[pl.Expr, float]]) -> pl.Expr:
    weights = pl.sum_horizontal(part.is_not_null() * weight for part, weight in weighed)
    return pl.sum_horizontal(part * weight for part, weight in weighed) / pl.when(weights > 0).then(weights)
