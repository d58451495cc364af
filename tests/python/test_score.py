import math
import pickle
import subprocess
import sys

import numpy as np
import pug
import pytest


@pytest.fixture
def scores(document, answers):
    return pug.score(answers, document, unit="name")


def test_scores_are_those_of_a_calculator(scores):
    # Weights 2 2 2 1 1. B: (1 + 1 + 0 + ½ + 0) / 8; C: (0 + 1½ + 2 + 1 + 1) / 8; D, two left out: (0 + ¼ + 0) / 4.
    assert scores.values.tolist() == [100, 31.25, 68.75, 6.25]
    assert scores.rounded.tolist() == [100, 31.25, 68.75, 6.25]
    assert scores.names == ["A", "B", "C", "D"]
    assert scores.statuses == ["observed"] * 4
    assert len(scores) == 4


def test_a_gate_gives_the_grade_and_leaves_the_score(scores):
    assert scores.grades == ["good", "poor", "failed", "poor"]
    assert scores.gates == {"has_decree": ["met", "met", "not_met", "passed_over"]}
    assert scores.grade_titles["good"] == {"en": "Good"}
    assert scores.caps == {}


def test_ranks_coverage_and_interval(scores):
    assert scores.ranks.tolist() == [1, 3, 2, 4]
    # D: decree does not apply; share and permit are unknown: 2 of 6 are observed.
    assert scores.coverages.tolist() == pytest.approx([1, 1, 1, 2 / 6])
    assert scores.low.tolist() == pytest.approx([100, 31.25, 68.75, 25 / 6])
    assert scores.high.tolist() == pytest.approx([100, 31.25, 68.75, 425 / 6])
    assert scores.decided[0] in ("in_doubles", "exactly")


def test_nodes(scores):
    assert scores.nodes == ["decree", "share", "permit", "staff"]
    assert scores.node("decree").values.tolist()[:3] == [1, 0.5, 0]
    assert math.isnan(scores.node("decree").values[3])
    assert scores.node("decree").statuses == ["observed"] * 3 + ["not_applicable"]
    assert scores.node("total").values.tolist() == scores.values.tolist()
    with pytest.raises(pug.PugError, match='no node is called "decre"; did you mean decree'):
        scores.node("decre")


def test_results_cannot_be_written_to(scores):
    with pytest.raises(ValueError, match="read-only"):
        scores.values[0] = 1


def test_the_columns_of_a_result(scores):
    table = scores.to_dict()
    verdict = ["score", "grade", "rank", "coverage", "status", "low", "high"]
    assert list(table) == ["name", "region", "decree", "share", "permit", "staff", *verdict]
    assert table["score"] == [100, 31.25, 68.75, 6.25]
    assert table["rank"] == [1, 3, 2, 4]
    assert table["decree"] == [1, 0.5, 0, None]
    assert scores.to_records()[1]["region"] == "north"


def test_a_column_with_the_name_of_a_result_is_kept(document, answers):
    answers |= {"score": [1, 2, 3, 4], "score_input": [5, 6, 7, 8], "grade": list("abcd")}
    table = pug.score(answers, document).to_dict()
    assert table["score_input"] == [5, 6, 7, 8]
    assert table["score_input_input"] == [1, 2, 3, 4]
    assert table["grade_input"] == list("abcd")
    assert table["score"] == [100, 31.25, 68.75, 6.25]


def test_the_ranking_is_best_first(scores):
    table = scores.rank()
    assert table["unit"] == ["A", "C", "B", "D"]
    assert table["rank"] == [1, 2, 3, 4]
    assert list(table) == ["rank", "unit", "score", "grade", "coverage", "low", "high"]


def test_units_without_a_name_are_called_by_their_rows(document, answers):
    scores = pug.score(answers, document)
    assert scores.names == ["1", "2", "3", "4"]
    assert scores.explain(3).unit == "3"


def test_a_unit_is_found_by_its_name(scores):
    assert scores.explain("C").unit == "C"
    with pytest.raises(pug.PugError, match='no unit is called "Z"'):
        scores.explain("Z")


