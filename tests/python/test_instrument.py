import json
import pickle
from pathlib import Path

import pug
import pytest


def test_the_catalog_names_what_can_be_loaded():
    ids = pug.catalog()
    assert ids == sorted(ids)
    assert {"undp.gii", "eige.h3", "kemenpppa.lplpp", "kemenpppa.lpkra-2022"} <= set(ids)
    for name in ids:
        assert pug.Instrument.load(name).id == name


@pytest.mark.parametrize("name", pug.catalog())
def test_the_examples_of_the_catalog_come_out(name):
    assert pug.Instrument.load(name).validate() == []


def test_an_id_a_path_a_dict_and_bytes_stand_for_the_same(tmp_path, document):
    text = json.dumps(document)
    path = tmp_path / "small.json"
    path.write_text(text)
    first = pug.Instrument.load(document)
    for ref in (path, str(path), text.encode(), first):
        same = pug.Instrument.load(ref)
        assert same == first
        assert same.fingerprint == first.fingerprint
        assert hash(same) == hash(first)
    assert pug.Instrument.load(path).file == str(path)


def test_what_an_instrument_says(document):
    small = pug.Instrument.load(document)
    assert (small.id, small.edition, small.status, small.is_draft) == ("test.small", "1", "draft", True)
    assert small.title == {"id": "Kecil", "en": "Small"}
    assert small.digits == 2
    assert not small.lower_is_better
    assert list(small.variables) == ["decree", "share", "permit", "staff", "level"]
    decree, staff = small.variables["decree"], small.variables["staff"]
    assert [level.code for level in decree.scale.levels] == ["TT", "TS", "TL"]
    assert decree.scale.levels[0].title == {"en": "Not met"}
    assert decree.scale.statuses == {"TDD": "not_applicable"}
    assert decree.remediation.effort_days == 2.5
    assert (staff.low, staff.high, staff.scale) == (0, 50, None)
    assert (small.variables["share"].low, small.variables["share"].high) == (0, 100)
    assert [gate.key for gate in small.gates] == ["has_decree"]
    assert small.gates[0].condition == {"variable": "decree", "at_least": "TS"}
    assert [(grade.name, grade.lower) for grade in small.grades] == [
        ("good", "from 80"),
        ("fair", "from 50"),
        ("poor", "from 0"),
    ]


def test_nodes_are_known_by_id_or_by_their_place(document):
    small = pug.Instrument.load(document)
    assert small.root.id == "total"
    assert list(small.nodes)[-1] == "/score/arithmetic/4"
    assert small.nodes["/score/arithmetic/4"].variable == "level"
    assert small.nodes["decree"].weight == "2"
    assert small.root.operands == ("decree", "share", "permit", "staff", "/score/arithmetic/4")


def test_the_keys_of_nodes_are_those_of_explanations(document, answers):
    small = pug.Instrument.load(document)
    explained = pug.score(answers, small).explain(1)
    assert set(explained.nodes) == set(small.nodes)


def test_a_dict_is_the_callers_own(document):
    small = pug.Instrument.load(document)
    small.to_dict()["variables"].clear()
    assert small.to_dict()["variables"]
    assert json.loads(small.to_json(None)) == small.to_dict() == json.loads(small.to_json())


def test_a_pickle_keeps_the_order_of_the_columns(document):
    small = pug.Instrument.load(document)
    again = pickle.loads(pickle.dumps(small))
    assert again == small
    assert list(again.variables) == list(small.variables)
    assert again.fingerprint == small.fingerprint


def test_another_weight_is_another_instrument(document):
    first = pug.Instrument.load(document)
    document["score"]["arithmetic"][0]["weight"] = "2.0"
    assert pug.Instrument.load(document) == first
    document["score"]["arithmetic"][0]["weight"] = "2.1"
    assert pug.Instrument.load(document) != first
    assert pug.Instrument.load(document).fingerprint != first.fingerprint


def test_an_example_that_does_not_come_out_is_found_where_it_stands(tmp_path, document):
    document["examples"][0]["expect"]["score"] = "99"
    path = tmp_path / "small.json"
    path.write_text(json.dumps(document, indent=1))
    (problem,) = pug.Instrument.load(path).validate()
    assert problem.code == "example.score"
    assert problem.where == "/examples/0/expect/score"
    assert problem.file == str(path)
    line = path.read_text().splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith('"99"')


def test_an_unknown_id_is_answered_with_close_ones():
    with pytest.raises(pug.PugError, match=r"did you mean undp\.gii\?") as caught:
        pug.Instrument.load("undp.gi")
    assert caught.value.kind == "not_found"
    with pytest.raises(pug.PugError, match="the catalog has"):
        pug.Instrument.load("nothing like it")


@pytest.mark.parametrize("ref", ["no/such.json", Path("no-such"), "", "."])
def test_what_is_not_there_is_not_found(ref):
    with pytest.raises(pug.PugError) as caught:
        pug.Instrument.load(ref)
    assert caught.value.kind == "not_found"


def test_every_problem_of_a_document_is_listed(document):
    document["colour"] = "red"
    document["score"]["arithmetic"][0]["then"] = ["pionts"]
    document["verdict"]["gates"][0]["variable"] = "decre"
    with pytest.raises(pug.PugError) as caught:
        pug.Instrument.load(document)
    places = [problem.where for problem in caught.value.problems]
    assert "/colour" in places
    assert any(place.startswith("/score/arithmetic/0/then") for place in places)
    assert all(problem.line for problem in caught.value.problems)
    assert len(str(caught.value).splitlines()) == len(places)


def test_a_notebook_shows_texts_not_markup(document):
    document["title"] = "<script>alert(1)</script>"
    html = pug.Instrument.load(document)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
