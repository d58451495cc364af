"""How sure the ranks of an index are, and what they depend on: against replications made one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pug
import pytest

mpl.use("Agg")

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


def test_sobol_indices_of_a_sum_are_its_shares_of_variance() -> None:
    # Goalposts that move shift a score by as much, so scores are nearly a sum of what each indicator brings.
    data = {"unit": ["p", "q"], "a": [3.0, 6.0], "b": [4.0, 5.0]}
    tree = {"id": "x", "parts": [{"id": "a", "weight": 3}, "b"]}
    made = pug.Design(tree).normalise("none").build(data, unit="unit")
    doubts = [{"vary": "measurement", "sd": 1, "apart": True}]
    found = made.sensitivity(doubts, targets=[{"target": "score", "unit": "p"}], points=4096, sets=4000)
    expected = np.array([9, 1]) / 10
    order = [["measurement/a", "measurement/b"].index(name) for name in found.factors]
    for values, (low, high) in ((found.first[0], found.first_interval), (found.total[0], found.total_interval)):
        np.testing.assert_allclose(values, expected[order], atol=0.06)
        assert (low[0] <= high[0]).all()


def test_sensitivity_has_all_targets_and_says_what_never_varies(index: pug.Index) -> None:
    doubts = [{"vary": "weights", "relative": 0.3, "apart": True, "levels": [2]}]
    targets = ["rank_shift", "score", {"target": "top", "unit": "U00", "first": 18}, {"target": "top_kept", "first": 5}]
    found = index.sensitivity(doubts, targets=targets, points=64)
    assert len(found.targets) == 1 + 18 + 1 + 1
    assert "top18/U00" in found.constant
    assert np.isnan(found.first[found.targets.index("top18/U00")]).all()
    assert found.evaluations == 64 * (len(found.factors) + 2)
    again = index.sensitivity(doubts, targets=targets, points=64, threads=2)
    assert again.first.tobytes() == found.first.tobytes()
    with pytest.raises(pug.PugError, match=r"sensitivity\.target"):
        found.of("rank/U00")
    with pytest.raises(pug.PugError, match=r"sensitivity\.constant"):
        index.sensitivity(doubts, targets=[{"target": "top", "unit": "U00", "first": 18}], points=64)


def test_screening_orders_factors_as_the_indices_do(index: pug.Index) -> None:
    doubts = [
        {"vary": "weights", "relative": 0.05, "names": ["a"], "name": "little"},
        {"vary": "measurement", "relative_sd": 0.5},
    ]
    found = index.screening(doubts, trajectories=40)
    assert found.factors == ["little", "measurement"]
    assert found.mean_absolute[0, 0] < found.mean_absolute[0, 1]
    assert found.evaluations == 40 * 3


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


@pytest.mark.parametrize("page", ["certainty.md", "understanding-an-index.md"])
def test_the_python_of_the_page_runs(root: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    names: dict[str, object] = {}
    blocks = (root / "docs" / page).read_text(encoding="utf-8").split("```python\n")[1:]
    assert blocks
    for block in blocks:
        exec(block.partition("```")[0], names)
    mpl.pyplot.close("all")
