"""What counts of women and men say: shares, rates, their gap and their ratio, with intervals."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from operator import index
from typing import Any, SupportsIndex

from pug import _pug
from pug._errors import failure
from pug._numbers import short

_MOST = 2**53


@dataclass(frozen=True)
class Measure:
    """A number with its interval, or the reason why there is none.

    Attributes:
        status: ``observed``, ``missing`` (a count is not known), ``not_computable`` (a division by zero, or counts that
            are impossible) or ``suppressed`` (withheld).
        value: The number; None unless observed.
        low: Lower end of the confidence interval; None where there is none.
        high: Upper end; None where there is none, and where it is infinite.
    """

    status: str
    value: float | None
    low: float | None
    high: float | None

    def __str__(self) -> str:
        if self.value is None:
            return self.status
        high = "∞" if self.high is None else short(self.high)
        return f"{short(self.value)} ({short(self.low)} to {high})"


@dataclass(frozen=True)
class SexGap:
    """Women and men compared. Shares and rates are per cent, the gap is in percentage points.

    Attributes:
        women_share: Of those who have it, how many are women (Clopper and Pearson 1934).
        women_rate: Of the women, how many have it (Wilson 1927).
        men_rate: Of the men.
        gap: Rate of women less that of men; below 0 women lag behind (Newcombe 1998, method 10).
        parity: Rate of women over that of men; 1 is parity (Katz and others 1978).
    """

    women_share: Measure
    women_rate: Measure
    men_rate: Measure
    gap: Measure
    parity: Measure


def sex_gap(
    women: SupportsIndex | None,
    men: SupportsIndex | None,
    women_population: SupportsIndex | None = None,
    men_population: SupportsIndex | None = None,
    confidence: float = 0.95,
) -> SexGap:
    """Compares women and men who have something (take part, decide, benefit).

    An interval treats the counts as a sample of something larger; where everybody was counted it is of no use.

    Args:
        women: How many women have it; None where that is not known.
        men: How many men.
        women_population: Of how many women; None where that is not known.
        men_population: Of how many men.
        confidence: Of the intervals, between 0 and 1.

    Raises:
        PugError: A count is no whole number from 0 to 2^53 (code ``statistics.count``), more have it than there are
            (``statistics.share``), or the confidence is none (``statistics.confidence``).
    """
    answer = _pug.sex_gap(
        _size("women", women),
        _size("men", men),
        _size("women_population", women_population),
        _size("men_population", men_population),
        _number(confidence),
    )
    return sex_gap_of(json.loads(answer))


def sex_gap_of(document: Mapping[str, Any]) -> SexGap:
    """The measures that the engine wrote down."""
    return SexGap(**{name: Measure(**measure) for name, measure in document.items()})


def _size(name: str, count: SupportsIndex | None) -> int | None:
    if count is None:
        return None
    try:
        size = None if isinstance(count, bool) else index(count)
    except TypeError:
        size = None
    if size is None or not 0 <= size <= _MOST:
        message = f"found {count!r}, wanted a whole number from 0 to 2^53"
        raise failure("argument", "statistics.count", message, where=name)
    return size


def _number(confidence: float) -> float:
    if isinstance(confidence, bool) or not isinstance(confidence, (int, float)):
        message = f"found {confidence!r}, wanted a number between 0 and 1, such as 0.95"
        raise failure("argument", "statistics.confidence", message, where="confidence")
    return float(confidence)
