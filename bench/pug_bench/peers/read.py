"""What nobody can beat who has to look at the answers: reading them."""

from __future__ import annotations

from pug_bench import loops
from pug_bench.contender import Contender
from pug_bench.workload import Workload


def tree(work: Workload) -> Contender:
    """Values and statuses, once."""

    def run(_: None) -> None:
        loops.read(work.values, work.threads)
        if work.statuses is not None:
            loops.read(work.statuses, work.threads)

    return Contender(run, None)
