"""How long it takes: everybody in turn, so that what disturbs the machine disturbs everybody; the shortest counts."""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping
from typing import Any

from pug_bench.contender import Contender
from pug_bench.progress import Progress

SHORT, QUICK, SLOW = 0.005, 0.1, 5.0
SLOW_ROUNDS = 2


class Stopwatch:
    """Times one contender: as many calls a repetition as the clock needs, and few repetitions where one takes long.

    Attributes:
        seconds: The shortest time of a call so far.
        rounds: How often to measure.
    """

    def __init__(self, contender: Contender, repeat: int) -> None:
        """`repeat` is how often to measure what is not slow."""
        self._contender = contender
        self._calls = 1
        self.seconds = float("inf")
        self.rounds = repeat

    def warm_up(self) -> Any:
        """The result of a first call, which does not count."""
        seconds, result = self._once()
        if seconds < QUICK:
            seconds, result = self._once()
        if seconds > SLOW:
            self.rounds = min(self.rounds, SLOW_ROUNDS)
        if self._contender.fresh is None:
            self._calls = max(1, round(SHORT / max(seconds, 1e-9)))
        return result

    def measure(self) -> None:
        """One repetition."""
        self.seconds = min(self.seconds, self._once()[0])

    def _once(self) -> tuple[float, Any]:
        run, fresh = self._contender.run, self._contender.fresh
        given = fresh() if fresh else None
        result = None
        start = time.perf_counter()
        for _ in range(self._calls):
            result = run(given)
        return (time.perf_counter() - start) / self._calls, result


def take_turns(watches: Mapping[str, Stopwatch], progress: Progress) -> None:
    """Measures everybody once, then everybody again."""
    gc.collect()
    gc.disable()
    try:
        for turn in range(max(watch.rounds for watch in watches.values())):
            for name, watch in watches.items():
                if turn < watch.rounds:
                    progress.say(f"{name}, repetition {turn + 1} of {watch.rounds}")
                    watch.measure()
    finally:
        gc.enable()
