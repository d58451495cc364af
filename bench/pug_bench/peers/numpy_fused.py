"""numpy by somebody who has thought about it: goalposts folded into the weights, so that nothing is normalised."""

from __future__ import annotations

from pug_bench.contender import Contender
from pug_bench.errors import NotComparableError
from pug_bench.peers.numpy_plain import ranks
from pug_bench.workload import Answer, Workload


def tree(work: Workload) -> Contender:
    """One product of matrix and vector."""
    if work.statuses is not None:
        raise NotComparableError("the folded weights hold only where every answer is there")
    slopes = work.tree.weights / work.tree.span
    constant = -(work.tree.low * slopes).sum()

    def run(_: None) -> Answer:
        scores = work.values @ slopes + constant
        return Answer(scores, ranks(scores) if work.has_ranks else None)

    return Contender(run, lambda answer: answer)
