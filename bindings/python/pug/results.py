"""The columns of a result: what is written to a file, put into a frame, or printed as a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pug.table import ResultColumn

if TYPE_CHECKING:
    from pug.scores import Scores


def result_columns(scores: Scores, *, as_cells: bool = False) -> dict[str, ResultColumn]:
    """Every input column that is no variable, every named node, then the verdict.

    Args:
        scores: What was scored.
        as_cells: Give the input's columns as Python values instead of as they came in.
    """
    made = {key: ResultColumn("number", scores.node(key).values) for key in scores.nodes}
    made["score"] = ResultColumn("number", scores.values)
    made["grade"] = ResultColumn("word", scores.grades)
    made["rank"] = ResultColumn("rank", scores.ranks)
    made["coverage"] = ResultColumn("number", scores.coverages)
    made["status"] = ResultColumn("word", scores.statuses)
    made["low"] = ResultColumn("number", scores.low)
    made["high"] = ResultColumn("number", scores.high)
    table, given = scores._table, {}
    kept = [name for name in table.names if name not in scores.instrument.variables]
    for name in kept:
        values = table.cells(name) if as_cells else table.column(name)
        given[_free(name, made, kept)] = ResultColumn("given", values)
    return given | made


def ranking_columns(scores: Scores) -> tuple[dict[str, ResultColumn], list[int]]:
    """The columns of a ranking, best first within each cohort, and the row of the input that each row is about."""
    order = ranking_order(scores)
    columns = {} if scores.cohorts is None else {"cohort": ResultColumn("word", scores.cohorts)}
    columns |= {
        "rank": ResultColumn("rank", scores.ranks),
        "unit": ResultColumn("word", scores.names),
        "score": ResultColumn("number", scores.rounded if scores.instrument.graded is None else scores.values),
        "grade": ResultColumn("word", scores.grades),
        "coverage": ResultColumn("number", scores.coverages),
        "low": ResultColumn("number", scores.low),
        "high": ResultColumn("number", scores.high),
    }
    return {name: column.picked(order) for name, column in columns.items()}, order


def ranking_order(scores: Scores) -> list[int]:
    """Rows by cohort, then by rank, then those without a rank; equals in the order of the input."""
    ranks = np.where(np.isnan(scores.ranks), np.inf, scores.ranks).tolist()
    cohorts = scores.cohorts or [None] * len(ranks)
    return sorted(range(len(ranks)), key=lambda row: (cohorts[row] or "", ranks[row]))


def _free(name: str, taken: dict[str, ResultColumn], kept: list[str]) -> str:
    """The name, with the suffix ``_input`` where a result has it already."""
    if name not in taken:
        return name
    while name in taken or name in kept:
        name += "_input"
    return name
