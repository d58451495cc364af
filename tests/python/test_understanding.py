"""Statistics of an index against scipy, pandas and numpy."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pug
import pytest
from scipy import stats

NAMES = ["a", "b", "c", "d", "e"]
GROUPS = {"left": ["a", "b", "c"], "right": ["d", "e"]}
TESTS = {
    "pearson": stats.pearsonr,
    "spearman": stats.spearmanr,
    "kendall": lambda x, y: stats.kendalltau(x, y, method="asymptotic"),
}


def frame(seed: int, missing: float) -> pd.DataFrame:
    """Columns that go together, one of them with many ties and one that is skewed."""
    random = np.random.default_rng(seed)
    common = random.normal(size=60)
    data = pd.DataFrame({name: common + (place + 1) * random.normal(size=60) for place, name in enumerate(NAMES)})
    data["b"] = data["b"].round()
    data["e"] = np.exp(data["e"] / 4)
    return data.mask(random.random(data.shape) < missing)


def index_of(data: pd.DataFrame, without: str = "") -> pug.Index:
    parts = [{"id": group, "parts": [name for name in names if name != without]} for group, names in GROUPS.items()]
    return pug.Design({"id": "whole", "parts": parts}).normalise("minmax").build(data)


def ask(index: pug.Index, question: str, **request: Any) -> Any:
    return json.loads(index._native.answer(question, json.dumps(request)))


@pytest.mark.parametrize("method", list(TESTS))
@pytest.mark.parametrize("missing", [0.0, 0.15])
def test_correlations_are_those_of_scipy(method: Any, missing: float) -> None:
    data = frame(1, missing)
    told = ask(index_of(data), "correlations", method=method)
    assert told["rows"] == told["columns"] == NAMES
    for r, row in enumerate(NAMES):
        for c, column in enumerate(NAMES):
            pairs = data[[row, column]].dropna().to_numpy()
            wanted = TESTS[method](pairs[:, 0], pairs[:, 1])
            assert told["values"][r][c] == pytest.approx(wanted[0], abs=1e-12)
            assert told["p"][r][c] == pytest.approx(wanted[1], abs=1e-12)
            assert told["n"][r][c] == len(pairs)
    assert np.allclose(told["values"], data.corr(method), rtol=0, atol=1e-12)


def test_descriptions_are_those_of_pandas() -> None:
    data = frame(2, 0.1)
    for each in ask(index_of(data), "describe", stage="raw")["values"]:
        column = data[each["name"]]
        low, high = column.quantile([0.25, 0.75])
        reach = 1.5 * (high - low)
        wanted = {
            "n": column.count(),
            "available": column.count() / len(column),
            "zeros": (column == 0).sum(),
            "distinct": column.nunique(),
            "same": column.value_counts(normalize=True).max(),
            "min": column.min(),
            "max": column.max(),
            "mean": column.mean(),
            "median": column.median(),
            "sd": column.std(),
            "skew": column.skew(),
            "kurtosis": column.kurt(),
        }
        for key, value in wanted.items():
            assert each[key] == pytest.approx(float(value), abs=1e-11), (each["name"], key)
        assert each["quartiles"] == pytest.approx([low, high], abs=1e-12)
        beyond = column[(column < low - reach) | (column > high + reach)]
        assert [unit["value"] for unit in each["outliers"]] == list(beyond)


@pytest.mark.parametrize("basis", ["correlation", "covariance"])
def test_components_are_those_of_numpy(basis: str) -> None:
    data = frame(3, 0.05)
    told = ask(index_of(data), "components", level=1, stage="raw", basis=basis)
    complete = data.dropna()
    centred = complete - complete.mean()
    matrix = complete.corr() if basis == "correlation" else complete.cov()
    variances, vectors = np.linalg.eigh(matrix.to_numpy())
    vectors = (vectors * np.sign(vectors.sum(axis=0)))[:, ::-1]
    assert told["rows"] == len(complete)
    assert told["left_out"] == len(data) - len(complete)
    assert np.allclose(told["variances"], variances[::-1], atol=1e-11)
    assert np.allclose(told["shares"], variances[::-1] / variances.sum(), atol=1e-12)
    assert np.allclose([each["loadings"] for each in told["values"]], vectors, atol=1e-9)
    scaled = centred / complete.std() if basis == "correlation" else centred
    scores = [each["scores"] for place, each in enumerate(told["units"]) if place in complete.index]
    assert np.allclose(scores, scaled.to_numpy() @ vectors, atol=1e-9)
    assert all(each["scores"] == [None] * 5 for place, each in enumerate(told["units"]) if place not in complete.index)


def test_alpha_is_that_of_the_covariances() -> None:
    data = frame(4, 0.1)
    told = ask(index_of(data), "reliability", part="left", stage="raw")

    def alpha(columns: list[str]) -> float:
        cov = data[["a", "b", "c"]].dropna()[columns].cov().to_numpy()
        return float(len(columns) / (len(columns) - 1) * (1 - np.trace(cov) / cov.sum()))

    assert told["alpha"] == pytest.approx(alpha(["a", "b", "c"]), abs=1e-12)
    for each in told["without"]:
        others = [name for name in ["a", "b", "c"] if name != each["name"]]
        assert each["alpha"] == pytest.approx(alpha(others), abs=1e-12)


def test_without_one_is_the_index_that_is_built_without_it() -> None:
    data = frame(5, 0.0)
    index = index_of(data)
    before = pd.Series(index.values)
    for each in ask(index, "remove_one")["removals"]:
        after = pd.Series(index_of(data, without=each["name"]).values)
        assert [unit["second"]["score"] for unit in each["units"]] == list(after)
        first, second = before.rank(ascending=False, method="min"), after.rank(ascending=False, method="min")
        assert [unit["rise"] for unit in each["units"]] == list((first - second).astype(int))
        assert each["mean_distance"] == pytest.approx((first - second).abs().mean())
        assert each["spearman"]["value"] == pytest.approx(stats.spearmanr(before, after)[0], abs=1e-12)
