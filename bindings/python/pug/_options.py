"""How scoring is done: what it may cost, and what it keeps."""

from __future__ import annotations

import operator
from typing import NamedTuple

from pug._errors import failure

MOST_THREADS = 1024


class Options(NamedTuple):
    """What the engine is asked for, in the order of its arguments. Nothing here changes a number.

    Attributes:
        threads: How many share the units.
        nodes: Whether the columns of nodes are kept.
        intervals: Whether the intervals of units with unanswered variables are computed.
    """

    threads: int = 1
    nodes: bool = True
    intervals: bool = True


def thread_count(threads: object) -> int:
    """A number of threads.

    Raises:
        PugError: It is no whole number from 1 to 1024 (code ``threads.range``).
    """
    try:
        count = 0 if isinstance(threads, bool) else operator.index(threads)  # type: ignore[arg-type]
    except TypeError:
        count = 0
    if not 1 <= count <= MOST_THREADS:
        raise failure(
            "argument", "threads.range", f"found {threads!r} threads, wanted a whole number from 1 to {MOST_THREADS}"
        )
    return count
