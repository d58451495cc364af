"""Indices: built, looked into, saved as instruments that give the same values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pug
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
DATA = {
    "unit": ["A", "B", "C", "D", "E", "F"],
    "region": ["north", "north", "south", "south", "south", "north"],
    "a": [1.0, 2.0, 4.0, 8.0, 9.0, 3.0],
    "b": [5.0, None, 3.0, 2.0, 2.5, 7.0],
    "c": [10.0, 20.0, 40.0, None, 15.0, 12.0],
    "people": [2.0, 4.0, 4.0, 8.0, 5.0, 1.0],
}
TREE = {"id": "whole", "parts": [{"id": "left", "parts": ["a", "b"]}, {"id": "right", "weight": 2, "parts": ["c"]}]}


def design() -> pug.Design:
    indicators = {"b": {"direction": "lower_is_better"}, "c": {"denominator": "people"}}
    return pug.Design(TREE, indicators, id="example.small")


def test_an_index_by_hand() -> None:
    index = (
        pug.Design({"id": "x", "parts": ["a", "b"]})
        .normalise("minmax", low=0, high=1)
        .build({"a": [0, 5, 10], "b": [2, 2.5, 4]})
    )
    assert index.values.tolist() == [0, (0.5 + 0.25) / 2, 1]
    assert index.ranks.tolist() == [3, 2, 1]
    assert index.units == ["1", "2", "3"]
    assert index.weights == {"x": {"a": 0.5, "b": 0.5}}


def test_every_stage_can_be_looked_at() -> None:
    index = design().denominate().impute("median").treat().normalise().build(DATA, unit="unit")
    assert index.stages == ["raw", "denominated", "imputed", "treated", "normalised"]
    raw = index.stage("raw")
    assert isinstance(raw, dict)
    assert raw["b"] == DATA["b"]
    assert index.stage("denominated")["c"] == [5.0, 5.0, 10.0, None, 3.0, 12.0]
    assert {(cell.unit, cell.indicator, cell.value) for cell in index.imputed} == {("B", "b", 3.0), ("D", "c", 5.0)}
    with pytest.raises(pug.PugError, match=r"index\.stage"):
        index.stage("screened")


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, dict])
def test_the_kind_that_came_in_comes_out(kind: Any) -> None:
    index = design().impute().normalise().build(kind(DATA), unit="unit")
    frame = index.frame()
    assert isinstance(frame, kind)
    assert list(frame["unit"]) == DATA["unit"]
    np.testing.assert_array_equal(np.asarray(frame["whole"], dtype=float), index.values)


def test_a_matrix_has_the_columns_of_the_design() -> None:
    matrix = np.array([[1.0, 2.0, 3.0], [4.0, np.nan, 6.0], [7.0, 9.0, 8.0]])
    index = pug.Design(TREE).normalise().build(matrix)
    named = pug.Design(TREE).normalise().build({"a": matrix[:, 0], "b": [2, None, 9], "c": matrix[:, 2]})
    np.testing.assert_array_equal(index.values, named.values)


def test_units_that_were_screened_out_are_told() -> None:
    index = design().screen(1.0).normalise().build(DATA, unit="unit")
    assert index.units == ["A", "C", "E", "F"]
    assert [unit.unit for unit in index.screened if not unit.is_in] == ["B", "D"]
    assert list(index.frame()["unit"]) == ["A", "C", "E", "F"]
    kept = design().screen(1.0, keep=["B"], leave_out=["A"]).normalise().build(DATA, unit="unit")
    assert kept.units == ["B", "C", "E", "F"]


def test_a_function_of_ones_own() -> None:
    index = (
        pug.Design(TREE)
        .normalise("minmax", others={"a": lambda column: column * 100})
        .build({"a": [0.1, 0.2], "b": [1, 2], "c": [1, 2]})
    )
    np.testing.assert_allclose(index.value("a"), [10, 20])
    with pytest.raises(pug.PugError, match=r"normalise\.own"):
        pug.Design(TREE).normalise(lambda column: column[1:]).build(DATA)
    with pytest.raises(ZeroDivisionError):
        pug.Design(TREE).normalise(lambda column: 1 / 0).build(DATA)


def test_grades() -> None:
    index = design().impute().normalise().grade({"low": None, "middle": 40, "high": 60}).build(DATA, unit="unit")
    expected = ["high" if x >= 60 else "middle" if x >= 40 else "low" for x in index.values]
    assert index.grades == expected
    assert list(index.frame()["grade"]) == expected


def test_times_of_a_unit() -> None:
    data = {"who": ["A", "A", "A", "B", "B"], "year": [2000, 2002, 2010, 2000, 2002], "a": [1, None, 6, 4, None]}
    index = pug.Design({"id": "x", "parts": ["a"]}).impute("linear").normalise().build(data, unit="who", time="year")
    assert [cell.value for cell in index.imputed] == [2.0, 4.0]
    assert list(index.frame()["year"]) == [2000, 2002, 2010, 2000, 2002]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"a": [1, 2, 3, 4, 5, "x"]}, "data.value"),
        ({"a": [1, 2, 3, 4, 5, float("inf")]}, "data.infinite"),
        ({"a": [1, 2, 3, 4, 5, "NaN"]}, "data.value"),
        ({"unit": ["A", "A", "C", "D", "E", "F"]}, "data.unit"),
        ({"unit": ["A", "", "C", "D", "E", "F"]}, "data.unit"),
        ({"a": [3, 3, 3, 3, 3, 3]}, "normalise.constant"),
        ({"a": [None] * 6}, "data.missing"),
    ],
)
def test_bad_data_are_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(pug.PugError) as caught:
        design().normalise().build(DATA | change, unit="unit")
    assert caught.value.code == code, str(caught.value)


def test_every_missing_column_is_named() -> None:
    with pytest.raises(pug.PugError) as caught:
        design().denominate().build({"unit": ["A"], "A": [1]}, unit="unit")
    assert [problem.where for problem in caught.value.problems] == ["a", "b", "c", "people"]
    assert 'did you mean "A"?' in str(caught.value)


def test_a_place_in_a_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text("unit,a,b,c\nA,1,2,3\nB,1,zwei,3\n", encoding="utf-8")
    with pytest.raises(pug.PugError) as caught:
        design().normalise().build(file, unit="unit")
    assert (caught.value.line, caught.value.where) == (3, "b")


# --- as an instrument -------------------------------------------------------------------------------------------------


def same_values(index: pug.Index) -> None:
    model, references = index.instrument(), index.references()
    scores = pug.score(index.data(), model, unit=None if index._unit is None else index._unit, references=references)
    np.testing.assert_allclose(scores.values, index.values, rtol=1e-9, atol=1e-9)
    for part in index.parts[:-1]:
        np.testing.assert_allclose(scores.node(part).values, index.value(part), rtol=1e-9, atol=1e-9)
    if any(index.grades):
        edges = [40, 60]
        if np.min(np.abs(np.subtract.outer(index.values, edges))) > 1e-6:
            assert list(scores.grades) == index.grades


NORMALISATIONS: dict[str, dict[str, Any]] = {
    "minmax": {"low": 1, "high": 100},
    "goalposts": {"from_": -2, "to": 30},
    "zscore": {"mean": 100, "sd": 10},
    "scaled": {"from_": 0, "to": 5},
    "rank": {},
    "percentile_rank": {},
    "borda": {},
    "distance_to_max": {},
    "distance_to_reference": {"unit": "C"},
    "fraction_of_max": {},
    "around_reference": {"low": 70, "high": 130},
    "categorical": {"steps": [[-100, 1], [3, 2], [9, 3]]},
    "none": {},
}


@pytest.mark.parametrize("method", NORMALISATIONS)
@pytest.mark.parametrize("imputation", ["median", "group_mean", None])
def test_the_instrument_gives_the_values_again(method: str, imputation: str | None) -> None:
    made = design().denominate()
    if imputation is not None:
        made = made.impute(imputation, group="region" if "group" in imputation else "")
    made = made.treat(always=True, most=1, others={"a": "log"})
    made = made.normalise(
        method, **NORMALISATIONS[method], others={"b": "minmax"} if method == "fraction_of_max" else None
    )
    same_values(made.grade({"low": None, "middle": 40, "high": 60}).build(DATA, unit="unit"))


AGGREGATIONS: list[dict[str, Any]] = [
    {"rule": "arithmetic"},
    {"rule": "geometric"},
    {"rule": "harmonic"},
    {"rule": "power", "p": 0.5},
    {"rule": "power", "p": -2},
    {"rule": "power", "p": 0},
    {"rule": "mazziotta_pareto"},
    {"rule": "mazziotta_pareto", "downward": False},
    {"rule": "mazziotta_pareto", "sample_sd": True},
    {"rule": "mean_min", "alpha": 0.5},
    {"rule": "mean_min", "alpha": 0.7, "beta": 2},
]


@pytest.mark.parametrize("rule", AGGREGATIONS, ids=str)
def test_every_mean_can_be_stated(rule: dict[str, Any]) -> None:
    tree = {"id": "whole", "parts": ["a", "b", {"id": "c", "weight": 3}]}
    indicators = {"b": {"direction": "lower_is_better"}}
    made = pug.Design(tree, indicators, id="example.means").impute().normalise(low=1, high=100).aggregate(**rule)
    same_values(made.build(DATA, unit="unit"))


def test_the_median_can_be_stated_where_weights_are_equal() -> None:
    tree = {"id": "whole", "parts": ["a", "b", "c"]}
    made = pug.Design(tree, id="example.median").normalise().aggregate("median")
    same_values(made.build(DATA, unit="unit"))
    with pytest.raises(pug.PugError, match=r"design\.unstated"):
        made.weigh({"a": 2}).build(DATA).instrument()


def test_box_cox_can_be_stated() -> None:
    skewed = DATA | {"a": [1.0, 2.0, 4.0, 8.0, 900.0, 3.0]}
    for parameters in ({}, {"lambda": 0.5}, {"lambda": 0}):
        made = design().impute().treat("box_cox", always=True, **parameters).normalise()
        same_values(made.build(skewed, unit="unit"))


def test_what_is_no_rule_about_one_unit_is_refused_by_name() -> None:
    made = design().impute("expectation_maximisation").normalise().aggregate("copeland", part="whole")
    with pytest.raises(pug.PugError) as caught:
        made.build(DATA, unit="unit").instrument()
    assert [problem.where for problem in caught.value.problems] == ["b", "c", "whole"]
    assert {problem.code for problem in caught.value.problems} == {"design.unstated"}
    own = design().impute().normalise(lambda column: column)
    with pytest.raises(pug.PugError, match="function of yours"):
        own.build(DATA, unit="unit").instrument()


def test_from_a_later_stage_more_can_be_stated() -> None:
    index = design().impute("expectation_maximisation").normalise().build(DATA, unit="unit")
    model, references = index.instrument("imputed"), index.references("imputed")
    scores = pug.score(index.data("imputed"), model, references=references, unit="unit")
    np.testing.assert_allclose(scores.values, index.values, rtol=1e-9)


def test_a_further_unit_is_placed_on_the_same_scale(tmp_path: Path) -> None:
    index = design().impute().normalise("minmax").build(DATA, unit="unit")
    index.save(tmp_path / "i.json", references=tmp_path / "r.json")
    more = {"a": [5.0], "b": [4.5], "c": [25.0]}
    scores = pug.score(more, tmp_path / "i.json", references=tmp_path / "r.json")
    normalised = [(5 - 1) / 8 * 100, (7 - 4.5) / 5 * 100, (25 - 10) / 30 * 100]
    expected = (sum(normalised[:2]) / 2 + 2 * normalised[2]) / 3
    assert scores.values[0] == pytest.approx(expected, rel=1e-12)
    with pytest.raises(pug.PugError, match=r"references\.missing"):
        index.save(tmp_path / "other.json")
    assert not (tmp_path / "other.json").exists()


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_random_designs_are_the_same_as_instruments(data: st.DataObject) -> None:
    units = data.draw(st.integers(4, 9))
    numbers = st.floats(0.5, 1000).map(lambda x: round(x, 3))
    cell = st.one_of(numbers, numbers, numbers, st.none())
    columns = {
        name: data.draw(st.lists(cell, min_size=units, max_size=units), label=name) for name in ("a", "b", "c", "d")
    }
    for values in columns.values():
        # A column needs two different values, or it has no scale.
        values[0], values[1] = 1.5, 7.25
    groups = ["x", "y", *data.draw(st.lists(st.sampled_from("xy"), min_size=units - 2, max_size=units - 2))]
    tree = {"id": "t", "parts": [{"id": "p", "parts": ["a", "b"]}, {"id": "q", "weight": 3, "parts": ["c", "d"]}]}
    made = pug.Design(tree, {"d": {"direction": "lower_is_better"}}, id="example.random")
    imputation = data.draw(st.sampled_from(["none", "mean", "median", "group_mean", "group_median"]))
    made = made.impute(imputation, group="g" if "group" in imputation else "")
    if data.draw(st.booleans()):
        made = made.treat(always=data.draw(st.booleans()), skew=data.draw(st.sampled_from([0.5, 2])), kurtosis=0)
    made = made.normalise(data.draw(st.sampled_from(["minmax", "zscore", "rank", "borda", "distance_to_max"])))
    made = made.weigh(data.draw(st.sampled_from(["given", "equal"])))
    try:
        index = made.build(columns | {"g": groups})
    except pug.PugError as error:
        if error.code not in ("normalise.constant", "impute.group"):
            raise
        return
    same_values(index)


# --- the command line -------------------------------------------------------------------------------------------------


def test_the_command_line_builds_and_saves(run: Any, tmp_path: Path) -> None:
    example, data = "examples/index/design.json", "examples/undp/gii_2022.csv"
    out, instrument, references = (str(tmp_path / name) for name in ("index.csv", "i.json", "r.json"))
    run(
        "index",
        "build",
        example,
        data,
        "--unit",
        "iso3",
        "-o",
        out,
        "--instrument",
        instrument,
        "--references",
        references,
    )
    table = pd.read_csv(out)
    done = run(
        "score", "-i", instrument, data, "--unit", "iso3", "--references", references, "-o", str(tmp_path / "s.csv")
    )
    assert done.returncode == 0, done.stderr
    scores = pd.read_csv(tmp_path / "s.csv").set_index("iso3").loc[table["iso3"]]
    np.testing.assert_allclose(scores["score"], table["position"], rtol=1e-9)
    assert scores["grade"].tolist() == table["grade"].tolist()


def test_the_command_line_tells_everything_as_json(run: Any) -> None:
    done = run("index", "build", "examples/index/design.json", "examples/undp/gii_2022.csv", "--unit", "iso3", "--json")
    told = json.loads(done.stdout)
    assert len(told["units"]) == 40
    assert set(told) == {"design", "units", "weights", "screened", "imputed", "treated"}


def test_the_command_line_does_not_write_over_its_input(run: Any, tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("a,b,c\n1,2,3\n4,5,7\n", encoding="utf-8")
    pug.Design(TREE).normalise().save(tmp_path / "design.json")
    done = run("index", "build", str(tmp_path / "design.json"), str(data), "-o", str(data))
    assert done.returncode == 1
    assert "output.is_input" in done.stderr
    assert data.read_text(encoding="utf-8").startswith("a,b,c")


def test_the_example_is_what_the_documentation_says() -> None:
    index = pug.Design.load(ROOT / "examples/index/design.json").build(ROOT / "examples/undp/gii_2022.csv", unit="iso3")
    assert len(index) == 40
    same_values(index)


EXAMPLE = ("examples/index/design.json", "examples/undp/gii_2022.csv", "--unit", "iso3")


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("describe", ()),
        ("correlations", ("--levels", "1", "2")),
        ("components", ("--level", "1")),
        ("reliability", ("--level", "1")),
        ("weights", ()),
        ("remove-one", ()),
        ("strengths", ("--of", "IDN")),
        ("compare", ("--with", "examples/index/design.json")),
    ],
)
def test_every_question_of_the_command_line(run: Any, action: str, more: tuple[str, ...]) -> None:
    told = run("index", action, *EXAMPLE, *more)
    assert (told.returncode, told.stderr) == (0, "")
    assert "mmr" in told.stdout or action == "compare"
    document = run("index", action, *EXAMPLE, *more, "--json")
    assert json.loads(document.stdout)


@pytest.mark.parametrize("action", ["correlations", "components", "remove-one"])
def test_pictures_of_the_command_line(run: Any, action: str, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    done = run("index", action, *EXAMPLE, "--plot", str(picture))
    assert done.returncode == 0, done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
    wrong = run("index", action, *EXAMPLE, "--plot", str(tmp_path / "picture.bmp"))
    assert wrong.returncode == 1
    assert "plot.ending" in wrong.stderr


def test_uncertainty_of_the_command_line(run: Any, tmp_path: Path) -> None:
    out = tmp_path / "ranks.csv"
    arguments = ("uncertainty", *EXAMPLE, "--weights", "0.25", "-n", "300", "--top", "5")
    assert run(*arguments, "-o", str(out), "--plot", str(tmp_path / "ranks.svg")).returncode == 0
    table = pd.read_csv(out)
    assert len(table) == 40
    assert (table["low_rank"] <= table["median_rank"]).all()
    assert (table["median_rank"] <= table["high_rank"]).all()
    assert table["p_top5"].sum() == pytest.approx(5)
    told = json.loads(run(*arguments, "--json", "--threads", "2").stdout)
    assert told["replications"] == 300
    low = {each["unit"]: each["low_rank"] for each in told["units"]}
    assert low == dict(zip(table["unit"], table["low_rank"], strict=True))


def test_sensitivity_of_the_command_line(run: Any, tmp_path: Path) -> None:
    doubts = tmp_path / "doubts.json"
    doubts.write_text('[{"vary": "aggregate", "alternatives": ["arithmetic", "geometric"]}]', encoding="utf-8")
    arguments = ("sensitivity", *EXAMPLE, "--assumptions", str(doubts), "--weights", "0.5", "--points", "64")
    told = json.loads(run(*arguments, "--json", "--rank-of", "IDN").stdout)
    assert [target["target"] for target in told] == ["rank/IDN"]
    assert told[0]["factors"].keys() == {"aggregation", "weights"}
    assert "builds" in run(*arguments).stdout


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[", "document.syntax"),
        ("{}", "document.type"),
        ('[{"vary": "x"}]', "document.word"),
        (None, "assumptions.unreadable"),
    ],
)
def test_assumptions_that_are_none(run: Any, tmp_path: Path, content: str | None, code: str) -> None:
    doubts = tmp_path / "doubts.json"
    if content is not None:
        doubts.write_text(content, encoding="utf-8")
    done = run("uncertainty", *EXAMPLE, "--assumptions", str(doubts))
    assert done.returncode == 1
    assert code in done.stderr
    assert "assumptions.empty" in run("uncertainty", *EXAMPLE).stderr


def test_a_design_from_a_table(run: Any, tmp_path: Path) -> None:
    table = tmp_path / "imeta.csv"
    table.write_text("iCode,Parent,Level,Weight\na,x,1,1\nb,x,1,2\nx,,2,1\n", encoding="utf-8")
    out = tmp_path / "design.json"
    assert run("index", "design", str(table), "-o", str(out), "--id", "example.table").returncode == 0
    assert pug.Design.load(out).to_dict()["index"]["parts"][1] == {"id": "b", "weight": 2}


def test_judgements_and_how_far_they_contradict_each_other() -> None:
    agreeing = pug.ahp([[1, 2, 6], [0.5, 1, 3], [1 / 6, 1 / 3, 1]])
    np.testing.assert_allclose(agreeing.weights, [0.6, 0.3, 0.1])
    assert agreeing.consistency_ratio == pytest.approx(0, abs=1e-9)
    circular = [[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]]
    eigenvalue = max(np.linalg.eigvals(np.array(circular)).real)
    found = pug.ahp(circular)
    assert found.eigenvalue == pytest.approx(eigenvalue)
    assert found.consistency_index == pytest.approx((eigenvalue - 3) / 2)
    assert found.consistency_ratio is not None
    assert found.consistency_ratio > 0.1
    with pytest.raises(pug.PugError, match=r"weights\.judgements"):
        pug.ahp([[1, 2], [2, 1]])


def test_a_question_takes_no_option_that_it_does_not_know() -> None:
    index = design().impute().normalise().build(DATA, unit="unit")
    for question in ("effective_weights", "availability", "parents", "describe", "components"):
        with pytest.raises(pug.PugError, match=r"document\.unknown_key"):
            index._ask(question, colour="red")


def test_what_is_wrong_with_a_design_is_told_with_its_file(tmp_path: Path) -> None:
    file = tmp_path / "design.json"
    pug.Design(TREE).normalise().weigh({"a": -1}).save(file)
    with pytest.raises(pug.PugError) as caught:
        pug.Design.load(file).build(DATA, unit="unit")
    assert (caught.value.code, caught.value.problems[0].file) == ("design.weight", str(file))
