"""Units against a measure: the best, the middle, a group, a profile; practices and peers."""

from __future__ import annotations

import math

import numpy as np
import pug
import pytest


@pytest.fixture
def scores(answers, document):
    return pug.score(answers, document, unit="name")


def by_criterion(benchmark, unit):
    return {row.criterion: row for row in benchmark.of(unit)}


def test_a_unit_and_the_best(scores):
    benchmark = scores.benchmark()
    assert isinstance(benchmark, pug.Benchmark)
    rows = by_criterion(benchmark, "B")
    assert list(rows) == ["total", "decree", "share", "permit", "staff"]
    assert rows["total"].is_total
    assert rows["total"].other == 100
    assert rows["total"].difference == pytest.approx(scores.values[1] - 100)
    assert rows["share"].difference == -0.5
    assert benchmark.compared_with("B") == (["A"], 1)
    assert all(row.difference == 0 for row in benchmark.of("A"))


def test_what_does_not_apply_is_told(scores):
    rows = by_criterion(scores.benchmark("A"), "D")
    assert (rows["decree"].status, rows["decree"].own, rows["decree"].counts) == ("not_applicable", None, False)
    back = by_criterion(scores.benchmark("D"), "A")
    assert (back["decree"].other_status, back["decree"].other) == ("not_applicable", None)
    assert back["decree"].difference is None


@pytest.mark.parametrize("middle", ["median", "mean"])
def test_the_middle_is_numpys(scores, middle):
    benchmark = scores.benchmark(middle)
    for criterion in ("decree", "share", "permit", "staff"):
        values = scores.node(criterion).values
        expected = getattr(np, f"nan{middle}")(values)
        row = by_criterion(benchmark, "B")[criterion]
        assert row.other == pytest.approx(expected)
        assert row.others == np.isfinite(values).sum()
    assert benchmark.compared_with("B") == ([], 4)


def test_standing_is_the_share_behind(scores):
    values = scores.values
    for place, name in enumerate("ABCD"):
        others = np.delete(values, place)
        expected = (np.sum(others < values[place]) + np.sum(others == values[place]) / 2) / 3
        assert by_criterion(scores.benchmark(), name)["total"].standing == pytest.approx(expected)


def test_groups_come_from_a_column_or_a_list(scores):
    by_column = scores.benchmark("group", group="region")
    by_list = scores.benchmark("group", group=["x", "x", "y", "y"])
    assert by_criterion(by_column, "A")["share"].other == 0.75
    assert by_criterion(by_column, "C")["share"].other == 0.375  # a gap is worth its lowest
    assert by_column.of("A") == by_list.of("A")
    assert by_criterion(scores.benchmark("group", group="region", middle="mean"), "A")["share"].other == 0.75


def test_a_profile_is_aimed_at(scores):
    rows = by_criterion(scores.benchmark({"total": 90, "share": np.float64(0.25)}), "B")
    assert rows["share"].difference == 0.25
    assert rows["decree"].other is None


def test_practices_bring_what_they_say(scores, answers, document):
    practices = scores.benchmark().practices("C")
    assert [practice.variable for practice in practices] == ["decree", "share"]
    decree = practices[0]
    assert (str(decree.own), str(decree.best), decree.gates) == ("TT", "TL", ("has_decree",))
    assert decree.units == ("A",)
    assert decree.evidence == {"en": "A copy"}
    assert decree.remediation.effort_days == 2.5
    for practice in practices:
        changed = {name: [column[2]] for name, column in answers.items()}
        changed[practice.variable] = [practice.best.code or practice.best.value]
        after = pug.score(changed, document, unit="name")
        assert practice.gain == pytest.approx(after.values[0] - scores.values[2])


def test_peers_are_one_grade_up(scores):
    assert scores.grades == ["good", "poor", "failed", "poor"]
    peers = scores.benchmark().peers("C", k=2)
    assert [peer.unit for peer in peers] == ["B", "D"]  # failed stands below poor
    nearest = peers[0]
    shared = ["decree", "share", "permit", "staff"]
    own, other = ([scores.node(name).values[place] for name in shared] for place in (2, 1))
    # Of B and C all four are known; staff, permit and share go from 0 to 1, and so does the decree.
    assert nearest.distance == pytest.approx(np.mean(np.abs(np.subtract(own, other))))
    assert nearest.ahead == {"decree": 0.5}
    assert scores.benchmark().peers("A") == []
    assert len(scores.benchmark().peers("C", k=1)) == 1
    assert scores.benchmark().peers("C", k=0) == []


def test_cohorts_are_compared_within_themselves(answers, document):
    scores = pug.score(answers, document, unit="name", by="region")
    benchmark = scores.benchmark("group")
    assert by_criterion(benchmark, "A")["share"].other == 0.75
    assert benchmark.compared_with("C") == ([], 2)
    assert scores.benchmark().compared_with("D") == (["C"], 1)
    assert by_criterion(scores.benchmark(), "C")["total"].standing_among == 1
    assert by_criterion(scores.benchmark("A"), "C")["share"].difference == -0.25  # one scale: anybody will do


