"""A small index that several tests doubt: 18 units, four indicators in two parts, of one of which less is better."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pug

RNG = np.random.default_rng(11)
DATA = pd.DataFrame(
    {"unit": [f"U{at:02}" for at in range(18)]} | {name: RNG.gamma(3, 10, 18).round(2) for name in ("a", "b", "c", "d")}
)
TREE = {
    "id": "whole",
    "parts": [{"id": "left", "parts": ["a", "b"]}, {"id": "right", "weight": 2, "parts": ["c", "d"]}],
}
WEIGHTS = [{"vary": "weights", "relative": 0.5}]


def design() -> pug.Design:
    made = pug.Design(TREE, {"d": {"direction": "lower_is_better"}}, id="example.doubts")
    return made.normalise("minmax", low=1, high=100).grade({"low": None, "high": 50})


def of_two(*, weights: tuple[float, float] = (1, 1), **data: list[float]) -> pug.Index:
    """An index that is the mean of "a" and "b" as they are."""
    tree = {"id": "x", "parts": [{"id": name, "weight": w} for name, w in zip(data, weights, strict=True)]}
    return pug.Design(tree).build(data)
