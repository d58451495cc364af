"""Loops written by hand in C for one tree: a weighted sum with folded goalposts, means of means, a radix ranking."""

from __future__ import annotations

from pug_bench import loops
from pug_bench.contender import Contender
from pug_bench.tree import Floats
from pug_bench.workload import Answer, Workload


def tree(work: Workload) -> Contender:
    """The folded weights where all answers are there, else means of means."""
    tree_loops = loops.TreeLoops(work)
    is_sum = work.mean == "arithmetic" and work.statuses is None

    def run(_: None) -> Answer:
        scores = tree_loops.weighted_sum() if is_sum else tree_loops.nested_means()
        if work.has_verdict:
            grades = tree_loops.grade(scores)
            return Answer(scores, grades=grades)
        return Answer(scores, loops.rank(scores) if work.has_ranks else None)

    return Contender(run, lambda answer: answer)


def ranking(values: Floats, threads: int) -> Contender:
    """One thread, whatever there are."""
    del threads
    return Contender(lambda _: loops.rank(values), lambda ranks: Answer(values, ranks))
