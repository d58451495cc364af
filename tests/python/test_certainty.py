"""How sure the ranks of an index are, against replications made one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import polars as pl
import pug
import pytest
from scipy import stats
from small_index import DATA, TREE, WEIGHTS, design, of_two

mpl.use("Agg")


@pytest.fixture(scope="module")
def index() -> pug.Index:
    return design().build(DATA, unit="unit")


def test_replications_are_what_building_one_by_one_gives(index: pug.Index) -> None:
    sets = [{"a": 1, "left": 3}, {"b": 0.2, "right": 1}, {"c": 5}]
    rules: list[dict[str, Any]] = [
        {"method": "minmax", "low": 1, "high": 100},
        {"method": "zscore", "mean": 10, "sd": 2},
    ]
    doubts = [
        {"vary": "weights", "sets": sets},
        {"vary": "normalise", "alternatives": rules},
        {"vary": "aggregate", "alternatives": ["arithmetic", "geometric"], "names": ["whole"]},
    ]
    choices = {"weights": [0, 1, 2, 2, 0], "normalisation": [0, 1, 0, 1, 1], "aggregation": [0, 0, 1, 1, 1]}
    found = index.uncertainty(doubts, choices=choices)
    for r in range(5):
        rule = dict(rules[choices["normalisation"][r]])
        made = design().normalise(rule.pop("method"), **rule).weigh(sets[choices["weights"][r]])
        made = made.aggregate(["arithmetic", "geometric"][choices["aggregation"][r]], part="whole")
        single = made.build(DATA, unit="unit")
        np.testing.assert_array_equal(found.scores[r], single.values)
        np.testing.assert_array_equal(found.ranks[r], single.ranks)


def test_what_is_told_follows_from_the_samples(index: pug.Index) -> None:
    found = index.uncertainty(WEIGHTS, replications=400, top=[3, 7], outranking=True, level=0.8)
    ranks, scores = found.ranks.astype(float), found.scores
    assert found.outranking is not None
    for at, unit in enumerate(found.units):
        low, middle, high = np.percentile(ranks[:, at], [10, 50, 90])
        assert (unit.low_rank, unit.median_rank, unit.high_rank) == pytest.approx((low, middle, high))
        assert unit.mean_score == pytest.approx(scores[:, at].mean())
        assert unit.sd_score == pytest.approx(scores[:, at].std(ddof=1))
        assert unit.top == pytest.approx({k: (ranks[:, at] <= k).mean() for k in (3, 7)})
        assert unit.grades == pytest.approx({"low": (scores[:, at] < 50).mean(), "high": (scores[:, at] >= 50).mean()})
        assert unit.ungraded == 0
        above = (scores[:, [at]] > scores).mean(axis=0) + 0.5 * (scores[:, [at]] == scores).mean(axis=0)
        others = np.arange(len(DATA)) != at
        np.testing.assert_allclose(found.outranking[at][others], above[others])


def test_weights_lie_where_they_are_said_to(index: pug.Index) -> None:
    # With "a" alone at 1 and the rest at 0 the score of left is that of a mixture whose share of a is known.
    units = {"unit": ["p", "q"], "a": [1.0, 0.0], "b": [0.0, 1.0]}
    small = pug.Design({"id": "x", "parts": ["a", "b"]}).normalise("none").build(units, unit="unit")
    shares = small.uncertainty([{"vary": "weights", "relative": 0.5}], replications=4000).scores[:, 0]
    assert shares.min() >= 0.5 / 2
    assert shares.max() <= 1.5 / 2
    assert shares.mean() == pytest.approx(0.5, abs=0.01)
    drawn = small.uncertainty([{"vary": "weights", "concentration": 20}], replications=4000).scores[:, 0]
    assert drawn.mean() == pytest.approx(0.5, abs=0.01)
    assert drawn.var() == pytest.approx(0.25 / 21, rel=0.1)


def test_errors_of_measurement_spread_as_they_are_said_to() -> None:
    data = {"unit": ["p", "q", "r"], "a": [10.0, 20.0, None], "b": [5.0, 5.0, 5.0]}
    made = pug.Design({"id": "x", "parts": ["a", "b"]}).normalise("none").build(data, unit="unit")
    found = made.uncertainty(
        [{"vary": "measurement", "sd": 0, "others": {"a": {"relative_sd": 0.1}}}], replications=5000
    )
    spread = found.scores.std(axis=0)
    assert spread[:2] == pytest.approx([0.5, 1.0], rel=0.05)  # half of it, since b counts as much
    assert spread[2] == 0  # what is missing stays missing
    assert np.corrcoef(found.scores[:, :2].T)[0, 1] == pytest.approx(0, abs=0.05)


def test_threads_units_and_other_factors_change_nothing(index: pug.Index) -> None:
    doubts = [*WEIGHTS, {"vary": "measurement", "relative_sd": 0.05}]
    one = index.uncertainty(doubts, replications=300, seed=4)
    for threads in (2, 5):
        again = index.uncertainty(doubts, replications=300, seed=4, threads=threads)
        assert again.scores.tobytes() == one.scores.tobytes()
        assert again.to_dict() == one.to_dict()
    turned = design().build(DATA.iloc[::-1], unit="unit").uncertainty(doubts, replications=300, seed=4)
    np.testing.assert_allclose(turned.scores[:, ::-1], one.scores, rtol=1e-12)
    alone = index.uncertainty(WEIGHTS, replications=50, seed=4)
    longer = index.uncertainty(WEIGHTS, replications=90, seed=4)
    np.testing.assert_array_equal(longer.scores[:50], alone.scores)
    assert (index.uncertainty(WEIGHTS, replications=50, seed=5).scores != alone.scores).any()


def test_it_stops_when_the_intervals_are_known(index: pug.Index) -> None:
    whole = index.uncertainty(WEIGHTS, replications=4000)
    early = index.uncertainty(WEIGHTS, replications=4000, tolerance=1.0)
    assert (whole.stopped, early.stopped) == ("all_done", "precise")
    assert early.replications < 4000
    assert early.worst_error is not None
    assert early.worst_error <= 1.0
    np.testing.assert_array_equal(whole.scores[: early.replications], early.scores)


def test_progress_is_told_and_may_stop(index: pug.Index) -> None:
    told: list[tuple[int, int]] = []
    index.uncertainty(WEIGHTS, replications=2000, progress=lambda done, total: told.append((done, total)))
    assert told
    assert all(total == 2000 and done <= 2000 for done, total in told)
    try:
        stopped = index.uncertainty(WEIGHTS, replications=100_000, progress=lambda done, total: done < 1000)
    except pug.PugError as error:
        pytest.fail(str(error))
    assert stopped.stopped == "cancelled"
    assert stopped.replications < 100_000

    def fail(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.uncertainty(WEIGHTS, replications=2000, progress=fail)


def test_what_fails_is_counted_and_told(index: pug.Index) -> None:
    doubts = [
        {"vary": "normalise", "alternatives": ["as_designed", "zscore"], "probabilities": [0.9, 0.1]},
        {"vary": "aggregate", "alternatives": ["geometric"]},
    ]
    found = index.uncertainty(doubts, replications=500, most_failed=0.5)
    assert 20 < found.failed < 100
    assert found.failures[0].code == "aggregate.negative"
    assert sum(each.count for each in found.failures) == found.failed
    assert found.units[0].ranked == 500 - found.failed
    with pytest.raises(pug.PugError, match=r"certainty\.failed|aggregate\.negative"):
        index.uncertainty(doubts, replications=500, most_failed=0.01)


def test_every_mistake_is_listed(index: pug.Index) -> None:
    with pytest.raises(pug.PugError) as caught:
        index.uncertainty([{"vary": "weights"}, {"vary": "impute", "alternatives": ["mean"]}, {"vary": "luck"}])
    assert [problem.where for problem in caught.value.problems] == [
        "/assumptions/0",
        "/assumptions/1",
        "/assumptions/2/vary",
    ]
    for doubts, code in (
        ([], "assumptions.empty"),
        ([{"vary": "weights", "relative": 2}], "assumptions.range"),
        ([{"vary": "weights", "relative": 0.1, "names": ["z"]}], "assumptions.name"),
        ([{"vary": "goalposts", "share": 0.1}], "assumptions.empty"),
    ):
        with pytest.raises(pug.PugError) as wrong:
            index.uncertainty(doubts)
        assert wrong.value.code == code
    with pytest.raises(pug.PugError, match=r"assumptions\.type"):
        index.uncertainty({"vary": "weights"})  # type: ignore[arg-type]
    with pytest.raises(pug.PugError, match=r"index\.unit"):
        index.uncertainty(WEIGHTS, replications=20).unit("nobody")


def test_a_row_a_unit_in_the_kind_that_came_in(index: pug.Index) -> None:
    frame = index.uncertainty(WEIGHTS, replications=50, top=[3]).frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame["rank"].tolist() == sorted(index.ranks.tolist())
    assert {"low_rank", "high_rank", "p_low", "p_high", "p_top3"} <= set(frame.columns)


def test_each_result_draws_itself(index: pug.Index) -> None:
    doubts = [{"vary": "weights", "relative": 0.3, "apart": True}]
    assert len(index.uncertainty(doubts, replications=40).plot().get_yticks()) == 18
    index.sensitivity(doubts, points=16).plot("rank_shift")
    index.screening(doubts, trajectories=5).plot()
    index.weight_curve("left", steps=5).plot(what="score")
    mpl.pyplot.close("all")


def test_a_curve_is_what_building_with_each_weight_gives(index: pug.Index) -> None:
    curve = index.weight_curve("left", steps=5)
    for at, weight in enumerate(curve.weights):
        single = design().weigh({"left": weight, "right": 1 - weight}).build(DATA, unit="unit")
        np.testing.assert_allclose(curve.scores[:, at], single.values, rtol=1e-12)
    assert curve.nominal == pytest.approx(1 / 3)
    with pytest.raises(pug.PugError, match=r"index\.unknown"):
        index.weight_curve("whole")


# --- draws ------------------------------------------------------------------------------------------------------------


def fits(sample: Any, distribution: Any) -> bool:
    """Whether a sample of one fixed seed may have that distribution (Kolmogorov and Smirnov)."""
    return bool(stats.kstest(sample, distribution.cdf).pvalue > 0.001)


@pytest.mark.parametrize("apart", [False, True])
def test_weights_are_uniform_around_their_own(apart: bool) -> None:
    # The score of a unit with 1 in "a" and 0 elsewhere is the share of "a", which tells its weight where others stay.
    index = of_two(weights=(2, 3), a=[1, 0], b=[0, 1])
    doubts = [{"vary": "weights", "relative": 0.4, "names": ["a"], "apart": apart}]
    found = index.uncertainty(doubts, replications=3000)
    share = found.scores[:, 0]
    weight = 3 * share / (1 - share)
    assert found.factors == (["weights/a"] if apart else ["weights"])
    assert fits(weight, stats.uniform(2 * 0.6, 2 * 0.8))


def test_weights_apart_are_independent_and_have_their_own_names() -> None:
    data = {"a": [1, 0, 0], "b": [0, 1, 0], "c": [0, 0, 1]}
    index = pug.Design({"id": "x", "parts": ["a", "b", "c"]}).build(data)
    found = index.uncertainty([{"vary": "weights", "relative": 0.9, "apart": True, "name": "w"}], replications=3000)
    assert found.factors == ["w/a", "w/b", "w/c"]
    for one, other in ((0, 1), (1, 2), (0, 2)):
        # Of two uniform numbers from 0.1 to 1.9 either is the lesser in half of the cases, whatever the third.
        assert (found.scores[:, one] < found.scores[:, other]).mean() == pytest.approx(0.5, abs=0.03)
    # Each factor has draws of its own name: alone it draws the same.
    alone = index.uncertainty(
        [{"vary": "weights", "relative": 0.9, "apart": True, "name": "w", "names": ["a"]}], replications=3000
    )
    assert stats.spearmanr(alone.scores[:, 0], found.scores[:, 0])[0] > 0.6


@pytest.mark.parametrize("apart", [False, True])
def test_shares_have_the_distribution_of_dirichlet(apart: bool) -> None:
    weights = {"a": 1, "b": 2, "c": 5}
    tree = {"id": "x", "parts": [{"id": name, "weight": w} for name, w in weights.items()]}
    index = pug.Design(tree).build({"a": [1, 0, 0], "b": [0, 1, 0], "c": [0, 0, 1]})
    doubts = [{"vary": "weights", "concentration": 16, "apart": apart}]
    shares = index.uncertainty(doubts, replications=3000).scores
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    for at, weight in enumerate(weights.values()):
        mean = weight / 8
        assert fits(shares[:, at], stats.beta(16 * mean, 16 * (1 - mean)))
        assert shares[:, at].mean() == pytest.approx(mean, abs=0.01)
        assert shares[:, at].var() == pytest.approx(mean * (1 - mean) / 17, rel=0.1)
    assert np.corrcoef(shares.T)[0, 2] == pytest.approx(-np.sqrt(1 * 5 / (7 * 3)), abs=0.05)


def test_what_is_out_of_scope_keeps_its_weight() -> None:
    data = {"a": [1, 0, 0], "b": [0, 1, 0], "c": [0, 0, 1]}
    index = pug.Design({"id": "x", "parts": ["a", "b", {"id": "c", "weight": 2}]}).build(data)
    found = index.uncertainty([{"vary": "weights", "concentration": 5, "names": ["a", "b"]}], replications=500)
    np.testing.assert_allclose(found.scores[:, 2], 0.5)
    assert fits(2 * found.scores[:, 0], stats.beta(2.5, 2.5))


def test_levels_tell_whose_weights_are_meant(index: pug.Index) -> None:
    def factors(**scope: Any) -> list[str]:
        doubt = {"vary": "weights", "relative": 0.5, "apart": True} | scope
        return [name.removeprefix("weights/") for name in index.uncertainty([doubt], replications=2).factors]

    assert factors(levels=[2]) == ["left", "right"]
    assert factors(levels=[1], names=["right"]) == ["a", "b", "c", "d", "right"]  # these and those
    assert factors() == ["a", "b", "c", "d", "left", "right"]


@pytest.mark.parametrize(
    ("spread", "deviations"), [({"sd": 2}, (2, 2)), ({"relative_sd": 0.1}, (1, 3))], ids=["absolute", "relative"]
)
def test_errors_of_measurement_are_normal(spread: dict[str, float], deviations: tuple[float, float]) -> None:
    values = [10.0, -30.0]
    index = pug.Design({"id": "x", "parts": ["a"]}).build({"a": values})
    scores = index.uncertainty([{"vary": "measurement", **spread}], replications=3000).scores
    for at, (value, deviation) in enumerate(zip(values, deviations, strict=True)):
        assert fits(scores[:, at], stats.norm(value, deviation))
    assert stats.pearsonr(*scores.T).pvalue > 0.01


@pytest.mark.parametrize("apart", [False, True])
def test_both_goalposts_are_uniform_and_independent(apart: bool) -> None:
    # Two units that stand on the goalposts tell where these were moved to.
    made = pug.Design({"id": "x", "parts": ["a"]})
    made = made.normalise("goalposts", from_=10, to=30, low=0, high=1, hold=False)
    doubts = [{"vary": "goalposts", "share": 0.25, "apart": apart}]
    found = made.build({"a": [10, 30]}).uncertainty(doubts, replications=3000)
    first, second = found.scores.T
    distance = 20 / (second - first)
    start = 10 - first * distance
    assert found.factors == (["goalposts/a"] if apart else ["goalposts"])
    assert fits(start, stats.uniform(10 - 5, 10))
    assert fits(start + distance, stats.uniform(30 - 5, 10))
    assert stats.pearsonr(start, start + distance).pvalue > 0.01


def test_alternatives_come_as_often_as_they_are_likely() -> None:
    index = of_two(a=[1, 0], b=[0, 1])
    sets = [{"a": 1}, {"a": 2}, {"a": 3}]
    for probabilities, wanted in ((None, [1, 1, 1]), ([6, 3, 1], [6, 3, 1]), ([0, 1, 0], [0, 1, 0])):
        doubt: dict[str, Any] = {"vary": "weights", "sets": sets}
        doubt |= {} if probabilities is None else {"probabilities": probabilities}
        shares = index.uncertainty([doubt], replications=2000).scores[:, 0]
        counts = [np.isclose(shares, w / (w + 1)).sum() for w in (1, 2, 3)]
        assert sum(counts) == 2000
        expected = 2000 * np.array(wanted) / sum(wanted)
        assert (np.abs(counts - expected) <= 4 * np.sqrt(expected)).all()


def test_a_factor_draws_the_same_whatever_is_beside_it(index: pug.Index) -> None:
    idle = {"vary": "normalise", "alternatives": ["as_designed", "as_designed"]}
    alone = index.uncertainty(WEIGHTS, replications=60, seed=3)
    for doubts in ([idle, *WEIGHTS], [*WEIGHTS, idle]):
        beside = index.uncertainty(doubts, replications=60, seed=3)
        assert beside.scores.tobytes() == alone.scores.tobytes()
    other = index.uncertainty([WEIGHTS[0] | {"name": "other"}], replications=60, seed=3)
    assert (other.scores != alone.scores).all()


def test_a_unit_has_its_errors_whoever_else_is_there(index: pug.Index) -> None:
    made = pug.Design(TREE)
    doubts = [{"vary": "measurement", "relative_sd": 0.2}]
    all_of_them = made.build(DATA, unit="unit").uncertainty(doubts, replications=40)
    few = made.build(DATA.iloc[[11, 3, 7]], unit="unit").uncertainty(doubts, replications=40)
    np.testing.assert_array_equal(few.scores, all_of_them.scores[:, [11, 3, 7]])


# --- replications -----------------------------------------------------------------------------------------------------

GAPS = DATA.mask(np.random.default_rng(5).random(DATA.shape) < 0.1).assign(unit=DATA["unit"], b=DATA["b"] ** 4)


def test_every_step_may_be_another_or_none() -> None:
    made = pug.Design(TREE, {"d": {"direction": "lower_is_better"}})
    made = made.screen(0.6).impute("mean").treat(skew=0.5, kurtosis=0.5).normalise()
    index = made.build(GAPS, unit="unit")
    doubts = [
        {"vary": "screen", "alternatives": ["as_designed", {"available_at_least": 1.0}, "left_out"]},
        {"vary": "impute", "alternatives": ["median", "left_out", "as_designed"]},
        {"vary": "treat", "alternatives": ["as_designed", {"rules": ["box_cox"], "always": True}, "left_out"]},
        {"vary": "normalise", "alternatives": ["borda", "as_designed", {"method": "zscore"}]},
        {"vary": "aggregate", "alternatives": ["mean_min", "arithmetic", "median"], "levels": [2]},
    ]
    names = ["screening", "imputation", "treatment", "normalisation", "aggregation"]
    picked = np.random.default_rng(6).integers(0, 3, (5, 30)).tolist()
    found = index.uncertainty(doubts, choices=dict(zip(names, picked, strict=True)))
    assert found.factors == names
    assert (found.replications, found.failed, found.stopped) == (30, 0, "all_done")
    units = [each.unit for each in found.units]
    assert units == sorted(GAPS["unit"])  # all of them are in at some time
    for r, (screen, impute, treat, normalise, aggregate) in enumerate(zip(*picked, strict=True)):
        single = made.aggregate(["mean_min", "arithmetic", "median"][aggregate], level=2)
        single = single.normalise(["borda", "minmax", "zscore"][normalise])
        if impute == 0:
            single = single.impute("median")
        if treat == 1:
            single = single.treat(rules=["box_cox"], always=True)
        if screen == 1:
            single = single.screen(1.0)
        for step, choice in (("screen", screen == 2), ("impute", impute == 1), ("treat", treat == 2)):
            single = single.without(step) if choice else single
        built = single.build(GAPS, unit="unit")
        wanted = pd.Series(built.values, built.units).reindex(units).to_numpy()
        np.testing.assert_array_equal(found.scores[r], wanted)
        ranks = pd.Series(built.ranks, built.units).reindex(units).fillna(0).to_numpy()
        np.testing.assert_array_equal(found.ranks[r], ranks)
    assert (found.ranks == 0).any()
    assert any(each.ranked < 30 for each in found.units)


def test_units_that_are_out_count_where_they_are_in() -> None:
    made = pug.Design(TREE).screen(0.6).impute().normalise().grade({"low": None, "high": 40})
    index = made.build(GAPS, unit="unit")
    doubts = [{"vary": "screen", "alternatives": ["as_designed", {"available_at_least": 1.0}]}, *WEIGHTS]
    found = index.uncertainty(doubts, replications=300, top=[2], outranking=True, level=0.5)
    ranks = np.where(found.ranks == 0, np.nan, found.ranks)
    assert found.outranking is not None
    np.testing.assert_array_equal(np.isnan(ranks), np.isnan(found.scores))
    np.testing.assert_array_equal(ranks, pd.DataFrame(found.scores).rank(axis=1, ascending=False, method="min"))
    assert np.isnan(ranks).any()
    nominal = dict(zip(index.units, index.values, strict=True))
    for at, unit in enumerate(found.units):
        own, score = ranks[~np.isnan(ranks[:, at]), at], found.scores[~np.isnan(ranks[:, at]), at]
        assert unit.ranked == len(own)
        assert (unit.low_rank, unit.high_rank) == pytest.approx(np.percentile(own, [25, 75]))
        assert (unit.low_score, unit.high_score) == pytest.approx(np.percentile(score, [25, 75]))
        assert (unit.mean_rank, unit.median_rank) == pytest.approx((own.mean(), np.median(own)))
        assert unit.grades == pytest.approx({"low": (score < 40).mean(), "high": (score >= 40).mean()})
        assert unit.top == pytest.approx({2: (own <= 2).mean()})
        assert unit.score == pytest.approx(nominal.get(unit.unit))
        for other in range(len(found.units)):
            both = ~np.isnan(found.scores[:, [at, other]]).any(axis=1)
            first, second = found.scores[both, at], found.scores[both, other]
            above = np.mean((first > second) + 0.5 * (first == second)) if at != other else np.nan
            assert found.outranking[at, other] == pytest.approx(above, nan_ok=True)


def test_only_a_step_of_its_kind_varies_by_its_place() -> None:
    made = {
        "pug_design": 1,
        "indicators": {name: {} for name in "abcd"},
        "steps": [{"impute": "mean"}, {"treat": {"always": True}}, {"impute": "median"}, {"normalise": "minmax"}],
        "index": TREE,
    }
    index = pug.Design.load(made).build(GAPS, unit="unit")
    for step in (0, 2):
        doubt = {"vary": "impute", "step": step, "alternatives": ["left_out"], "name": "gaps"}
        found = index.uncertainty([doubt], replications=2)
        other = made | {"steps": [each for at, each in enumerate(made["steps"]) if at != step]}
        single = pug.Design.load(other).build(GAPS, unit="unit")
        np.testing.assert_array_equal(found.scores[0], single.values)
    for doubt in ({"vary": "impute"}, {"vary": "impute", "step": 1}, {"vary": "impute", "step": 9}):
        with pytest.raises(pug.PugError, match=r"assumptions\.step"):
            index.uncertainty([doubt | {"alternatives": ["mean"]}])


def test_names_of_groups_are_those_of_the_units_at_their_times() -> None:
    data = DATA.assign(unit=[f"U{at // 2}" for at in range(18)], year=[2000, 2005] * 9)
    index = pug.Design(TREE).normalise().build(data, unit="unit", time="year")
    found = index.uncertainty(WEIGHTS, replications=30)
    assert found.unit("U3", 2005).row == 7
    assert found.unit("U3", 2005).score == index.values[7]
    with pytest.raises(pug.PugError, match=r"index\.time.*2000, 2005"):
        found.unit("U3")
    assert found.frame()["time"].tolist() == [2000 + 5 * (each % 2) for each in np.argsort(index.ranks, kind="stable")]


# --- when to stop -----------------------------------------------------------------------------------------------------


def test_the_worst_error_is_what_woodruff_says(index: pug.Index) -> None:
    found = index.uncertainty(WEIGHTS, replications=700, level=0.8)
    around = np.sqrt(0.1 * 0.9 / 700)
    errors = [
        np.ptp(np.percentile(column, [100 * (p - around), 100 * (p + around)])) / 2
        for column in found.ranks.T
        for p in (0.1, 0.9)
    ]
    assert found.worst_error == pytest.approx(max(errors), abs=1e-9)


def test_it_looks_at_doubling_numbers_only() -> None:
    # Ranks of many units that errors mix up: the ends of the intervals are known better and better.
    values = np.random.default_rng(2).normal(size=150).tolist()
    index = pug.Design({"id": "x", "parts": ["a"]}).build({"a": values})
    doubts = [{"vary": "measurement", "sd": 0.4}]
    stopped = []
    for tolerance in (0.1, 2, 3, 9):
        found = index.uncertainty(doubts, replications=3000, tolerance=tolerance, threads=2)
        assert found.replications in (250, 500, 1000, 2000, 3000)
        assert found.worst_error is not None
        assert found.stopped == ("all_done" if found.replications == 3000 else "precise")
        assert found.worst_error <= tolerance or found.stopped == "all_done"
        assert index.uncertainty(doubts, replications=3000, tolerance=tolerance).to_dict() == found.to_dict()
        stopped.append(found.replications)
    assert stopped == sorted(stopped, reverse=True)
    assert (stopped[0], stopped[-1]) == (3000, 250)
    assert len(set(stopped)) > 2


@pytest.mark.parametrize("question", ["uncertainty", "sensitivity", "screening"])
def test_what_progress_raises_comes_out(index: pug.Index, question: str) -> None:
    def fail(done: int, total: int) -> None:
        raise ZeroDivisionError(f"{done} of {total}")

    for threads in (1, 2):
        with pytest.raises(ZeroDivisionError):
            getattr(index, question)(WEIGHTS, progress=fail, threads=threads)
    with pytest.raises(TypeError):
        getattr(index, question)(WEIGHTS, progress=5)


@pytest.mark.parametrize(("question", "total"), [("sensitivity", 64 * 3), ("screening", 64 * 2)])
def test_progress_of_builds(index: pug.Index, question: str, total: int) -> None:
    size = {"sensitivity": "points", "screening": "trajectories"}[question]
    told: list[tuple[int, int]] = []
    doubts = [{"vary": "measurement", "relative_sd": 0.1}]
    getattr(index, question)(doubts, **{size: 64}, progress=lambda *now: told.append(now))
    assert told == sorted(told)
    assert {most for _, most in told} == {total}
    with pytest.raises(pug.PugError, match=r"sensitivity\.cancelled"):
        getattr(index, question)(doubts, **{size: 64}, progress=lambda done, total: False)


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"replications": 0}, "certainty.options"),
        ({"replications": 2.5}, "document.number"),
        ({"replications": True}, "document.type"),
        ({"level": 1}, "certainty.options"),
        ({"level": float("nan")}, "document.syntax"),
        ({"top": [0]}, "certainty.options"),
        ({"top": [19]}, "certainty.options"),
        ({"seed": -1}, "document.number"),
        ({"tolerance": -1}, "certainty.options"),
        ({"most_failed": 1.5}, "certainty.options"),
        ({"threads": 0}, "threads.range"),
        ({"choices": {"weights": [0]}}, "certainty.choices"),
        ({"choices": {"luck": [0]}}, "document.missing_key"),
    ],
    ids=str,
)
def test_options_out_of_their_range(index: pug.Index, options: dict[str, Any], code: str) -> None:
    with pytest.raises(pug.PugError) as caught:
        index.uncertainty(WEIGHTS, **options)
    assert caught.value.code == code, str(caught.value)


@pytest.mark.parametrize(
    ("doubt", "code"),
    [
        ({"relative": 0}, "assumptions.range"),
        ({"relative": float("nan")}, "document.syntax"),
        ({"relative": "much"}, "document.number"),
        ({"relative": 0.1, "concentration": 5}, "assumptions.weights"),
        ({"relative": 0.1, "colour": "red"}, "document.unknown_key"),
        ({"relative": 0.1, "levels": [7]}, "assumptions.empty"),
        ({"concentration": 0}, "assumptions.range"),
        ({"sets": []}, "assumptions.empty"),
        ({"sets": [{"a": -1}]}, "assumptions.weight"),
        ({"sets": [{"z": 1}]}, "assumptions.name"),
        ({"sets": [5]}, "document.type"),
        ({"sets": [{"a": 1}], "probabilities": [1, 2]}, "assumptions.probabilities"),
        ({"sets": [{"a": 1}, {"a": 2}], "probabilities": [0, 0]}, "assumptions.probabilities"),
        ({"vary": "measurement"}, "assumptions.empty"),
        ({"vary": "measurement", "sd": 1, "relative_sd": 1}, "assumptions.spread"),
        ({"vary": "measurement", "sd": -1}, "assumptions.range"),
        ({"vary": "measurement", "others": {"z": {"sd": 1}}}, "assumptions.name"),
        ({"vary": "aggregate", "alternatives": []}, "assumptions.empty"),
        ({"vary": "aggregate", "alternatives": ["power_mean"]}, "document.word"),
        ({"vary": "aggregate", "alternatives": ["median"], "names": ["a"]}, "assumptions.name"),
        ({"vary": "aggregate", "alternatives": [{"method": "mean_min", "alpha": 3}]}, "design.rule"),
        ({"vary": "normalise", "alternatives": ["left_in"]}, "document.word"),
    ],
    ids=str,
)
def test_a_doubt_that_makes_no_sense(index: pug.Index, doubt: dict[str, Any], code: str) -> None:
    for question in (index.uncertainty, index.sensitivity, index.screening):
        with pytest.raises(pug.PugError) as caught:
            question([{"vary": "weights"} | doubt])
        assert caught.value.code == code, str(caught.value)


def test_two_choices_for_one_thing(index: pug.Index) -> None:
    one = {"vary": "aggregate", "alternatives": ["geometric"]}
    with pytest.raises(pug.PugError, match=r"assumptions\.twice"):
        index.uncertainty([one, one | {"name": "again", "names": ["left"]}])
    with pytest.raises(pug.PugError, match=r"assumptions\.name"):
        index.uncertainty([*WEIGHTS, {"vary": "weights", "concentration": 9}])


def test_numbers_of_numpy_are_numbers(index: pug.Index) -> None:
    doubts = [{"vary": "weights", "relative": np.float64(0.5)}]
    found = index.uncertainty(doubts, replications=int(np.int64(30)), top=np.array([3]))
    assert found.scores.tobytes() == index.uncertainty(WEIGHTS, replications=30).scores.tobytes()
    with pytest.raises(pug.PugError, match=r"request\.not_json"):
        index.uncertainty([{"vary": "weights", "relative": object()}])


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, dict])
def test_the_frame_is_of_the_kind_that_came_in(kind: Any) -> None:
    data = {name: DATA[name].tolist() for name in DATA}
    found = design().build(kind(data), unit="unit").uncertainty(WEIGHTS, replications=50, top=[3, 5])
    frame = found.frame()
    assert isinstance(frame, kind)
    if kind is pd.DataFrame:  # rows keep their labels
        assert frame.index.tolist() == [found.unit(name).row for name in frame["unit"]]
    columns = list(frame) if kind is dict else list(frame.columns)
    assert list(frame["rank"]) == sorted(each.rank for each in found.units)
    for name, unit in zip(frame["unit"], range(18), strict=True):
        told = found.unit(name)
        row = {column: list(frame[column])[unit] for column in columns}
        assert (row["low_rank"], row["high_rank"], row["median_rank"]) == (
            told.low_rank,
            told.high_rank,
            told.median_rank,
        )
        assert (row["p_low"], row["p_high"]) == (told.grades["low"], told.grades["high"])
        assert (row["p_top3"], row["p_top5"]) == (told.top[3], told.top[5])


@pytest.mark.parametrize("choices", [[0, 2], [], [-1], ["first"]])
def test_choices_that_are_none(index: pug.Index, choices: list[Any]) -> None:
    doubts = [{"vary": "weights", "sets": [{"a": 1}, {"a": 2}]}]
    with pytest.raises(pug.PugError, match=r"certainty\.choices|document\.number"):
        index.uncertainty(doubts, choices={"weights": choices})


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["certainty.md", "understanding-an-index.md"])
def test_the_python_of_the_page_runs(root: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    names: dict[str, object] = {}
    blocks = (root / "docs" / page).read_text(encoding="utf-8").split("```python\n")[1:]
    assert blocks
    for block in blocks:
        exec(block.partition("```")[0], names)
    mpl.pyplot.close("all")
