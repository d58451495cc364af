"""Numbers that were estimated, and tests: what statistics of several rounds have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pug._numbers import short


@dataclass(frozen=True)
class Estimate:
    """A number that was estimated from units, with its interval.

    Attributes:
        value: The number; None where there is too little to tell.
        standard_error: Of the number.
        low: Lower end of the confidence interval.
        high: Upper end.
    """

    value: float | None
    standard_error: float | None
    low: float | None
    high: float | None

    def __str__(self) -> str:
        return "–" if self.value is None else f"{short(self.value)} ({short(self.low)} to {short(self.high)})"


@dataclass(frozen=True)
class PairedTest:
    """A two-sided test of "nothing changed".

    Attributes:
        used: Units that count for it: those that changed.
        statistic: Sign: units that rose. Wilcoxon: sum of their ranks. McNemar: units that came to have it.
        p: Of a statistic at least as far from what chance gives; None where nobody is compared.
        p_adjusted: The same, adjusted by Holm for the other tests of its kind; None where it is not one of several.
        exact: Whether it comes from the distribution of the statistic itself, not from a normal one.
        effect: −1 to 1: share (of the ranks, of the units) that rose minus the share that fell.
    """

    used: int
    statistic: float | None
    p: float | None
    p_adjusted: float | None
    exact: bool
    effect: float | None


def estimate_of(document: Mapping[str, Any]) -> Estimate:
    """The estimate that the engine wrote down."""
    return Estimate(**document)


def paired_test_of(document: Mapping[str, Any]) -> PairedTest:
    """The test that the engine wrote down."""
    return PairedTest(**document)