def test_cohorts_are_ranked_each_by_itself(document, answers):
    whole = pug.score(answers, document, unit="name")
    scores = pug.score(answers, document, unit="name", by="region")
    assert scores.ranks.tolist() == [1, 2, 1, 2]
    assert scores.values.tolist() == whole.values.tolist()
    assert scores.rank()["cohort"] == ["north", "north", "south", "south"]
    assert scores.rank()["unit"] == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    "condition",
    [
        "region=north",
        "region!=south",
        ("region", "north"),
        np.array([True, True, False, False]),
        [True, True, False, False],
    ],
)
def test_only_the_units_meant_are_ranked(document, answers, condition):
    scores = pug.score(answers, document, rank_where=condition)
    assert scores.ranks.tolist()[:2] == [1, 2]
    assert np.isnan(scores.ranks[2:]).all()
    assert not np.isnan(scores.values).any()
    assert scores.rank()["unit"] == ["1", "2", "3", "4"]


def test_numbers_in_conditions_are_compared_as_numbers(document, answers):
    answers["is_aggregate"] = ["0", "0.0", "1", 1]
    scores = pug.score(answers, document, rank_where="is_aggregate=0")
    assert scores.ranks.tolist()[:2] == [1, 2]


def test_cohorts_and_conditions_together(document, answers):
    answers["region"][3] = None
    scores = pug.score(answers, document, unit="name", by="region", rank_where="name!=D")
    assert scores.ranks.tolist()[:3] == [1, 2, 1]
    assert math.isnan(scores.ranks[3])


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"unit": "nmae"}, "data.missing_column"),
        ({"by": "regoin"}, "data.missing_column"),
        ({"by": "hole"}, "data.cohort"),
        ({"rank_where": "nowhere=1"}, "data.missing_column"),
        ({"rank_where": "region=west"}, "rank_where.nothing"),
        ({"rank_where": "region"}, "rank_where.syntax"),
        ({"rank_where": [True]}, "rank_where.shape"),
        ({"rank_where": [1, 0, 1, 0]}, "rank_where.shape"),
        ({"unit": "hole"}, "data.unit"),
        ({"unit": "region"}, "data.duplicate_unit"),
    ],
)
def test_wrong_options_are_named(document, answers, options, code):
    answers["hole"] = ["x", None, "y", "z"]
    with pytest.raises(pug.PugError) as caught:
        pug.score(answers, document, **options)
    assert caught.value.code == code


def test_a_missing_column_is_answered_with_a_close_one(document, answers):
    answers["Share "] = answers.pop("share")
    with pytest.raises(pug.PugError, match='no column for variable "share"; did you mean "Share "'):
        pug.score(answers, document)


def test_every_problem_of_the_data_is_listed(document, answers):
    answers["decree"][1] = "TX"  # no level
    answers["share"][2] = 140.0  # outside its range
    answers["permit"][3] = "perhaps"  # neither yes nor no
    answers["staff"][0] = 1.5  # no whole number
    del answers["level"]
    answers["name"][2] = "A"
    with pytest.raises(pug.PugError) as caught:
        pug.score(answers, document, unit="name")
    found = {(problem.code, problem.where, problem.line) for problem in caught.value.problems}
    assert found == {
        ("data.value", "decree", 2),
        ("data.value", "share", 3),
        ("data.value", "permit", 4),
        ("data.value", "staff", 1),
        ("data.missing_column", "level", 0),
        ("data.duplicate_unit", "name", 3),
    }
    assert 'unit "A" stands twice, first in row 1' in str(caught.value)
    assert caught.value.kind == "data"


def test_a_flood_of_problems_is_cut_and_counted(document):
    rows = 3000
    data = {
        "decree": ["TX"] * rows,
        "share": [1] * rows,
        "permit": [1] * rows,
        "staff": [1] * rows,
        "level": ["1"] * rows,
    }
    with pytest.raises(pug.PugError, match="and 2000 more problems like these"):
        pug.score(data, document)


def test_an_error_survives_pickling(document, answers):
    answers["decree"][1] = "TX"
    with pytest.raises(pug.PugError) as caught:
        pug.score(answers, document)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)


def test_no_units_no_scores(document):
    scores = pug.score({name: [] for name in document["variables"]}, document)
    assert len(scores) == 0
    assert scores.to_dict()["score"] == []
    assert scores.rank()["unit"] == []


def test_a_notebook_says_that_a_draft_is_one(scores):
    html = scores._repr_html_()
    assert "draft" in html
    assert "<td>A</td>" in html


def test_importing_pug_imports_nothing_heavy():
    heavy = "{'numpy', 'pandas', 'polars', 'pyarrow', 'matplotlib', 'jinja2', 'openpyxl', 'rich'}"
    program = f"import sys, pug; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert all(hasattr(pug, name) for name in pug.__all__)
    with pytest.raises(AttributeError):
        _ = pug.nonsense
