"""Numbers as people read them."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

_WIDE = Context(prec=400)  # holds any double


def fixed(value: float | None, digits: int | None, otherwise: str = "–") -> str:
    """A number with so many decimals, half-up on the decimal it stands for; six significant digits without a rule."""
    if value is None or math.isnan(value):
        return otherwise
    if digits is None:
        return short(value)
    return f"{Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _WIDE):f}"


def short(value: float | None, otherwise: str = "–") -> str:
    """A number with six significant digits."""
    return otherwise if value is None or math.isnan(value) else f"{value:.6g}"


def percent(share: float | None) -> str:
    """A share, 0–1, in per cent."""
    return "–" if share is None or math.isnan(share) else f"{100 * share:.4g}%"
