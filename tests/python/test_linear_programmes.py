"""Linear programmes for weights: brute force over grids, properties that are known, and bad input."""

from __future__ import annotations

import itertools
import subprocess
import sys

import numpy as np
import pandas as pd
import polars as pl
import pug
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pug import PugError
from pug.workbench.linear_programmes import benefit_of_the_doubt, best_worst

# Best–worst


def judged(weights: dict[str, float]) -> tuple[str, str, dict[str, float], dict[str, float]]:
    """The judgements of somebody who knows the weights."""
    best, worst = max(weights, key=weights.__getitem__), min(weights, key=weights.__getitem__)
    return (
        best,
        worst,
        {name: weights[best] / weight for name, weight in weights.items()},
        {name: weight / weights[worst] for name, weight in weights.items()},
    )


def test_judgements_that_agree_give_their_weights() -> None:
    weights = {"staff": 8 / 15, "money": 4 / 15, "rules": 2 / 15, "data": 1 / 15}
    found = best_worst(*judged(weights))
    assert found.weights == pytest.approx(weights, abs=1e-12)
    assert found.consistency == pytest.approx(0, abs=1e-12)
    assert found.input_consistency == pytest.approx(0, abs=1e-12)
    assert list(found.weights) == list(weights)


def test_sequences_are_judged_by_position() -> None:
    named = best_worst("b", "c", {"a": 2, "b": 1, "c": 8}, {"a": 5, "b": 8, "c": 1})
    placed = best_worst(1, 2, [2, 1, 8], (5, 8, 1))
    assert list(placed.weights) == [0, 1, 2]
    assert list(placed.weights.values()) == list(named.weights.values())
    assert placed.consistency == named.consistency > 0


def test_two_criteria_always_agree() -> None:
    found = best_worst("x", "y", {"x": 1, "y": 4}, {"x": 4, "y": 1})
    assert found.weights == pytest.approx({"x": 0.8, "y": 0.2})
    assert found.consistency == pytest.approx(0, abs=1e-12)


def contradiction(
    weights: tuple[float, ...], best: int, worst: int, to_others: list[int], to_worst: list[int]
) -> float:
    """The greatest contradiction between weights and judgements, which the linear model makes least."""
    return max(
        max(abs(weights[best] - to_others[j] * weights[j]), abs(weights[j] - to_worst[j] * weights[worst]))
        for j in range(len(weights))
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(2, 9))
def test_no_other_weights_contradict_less(others: int, to_worst: int, whole: int) -> None:
    to_others, to_last = [1, others, whole], [whole, to_worst, 1]
    found = best_worst(0, 2, to_others, to_last)
    weights = tuple(found.weights.values())
    assert sum(weights) == pytest.approx(1, abs=1e-12)
    assert contradiction(weights, 0, 2, to_others, to_last) == pytest.approx(found.consistency, abs=1e-9)
    steps = 60
    for a, b in itertools.product(range(steps + 1), repeat=2):
        if a + b <= steps:
            other = (a / steps, b / steps, (steps - a - b) / steps)
            assert contradiction(other, 0, 2, to_others, to_last) >= found.consistency - 1e-9
    assert found.input_consistency == pytest.approx(abs(others * to_worst - whole) / (whole * whole - whole))


