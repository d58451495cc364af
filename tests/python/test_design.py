"""Designs of indices: made, read, written, changed, refused."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pandas as pd
import pug
import pytest

ROOT = Path(__file__).resolve().parents[2]
TREE = {"id": "whole", "parts": [{"id": "left", "parts": ["a", "b"]}, {"id": "right", "weight": 2, "parts": ["c"]}]}


def design(**more: Any) -> pug.Design:
    return pug.Design(TREE, **more)


def test_a_tree_is_enough() -> None:
    made = design()
    assert made.indicators == ["a", "b", "c"]
    assert made.parts == {"whole": 3, "left": 2, "right": 2}
    assert made.steps == []
    assert made.columns == ["a", "b", "c"]


def test_changes_make_another_and_leave_this() -> None:
    before = design()
    text = before.to_json()
    after = before.impute("median").treat(most=3).normalise("zscore", mean=10, sd=2).aggregate("geometric", part="left")
    assert before.to_json() == text
    assert after.steps == ["impute", "treat", "normalise"]
    assert after.to_dict()["index"]["parts"][0]["aggregate"] == {"method": "geometric"}
    assert after != before
    assert hash(after) != hash(before)


def test_a_step_that_is_there_is_replaced_in_its_place() -> None:
    made = design().impute("median").normalise("rank").impute("mean")
    assert made.steps == ["impute", "normalise"]
    assert made.to_dict()["steps"][0] == {"impute": {"method": "mean"}}
    assert made.without("impute").steps == ["normalise"]


def test_words_of_python_are_written_with_an_underscore() -> None:
    made = design().normalise("goalposts", from_=10, to=20, low=0, high=1)
    assert made.to_dict()["steps"][0]["normalise"] == {"method": "goalposts", "from": 10, "to": 20, "high": 1}


@pytest.mark.parametrize("change", ["step", "rule", "weights", "grades", "remove"])
def test_what_is_written_reads_back(change: str, tmp_path: Path) -> None:
    made = design(id="example.small", title={"id": "Kecil", "en": "Small"}).normalise("minmax", others={"a": "rank"})
    made = {
        "step": made.screen(0.5, keep=["X"]),
        "rule": made.aggregate("owa", part="left", order_weights=[0.7, 0.3]),
        "weights": made.weigh({"a": 3, "left": 0.25}),
        "grades": made.grade({"low": None, "high": 50}),
        "remove": made.remove("b"),
    }[change]
    made.save(tmp_path / "design.json")
    read = pug.Design.load(tmp_path / "design.json")
    assert read == made
    assert read.fingerprint == made.fingerprint
    assert pickle.loads(pickle.dumps(made)) == made
    assert copy.deepcopy(made) == made


def test_the_order_of_indicators_survives_canonical_form() -> None:
    made = pug.Design({"id": "whole", "parts": ["z", "a", "m"]})
    canonical = made._native.canonical()
    assert pug.Design.load(canonical).indicators == ["z", "a", "m"]
    assert pug.Design.load(canonical).fingerprint == made.fingerprint


def test_weights_at_one_level() -> None:
    made = design().weigh("equal", level=3)
    tree = made.to_dict()["index"]
    assert tree["weights"] == {"method": "equal"}
    assert "weights" not in tree["parts"][0]


def test_weights_by_name_hold_whatever_the_others_do() -> None:
    made = design().weigh("equal").weigh({"a": 3})
    left = made.to_dict()["index"]["parts"][0]
    assert left["weights"] == {"method": "given"}
    assert left["parts"][0]["weight"] == 3


def test_a_rule_for_all_overrides_those_of_parts() -> None:
    made = design().aggregate("geometric", part="left").aggregate("harmonic")
    assert "aggregate" not in made.to_dict()["index"]["parts"][0]
    assert made.to_dict()["aggregate"] == {"method": "harmonic"}


def test_a_part_that_loses_all_goes() -> None:
    made = design().remove("c")
    assert made.parts == {"whole": 3, "left": 2}
    assert made.indicators == ["a", "b"]


def test_a_function_is_no_document() -> None:
    made = design().normalise(lambda column: column * 2)
    with pytest.raises(pug.PugError, match=r"design\.own"):
        made.to_json()
    assert made.impute("mean")._functions  # other steps leave it alone


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: design().weigh({"lft": 1}), "design.unknown"),
        (lambda: design().aggregate("geometric", part="a"), "design.part"),
        (lambda: design().aggregate("geometric", level=7), "design.level"),
        (lambda: design().aggregate("geometrik"), "document.word"),
        (lambda: design().impute("mean", others={"a": "mode"}), "document.word"),
        (lambda: design().treat(threshold=2), "document.unknown_key"),
        (lambda: design().without("treat"), "design.step"),
        (lambda: design().remove("whole"), "design.empty"),
        (lambda: pug.Design.load("nowhere.json"), "design.unreadable"),
        (lambda: pug.Design.load(b"[]"), "document.type"),
        (lambda: pug.Design.load(b'{"pug_design": 2, "indicators": {}, "index": {"id": "x"}}'), "document.number"),
        (lambda: pug.Design.load({"pug_design": 1, "index": {"id": "x"}}), "document.missing_key"),
    ],
)
def test_what_is_wrong_is_said(call: Any, code: str) -> None:
    with pytest.raises(pug.PugError) as caught:
        call()
    assert caught.value.code == code, str(caught.value)


def test_every_problem_is_listed_with_its_place() -> None:
    text = b"""{"pug_design": 1, "indicators": {"a": {"direction": "up"}},
 "steps": [{"impute": "mode"}, {"normalise": {"method": "minmax", "lo": 3}}],
 "index": {"id": "x", "parts": ["a", {"weight": 1}]}}"""
    with pytest.raises(pug.PugError) as caught:
        pug.Design.load(text)
    places = [(problem.where, problem.line) for problem in caught.value.problems]
    assert places == [
        ("/indicators/a/direction", 1),
        ("/steps/0/impute", 2),
        ("/steps/1/normalise/lo", 2),
        ("/index/parts/1", 3),
    ]


def test_a_table_of_indicators_is_a_design() -> None:
    table = pd.DataFrame(
        {
            "iCode": ["a", "b", "P", "top", "gdp"],
            "Parent": ["P", "P", "top", None, None],
            "Level": [1, 1, 2, 3, None],
            "Weight": [1, 0.5, 1, 1, None],
            "Direction": [1, -1, 1, 1, None],
            "Denominator": ["gdp", None, None, None, None],
            "Type": ["Indicator", "Indicator", "Aggregate", "Aggregate", "Denominator"],
        }
    )
    made = pug.Design.from_imeta(table)
    assert made.indicators == ["a", "b"]
    assert made.to_dict()["indicators"]["b"] == {"direction": "lower_is_better"}
    assert made.denominate().columns == ["a", "b", "gdp"]
    assert made.parts == {"top": 3, "P": 2}


def test_a_table_without_one_whole_is_refused() -> None:
    table = {"iCode": ["a", "b"], "Parent": [None, None], "Level": [1, 1], "Weight": [1, 1]}
    with pytest.raises(pug.PugError, match=r"imeta\.root"):
        pug.Design.from_imeta(table)
    with pytest.raises(pug.PugError, match=r"imeta\.parent"):
        pug.Design.from_imeta(table | {"Parent": ["x", None]})
    with pytest.raises(pug.PugError, match=r"imeta\.column"):
        pug.Design.from_imeta({"iCode": ["a"]})


def test_the_example_is_sound() -> None:
    example = pug.Design.load(ROOT / "examples/index/design.json")
    assert json.loads(example.to_json())["id"] == "example.position"


MEMBERS: list[tuple[str, dict[str, Any]]] = [
    ("screen", {"available_at_least": 0.5, "nonzero_at_least": 0.25, "keep": ["X"], "leave_out": ["Y"]}),
    ("impute", {"group": "g"}),
    ("treat", {"rules": ["log"], "skew": 1, "kurtosis": 2, "most": 3, "always": True, "lambda": 0.5}),
    ("normalise", {"low": 2, "high": 9, "from": 1, "to": 3, "hold": False, "mean": 5, "sd": 2, "unit": "X"}),
    ("normalise", {"reference": 3, "steps": [[0, 1], [2, 3]]}),
    ("aggregate", {"available_at_least": 0.5, "p": 2, "downward": False, "sample_sd": True, "alpha": 0.5, "beta": 1}),
    ("aggregate", {"order_weights": [0.5, 0.5], "v": 0.25, "preference": {"method": "gaussian", "s": 3}}),
    ("aggregate", {"preference": {"method": "linear", "q": 0.5, "p": 2}}),
    ("weights", {"judgements": [[1, 2], [0.5, 1]]}),
]


@pytest.mark.parametrize(("where", "members"), MEMBERS, ids=[f"{where}-{'-'.join(m)}" for where, m in MEMBERS])
def test_no_member_of_a_rule_is_lost(where: str, members: dict[str, Any]) -> None:
    document = design().to_dict()
    if where in ("aggregate", "weights"):
        document[where] = {"method": "owa" if where == "aggregate" else "ahp"} | members
    else:
        document["steps"] = [{where: members}]
    written = pug.Design.load(document).to_dict()
    rule = written[where] if where in ("aggregate", "weights") else written["steps"][0][where]
    assert {name: rule.get(name) for name in members} == members


def test_no_member_of_what_is_named_is_lost() -> None:
    document = design(id="example.full", title="Full").to_dict()
    document |= {"edition": "3", "authority": "Nobody", "sources": {"book": {"title": "A book", "year": "1999"}}}
    told = {"title": "A", "direction": "lower_is_better", "denominator": "n", "target": 4.5, "source": "book"}
    document["indicators"]["a"] = told
    document["index"]["parts"][0] |= {"title": "L", "source": "book", "weights": {"method": "equal"}}
    document["grades"] = [{"grade": "low"}, {"grade": "high", "title": "High", "from": 5}]
    assert pug.Design.load(document).to_dict() == document
