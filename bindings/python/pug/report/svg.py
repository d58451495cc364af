"""Places on the axes of the small pictures; the templates draw them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """Maps values to points of a picture, with a margin at each end for the marks."""

    low: float
    high: float
    width: float
    margin: float = 6.0

    def at(self, value: float | None) -> str:
        """The point of a value, held inside the picture."""
        share = 0.0 if value is None or self.high == self.low else (value - self.low) / (self.high - self.low)
        return point(self.margin + min(1.0, max(0.0, share)) * (self.width - 2 * self.margin))

    def span(self, low: float, high: float, least: float = 0.0) -> str:
        """The length between two values."""
        return point(max(least, float(self.at(high)) - float(self.at(low))))


@dataclass(frozen=True)
class Tick:
    """A labelled place on an axis."""

    at: str
    label: str
    is_cut: bool = False


def point(place: float) -> str:
    """A coordinate with one decimal, so that the same picture has the same bytes."""
    return f"{place:.1f}"


def around(values: Iterable[float | None], width: float) -> Axis:
    """An axis with round ends around the values; it starts at zero unless a value is negative."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    low, high = min([0.0, *known]), max([0.0, *known])
    step = _step((high - low) or 1.0)
    return Axis(math.floor(low / step + 1e-9) * step, max(math.ceil(high / step - 1e-9), 1) * step, width)


def _step(span: float) -> float:
    """A round step that divides a span into four to ten parts."""
    power = 10.0 ** math.floor(math.log10(span))
    return next(power * part for part in (0.1, 0.2, 0.25, 0.5, 1.0, 2.0) if span / (power * part) <= 5.0001)