@pytest.mark.parametrize(
    ("best", "worst", "to_others", "to_worst", "said"),
    [
        ("a", "b", {"a": 1, "b": 2}, {"a": 2, "c": 1}, "only one of the two lists judges b, c"),
        ("z", "b", {"a": 1, "b": 2}, {"a": 2, "b": 1}, "best is 'z'"),
        ("a", "a", {"a": 1, "b": 2}, {"a": 2, "b": 1}, "both 'a'"),
        ("a", "b", {"a": 1, "b": 0.5}, {"a": 0.5, "b": 1}, "best_to_others of 'b' is 0.5"),
        ("a", "b", {"a": 1, "b": float("nan")}, {"a": 2, "b": 1}, "is nan"),
        ("a", "b", {"a": 1, "b": float("inf")}, {"a": float("inf"), "b": 1}, "inf; wanted a number"),
        ("a", "b", {"a": 1, "b": "2"}, {"a": 2, "b": 1}, "is '2'"),
        ("a", "b", {"a": 1, "b": True}, {"a": 2, "b": 1}, "is True"),
        ("a", "b", {"a": 2, "b": 2}, {"a": 2, "b": 1}, "judged against itself"),
        ("a", "b", {"a": 1, "b": 2}, {"a": 2, "b": 3}, "judged against itself"),
        ("a", "b", {"a": 1, "b": 2}, {"a": 3, "b": 1}, "2 times as important as the worst in one list and 3"),
        (0, 5, [1, 2], [2, 1], "worst is 5"),
        (0, 1, [], [], "best is 0"),
    ],
)
def test_unusable_judgements_are_refused(
    best: object, worst: object, to_others: object, to_worst: object, said: str
) -> None:
    with pytest.raises(PugError) as error:
        best_worst(best, worst, to_others, to_worst)  # type: ignore[arg-type]
    assert error.value.code == "best_worst.judgements"
    assert said in str(error.value)


# Benefit of the doubt


def best_by_direction(values: np.ndarray, directions: int = 200_001) -> np.ndarray:
    """The same for two indicators, by trying weights in every direction, each scaled until a unit reaches 1."""
    angle = np.linspace(0, np.pi / 2, directions)
    scores = values @ np.vstack([np.cos(angle), np.sin(angle)])
    return (scores / scores.max(axis=0)).max(axis=1)


values_of_two = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (pair[0] / 4, pair[1] / 4)),
    min_size=1,
    max_size=8,
).filter(lambda rows: all(any(row[i] > 0 for row in rows) for i in range(2)))


@settings(max_examples=60, deadline=None)
@given(values_of_two)
def test_scores_are_the_best_over_all_weights(rows: list[tuple[float, float]]) -> None:
    values = np.array(rows)
    found = benefit_of_the_doubt(values)
    assert found.scores == pytest.approx(best_by_direction(values), abs=2e-5)
    # The weights are usable, and give the scores.
    assert (found.weights >= 0).all()
    assert (values @ found.weights.T <= 1 + 1e-9).all()
    assert (found.weights * values).sum(axis=1) == pytest.approx(found.scores, abs=1e-9)
    assert found.scores.max() == pytest.approx(1, abs=1e-12)
    assert found.scores.max() <= 1


@settings(max_examples=40, deadline=None)
@given(values_of_two)
def test_peers_are_the_benchmark(rows: list[tuple[float, float]]) -> None:
    found = benefit_of_the_doubt(rows)
    for unit, peers in enumerate(found.peers):
        assert sum(peers.values()) == pytest.approx(found.scores[unit], abs=1e-9)
        mixture = sum(np.array(rows[found.units.index(name)]) * room for name, room in peers.items())
        assert (mixture >= np.array(rows[unit]) - 1e-9).all()
        assert all(found.scores[found.units.index(name)] == pytest.approx(1, abs=1e-9) for name in peers)


some = np.random.default_rng(5).uniform(1, 100, (12, 4))


def test_a_unit_that_is_nowhere_better_changes_nothing() -> None:
    before = benefit_of_the_doubt(some)
    worse = some[3] * [1, 0.9, 0.5, 1]
    after = benefit_of_the_doubt(np.vstack([some, worse]))
    assert after.scores[:12] == pytest.approx(before.scores, abs=1e-9)
    assert after.scores[12] <= after.scores[3] + 1e-9


def test_units_of_measurement_and_order_change_nothing() -> None:
    scores = benefit_of_the_doubt(some).scores
    assert benefit_of_the_doubt(some * [1e9, 1e-9, 1, 3]).scores == pytest.approx(scores, abs=1e-9)
    order = np.random.default_rng(6).permutation(12)
    assert benefit_of_the_doubt(some[order]).scores == pytest.approx(scores[order], abs=1e-9)
    assert benefit_of_the_doubt(some[:, ::-1]).scores == pytest.approx(scores, abs=1e-9)


