"""The call that is measured: nothing else in this folder calls pug to score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pug

from pug_bench.contender import Contender
from pug_bench.tree import GRADES, NOT_STANDARD, Floats, instrument
from pug_bench.workload import Answer, Workload

_PLACES: Mapping[str | None, int] = {name: at for at, name in enumerate((None, *GRADES, NOT_STANDARD), -1)}


def tree(work: Workload) -> Contender:
    """Scores the matrix; ranks it where that belongs to the case."""
    document = instrument(work.tree, work.mean, leaves_out=work.statuses is not None, has_verdict=work.has_verdict)
    model = pug.Instrument.load(document)
    if len(work.values) == 1 and work.statuses is None and not (work.has_ranks or work.has_verdict):
        return _one(model, work.values[0])
    data = work.values if work.statuses is None else (work.values, work.statuses)

    def run(_: object) -> pug.Scores:
        scores = _score(data, model, work.threads)
        if work.has_ranks:
            _ = scores.ranks  # computed when asked for
        return scores

    def answer(scores: pug.Scores) -> Answer:
        if not work.has_verdict:
            return Answer(scores.values, scores.ranks if work.has_ranks else None)
        grades = np.array([_PLACES[grade] for grade in scores.grades], dtype=np.int32)
        return Answer(scores.rounded, grades=grades)

    return Contender(run, answer)


def _one(model: pug.Instrument, row: Floats) -> Contender:
    """Scores one unit by the call that is there for it."""
    return Contender(lambda _: model.score_one(row), lambda verdict: Answer(np.array([verdict.score])))


def ranking(values: Floats, threads: int) -> Contender:
    """Ranks units whose scores are given. Scores keep their ranks, so each run gets scores of its own."""
    document = {
        "pug": 1,
        "id": "bench.rank",
        "edition": "1",
        "status": "draft",
        "title": "A score that is given",
        "variables": {"x": {"type": "number"}},
        "score": {"from": "x"},
    }
    model = pug.Instrument.load(document)
    matrix = values.reshape(-1, 1)

    def fresh() -> pug.Scores:
        return _score(matrix, model, threads)

    def run(scores: pug.Scores) -> pug.Scores:
        _ = scores.ranks
        return scores

    return Contender(run, lambda scores: Answer(scores.values, scores.ranks), fresh)


def _score(data: Any, model: pug.Instrument, threads: int) -> pug.Scores:
    """Scores and verdicts, and nothing besides."""
    return pug.score(data, model, threads=threads, nodes=False, intervals=False)