def test_units_without_a_rank_are_nobodys_measure(answers, document):
    scores = pug.score(answers, document, unit="name", rank_where="name!=A")
    assert scores.benchmark().compared_with("B") == (["C"], 1)
    assert by_criterion(scores.benchmark(), "A")["total"].standing == 1


def test_each_cohort_has_its_own_scale(relative):
    data = {"unit": list("abcdef"), "c": list("ppqqpq"), "x": [1, 2, 30, 40, 4, 20], "y": [1, 3, 9, 5, 2, 7]}
    scores = pug.score(data, relative, unit="unit", by="c")
    benchmark = scores.benchmark()
    for cohort in ("abe", "cdf"):
        picked = {
            name: [v for v, u in zip(column, data["unit"], strict=True) if u in cohort] for name, column in data.items()
        }
        alone = pug.score(picked, relative, unit="unit").benchmark()
        for unit in cohort:
            assert benchmark.of(unit) == alone.of(unit)
            assert benchmark.peers(unit) == alone.peers(unit)
            assert benchmark.practices(unit) == alone.practices(unit)
    with pytest.raises(pug.PugError, match="another cohort") as caught:
        scores.benchmark("a")
    assert caught.value.code == "benchmark.other_cohort"


def test_frame_is_of_the_kind_that_came_in(answers, document):
    pandas = pytest.importorskip("pandas")
    frame = pug.score(pandas.DataFrame(answers), document, unit="name").benchmark("median").frame()
    assert list(frame.columns) == [
        "unit",
        "criterion",
        "own",
        "status",
        "other",
        "other_status",
        "difference",
        "standing",
    ]
    assert len(frame) == 4 * 5
    assert frame.index.tolist() == [row for row in range(4) for _ in range(5)]
    columns = pug.score(answers, document, unit="name").benchmark("median").frame()
    assert columns["criterion"][:2] == ["total", "decree"]
    assert columns["own"][15:17] == [pytest.approx(frame["own"].iloc[15]), None]


def test_it_prints_and_shows(scores, answers, document):
    benchmark = scores.benchmark()
    text = benchmark.text("C")
    assert "C, grade failed, against the best (A)" in text
    assert "decree “Decree”: TT here, TL at A, meets gate has_decree" in text
    assert "B: poor" in text
    assert "<table>" in benchmark._repr_html_()
    named = pug.score(answers | {"name": ["<script>", "B", "C", "D"]}, document, unit="name")
    assert "<script" not in named.benchmark()._repr_html_()
    assert repr(benchmark) == "<pug.Benchmark of 4 units against the best>"
    assert len(str(benchmark).splitlines()) == 6


@pytest.mark.parametrize(
    ("against", "options", "code"),
    [
        ("nobody", {}, "unit.unknown"),
        (7, {}, "unit.unknown"),
        ({}, {}, "benchmark.profile"),
        ({"nothing": 1}, {}, "benchmark.profile"),
        ({"share": math.nan}, {}, "benchmark.profile"),
        ({"share": math.inf}, {}, "benchmark.profile"),
        ({"share": "1"}, {}, "benchmark.profile"),
        ({"share": True}, {}, "benchmark.profile"),
        ({1: 1}, {}, "benchmark.profile"),
        ("group", {}, "benchmark.groups"),
        ("group", {"group": ["x"]}, "benchmark.groups"),
        ("group", {"group": "nothing"}, "data.missing_column"),
        ("median", {"middle": "mean"}, "benchmark.middle"),
        ("best", {"middle": "mode"}, "document.word"),
    ],
)
def test_what_cannot_be_compared_is_refused(scores, against, options, code):
    with pytest.raises(pug.PugError) as caught:
        scores.benchmark(against, **options)
    assert caught.value.code == code
    assert caught.value.line == 0  # a line of no text that the caller has


@pytest.mark.parametrize("k", [-1, 1001, 1.5, "3", None])
def test_a_number_of_peers_is_one(scores, k):
    with pytest.raises(pug.PugError) as caught:
        scores.benchmark().peers("A", k=k)
    assert caught.value.code == "benchmark.peers"


def test_nobody_of_a_cohort_has_a_score(answers, document):
    document["score"]["missing"] = {}
    for name in ("decree", "share", "permit", "staff", "level"):
        answers[name] = [*answers[name][:2], None, None]
    scores = pug.score(answers, document, unit="name", by="region")
    benchmark = scores.benchmark()
    assert benchmark.compared_with("A")[0] == ["A"]
    with pytest.raises(pug.PugError) as caught:
        benchmark.of("C")
    assert caught.value.code == "benchmark.nobody"
