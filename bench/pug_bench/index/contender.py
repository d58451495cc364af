"""Somebody who computes what an index is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pug_bench.errors import DisagreementError
from pug_bench.tree import Floats

Figures = Mapping[str, Floats]
"""What was computed, by name: ranks and counts have to be the same, all else within a tolerance."""

EXACT = ("rank", "copeland")
TOLERANCE = 1e-9


@dataclass(frozen=True)
class IndexContender:
    """What is timed is `run` alone.

    Attributes:
        run: Takes None and returns the results in whatever form they have.
        figures: Turns results into figures.
    """

    run: Callable[[Any], Any]
    figures: Callable[[Any], Figures]


def check(name: str, ours: Figures, theirs: Figures, tolerance: float = TOLERANCE) -> None:
    """Compares whatever both have computed.

    Raises:
        DisagreementError: They are not the same.
    """
    shared = [what for what in theirs if what in ours]
    if not shared:
        raise DisagreementError(f"{name} computes nothing that pug does: {', '.join(theirs)}")
    for what in shared:
        expected, found = np.asarray(ours[what]), np.asarray(theirs[what])
        if expected.shape != found.shape:
            raise DisagreementError(f"{name} has {what} of shape {found.shape} where pug has {expected.shape}")
        wrong = found != expected if what in EXACT else ~(np.abs(found - expected) <= tolerance)
        if wrong.any():
            place = np.unravel_index(int(wrong.argmax()), wrong.shape)
            at = ", ".join(str(int(part)) for part in place)
            message = f"{what} [{at}] is {found[place]} where pug has {expected[place]} ({int(wrong.sum())} differ)"
            raise DisagreementError(f"{name} computes something else: {message}")
