"""Cases in which this process scores or ranks a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pug_bench import agreement, loops, ours, peers
from pug_bench.cases import CASES, Setting
from pug_bench.contender import Contender
from pug_bench.errors import NotComparableError
from pug_bench.line import Line
from pug_bench.progress import Progress
from pug_bench.timing import Stopwatch, take_turns
from pug_bench.workload import SEED, Workload, make_workload

PUG = "pug"


@dataclass(frozen=True)
class Arena:
    """Where pug meets the peers.

    Attributes:
        is_strict: A peer that cannot compute a case is an error; else it is left out.
    """

    repeat: int
    progress: Progress
    is_strict: bool

    def tree(self, case: str, setting: Setting, names: Sequence[str]) -> list[Line]:
        """A tree scored by pug and by each peer named; one line without a peer where none is.

        Raises:
            DisagreementError: A peer computes something else.
            NotComparableError: It cannot compute the case, and that matters.
        """
        self.progress.say("making the answers")
        work = make_workload(CASES[case], setting)
        seconds = self._seconds(ours.tree(work), self._tree_peers(names, work))
        return _lines(case, setting, work.bytes, seconds)

    def rank(self, case: str, setting: Setting, names: Sequence[str]) -> list[Line]:
        """Scores ranked by pug and by each peer named."""
        scores = 0.5 + 0.04 * np.random.default_rng(SEED).standard_normal(setting.units)
        contenders = ((name, peers.of_ranking(name)(scores, setting.threads)) for name in names)
        seconds = self._seconds(ours.ranking(scores, setting.threads), contenders)
        return _lines(case, replace(setting, indicators=1, levels=0), scores.nbytes, seconds)

    def read(self, case: str, setting: Setting) -> list[Line]:
        """The memory of a matrix read; no line says anything of pug."""
        matrix = np.zeros((setting.units, setting.indicators))
        matrix += 1  # so that there is memory behind every page
        watch = Stopwatch(Contender(lambda _: loops.read(matrix, setting.threads), None), self.repeat)
        watch.warm_up()
        take_turns({"read": watch}, self.progress)
        measured = Line(case, setting.units, setting.indicators, matrix.nbytes, setting=setting)
        return [replace(measured, peer="read", peer_s=watch.seconds)]

    def _tree_peers(self, names: Sequence[str], work: Workload) -> Iterator[tuple[str, Contender]]:
        for name in names:
            try:
                yield name, peers.of_tree(name)(work)
            except NotComparableError as reason:
                if self.is_strict:
                    raise NotComparableError(f'peer "{name}" cannot be compared here: {reason}') from None

    def _seconds(self, pug: Contender, others: Iterable[tuple[str, Contender]]) -> dict[str, float]:
        """The shortest time of everybody, once they agree with pug."""
        watches = {PUG: Stopwatch(pug, self.repeat)}
        self.progress.say(f"{PUG}, first call")
        found = watches[PUG].warm_up()
        expected = pug.answer(found) if pug.answer else None
        del found
        for name, contender in others:
            self.progress.say(f"{name}, first call")
            watches[name] = Stopwatch(contender, self.repeat)
            found = watches[name].warm_up()
            if expected and contender.answer:
                agreement.check(name, expected, contender.answer(found))
            del found  # some are as large as the answers
        take_turns(watches, self.progress)
        return {name: watch.seconds for name, watch in watches.items()}


def _lines(case: str, setting: Setting, size: int, seconds: dict[str, float]) -> list[Line]:
    ours = Line(case, setting.units, setting.indicators, size, seconds.pop(PUG), setting=setting)
    return [replace(ours, peer=name, peer_s=peer_s) for name, peer_s in seconds.items()] or [ours]
