"""Profiles overlay a published instrument without editing it, and dated parameters follow the day."""

from __future__ import annotations

import copy
import datetime
import json
import pickle

import pug
import pytest

BASE = pug.Instrument.load("kemenpppa.lplpp")


@pytest.fixture
def profile():
    return {
        "pug": 1,
        "id": "banjarbaru.lplpp",
        "edition": "2025",
        "status": "draft",
        "title": {"id": "LPLPP Banjarbaru", "en": "LPLPP of Banjarbaru"},
        "profile_of": f"{BASE.id}@{BASE.edition}#{BASE.fingerprint}",
    }


@pytest.fixture
def data(root):
    return root / "examples" / "banjarbaru" / "sesudah.csv"


def test_a_profile_that_changes_nothing_scores_as_its_base(profile, data):
    scores, base = (pug.score(data, each, unit="organisasi") for each in (profile, BASE))
    assert scores.values.tobytes() == base.values.tobytes()
    assert scores.grades == base.grades
    assert scores.instrument.id == "banjarbaru.lplpp"
    assert scores.instrument.title == profile["title"]
    assert scores.instrument.fingerprint != BASE.fingerprint
    assert scores.instrument.to_dict()["basis"] == profile["profile_of"]


def weighted_mean(scores, unit, weights):
    """The score by hand, from the values of the dimensions."""
    values = {name: scores.node(name).values[unit] for name in weights}
    total = sum(weights[name] for name in weights if values[name] == values[name])
    return 100 * sum(weights[name] * values[name] for name in weights if values[name] == values[name]) / total


def test_weights_are_those_of_the_profile(profile, data):
    children = BASE.to_dict()["score"]["arithmetic"]
    weights = {child["id"]: float(child["weight"]) for child in children}
    profile["weights"] = {"kelembagaan": "45"}
    scores, base = (pug.score(data, each, unit="organisasi") for each in (profile, BASE))
    for unit in range(len(scores)):
        assert base.values[unit] == pytest.approx(weighted_mean(base, unit, weights), rel=1e-12)
        changed = weights | {"kelembagaan": 45.0}
        assert scores.values[unit] == pytest.approx(weighted_mean(scores, unit, changed), rel=1e-12)
    assert scores.values.tolist() != base.values.tolist()


def test_members_of_the_verdict_are_replaced_and_the_others_stay(profile, data):
    profile["verdict"] = {"rank": {"ties": "dense"}, "grades": [{"grade": "all", "from": "0"}], "gates": [], "caps": []}
    scores = pug.score(data, profile, unit="organisasi")
    assert set(scores.grades) == {"all"}
    assert scores.gates == {}
    assert scores.instrument.to_dict()["verdict"]["round"] == BASE.to_dict()["verdict"]["round"]
    assert scores.rounded.tolist() == pug.score(data, BASE, unit="organisasi").rounded.tolist()


def test_examples_are_those_of_the_profile(profile):
    assert pug.Instrument.load(profile).examples == 0
    example = copy.deepcopy(BASE.to_dict()["examples"][0])
    assert pug.Instrument.load({**profile, "examples": [example]}).validate() == []
    example["expect"]["score"] = "1"
    found = pug.Instrument.load({**profile, "examples": [example]}).validate()
    assert [problem.code for problem in found] == ["example.score"]


@pytest.mark.parametrize(
    "basis",
    [
        f"{BASE.id}@{BASE.edition}#{'0' * 64}",
        f"{BASE.id}@{BASE.edition}#{BASE.fingerprint[:11]}",
        f"{BASE.id}@other#{BASE.fingerprint}",
        f"no.such@1#{BASE.fingerprint}",
        BASE.id,
    ],
)
def test_a_basis_that_is_not_the_instrument_meant_is_refused(profile, basis):
    profile["profile_of"] = basis
    with pytest.raises(pug.PugError) as error:
        pug.Instrument.load(profile)
    assert [(problem.code, problem.where) for problem in error.value.problems] == [("profile.basis", "/profile_of")]


@pytest.mark.parametrize("part", [{"weights": {"no_such_node": "2"}}, {"parameters": {"no_such_parameter": "2"}}])
def test_what_the_base_does_not_have_cannot_be_changed(profile, part):
    with pytest.raises(pug.PugError) as error:
        pug.Instrument.load(profile | part)
    (kind,) = part
    assert error.value.where.startswith(f"/{kind}")


def test_a_profile_is_pickled_validated_and_told_as_what_it_is(profile, data, run, tmp_path):
    profile["weights"] = {"kelembagaan": "45"}
    model = pug.Instrument.load(profile)
    assert pickle.loads(pickle.dumps(model)) == model
    path = tmp_path / "profile.json"
    path.write_text(json.dumps(profile))
    shown = run("show", path)
    assert shown.returncode == 0
    assert shown.stdout.startswith("banjarbaru.lplpp 2025 (draft)")
    assert run("validate", path).returncode == 0
    scored = run("score", "-i", path, data, "--unit", "organisasi", "--json")
    assert json.loads(scored.stdout)["instrument"]["fingerprint"] == model.fingerprint


# --- dated parameters ------------------------------------------------------------------------------------------------


@pytest.fixture
def dated(document):
    document["parameters"] = {
        "least": {"values": [{"from": "2020-01-01", "value": "50"}, {"from": "2022-07-01", "value": "60"}]}
    }
    document["verdict"] = {
        "grades": [{"grade": "low", "below": {"parameter": "least"}}, {"grade": "high", "to": "100"}]
    }
    document["score"] = {"id": "total", "from": "share"}
    del document["examples"]
    return document


@pytest.mark.parametrize(
    ("day", "grade"),
    [
        (None, "low"),
        ("2020-01-01", "high"),
        ("2022-06-30", "high"),
        ("2022-07-01", "low"),
        (datetime.date(2021, 3, 1), "high"),
    ],
)
def test_a_dated_parameter_has_the_value_of_the_day(dated, answers, day, grade):
    answers["share"] = [55, 55, 55, 55]
    scores = pug.score(answers, dated, as_of=day)
    assert scores.grades == [grade] * 4
    cut = "below 60" if grade == "low" else "below 50"
    assert scores.instrument.grades[0].upper == cut
    again = pug.score(answers, pickle.loads(pickle.dumps(scores.instrument)))
    assert again.grades == scores.grades


def test_a_day_that_is_none_or_before_the_first_is_refused(dated, answers):
    for day in ("2021", "01-02-2021", "2021-02-30", ""):
        with pytest.raises(pug.PugError, match=r"as_of\.syntax"):
            pug.score(answers, dated, as_of=day)
    with pytest.raises(pug.PugError) as error:
        pug.score(answers, dated, as_of="2019-12-31")
    assert "2020-01-01" in error.value.message


def test_the_command_takes_a_day(dated, answers, run, tmp_path):
    (tmp_path / "dated.json").write_text(json.dumps(dated))
    answers["share"] = [55, 55, 55, 55]
    rows = [dict(zip(answers, row, strict=True)) for row in zip(*answers.values(), strict=True)]
    (tmp_path / "data.json").write_text(json.dumps(rows))
    for day, grade in (("2021-01-01", "high"), ("2023-01-01", "low")):
        done = run("score", "-i", "dated.json", "data.json", "--json", "--as-of", day, cwd=tmp_path)
        assert {unit["grade"] for unit in json.loads(done.stdout)["units"]} == {grade}
    done = run("score", "-i", "dated.json", "data.json", "--as-of", "today", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "as_of.syntax" in done.stderr