def test_a_better_value_never_lowers_the_score() -> None:
    before = benefit_of_the_doubt(some).scores
    for unit, indicator in itertools.product(range(12), range(4)):
        better = some.copy()
        better[unit, indicator] *= 1.2
        assert benefit_of_the_doubt(better).scores[unit] >= before[unit] - 1e-9


def test_one_unit_is_its_own_best() -> None:
    found = benefit_of_the_doubt([[3.0, 4.0]], units=["only"])
    assert found.scores.tolist() == [1]
    assert found.peers == ({"only": pytest.approx(1)},)


def test_a_unit_of_zeros_has_none() -> None:
    found = benefit_of_the_doubt([[1.0, 2.0], [0.0, 0.0]])
    assert found.scores.tolist() == [1, 0]
    assert np.isnan(found.shares[1]).all()
    assert found.shares[0].sum() == pytest.approx(1)


def test_shares_hold_and_cost() -> None:
    free = benefit_of_the_doubt(some)
    held = benefit_of_the_doubt(some, shares=(0.15, 0.4))
    assert (held.shares >= 0.15 - 1e-9).all()
    assert (held.shares <= 0.4 + 1e-9).all()
    assert held.shares.sum(axis=1) == pytest.approx(np.ones(12))
    assert (held.scores <= free.scores + 1e-9).all()
    assert (held.scores < free.scores - 1e-3).any()
    assert not (free.shares >= 0.15 - 1e-9).all()
    assert not (free.shares <= 0.4 + 1e-9).all()


def test_shares_by_name_bind_only_that_indicator() -> None:
    names = ["a", "b", "c", "d"]
    held = benefit_of_the_doubt(some, names=names, shares={"c": (0.3, None)})
    assert (held.shares[:, 2] >= 0.3 - 1e-9).all()
    assert (held.shares[:, [0, 1, 3]].min(axis=0) < 1e-9).all()
    same = benefit_of_the_doubt(some, names=names, shares={"c": (None, 1), "a": (0, None)})
    assert same.scores.tolist() == benefit_of_the_doubt(some).scores.tolist()


def test_equal_shares_leave_no_choice() -> None:
    # With shares of a half each the score is the greatest t with t/2 from each: w_k = t / (2·y_k).
    values = np.array([[4.0, 9.0], [6.0, 3.0]])
    found = benefit_of_the_doubt(values, shares=(0.5, 0.5))
    for unit, own in enumerate(values):
        t = 1 / (values / (2 * own)).sum(axis=1).max()
        assert found.scores[unit] == pytest.approx(t, abs=1e-9)


def test_bounds_on_weights_hold() -> None:
    low = 0.001
    held = benefit_of_the_doubt(some, bounds=(low, None))
    assert (held.weights >= low - 1e-12).all()
    assert (held.scores <= benefit_of_the_doubt(some).scores + 1e-9).all()
    capped = benefit_of_the_doubt(some, names=list("abcd"), bounds={"b": (None, 0.002)})
    assert (capped.weights[:, 1] <= 0.002 + 1e-12).all()
    with pytest.raises(PugError) as error:
        benefit_of_the_doubt(some, bounds=(0.02, None), units=[f"u{i}" for i in range(12)])
    assert error.value.code == "benefit_of_the_doubt.infeasible"
    assert error.value.where == "u0"


def test_frames_and_mappings_bring_their_names() -> None:
    frame = pd.DataFrame({"water": [1.0, 3.0], "light": [2.0, 1.0]}, index=["north", "south"])
    found = benefit_of_the_doubt(frame)
    assert (found.units, found.names) == (("north", "south"), ("water", "light"))
    for other in (pl.DataFrame({"water": [1.0, 3.0], "light": [2.0, 1.0]}), {"water": [1, 3], "light": (2, 1)}):
        same = benefit_of_the_doubt(other)
        assert (same.units, same.names) == (("1", "2"), ("water", "light"))
        assert same.scores.tolist() == found.scores.tolist()
    assert benefit_of_the_doubt([[1, 2]]).names == ("1", "2")
    assert benefit_of_the_doubt(frame, units=["x", "y"], names=["p", "q"]).units == ("x", "y")


