import json
import math

import pug
import pytest


@pytest.fixture
def scores(document, answers):
    return pug.score(answers, document, unit="name")


def test_an_explanation_says_what_was_done(scores):
    why = scores.explain("D")
    root = why.nodes[why.root]
    assert why.unit == "D"
    assert why.instrument["id"] == "test.small"
    assert why.verdict["score"] == 6.25
    assert type(why.nodes["share"].value) is float
    assert [operand.used for operand in root.operands] == [
        "left_out",
        "as_observed",
        "left_out",
        "as_observed",
        "as_observed",
    ]
    assert why.nodes["share"].operands[0].used == "as_lowest"
    assert [str(answer) for answer in why.variables.values()] == ["not_applicable", "missing", "not_assessed", "1", "1"]
    assert str(scores.explain("A").variables["permit"]) == "yes"


def test_contributions_add_up(scores):
    for name in scores.names:
        for node in scores.explain(name).nodes.values():
            if node.value is not None and node.baseline is not None:
                parts = math.fsum(operand.contribution for operand in node.operands)
                assert node.baseline + parts == pytest.approx(node.value, rel=1e-12, abs=1e-12)


def test_an_explanation_as_text(scores):
    text = str(scores.explain("C"))
    assert "C: test.small 1 (draft)" in text
    assert "score 68.75 (unrounded 68.75), grade failed" in text
    assert "gate not_met: has_decree (otherwise failed)" in text
    assert "├─ decree  0  weight 25%  contributes +0  [from > points]  answer TT  “Decree”" in text
    assert "└─ /score/arithmetic/4  1  weight 12.5%  contributes +12.5  [from > points]  answer level 2" in text
    assert "share  0  weight 50%  contributes +0  [from > minmax [0, 100]]  answer missing" in str(scores.explain("D"))
    assert "permit  not_assessed  contributes +0  left_out (no value)" in str(scores.explain("D"))
    assert "“SK”" in scores.explain("C").text("id")


def test_a_node_used_twice_is_opened_once():
    values = {
        "mmr": [100],
        "abr": [20],
        "se_f": [30],
        "se_m": [40],
        "pr_f": [20],
        "pr_m": [80],
        "lfpr_f": [50],
        "lfpr_m": [70],
    }
    text = str(pug.score(values, "undp.gii").explain(1))
    assert text.count("answer mmr 100") == 1
    assert text.count("(as above)") == 3


def test_an_explanation_as_values(scores):
    why = scores.explain("B")
    assert json.loads(why.to_json()) == why.to_dict()
    why.to_dict()["nodes"].clear()
    assert why.to_dict()["nodes"]


def test_a_notebook_shows_texts_not_markup(document, answers):
    answers["name"][0] = "<b>A</b>"
    html = pug.score(answers, document, unit="name").explain("<b>A</b>")._repr_html_()
    assert "<b>" not in html
