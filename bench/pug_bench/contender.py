"""Somebody who computes the answer and is timed doing so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pug_bench.workload import Answer

__all__ = ["Contender"]


@dataclass(frozen=True)
class Contender:
    """What is timed is `run` alone.

    Attributes:
        run: Takes what `fresh` made, or None, and returns the results in whatever form they have.
        answer: Turns results into an answer; None where there is nothing to compare.
        fresh: Makes what a single run uses up; None where nothing is.
    """

    run: Callable[[Any], Any]
    answer: Callable[[Any], Answer] | None
    fresh: Callable[[], Any] | None = None