def test_results_cannot_be_changed() -> None:
    found = benefit_of_the_doubt(some)
    for array in (found.scores, found.weights, found.shares):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 3


@pytest.mark.parametrize(
    ("values", "options", "code"),
    [
        ([[1, float("nan")]], {}, "values"),
        ([[1, -1], [2, 3]], {}, "values"),
        ([[1, float("inf")]], {}, "values"),
        ([[1, 0], [2, 0]], {}, "values"),
        ([], {}, "values"),
        ([1, 2], {}, "values"),
        ({}, {}, "values"),
        ({"a": [1, 2], "b": [1]}, {}, "values"),
        ([["x", "y"]], {}, "values"),
        ([[1, 2]], {"units": ["a", "b"]}, "names"),
        ([[1, 2]], {"names": ["a"]}, "names"),
        ([[1, 2]], {"names": ["a", "a"]}, "names"),
        ([[1, 2], [3, 4]], {"units": ["a", "a"]}, "names"),
        ([[1, 2]], {"bounds": (2, 1)}, "bounds"),
        ([[1, 2]], {"bounds": (-1, 1)}, "bounds"),
        ([[1, 2]], {"bounds": (float("inf"), None)}, "bounds"),
        ([[1, 2]], {"bounds": (float("nan"), None)}, "bounds"),
        ([[1, 2]], {"bounds": (1, 2, 3)}, "bounds"),
        ([[1, 2]], {"bounds": 5}, "bounds"),
        ([[1, 2]], {"bounds": {"z": (0, 1)}}, "bounds"),
        ([[1, 2]], {"shares": (0, 2)}, "shares"),
        ([[1, 2]], {"shares": (0.6, 1)}, "shares"),
        ([[1, 2]], {"shares": (0, 0.4)}, "shares"),
        ([[1, 2]], {"shares": {"1": ("x", 1)}}, "shares"),
    ],
)
def test_unusable_input_is_refused(values: object, options: dict[str, object], code: str) -> None:
    with pytest.raises(PugError) as error:
        benefit_of_the_doubt(values, **options)  # type: ignore[arg-type]
    assert error.value.code == f"benefit_of_the_doubt.{code}"
    assert "wanted" in str(error.value) or "not among" in str(error.value)


def test_every_unusable_value_is_named() -> None:
    with pytest.raises(PugError) as error:
        benefit_of_the_doubt({"a": [1, -2, 3], "b": [float("nan"), 1, 1], "c": [0, 0, 0]}, units=["x", "y", "z"])
    assert [(problem.where, problem.line) for problem in error.value.problems] == [("b", 1), ("a", 2), ("c", 0)]


@pytest.mark.parametrize("exact", [(0.05, 0.55, 0.3, 0.1), (0.7, 0.2, 0.1, 0.0)])
def test_shares_that_sum_to_one_but_for_rounding_are_taken(exact: tuple[float, ...]) -> None:
    names = ["a", "b", "c", "d"]
    found = benefit_of_the_doubt(some, names=names, shares={n: (s, s) for n, s in zip(names, exact, strict=True)})
    assert found.shares == pytest.approx(np.tile(exact, (12, 1)), abs=1e-6)
    assert found.scores.max() == pytest.approx(1, abs=1e-6)


def test_without_scipy_the_message_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['scipy'] = None; sys.modules['scipy.optimize'] = None\n"
        "import pug\n"
        "for call in (lambda: pug.benefit_of_the_doubt([[1.0]]), lambda: pug.best_worst(0, 1, [1, 2], [2, 1])):\n"
        "    try: call()\n"
        "    except pug.PugError as error: print(error.code, error.message)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    wanted = 'extra.missing linear programmes need scipy: pip install "pug-scoring[workbench]"'
    assert done.stdout.splitlines() == [wanted, wanted]


def test_scipy_is_not_imported_before_it_is_wanted() -> None:
    script = "import sys, pug.workbench.linear_programmes; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_package_has_them() -> None:
    assert pug.best_worst is best_worst
    assert pug.benefit_of_the_doubt is benefit_of_the_doubt
