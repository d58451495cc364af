"""What an index tells of itself, through the classes of Python: against numpy, scipy, pandas, and building again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pug
import pytest
from scipy import stats

mpl.use("Agg")
from matplotlib import pyplot as plt

NAMES = ["a", "b", "c", "d", "e"]
PARTS = ["left", "right", "whole"]
TREE = {
    "id": "whole",
    "parts": [
        {"id": "left", "parts": ["a", {"id": "b", "weight": 3}, "c"]},
        {"id": "right", "weight": 2, "parts": ["d", "e"]},
    ],
}
INDICATORS = {"b": {"direction": "lower_is_better"}, "d": {"denominator": "people"}}
CORRELATE: dict[str, Callable[[Any, Any], Any]] = {
    "pearson": stats.pearsonr,
    "spearman": stats.spearmanr,
    "kendall": lambda x, y: stats.kendalltau(x, y, method="asymptotic"),
}


def data_of(seed: int = 1, missing: float = 0.0, units: int = 24) -> pd.DataFrame:
    """Indicators that go together, one with ties, one skewed; "people" is what "d" grows with."""
    random = np.random.default_rng(seed)
    common = random.normal(size=units)
    data = pd.DataFrame({name: common + (at + 1) / 2 * random.normal(size=units) for at, name in enumerate(NAMES)})
    data["c"] = data["c"].round()
    data["e"] = np.exp(data["e"])
    people = random.uniform(1, 50, units)
    data["d"] = people * np.exp(data["d"] / 5)
    data = data.mask(random.random(data.shape) < missing)
    return data.assign(people=people, unit=[f"U{at:02}" for at in range(units)])


def design() -> pug.Design:
    return pug.Design(TREE, INDICATORS, id="example.answers").denominate().normalise("minmax", low=1, high=100)


@pytest.fixture(scope="module", params=[0.0, 0.12], ids=["complete", "with gaps"])
def index(request: pytest.FixtureRequest) -> pug.Index:
    return design().build(data_of(missing=request.param), unit="unit")


@pytest.fixture(scope="module")
def whole() -> pug.Index:
    """An index of units that have every value."""
    return design().build(data_of(), unit="unit")


@pytest.fixture(autouse=True)
def close_figures() -> Any:
    yield
    plt.close("all")


def columns_of(index: pug.Index) -> pd.DataFrame:
    """Every indicator as it was aggregated, and every part."""
    return pd.DataFrame({name: index.value(name) for name in index.names}, index=index.units)


def same(found: float | None, wanted: float) -> bool:
    return np.isnan(wanted) if found is None else found == pytest.approx(wanted, rel=1e-11, abs=1e-11)


# --- statistics of columns --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [None, "raw", "denominated"])
def test_a_description_is_that_of_pandas(index: pug.Index, stage: str | None) -> None:
    table = columns_of(index)
    if stage is not None:
        table = table.assign(**dict(zip(NAMES, index.matrix(stage).T, strict=True)))
    told = index.describe(stage, parts=True)
    assert [(each.name, each.level) for each in told] == [
        *((name, 1) for name in NAMES),
        ("left", 2),
        ("right", 2),
        ("whole", 3),
    ]
    for each in told:
        column = table[each.name]
        low, high = column.quantile([0.25, 0.75])
        wanted = {
            "n": column.count(),
            "available": column.notna().mean(),
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
            assert same(getattr(each, key), value), (each.name, key)
        assert each.quartiles == pytest.approx((low, high))
        reach = 1.5 * (high - low)
        assert each.outliers == tuple(column.index[(column < low - reach) | (column > high + reach)])


def test_doubtful_columns_are_flagged() -> None:
    data = {
        "skewed": [1, 2, 3, 4, 5, 6, 7, 1000],
        "gaps": [1, 2, None, None, None, 6, 7, 8.5],
        "zeros": [0, 0, 0, 0, 0, 3, 4, 5.0],
        "few": [1, 1, 2, 2, 3, 3, 1, 2],
        "good": [1, 2, 3, 4, 5, 6, 7, 8],
    }
    index = pug.Design({"id": "x", "parts": list(data)}).build(data)

    def flags(**limits: float) -> dict[str, tuple[str, ...]]:
        return {each.name: each.flags for each in index.describe("raw", **limits)}

    assert flags() == {
        "skewed": ("too_skewed",),
        "gaps": ("mostly_missing",),
        "zeros": ("mostly_zero", "few_distinct"),
        "few": ("few_distinct",),
        "good": (),
    }
    assert set(flags(skew=9, available_at_least=0.5, zeros_at_most=0.9, distinct_at_least=2).values()) == {()}
    assert flags(distinct_at_least=9)["good"] == ("few_distinct",)
    assert index.describe("raw")[0].outliers == ("8",)
    assert index.describe("raw", reach=1000)[0].outliers == ()


def test_too_few_values_tell_nothing() -> None:
    index = pug.Design({"id": "x", "parts": ["a", "b"]}).build({"a": [1, None, None], "b": [1, 2, 3]})
    told = index.describe("raw")[0]
    assert (told.n, told.min, told.mean, told.median) == (1, 1, 1, 1)
    assert (told.sd, told.skew, told.kurtosis) == (None, None, None)


def test_availability_is_the_share_of_cells(index: pug.Index) -> None:
    has = pd.DataFrame(~np.isnan(index.matrix("raw")), index=index.units, columns=NAMES)
    for unit, told in index.availability().items():
        row = has.loc[unit]
        assert told == pytest.approx({"left": row[:3].mean(), "right": row[3:].mean(), "whole": row.mean()})
    assert list(index.availability()) == index.units


# --- correlations -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", CORRELATE)
@pytest.mark.parametrize(("first", "second"), [(1, None), (1, 2), (2, 1), (1, 3), (2, 2)])
def test_correlations_of_levels_are_those_of_scipy(
    index: pug.Index, method: str, first: int, second: int | None
) -> None:
    table = columns_of(index)
    levels = {1: NAMES, 2: PARTS[:2], 3: PARTS[2:]}
    told = index.correlations(first, second, method=method)
    assert told.method == method
    assert (told.rows, told.columns) == (levels[first], levels[first if second is None else second])
    for r, row in enumerate(told.rows):
        for c, column in enumerate(told.columns):
            pairs = np.array([table[row], table[column]]).T
            pairs = pairs[~np.isnan(pairs).any(axis=1)]
            value, p = CORRELATE[method](*pairs.T)
            assert told.values[r, c] == pytest.approx(value, abs=1e-12)
            assert told.p[r, c] == pytest.approx(p, abs=1e-12)
            assert told.n[r, c] == len(pairs)
    assert told.gaps == []


def test_correlations_of_a_stage(index: pug.Index) -> None:
    raw = pd.DataFrame(index.matrix("raw"), columns=NAMES)
    np.testing.assert_allclose(index.correlations(stage="raw").values, raw.corr(), atol=1e-12)
    # What is turned round on the way has the other sign before.
    table = columns_of(index)
    told = index.correlations(1, 3, stage="raw")
    np.testing.assert_allclose(
        told.values[:, 0], [raw[name].corr(table["whole"].set_axis(raw.index)) for name in NAMES]
    )


def test_pairs_that_say_the_same_belong_to_one_part() -> None:
    random = np.random.default_rng(3)
    base = random.normal(size=20)
    data = {"a": base, "b": base + random.normal(size=20) / 100, "c": random.normal(size=20), "d": base, "e": -base}
    index = pug.Design(TREE).build(data)
    assert index.correlations().alike == [("a", "b")]  # "a" and "d" belong to different parts, "e" is the opposite
    assert index.correlations(alike_above=1.0).alike == []
    assert ("a", "c") in index.correlations(alike_above=-1.0).alike


def test_a_pair_without_a_correlation_says_why() -> None:
    data = {
        "a": [1, 2, 3, 4, 5, None],
        "b": [7, 7, 7, None, None, 8],
        "c": [None, None, None, 1, 2, 3],
        "d": [1, 2, 3, 4, 5, 6],
        "e": [3, 1, 2, 3, 1, 2],
    }
    told = pug.Design(TREE).build(data).correlations()
    gaps = {frozenset((row, column)): gap for row, column, gap in told.gaps}
    assert gaps == {
        frozenset("ab"): "constant",
        frozenset("ac"): "too_few",
        frozenset("bc"): "too_few",
    }
    at = told.rows.index
    assert np.isnan(told.values[at("a"), at("b")])
    assert np.isnan(told.p[at("a"), at("c")])
    assert told.n[at("a"), at("c")] == 2


@pytest.mark.parametrize("method", CORRELATE)
def test_each_value_with_all_that_it_belongs_to(index: pug.Index, method: str) -> None:
    table = columns_of(index)
    told = {(each.name, each.parent): each for each in index.parent_correlations(method=method)}
    above = {"a": "left", "b": "left", "c": "left", "d": "right", "e": "right", "left": "whole", "right": "whole"}
    wanted = {*above.items(), *((name, "whole") for name in NAMES)}
    assert set(told) == wanted
    for (name, parent), each in told.items():
        pairs = table[[name, parent]].dropna()
        value, p = CORRELATE[method](pairs[name], pairs[parent])
        assert (each.value, each.p) == pytest.approx((value, p), abs=1e-12)
        assert each.n == len(pairs)
        assert each.direct == (above[name] == parent)
        assert each.against == (value < 0)
        assert each.gap is None
    marked = index.parent_correlations(method=method, against_below=0.6)
    assert [each.against for each in marked] == [(each.value or 0) < 0.6 for each in marked]


@pytest.mark.parametrize("stage", ["raw", "denominated"])
def test_each_indicator_with_what_some_are_divided_by(index: pug.Index, stage: str) -> None:
    people = data_of()["people"]
    told = index.denominator_correlations(stage=stage, denominator_above=0.4)
    assert [each["name"] for each in told] == NAMES
    for each, column in zip(told, index.matrix(stage).T, strict=True):
        has = ~np.isnan(column)
        value, p = stats.pearsonr(column[has], people[has])
        assert (each["value"], each["p"]) == pytest.approx((value, p), abs=1e-12)
        assert each["denominator"] == "people"
        assert each["own"] == (each["name"] == "d")
        assert each["high"] == (abs(value) > 0.4)
    # It was enough to divide: "d" follows it before and not after.
    assert told[3]["high"] == (stage == "raw")


# --- what belongs together --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", ["correlation", "covariance"])
@pytest.mark.parametrize(
    ("part", "level", "names"), [(None, None, ["left", "right"]), (None, 1, NAMES), ("left", None, NAMES[:3])]
)
def test_components_are_those_of_a_singular_value_decomposition(
    index: pug.Index, basis: str, part: str | None, level: int | None, names: list[str]
) -> None:
    told = index.components(part, level=level, basis=basis)
    values = columns_of(index)[names]
    complete = values.dropna()
    centred = complete - complete.mean()
    scaled = centred / complete.std() if basis == "correlation" else centred
    _, lengths, directions = np.linalg.svd(scaled.to_numpy(), full_matrices=False)
    sums = directions.sum(axis=1, keepdims=True)
    directions *= np.sign(np.where(np.abs(sums) > 1e-9, sums, directions[:, :1]))
    variances = lengths**2 / (len(complete) - 1)
    assert (told.names, told.units, told.rows) == (names, index.units, len(complete))
    np.testing.assert_allclose(told.variances, variances, rtol=1e-9)
    np.testing.assert_allclose(told.shares, variances / variances.sum(), rtol=1e-9)
    np.testing.assert_allclose(told.loadings, directions.T, atol=1e-9)
    np.testing.assert_allclose(told.scores[values.notna().all(axis=1)], scaled @ directions.T, atol=1e-9)
    assert np.isnan(told.scores[values.isna().any(axis=1)]).all()


@pytest.mark.parametrize(
    ("part", "level", "names"), [(None, None, ["left", "right"]), (None, 1, NAMES), ("left", None, NAMES[:3])]
)
def test_reliability_is_what_the_formula_says(
    index: pug.Index, part: str | None, level: int | None, names: list[str]
) -> None:
    told = index.reliability(part, level=level)
    complete = columns_of(index)[names].dropna()

    def alpha(columns: pd.DataFrame) -> float:
        k = columns.shape[1]
        if k < 2:
            return float("nan")
        return k / (k - 1) * (1 - columns.var().sum() / columns.sum(axis=1).var())

    assert told.rows == len(complete)
    assert same(told.alpha, alpha(complete))
    assert list(told.without) == names
    for name, value in told.without.items():
        assert same(value, alpha(complete.drop(columns=name)))


# --- what each value brings about -------------------------------------------------------------------------------------


def test_effective_weights_are_products_on_the_way_up(index: pug.Index) -> None:
    told = {each.name: each for each in index.effective_weights()}
    above = {"a": "left", "b": "left", "c": "left", "d": "right", "e": "right", "left": "whole", "right": "whole"}
    assert list(told) == index.names
    for name, parent in above.items():
        assert told[name].weight == pytest.approx(index.weights[parent][name])
        assert told[name].effective == pytest.approx(told[name].weight * told[parent].effective)
    assert told["whole"].effective == 1
    assert told["b"].effective == pytest.approx(3 / 5 * 1 / 3)
    assert [told[name].level for name in index.names] == [1] * 5 + [2, 2, 3]


def test_effective_weights_are_shares_of_a_mean(whole: pug.Index) -> None:
    shares = [each.effective for each in whole.effective_weights() if each.level == 1]
    assert sum(shares) == pytest.approx(1)
    np.testing.assert_allclose(whole.matrix("normalised") @ shares, whole.values)


@pytest.mark.parametrize("level", [None, 2])
def test_without_a_value_is_the_index_of_the_design_without_it(index: pug.Index, level: int | None) -> None:
    made = design()
    told = index.remove_one(level=level)
    assert [each.name for each in told] == (NAMES if level is None else ["left", "right"])
    for each in told:
        single = made.remove(each.name).build(data_of(missing=_missing(index)), unit="unit")
        after = pd.Series(single.ranks, single.units)
        assert {unit: rank for unit, rank in each.ranks.items() if rank is not None} == after.dropna().to_dict()
        both = pd.DataFrame({"first": index.values, "second": single.values}, index=index.units).dropna()
        places = both.rank(ascending=False, method="min")
        shifts = (places["first"] - places["second"]).abs()
        assert (each.mean_shift, each.greatest_shift) == pytest.approx((shifts.mean(), shifts.max()))
        assert each.spearman == pytest.approx(stats.spearmanr(both["first"], both["second"])[0], abs=1e-12)
        assert each.kendall == pytest.approx(stats.kendalltau(both["first"], both["second"])[0], abs=1e-12)
        assert each.problems == ()
        assert set(made.indicators) - set(made.remove(each.name).indicators) == set(each.indicators)
    assert told.nominal == {unit: None if np.isnan(x) else x for unit, x in zip(index.units, index.ranks, strict=True)}


def _missing(index: pug.Index) -> float:
    return 0.12 if np.isnan(index.matrix("raw")).any() else 0.0


def test_only_what_is_named_is_removed(whole: pug.Index) -> None:
    assert [each.name for each in whole.remove_one(names=["right", "a"])] == ["right", "a"]
    (nothing,) = whole.remove_one(names=["whole"])
    assert nothing.problems
    assert (nothing.mean_shift, nothing.ranks) == (None, {})


def test_what_cannot_be_built_without_a_value_says_why() -> None:
    # Without "b" both units are equal in what is left, which leaves TOPSIS nothing to compare.
    data = {"a": [1, 1], "b": [1, 2]}
    made = pug.Design({"id": "x", "parts": ["a", "b"]}).aggregate("topsis")
    without_a, without_b = made.build(data).remove_one()
    assert without_a.ranks == {"1": 2, "2": 1}
    assert without_b.problems
    assert without_b.mean_shift is None


# --- one unit ---------------------------------------------------------------------------------------------------------


def standing(column: pd.Series, unit: str) -> float:
    own, others = column[unit], column.dropna().drop(unit)
    return float(((own > others).sum() - (own < others).sum()) / len(others))


@pytest.mark.parametrize("weighted", [False, True])
def test_strengths_are_where_a_unit_beats_more_than_beat_it(index: pug.Index, weighted: bool) -> None:
    table = columns_of(index)
    effective = {each.name: each.effective for each in index.effective_weights()}
    raw = pd.DataFrame(index.matrix("raw"), index=index.units, columns=NAMES)
    for unit in index.units:
        told = index.strengths(unit, weighted=weighted)
        has = [name for name in NAMES if not np.isnan(table.loc[unit, name])]
        assert told.unit == unit
        assert list(told.missing) == [name for name in NAMES if name not in has]
        worth = {name: standing(table[name], unit) * (effective[name] if weighted else 1) for name in has}
        best = sorted((name for name in has if worth[name] > 0), key=lambda name: -worth[name])
        worst = sorted((name for name in has if worth[name] < 0), key=lambda name: worth[name])
        assert [each.name for each in told.strengths] == best
        assert [each.name for each in told.weaknesses] == worst
        for each in (*told.strengths, *told.weaknesses):
            column = table[each.name]
            assert each.standing == pytest.approx(standing(column, unit))
            assert each.rank == column.rank(ascending=False, method="min")[unit]
            assert (each.equal, each.of) == ((column == column[unit]).sum(), column.count())
            assert (each.raw, each.score) == pytest.approx((raw.loc[unit, each.name], column[unit]))
            assert each.effective == pytest.approx(effective[each.name])


def test_what_is_left_out_of_the_list_is_counted() -> None:
    data = {name: [3, 2, 1] for name in NAMES}
    index = pug.Design(TREE).build(data)
    told = index.strengths("1", most=2)
    assert [each.name for each in told.strengths] == ["a", "b"]  # equals stay in the order of the design
    assert (told.more_strengths, told.more_weaknesses) == (3, 0)
    middle = index.strengths("2")
    assert (middle.strengths, middle.weaknesses) == ((), ())
    assert index.strengths("3", most=0).weaknesses == ()


def test_a_summary_has_every_level(index: pug.Index) -> None:
    table = columns_of(index)
    for unit in index.units[:5]:
        told = index.summary(unit)
        assert [each.name for each in told.parts] == ["whole", "left", "right"]
        assert [each.name for each in told.indicators] == NAMES
        assert told.grade is None
        for each in (*told.parts, *told.indicators):
            rank = table[each.name].rank(ascending=False, method="min")[unit]
            assert same(each.score, table.loc[unit, each.name])
            assert same(each.rank, rank)
    graded = design().grade({"low": None, "high": 40}).build(data_of(), unit="unit")
    assert [graded.summary(unit).grade for unit in graded.units] == graded.grades


def test_a_unit_at_several_times_needs_one() -> None:
    data = data_of(units=8).assign(unit=list("AABBCCDD"), year=[2000, 2001] * 4)
    index = design().build(data, unit="unit", time="year")
    for ask in (index.strengths, index.summary):
        assert ask("B", time=2001).unit == "B"
        for time, code in ((None, "index.time"), (1999, "index.unit")):
            with pytest.raises(pug.PugError) as caught:
                ask("B", time=time)
            assert caught.value.code in (code, "index.time")
    assert index.summary("B", time=2001).parts[0].score == index.values[3]
    assert [each.unit for each in index.compare(index).units][:2] == ["A 2000", "A 2001"]


# --- two by two -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [None, "left"])
def test_outranking_is_counted_pair_by_pair(whole: pug.Index, part: str | None) -> None:
    weights = whole.weights[part or "whole"]
    values = np.column_stack([whole.value(name) for name in weights])
    shares = np.array(list(weights.values()))
    better = values[:, None, :] > values[None, :, :]
    equal = values[:, None, :] == values[None, :, :]
    wanted = (better + 0.5 * equal) @ shares
    np.fill_diagonal(wanted, 0)
    assert equal[~np.eye(len(values), dtype=bool)].any() == (part == "left")  # ties are among what is tested
    np.testing.assert_allclose(whole.outranking(part), wanted, atol=1e-12)
    np.testing.assert_allclose(pug.outranking(values, 7 * shares), wanted, atol=1e-12)
    beats = wanted > 0.5 + 1e-9
    found = pug.copeland(wanted)
    np.testing.assert_array_equal(found, beats.sum(axis=1) - beats.sum(axis=0))
    by_rule = design().aggregate("copeland", part=part or "whole").build(data_of(), unit="unit")
    np.testing.assert_array_equal(by_rule.value(part or "whole"), found)


def test_outranking_needs_numbers_and_weights_that_fit() -> None:
    for parts, weights, code in (
        ([[1.0, np.nan], [2, 3]], None, "aggregate.missing"),
        ([[1.0, np.inf], [2, 3]], None, "aggregate.infinite"),
        ([[1.0, 2], [2, 3]], [1], "weights.count"),
        ([[1.0, 2], [2, 3]], [1, -1], "aggregate.weights"),
        ([[1.0, 2], [2, 3]], [0, 0], "aggregate.weights"),
        ([1.0, 2], None, "data.shape"),
    ):
        with pytest.raises(pug.PugError) as caught:
            pug.outranking(parts, weights)
        assert caught.value.code == code
    with pytest.raises(pug.PugError, match=r"data\.shape"):
        pug.copeland([[1.0, 2, 3]])


def test_two_indices_side_by_side(index: pug.Index) -> None:
    data = data_of(missing=_missing(index))
    made = design().grade({"low": None, "high": 40})
    graded = made.build(data, unit="unit")
    other = made.aggregate("geometric").weigh("equal").build(data.iloc[::-1], unit="unit")
    told = graded.compare(other, movers=3)
    first = pd.Series(graded.values, graded.units)
    second = pd.Series(other.values, other.units)
    assert (told.only_in_first, told.only_in_second) == ((), ())
    both = pd.DataFrame({"first": first, "second": second}).dropna()
    places = both.rank(ascending=False, method="min")
    rise = places["first"] - places["second"]
    assert {each.unit: each.rise for each in told.units if each.rise is not None} == rise.to_dict()
    assert (told.mean_shift, told.greatest_shift) == pytest.approx((rise.abs().mean(), rise.abs().max()))
    assert told.spearman == pytest.approx(stats.spearmanr(both["first"], both["second"])[0], abs=1e-12)
    assert told.kendall == pytest.approx(stats.kendalltau(both["first"], both["second"])[0], abs=1e-12)
    assert sorted(rise.abs()[list(told.movers)], reverse=True) == sorted(rise.abs(), reverse=True)[:3]
    for each in told.units:
        assert (each.first_score, each.second_score) == pytest.approx((first.get(each.unit), second.get(each.unit)))
    before, after = (dict(zip(each.units, each.grades, strict=True)) for each in (graded, other))
    assert set(told.grades) == {(u, before[u], after[u]) for u in other.units if before[u] != after[u]}


def test_parts_of_indices_are_compared_too(whole: pug.Index) -> None:
    told = whole.compare(whole, first="left", second="right")
    table = columns_of(whole)
    assert told.spearman == pytest.approx(stats.spearmanr(table["left"], table["right"])[0])
    assert told.grades == ()
    assert whole.compare(whole).greatest_shift == 0
    assert whole.compare(whole).movers == ()


@pytest.mark.parametrize("weights", ["given", "pca"])
def test_a_curve_passes_through_the_index_as_it_is(weights: str) -> None:
    index = design().weigh(weights).build(data_of(), unit="unit")
    curve = index.weight_curve("b", steps=3)
    nominal = index.weights["left"]["b"]
    assert curve.nominal == pytest.approx(nominal)
    assert curve.weights.tolist() == [0, 0.5, 1]
    # "left" counts a share of the whole that does not change, so every score lies on a line of the weight.
    np.testing.assert_allclose(curve.scores[:, 1], (curve.scores[:, 0] + curve.scores[:, 2]) / 2)
    np.testing.assert_allclose(
        curve.scores[:, 0] + nominal * (curve.scores[:, 2] - curve.scores[:, 0]), index.values, rtol=1e-9
    )
    assert curve.units == index.units
    first = pd.DataFrame(curve.scores).rank(ascending=False, method="min")
    np.testing.assert_array_equal(curve.ranks, first)


# --- pictures ---------------------------------------------------------------------------------------------------------


def rows_of(ax: Any) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def points_of(ax: Any) -> np.ndarray:
    """All points of the lines without a line, in their order."""
    marked = [line.get_xydata() for line in ax.lines if line.get_linestyle() == "None"]
    return np.concatenate(marked)


def test_a_map_shows_the_coefficients(index: pug.Index) -> None:
    told = index.correlations(1, 2)
    ax = told.plot()
    np.testing.assert_allclose(ax.images[0].get_array(), told.values)
    assert rows_of(ax) == NAMES
    assert [label.get_text() for label in ax.get_xticklabels()] == ["left", "right"]


def test_a_biplot_shows_the_scores(whole: pug.Index) -> None:
    told = whole.components(level=1)
    np.testing.assert_allclose(told.plot().lines[0].get_xydata(), told.scores[:, :2])
    ax = told.plot(components=(2, 3))
    np.testing.assert_allclose(ax.lines[0].get_xydata(), told.scores[:, 1:3])
    tips = np.array([each.xy for each in ax.texts if getattr(each, "arrow_patch", None) and not each.get_text()])
    assert np.linalg.matrix_rank(np.column_stack([tips.ravel(), told.loadings[:, 1:3].ravel()]), tol=1e-9) == 1
    assert "3" in ax.get_ylabel()
    with pytest.raises(pug.PugError, match=r"plots\.range"):
        told.plot(components=(0, 1))
    np.testing.assert_allclose(told.scree().lines[0].get_ydata(), told.variances)


def test_removals_are_drawn_by_their_shifts(index: pug.Index) -> None:
    told = index.remove_one()
    shifts = {each.name: each.mean_shift for each in told}
    ax = told.plot()
    names = rows_of(ax)
    np.testing.assert_allclose([shifts[name] for name in names], points_of(ax)[:, 0])
    assert (np.diff(points_of(ax)[:, 0]) <= 0).all()
    unit = index.units[3]
    ax = told.plot_unit(unit)
    drawn = {rows_of(ax)[int(row)]: rank for rank, row in points_of(ax)}
    assert drawn == {each.name: each.ranks[unit] for each in told}
    assert unit in ax.get_title(loc="left") + "".join(text.get_text() for text in ax.texts)
    with pytest.raises(pug.PugError, match=r"index\.unit"):
        told.plot_unit("nobody")


@pytest.mark.parametrize("what", ["score", "rank"])
def test_a_curve_is_drawn_unit_by_unit(whole: pug.Index, what: Any) -> None:
    curve = whole.weight_curve("left", steps=4)
    values = curve.scores if what == "score" else curve.ranks
    ax = curve.plot(what=what, highlight=["U03"])
    drawn = {line.get_label(): line.get_ydata() for line in ax.lines}
    np.testing.assert_allclose(drawn["U03"], values[3])
    assert sum(len(line.get_xdata()) == 4 for line in ax.lines) == len(whole)
    assert any(line.get_xdata()[0] == pytest.approx(1 / 3) for line in ax.lines)


def test_pictures_go_where_they_are_told(whole: pug.Index) -> None:
    _, ax = plt.subplots()
    assert whole.correlations().plot(ax, title="Wie es geht", lang="id") is ax


# --- units that have no value, or several times -----------------------------------------------------------------------


def test_units_of_one_index_only_are_listed(whole: pug.Index) -> None:
    few = design().build(data_of().iloc[4:], unit="unit")
    told = whole.compare(few)
    assert told.only_in_first == ("U00", "U01", "U02", "U03")
    assert (told.units[0].second_rank, told.units[0].second_score, told.units[0].rise) == (None, None, None)
    assert few.compare(whole).only_in_second == told.only_in_first
    both = pd.DataFrame({"first": pd.Series(whole.values, whole.units), "second": pd.Series(few.values, few.units)})
    places = both.dropna().rank(ascending=False, method="min")
    rises = {each.unit: each.rise for each in told.units if each.rise is not None}
    assert rises == (places["first"] - places["second"]).to_dict()


def test_a_unit_may_be_screened_out_without_a_value() -> None:
    data = data_of()
    data.loc[2, ["b", "c"]] = np.nan
    made = pug.Design(TREE, INDICATORS).screen(0.6).normalise()
    index = made.build(data, unit="unit")
    told = index.remove_one(names=["a"])[0]
    assert "U02" not in made.remove("a").build(data, unit="unit").units
    assert told.ranks["U02"] is None
    assert list(told.ranks) == index.units
    assert {each.rise for each in index.compare(made.remove("a").build(data, unit="unit")).units} >= {None, 0}


def test_pictures_leave_out_what_has_no_value() -> None:
    data = data_of()
    data.loc[3, ["d", "e"]] = np.nan
    index = design().build(data, unit="unit")
    told = index.components(level=1)
    assert len(told.plot().lines[0].get_xdata()) == told.rows == 23
    curve = index.weight_curve("left", steps=3)
    assert np.isnan(curve.scores[3, 0])
    assert sum(len(line.get_xdata()) == 3 for line in curve.plot().lines) == 23
    with pytest.raises(pug.PugError, match=r"plots\.range"):
        told.plot(components=(1, 9))


def test_answers_tell_the_times_of_a_unit_apart() -> None:
    data = data_of(units=8).assign(unit=list("AABBCCDD"), year=[2000, 2001] * 4)
    index = design().build(data, unit="unit", time="year")
    names = ["A 2000", "A 2001", "B 2000", "B 2001", "C 2000", "C 2001", "D 2000", "D 2001"]
    assert list(index.availability()) == names
    removals = index.remove_one()
    assert removals.nominal == dict(zip(names, index.ranks, strict=True))
    removals.plot_unit("B 2001")
    assert index.weight_curve("left").units == names
    rows = rows_of(index.uncertainty([{"vary": "weights", "relative": 0.2}], replications=20).plot())
    assert sorted(rows) == names


def test_a_text_is_no_list(whole: pug.Index) -> None:
    with pytest.raises(pug.PugError, match=r"index\.name.*list"):
        whole.remove_one(names="abc")
    with pytest.raises(pug.PugError, match=r"assumptions\.type"):
        whole.uncertainty([5])  # type: ignore[list-item]


# --- what is refused --------------------------------------------------------------------------------------------------

QUESTIONS: list[tuple[str, Callable[[pug.Index], Any], str]] = [
    ("a stage", lambda index: index.describe("screened"), "index.stage"),
    ("a reach", lambda index: index.describe(reach=-1), "describe.options"),
    ("an option", lambda index: index.describe(colour=1), "document.unknown_key"),
    ("a level", lambda index: index.correlations(1, 4), "index.level"),
    ("no level", lambda index: index.correlations(0), "index.level"),
    ("half a level", lambda index: index.correlations(1.5), "document.number"),  # type: ignore[arg-type]
    ("a method", lambda index: index.correlations(method="tau"), "document.word"),
    ("a stage of correlations", lambda index: index.correlations(stage="x"), "index.stage"),
    ("a limit", lambda index: index.correlations(alike_above=float("nan")), "document.syntax"),
    ("parents", lambda index: index.parent_correlations(method="x"), "document.word"),
    ("denominators", lambda index: index.denominator_correlations(stage="x"), "index.stage"),
    ("a part of components", lambda index: index.components("nothing"), "index.name"),
    ("an indicator", lambda index: index.components("a"), "index.name"),
    ("a basis", lambda index: index.components(basis="x"), "document.word"),
    ("nothing below", lambda index: index.components("left", level=2), "index.level"),
    ("alpha of an indicator", lambda index: index.reliability("a"), "index.name"),
    ("alpha of a level", lambda index: index.reliability(level=3), "index.level"),
    ("what is removed", lambda index: index.remove_one(names=["a", "nothing"]), "index.name"),
    ("its level", lambda index: index.remove_one(level=9), "index.level"),
    ("a unit", lambda index: index.strengths("nobody"), "index.unit"),
    ("a time", lambda index: index.strengths("U01", time=2000), "index.time"),
    ("how many", lambda index: index.strengths("U01", most=-1), "document.number"),
    ("a summary", lambda index: index.summary("nobody"), "index.unit"),
    ("a part to outrank in", lambda index: index.outranking("a"), "index.name"),
    ("what is compared", lambda index: index.compare(index, second="nothing"), "index.name"),
    ("a weight", lambda index: index.weight_curve("nothing"), "index.unknown"),
    ("steps", lambda index: index.weight_curve("a", steps=1), "weights.steps"),
    ("a value", lambda index: index.value("nothing"), "index.unknown"),
]


@pytest.mark.parametrize(("ask", "code"), [each[1:] for each in QUESTIONS], ids=[each[0] for each in QUESTIONS])
def test_what_is_not_there_is_refused_by_name(whole: pug.Index, ask: Callable[[pug.Index], Any], code: str) -> None:
    with pytest.raises(pug.PugError) as caught:
        ask(whole)
    assert caught.value.code == code, str(caught.value)


def test_columns_that_never_vary_have_no_components() -> None:
    index = pug.Design({"id": "x", "parts": ["a", "b"]}).build({"a": [1, 1, 1], "b": [1, 2, 3]})
    with pytest.raises(pug.PugError, match=r"components\.constant.*\(a\)"):
        index.components()
    index.components(basis="covariance")
    alone = pug.Design({"id": "x", "parts": ["a", "b"]}).build({"a": [1, None], "b": [None, 3]})
    with pytest.raises(pug.PugError, match=r"components\.rows"):
        alone.components()
    assert alone.reliability().alpha is None


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame])
def test_answers_do_not_depend_on_the_kind_of_frame(kind: Any) -> None:
    data = data_of(missing=0.12)
    columns = {name: [None if pd.isna(x) else x for x in data[name]] for name in data}
    index, other = (design().build(each, unit="unit") for each in (kind(columns), columns))
    assert index.describe() == other.describe()
    assert list(index.remove_one()) == list(other.remove_one())
    np.testing.assert_array_equal(index.correlations(1, 2).values, other.correlations(1, 2).values)
