"""Comparisons two by two, without a design: units by outranking, parts by judgements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pug import _pug
from pug._errors import failure
from pug.table import Floats


@dataclass(frozen=True)
class AnalyticHierarchy:
    """Weights from judgements, and how far these contradict each other.

    Attributes:
        weights: One a part; they sum to 1.
        eigenvalue: The principal one: as many as there are parts where all judgements agree, else more.
        consistency_index: (eigenvalue − n)/(n − 1).
        consistency_ratio: That over the index of random judgements; above 0.1 Saaty would have them looked at again.
            None for more than 15 parts, for which he gives no random index.
    """

    weights: tuple[float, ...]
    eigenvalue: float
    consistency_index: float
    consistency_ratio: float | None


def ahp(judgements: Sequence[Sequence[float]]) -> AnalyticHierarchy:
    """Weights by the analytic hierarchy process (Saaty 1980).

    Args:
        judgements: Row by row how many times as important a part is as each; reciprocal, may be off by a hundredth.

    Raises:
        PugError: The judgements are no such matrix (code ``weights.judgements``).
    """
    told = _pug.ahp([[float(each) for each in row] for row in judgements])
    return AnalyticHierarchy(**told | {"weights": tuple(told["weights"])})


def outranking(parts: ArrayLike, weights: Sequence[float] | None = None) -> Floats:
    """In how much of the weight of some parts one unit is better than another.

    Args:
        parts: Units × parts, more being better; no value may be missing.
        weights: One a part, not negative; by default equal. They are divided by their sum.

    Returns:
        Units × units: the share of the weight in which the row's unit is better than the column's, and half that of the
        parts in which they are equal. The diagonal is 0.

    Raises:
        PugError: A value is missing or infinite, or the weights do not fit.
    """
    matrix = np.asfortranarray(parts, dtype=np.float64)
    if matrix.ndim != 2:
        raise failure("argument", "data.shape", f"found {matrix.ndim} dimensions, wanted units × parts")
    given = [1.0] * matrix.shape[1] if weights is None else [float(weight) for weight in weights]
    if len(given) != matrix.shape[1]:
        message = f"found {len(given)} weights for {matrix.shape[1]} parts, wanted as many"
        raise failure("argument", "weights.count", message)
    found: Floats = _pug.outranking(matrix, given)
    return found


def copeland(outranking: ArrayLike) -> Floats:
    """How many units each one beats less how many beat it; one beats another by more than half the weight.

    Args:
        outranking: Units × units, of `pug.outranking`.
    """
    matrix = np.asfortranarray(outranking, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise failure("argument", "data.shape", f"found the shape {matrix.shape}, wanted units × units")
    return np.array(_pug.copeland(matrix), dtype=np.float64)
