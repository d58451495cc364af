"""What the ranks of an index depend on: indices and effects, against tables of all choices and numpy."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
import pug
import pytest
from scipy import stats
from small_index import DATA, WEIGHTS, design, of_two

mpl.use("Agg")


@pytest.fixture(scope="module")
def index() -> pug.Index:
    return design().build(DATA, unit="unit")


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


RULES = ["as_designed", {"method": "zscore", "mean": 10, "sd": 2}, "borda"]
MEANS = ["arithmetic", "mean_min"]
CHOICES = [
    {"vary": "normalise", "alternatives": RULES, "probabilities": [2, 1, 1]},
    {"vary": "aggregate", "alternatives": MEANS, "probabilities": [3, 1], "names": ["whole", "left"]},
]


def shares_of(table: np.ndarray) -> tuple[list[float], list[float]]:
    """First-order and total indices of what 3 × 2 alternatives make, exactly."""
    p, q = np.array([2, 1, 1]) / 4, np.array([3, 1]) / 4
    joint = np.outer(p, q)
    mean = (joint * table).sum()
    variance = (joint * (table - mean) ** 2).sum()
    by_rule, by_mean = table @ q, p @ table
    alone = [(p * (by_rule - mean) ** 2).sum(), (q * (by_mean - mean) ** 2).sum()]
    return [each / variance for each in alone], [1 - each / variance for each in reversed(alone)]


def test_indices_of_choices_are_those_of_the_table_of_all(index: pug.Index) -> None:
    grid = [(a, b) for a in range(3) for b in range(2)]
    choices = {"normalisation": [a for a, _ in grid], "aggregation": [b for _, b in grid]}
    everything = index.uncertainty(CHOICES, choices=choices)
    ranks = everything.ranks.astype(float)
    nominal = index.ranks
    best = nominal <= 5
    near = int(np.flatnonzero(np.ptp((ranks <= 6) * 1, axis=0))[0])
    moving = int(np.ptp(ranks, axis=0).argmax())
    targets: list[Any] = [
        "rank_shift",
        {"target": "top_kept", "first": 5},
        {"target": "top", "first": 6, "unit": index.units[near]},
        {"target": "rank", "unit": index.units[moving]},
        {"target": "score", "unit": index.units[moving]},
    ]
    tables = [
        np.abs(ranks - nominal).mean(axis=1),
        (ranks[:, best] <= 5).mean(axis=1),
        ranks[:, near] <= 6,
        ranks[:, moving],
        everything.scores[:, moving],
    ]
    # A sample of 2^12 points of a Sobol sequence meets slices of quarters exactly.
    found = index.sensitivity(CHOICES, targets=targets, points=4096)
    assert found.factors == ["normalisation", "aggregation"]
    assert found.targets[:2] == ["rank_shift", "top_kept5"]
    for at, values in enumerate(tables):
        alone, together = shares_of(np.asarray(values, dtype=float).reshape(3, 2))
        np.testing.assert_allclose(found.first[at], alone, atol=0.02)
        np.testing.assert_allclose(found.total[at], together, atol=0.02)
        for (low, high), wanted in ((found.first_interval, alone), (found.total_interval, together)):
            assert (low[at] - 1e-9 <= wanted).all()
            assert (wanted <= high[at] + 1e-9).all()


def test_where_nothing_acts_together_shares_sum_to_one() -> None:
    index = pug.Design({"id": "x", "parts": ["a", "b", "c"]}).build({"a": [1, 2], "b": [3, 4], "c": [5, 7]})
    doubts = [{"vary": "measurement", "others": {"a": {"sd": 1}, "b": {"sd": 2}, "c": {"sd": 3}}, "apart": True}]
    found = index.sensitivity(doubts, targets=["score"], points=2048, sets=2048)
    for at in range(len(found.targets)):
        np.testing.assert_allclose(found.first[at], found.total[at], atol=0.05)
        assert found.first[at].sum() == pytest.approx(1, abs=0.05)


def test_weights_of_a_mean_give_the_indices_of_the_estimators_in_numpy() -> None:
    # Two weights that vary apart: the score is a quotient of theirs, so numpy can make the same from its own sample.
    index = of_two(weights=(1, 2), a=[1, 0], b=[0, 1])
    found = index.sensitivity(
        [{"vary": "weights", "relative": 0.8, "apart": True}],
        targets=[{"target": "score", "unit": "1"}],
        points=4096,
    )
    random = np.random.default_rng(8)
    a, b = random.random((2, 200_000, 2))

    def model(points: np.ndarray) -> np.ndarray:
        weights = np.array([1, 2]) * (1 + 0.8 * (2 * points - 1))
        return weights[:, 0] / weights.sum(axis=1)

    of_a, of_b = model(a), model(b)
    variance = np.concatenate([of_a, of_b]).var()
    for at in range(2):
        mixed = a.copy()
        mixed[:, at] = b[:, at]
        of_mixed = model(mixed)
        alone = np.mean((of_b - of_b.mean()) * (of_mixed - of_a)) / variance
        together = np.mean((of_mixed - of_a) ** 2) / 2 / variance
        assert found.first[0, at] == pytest.approx(alone, abs=0.02)
        assert found.total[0, at] == pytest.approx(together, abs=0.02)


def test_what_is_linear_is_computed_as_everything_else(index: pug.Index) -> None:
    doubts = [{"vary": "weights", "relative": 0.5, "apart": True}]
    other = design().aggregate("power", p=1).build(DATA, unit="unit")
    found, built = (each.sensitivity(doubts, targets=["rank_shift", "score"], points=64) for each in (index, other))
    np.testing.assert_allclose(found.first, built.first, atol=1e-6)
    np.testing.assert_allclose(found.total_interval, built.total_interval, atol=1e-6)


def test_seeds_and_threads_of_sensitivity(index: pug.Index) -> None:
    doubts = [*WEIGHTS, {"vary": "measurement", "relative_sd": 0.1}]
    for ask, size in ((index.sensitivity, {"points": 32}), (index.screening, {"trajectories": 8})):
        one, again, other = (vars(ask(doubts, **size, seed=seed, threads=n)) for seed, n in ((1, 1), (1, 3), (2, 1)))
        for name, values in one.items():
            np.testing.assert_array_equal(again[name], values)
        assert any(not np.array_equal(other[name], values) for name, values in one.items())


def test_estimates_of_a_target_by_factor(index: pug.Index) -> None:
    found = index.sensitivity(CHOICES, points=64, confidence=0.5)
    wider = index.sensitivity(CHOICES, points=64, confidence=0.99)
    for at, (alone, together) in enumerate(found.of("rank_shift").values()):
        assert (alone.value, together.value) == (found.first[0, at], found.total[0, at])
        assert (alone.low, alone.high) == (found.first_interval[0][0, at], found.first_interval[1][0, at])
        assert (together.low, together.high) == (found.total_interval[0][0, at], found.total_interval[1][0, at])
        for each in (alone, together):
            assert each.value == pytest.approx((each.low + each.high) / 2)
        around = wider.of("rank_shift")[found.factors[at]][0]
        # Normal intervals around the same value: wider by the quotient of the quantiles.
        quotient = (around.high - around.low) / (alone.high - alone.low)
        assert quotient == pytest.approx(stats.norm.ppf(0.995) / stats.norm.ppf(0.75), rel=1e-6)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"targets": []}, "sensitivity.target"),
        ({"targets": ["luck"]}, "document.word"),
        ({"targets": [{"target": "score", "unit": "nobody"}]}, "sensitivity.target"),
        ({"targets": ["top"]}, "sensitivity.target"),
        ({"targets": [{"target": "top_kept", "first": 19}]}, "sensitivity.target"),
        ({"points": 1}, "sensitivity.options"),
        ({"confidence": 1}, "statistics.confidence"),
        ({"sets": 0}, "sensitivity.options"),
    ],
    ids=str,
)
def test_questions_that_sensitivity_cannot_answer(index: pug.Index, options: dict[str, Any], code: str) -> None:
    with pytest.raises(pug.PugError) as caught:
        index.sensitivity(WEIGHTS, **options)
    assert caught.value.code == code, str(caught.value)


def test_an_evaluation_that_fails_is_no_result(index: pug.Index) -> None:
    doubts = [
        {"vary": "normalise", "alternatives": ["as_designed", "zscore"]},
        {"vary": "aggregate", "alternatives": ["geometric"]},
    ]
    for ask in (index.sensitivity, index.screening):
        with pytest.raises(pug.PugError, match=r"sensitivity\.failed"):
            ask(doubts)


def test_effects_of_a_choice_of_two_are_its_difference(index: pug.Index) -> None:
    sets = {"vary": "weights", "sets": [{"left": 1}, {"left": 4}]}
    low, high = index.uncertainty([sets], choices={"weights": [0, 1]}).scores
    found = index.screening([sets], targets=["score"], levels=2, trajectories=6)
    # On a grid of two places the input goes from a quarter to three quarters: half of its range.
    np.testing.assert_allclose(found.mean[:, 0], 2 * (high - low), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found.mean_absolute, np.abs(found.mean), atol=1e-9)
    np.testing.assert_allclose(found.deviation, 0, atol=1e-9)


def test_effects_that_cancel_have_a_size(index: pug.Index) -> None:
    sets = {"vary": "weights", "sets": [{"left": 1}, {"left": 4}, {"left": 4}, {"left": 1}]}
    # Up two places of four: from 1 to 4, or from 4 to 1.
    found = index.screening([sets], targets=["score"], trajectories=200)
    assert (np.abs(found.mean) < 0.3 * found.mean_absolute + 1e-9).all()
    assert (found.deviation > found.mean_absolute * 0.9 - 1e-9).all()
    with pytest.raises(pug.PugError, match=r"sampling\.levels"):
        index.screening([sets], levels=3)


def test_pictures_show_what_was_found(index: pug.Index) -> None:
    found = index.uncertainty(WEIGHTS, replications=60)
    ax = found.plot()
    order = [label.get_text() for label in ax.get_yticklabels()]
    assert order == [each.unit for each in sorted(found.units, key=lambda each: (each.rank, each.median_rank))]
    lines = {line.get_marker(): line.get_xdata() for line in ax.lines}
    np.testing.assert_array_equal(lines["|"], [found.unit(name).median_rank for name in order])
    np.testing.assert_array_equal(lines["D"], [found.unit(name).rank for name in order])
    ends = [segment[:, 0] for segment in ax.collections[0].get_segments()]
    np.testing.assert_array_equal(ends, [(found.unit(name).low_rank, found.unit(name).high_rank) for name in order])

    shares = index.sensitivity(CHOICES, targets=["rank_shift", {"target": "rank", "unit": "U04"}], points=64)
    for target in shares.targets:
        at = shares.targets.index(target)
        widths = [bar.get_width() for bar in shares.plot(target).patches]
        descending = np.argsort(-shares.total[at])
        np.testing.assert_allclose(widths, [*shares.first[at][descending], *shares.total[at][descending]])
    with pytest.raises(pug.PugError, match=r"sensitivity\.target"):
        shares.plot("rank/U05")

    effects = index.screening(CHOICES, trajectories=20)
    np.testing.assert_allclose(
        effects.plot().lines[0].get_xydata(), np.column_stack([effects.mean_absolute[0], effects.deviation[0]])
    )
    mpl.pyplot.close("all")
