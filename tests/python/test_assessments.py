"""Assessments: read from anything, scored like any table, what of them counts; their schema and their page."""

from __future__ import annotations

import copy
import csv
import doctest
import json
import pickle
import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pug
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples/assessment/org-07.json"
LPLPP = "kemenpppa.lplpp"


@pytest.fixture
def example() -> dict[str, Any]:
    return json.loads(EXAMPLE.read_text(encoding="utf-8"))


@pytest.fixture
def assessment() -> dict[str, Any]:
    """One unit by the small instrument, with one of most things."""
    return {
        "pug_assessment": 1,
        "unit": "A",
        "instrument": "test.small@1",
        "stages": [
            {
                "kind": "self",
                "date": "2025-01-10",
                "by": "Board",
                "answers": {
                    "decree": {"value": "TL", "evidence": ["sk"]},
                    "share": 50,
                    "permit": "ya",
                    "staff": 2,
                    "level": 2,
                },
            },
            {"kind": "field", "date": "2025-02-20", "by": "Verifier", "answers": {"share": 25.5, "permit": False}},
        ],
        "evidence": {
            "sk": {
                "kind": "decree",
                "reference": {"id": "Map 1", "en": "Folder 1"},
                "method": "examine",
                "collected": "2025-01-05",
                "expires": "2025-03-01",
                "by": "Board",
            }
        },
        "waivers": [
            {
                "variable": "staff",
                "decision": "No. 9",
                "decided": "2025-02-01",
                "until": "2025-02-28",
                "reason": "A new office",
                "by": "Head",
            }
        ],
    }


def named(assessment: dict[str, Any], unit: str) -> dict[str, Any]:
    other = copy.deepcopy(assessment)
    other["unit"] = unit
    return other


def refusal(source: Any, instrument: Any) -> pug.PugError:
    with pytest.raises(pug.PugError) as caught:
        pug.Assessments.load(source, instrument)
    return caught.value


# --- reading ---------------------------------------------------------------------------------------------------------


def test_whatever_holds_the_document_will_do(tmp_path, document, assessment):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(assessment))
    loaded = pug.Assessments.load(assessment, document)
    for source in (path, str(path), path.read_bytes(), [assessment], [path], [path.read_bytes()]):
        assert pug.Assessments.load(source, document) == loaded
    assert loaded.units == ["A"]
    assert loaded.round == ""
    assert len(loaded) == 1


def test_several_documents_keep_their_order(tmp_path, document, assessment):
    path = tmp_path / "b.json"
    path.write_text(json.dumps([named(assessment, "B"), named(assessment, "C")]))
    loaded = pug.Assessments.load([assessment, path, json.dumps(named(assessment, "D")).encode()], document)
    assert loaded.units == ["A", "B", "C", "D"]
    assert loaded == pug.Assessments.load([named(assessment, unit) for unit in "ABCD"], document)


def test_values_of_python_are_written_as_text(document, assessment):
    expected = pug.Assessments.load(assessment, document)
    assessment["stages"][0]["date"] = date(2025, 1, 10)
    assessment["stages"][1]["answers"]["share"] = Decimal("25.5")
    assert pug.Assessments.load(assessment, document) == expected


def test_every_problem_is_told_with_its_file_and_place(tmp_path, document, assessment):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assessment["stages"][0]["answers"]["share"] = 101
    assessment["stages"][0]["answers"]["shore"] = 1
    first.write_text(json.dumps(assessment, indent=1))
    second.write_text('{"pug_assessment": 1')
    error = refusal([first, second], document)
    assert error.kind == "data"
    found = [(p.code, Path(p.file or "").name, p.where) for p in error.problems]
    assert found == [
        ("data.value", "first.json", "/stages/0/answers/share"),
        ("assessment.variable", "first.json", "/stages/0/answers/shore"),
        ("document.syntax", "second.json", ""),
    ]
    lines = first.read_text().splitlines()
    assert '"share"' in lines[error.problems[0].line - 1]
    assert '"shore"' in lines[error.problems[1].line - 1]


def test_units_stand_once_over_all_files(tmp_path, document, assessment):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    for path in (first, second):
        path.write_text(json.dumps(assessment))
    error = refusal([first, second], document)
    assert (error.code, error.problems[0].file) == ("assessment.duplicate_unit", str(second))
    assert str(first) in error.message
    assert refusal([assessment, assessment], document).where == "/1/unit"


def test_rounds_are_not_mixed(tmp_path, document, assessment):
    other = named(assessment, "B") | {"round": "2026"}
    path = tmp_path / "b.json"
    path.write_text(json.dumps(other))
    assert refusal([path, assessment], document).code == "assessment.other_round"
    assert refusal([assessment, other], document).where == "/1/round"
    assert pug.Assessments.load(path, document).round == "2026"


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ([], "assessment.none"),
        (b"", "document.empty"),
        (b"\xff", "document.not_utf8"),
        ({}, "document.missing_key"),
        ({"unit": {1, 2}}, "document.missing_key"),
        ({"unit": "\ud800"}, "document.not_json"),
        (7, "assessment.source"),
        ([7], "assessment.source"),
        (None, "assessment.source"),
        ("nowhere.json", "assessment.unreadable"),
        ("", "assessment.unreadable"),
        ("a\0b", "assessment.unreadable"),
    ],
)
def test_what_is_no_assessment_is_refused(source, code, document):
    assert code in [problem.code for problem in refusal(source, document).problems]


def test_another_instrument_is_refused(document, assessment):
    assert refusal(assessment, LPLPP).code == "assessment.other_instrument"
    assessment["instrument"] = "test.small@1#" + pug.Instrument.load(document).scoring_fingerprint[:16]
    assert pug.Assessments.load(assessment, document).units == ["A"]
    document["title"] = "Reworded"
    assert pug.Assessments.load(assessment, document).units == ["A"]
    document["score"]["arithmetic"][0]["weight"] = "3"
    assert refusal(assessment, document).code == "assessment.other_instrument"


# --- writing ---------------------------------------------------------------------------------------------------------


def test_what_was_saved_is_loaded_the_same(tmp_path, document, assessment):
    for units in ("A", "AB"):
        loaded = pug.Assessments.load([named(assessment, unit) for unit in units], document)
        path = tmp_path / "saved.json"
        loaded.save(path)
        again = pug.Assessments.load(path, document)
        assert again == loaded
        assert again.to_json() == loaded.to_json()
        assert path.read_text(encoding="utf-8") == loaded.to_json() + "\n"
        assert pickle.loads(pickle.dumps(loaded)) == loaded
        assert hash(again) == hash(loaded)
        assert pug.Assessments.load(loaded.to_dicts(), document) == loaded
    assert loaded != pug.Assessments.load(assessment, document)
    assert loaded != "something else"
    with pytest.raises(pug.PugError, match=r"output\.folder"):
        loaded.save(tmp_path / "nowhere" / "saved.json")


def test_answers_are_saved_as_they_stand_in_data(document, assessment):
    answers = pug.Assessments.load(assessment, document).to_dicts()[0]["stages"][0]["answers"]
    assert answers == {
        "decree": {"value": "TL", "evidence": ["sk"]},
        "share": 50,
        "permit": "yes",
        "staff": 2,
        "level": "2",
    }


# --- scoring ---------------------------------------------------------------------------------------------------------


def by_hand(loaded: pug.Assessments, day: str, stage: str | None = None) -> list[dict[str, object]]:
    """The table that one would write down of the answers that count."""
    return [
        {"unit": unit} | {name: answer.text for name, answer in loaded.answers(unit, as_of=day, stage=stage).items()}
        for unit in loaded.units
    ]


@pytest.mark.parametrize("day", ["2025-01-10", "2025-02-10", "2025-02-20", "2025-03-01", "2025-03-02"])
def test_scores_are_those_of_a_table(document, assessment, day, tmp_path):
    other = named(assessment, "B")
    other["stages"][0]["answers"] |= {
        "decree": {"value": "TDD", "reason": "None is needed"},
        "share": 0.1,
        "staff": {"status": "no_information"},
    }
    loaded = pug.Assessments.load([assessment, other], document)
    scores, expected = loaded.score(as_of=day), pug.score(by_hand(loaded, day), document, unit="unit")
    assert scores.names == ["A", "B"]
    assert scores.unit == "unit"
    np.testing.assert_array_equal(scores.values, expected.values)
    assert scores.grades == expected.grades
    np.testing.assert_array_equal(scores.ranks, expected.ranks)
    for unit in "AB":
        assert scores.explain(unit).to_json() == expected.explain(unit).to_json()
        assert scores.gaps(unit) == expected.gaps(unit)
    assert set(scores.frame()) == {*expected.to_dict(), "stage"}
    scores.report(tmp_path / "report.html", lang="en", before=loaded.score(as_of=day, stage="self"))
    assert "DRAFT" in (tmp_path / "report.html").read_text(encoding="utf-8").upper()


def test_every_stage_has_its_score(document, assessment):
    loaded = pug.Assessments.load(assessment, document)
    by_stage = loaded.stage_scores(as_of="2025-02-28")
    assert list(by_stage) == ["self", "field"]
    # decree 2/2·2, share 0.5·2, permit 1·2, level 1, of 2 + 2 + 2 + 1; the staff is waived.
    assert by_stage["self"].values[0] == pytest.approx(100 * (2 + 1 + 2 + 1) / 7)
    assert by_stage["field"].values[0] == pytest.approx(100 * (2 + 0.51 + 0 + 1) / 7)
    assert list(loaded.stage_scores(as_of="2025-02-19")) == ["self"]
    assert by_stage["field"].columns == {"unit": ["A"], "stage": ["field"]}


def test_who_has_not_had_the_stage_is_left_out(document, assessment):
    other = named(assessment, "B")
    del other["stages"][1]
    loaded = pug.Assessments.load([other, assessment], document)
    assert loaded.score(as_of="2025-03-01", stage="field").names == ["A"]
    latest = loaded.score(as_of="2025-03-01")
    assert latest.columns == {"unit": ["B", "A"], "stage": ["self", "field"]}
    assert latest.explain("A").to_json() == loaded.score(as_of="2025-03-01", stage="field").explain("A").to_json()


@pytest.mark.parametrize(
    ("day", "stage", "code"),
    [
        ("2025-01-09", None, "assessment.no_stage"),
        ("2025-02-19", "field", "assessment.no_stage"),
        ("2025-02-19", "final", "assessment.no_stage"),
        ("2025-02-19", "visit", "stage.unknown"),
        ("2025-02-19", "", "stage.unknown"),
        (None, None, "as_of.missing"),
        ("", None, "as_of.syntax"),
        ("2025-02-30", None, "as_of.syntax"),
        ("yesterday", None, "as_of.syntax"),
    ],
)
def test_days_and_stages_that_cannot_be_used(document, assessment, day, stage, code):
    loaded = pug.Assessments.load(assessment, document)
    for ask in (loaded.score, lambda **when: loaded.answers("A", **when)):
        with pytest.raises(pug.PugError) as caught:
            ask(as_of=day, stage=stage)
        assert caught.value.code == code
    with pytest.raises(TypeError):
        loaded.score()


def test_a_unit_by_the_name_of_a_variable_is_no_clash(document, assessment):
    document["variables"]["unit"] = {"type": "number"}
    document["variables"]["stage"] = {"type": "number"}
    scores = pug.Assessments.load(assessment, document).score(as_of="2025-01-31")
    assert scores.names == ["A"]
    assert list(scores.columns) == ["unit_", "stage_"]


def test_dated_parameters_are_those_of_the_day(document, assessment):
    document["parameters"] = {
        "most": {"values": [{"from": "2020-01-01", "value": "50"}, {"from": "2025-02-01", "value": "100"}]}
    }
    document["score"]["arithmetic"][1]["then"] = [{"minmax": ["0", {"parameter": "most"}]}]
    del document["examples"]
    loaded = pug.Assessments.load(assessment, document)
    share = {day: loaded.score(as_of=day).node("share").values[0] for day in ("2025-01-31", "2025-02-10")}
    assert share == {"2025-01-31": 1.0, "2025-02-10": 0.5}
    chosen = pug.Assessments.load(assessment, pug.Instrument.load(document, as_of="2025-02-01"))
    assert chosen.score(as_of="2025-01-31").node("share").values[0] == 0.5
    # Without dated parameters the instrument stays the same, so that scores of two days can be compared.
    assert loaded.score(as_of="2025-01-31").instrument != loaded.score(as_of="2025-02-10").instrument


def test_an_instrument_that_looks_at_the_cohort(assessment):
    relative = {
        "pug": 1, "id": "test.relative", "edition": "1", "status": "draft", "title": "Relative",
        "variables": {"share": {"type": "percent"}},
        "score": {"from": "share", "then": [{"minmax": "cohort"}]},
    }  # fmt: skip
    documents = []
    for unit, share in (("A", 10), ("B", 20), ("C", 40)):
        made = named(assessment, unit) | {"instrument": "test.relative@1", "waivers": []}
        made["stages"] = [made["stages"][0] | {"answers": {"share": share}}]
        documents.append(made)
    loaded = pug.Assessments.load(documents, relative)
    scores = loaded.score(as_of="2025-02-01")
    assert scores.values.tolist() == pytest.approx([0, 1 / 3, 1])
    one = pug.Assessments.load(documents[1], relative)
    assert one.score(as_of="2025-02-01", references=scores.references).values[0] == scores.values[1]


VALUES = st.sampled_from([
    "TL", "TT", "TDD", "?", 0, 1, 2, 50, 100, 100.5, -1, 2.5, True, False, "yes", "tidak", "", None, "missing",
    "not_assessed", 1e300, "1e2", [], {"value": 3}, {"status": "suppressed"},
])  # fmt: skip


@settings(
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=400,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(answers=st.dictionaries(st.sampled_from(["decree", "share", "permit", "staff", "level"]), VALUES))
def test_what_is_read_can_be_scored(document, assessment, answers):
    assessment = copy.deepcopy(assessment)
    assessment["stages"][0]["answers"] = answers
    try:
        loaded = pug.Assessments.load(assessment, document)
    except pug.PugError:
        return
    scores = loaded.score(as_of="2025-01-31")
    expected = pug.score(by_hand(loaded, "2025-01-31"), document, unit="unit")
    np.testing.assert_array_equal(scores.values, expected.values)


# --- answers ---------------------------------------------------------------------------------------------------------


def test_answers_say_why(document, assessment):
    loaded = pug.Assessments.load(assessment, document)
    found = loaded.answers("A", as_of=date(2025, 2, 20))
    assert list(found) == ["decree", "share", "permit", "staff", "level"]
    decree = found["decree"]
    assert (decree.text, decree.value, decree.why, decree.stage) == ("TL", 2.0, "carried_over", "self")
    assert decree.title == {"en": "Decree", "id": "SK"}
    assert decree.answered.evidence[0].expires == "2025-03-01"
    assert decree.answered.evidence[0].state == "stands"
    assert (found["share"].text, found["share"].why, found["share"].stage) == ("25.5", "as_answered", "field")
    assert found["permit"].text == "no"
    staff = found["staff"]
    assert (staff.status, staff.why, staff.stage, staff.value) == ("waived", "waived", "self", None)
    assert staff.answered.value == 2
    assert (staff.waiver.decision, staff.waiver.until) == ({"und": "No. 9"}, "2025-02-28")
    late = loaded.answers("A", as_of="2025-03-02")["decree"]
    assert (late.status, late.why, late.answered.code) == ("no_information", "evidence_expired", "TL")
    assert late.answered.evidence[0].state == "expired"
    with pytest.raises(pug.PugError, match="did you mean A"):
        loaded.answers("AA", as_of="2025-03-02")


def test_numbers_are_told_to_the_last_digit(document, assessment):
    for written, text in ((0.1 + 0.2, "0.30000000000000004"), (7, "7"), (1e-7, "1e-07"), (12.5, "12.5")):
        assessment["stages"][0]["answers"]["share"] = written
        answer = pug.Assessments.load(assessment, document).answers("A", as_of="2025-01-31")["share"]
        assert (answer.text, answer.value) == (text, written)


def test_what_nobody_answered(document, assessment):
    del assessment["stages"][0]["answers"]["level"]
    found = pug.Assessments.load(assessment, document).answers("A", as_of="2025-02-20")["level"]
    assert (found.status, found.why, found.stage, found.answered) == ("missing", "unanswered", None, None)


def test_evidence_that_runs_out(document, assessment):
    other = named(assessment, "B")
    other["evidence"]["sk"]["expires"] = "2025-02-01"
    other["evidence"]["unused"] = other["evidence"]["sk"] | {"expires": "2025-02-15"}
    loaded = pug.Assessments.load([assessment, other], document)
    found = [(each.unit, each.evidence, each.expires, each.answers) for each in loaded.expiring(before="2025-12-31")]
    assert found == [
        ("B", "sk", "2025-02-01", ("decree",)),
        ("B", "unused", "2025-02-15", ()),
        ("A", "sk", "2025-03-01", ("decree",)),
    ]
    assert loaded.expiring(before="2025-02-01") == []
    assert [each.unit for each in loaded.expiring(before=date(2025, 3, 2), since="2025-02-16")] == ["A"]
    assert loaded.expiring(before="2025-12-31")[0].reference == {"en": "Folder 1", "id": "Map 1"}
    with pytest.raises(pug.PugError, match=r"as_of\.syntax"):
        loaded.expiring(before="soon")


def test_stages_are_listed(document, assessment):
    assessment["stages"][1]["evidence_required"] = True
    (stages,) = pug.Assessments.load(assessment, document).stages.values()
    assert [(s.kind, s.date, s.by, s.evidence_required) for s in stages] == [
        ("self", "2025-01-10", {"und": "Board"}, False),
        ("field", "2025-02-20", {"und": "Verifier"}, True),
    ]


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path, document, assessment) -> tuple[Path, Path, Path]:
    """An instrument and two assessments; the second unit was not visited."""
    other = named(assessment, "B")
    del other["stages"][1]
    paths = tmp_path / "small.json", tmp_path / "a.json", tmp_path / "b.json"
    for path, content in zip(paths, (document, assessment, other), strict=True):
        path.write_text(json.dumps(content))
    return paths


def test_assess_shows_the_stages_side_by_side(run, files):
    done = run("assess", "-i", *files, "--as-of", "2025-02-28")
    assert done.returncode == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[0] == ["unit", "self", "grade", "field", "grade"]
    assert lines[2] == ["A", "85.71", "good", "50.14", "fair"]
    assert lines[3] == ["B", "85.71", "good"]
    assert "DRAFT" in done.stdout
    one = run("assess", "-i", *files, "--as-of", "2025-02-28", "--stage", "self")
    assert one.stdout.split()[:3] == ["rank", "unit", "score"]


def test_assess_writes_what_it_shows(run, files, tmp_path):
    out = tmp_path / "out.csv"
    assert run("assess", "-i", *files, "--as-of", "2025-02-28", "-o", out).stdout == ""
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["unit"], row["stage"], row["self_score"], row["field_grade"]) for row in rows] == [
        ("A", "field", "85.71", "fair"),
        ("B", "self", "85.71", ""),
    ]
    assert [row["grade"] for row in rows] == ["fair", "good"]
    told = json.loads(run("assess", "-i", *files, "--as-of", "2025-02-28", "--json").stdout)
    assert [unit["field_score"] for unit in told["units"]] == [50.14, None]
    refused = run("assess", "-i", *files, "--as-of", "2025-02-28", "-o", files[1])
    assert refused.returncode == 1
    assert "output.is_input" in refused.stderr
    assert json.loads(files[1].read_text())["unit"] == "A"


def test_assess_tells_the_answers(run, files):
    done = run("assess", "-i", *files, "--as-of", "2025-03-02", "--answers")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["A", "decree", "no_information", "evidence_expired", "self"] in lines
    assert ["B", "share", "50", "as_answered", "self"] in lines
    told = json.loads(run("assess", "-i", *files, "--as-of", "2025-03-02", "--answers", "--json").stdout)
    assert told["units"]["A"][0]["why"] == "evidence_expired"
    visited = json.loads(
        run("assess", "-i", *files, "--as-of", "2025-03-02", "--answers", "--json", "--stage", "field").stdout
    )
    assert list(visited["units"]) == ["A"]


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["--as-of", "2025-01-01"], 1, "assessment.no_stage"),
        (["--as-of", "2025-01-01", "--answers"], 1, "assessment.no_stage"),
        (["--as-of", "2025-02-31"], 1, "as_of.syntax"),
        (["--as-of", "2025-02-01", "--stage", "visit"], 2, "invalid choice"),
        (["--as-of", "2025-02-01", "-o", "x.csv", "--answers"], 2, "not allowed with"),
        (["--as-of", "2025-02-01", "-o", "x.pdf"], 2, "wanted .csv"),
        ([], 2, "--as-of"),
    ],
)
def test_assess_refuses(run, files, arguments, status, told):
    done = run("assess", "-i", *files, *arguments)
    assert done.returncode == status
    assert told in done.stderr


def test_assess_lists_every_problem(run, files, assessment):
    assessment["stages"][0]["answers"] |= {"share": 101, "shore": 1}
    files[1].write_text(json.dumps(assessment))
    done = run("assess", "-i", *files, "--as-of", "2025-02-28")
    assert done.returncode == 1
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == ["data.value", "assessment.variable"]


# --- the schema ------------------------------------------------------------------------------------------------------

SCHEMA = json.loads((ROOT / "src/schema/assessment.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
# Whatever the reader refuses with one of these codes, a schema can refuse as well.
STRUCTURAL = {
    "document.missing_key", "document.name", "document.type", "document.unknown_key", "document.version",
    "document.word", "assessment.answer", "assessment.blank", "assessment.none", "assessment.sha256",
}  # fmt: skip
JUNK: list[Any] = [
    None, True, 0, 1, 2.5, "", " \t", "x", "\u00a0", [], ["sk"], {}, {"en": ""}, {"en": "a", "id": ""}, {"en": 1},
    "self", "2025-01-31", "2025-13-01", "2025-01-31\n", "0" * 64, "0" * 63, "A" * 64, {"value": 1},
    {"status": "missing"}, {"status": "waived"}, {"value": "TL", "status": "missing"}, "not_applicable",
    "observed", "1.0", ["sk", "sk"],
]  # fmt: skip


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of a document."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, child in children for place in places(child, (*way, key)))]


@st.composite
def mutated(draw: Any, sound: dict[str, Any]) -> Any:
    """A sound document changed in one or two places: members dropped, renamed, replaced or added."""
    document = [copy.deepcopy(sound)] if draw(st.booleans()) else copy.deepcopy(sound)
    keys = sorted({str(key) for way in places(sound) for key in way} | {"", "1", "two words", "x-ours", "status"})
    for _ in range(draw(st.integers(1, 2))):
        ways = [place for place in places(document) if place]
        if not ways:
            break
        *way, last = draw(st.sampled_from(ways))
        parent = document
        for step in way:
            parent = parent[step]
        action = draw(st.sampled_from(["drop", "rename", "replace", "replace", "add"]))
        if action == "drop":
            del parent[last]
        elif action == "rename" and isinstance(parent, dict):
            parent[draw(st.sampled_from(keys))] = parent.pop(last)
        elif action == "add" and isinstance(parent, dict):
            parent[draw(st.sampled_from(keys))] = copy.deepcopy(draw(st.sampled_from(JUNK)))
        else:
            parent[last] = copy.deepcopy(draw(st.sampled_from(JUNK)))
    return document


def test_the_schema_is_a_schema(example):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert VALIDATOR.is_valid(example)
    assert VALIDATOR.is_valid(pug.Assessments.load(example, LPLPP).to_dicts())


@settings(
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=1500,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_schema_and_reader_agree(document, assessment, data):
    assessment["stages"][0]["answers"]["staff"] = {"status": "not_applicable", "reason": "None", "note": {"en": "x"}}
    assessment["stages"][1]["evidence_required"] = True
    assessment["evidence"]["sk"]["sha256"] = "0" * 64
    changed = data.draw(mutated(assessment))
    try:
        pug.Assessments.load(json.dumps(changed).encode(), document)
        found = set()
    except pug.PugError as error:
        found = {problem.code for problem in error.problems}
    complaints = [error.message for error in VALIDATOR.iter_errors(changed)]
    if complaints:
        assert found, (changed, complaints)
    if STRUCTURAL & found:
        assert complaints, (changed, found)


# --- the example and the page ----------------------------------------------------------------------------------------


def test_the_example_has_every_feature(example):
    loaded = pug.Assessments.load(EXAMPLE, LPLPP)
    assert "sintetis" in example["note"]["id"]
    assert "Synthetic" in example["note"]["en"]
    assert [stage.kind for stage in loaded.stages["ORG-07"]] == ["self", "administrative", "field", "final"]
    seen = {
        answer.why
        for day, stage in (("2025-03-04", "self"), ("2025-04-30", None), ("2025-05-31", None), ("2026-01-01", None))
        if day >= "2025-03-10"
        for answer in loaded.answers("ORG-07", as_of=day, stage=stage).values()
    }
    assert seen == {"as_answered", "carried_over", "waived", "evidence_expired", "no_evidence", "unanswered"}
    assert {piece["method"] for piece in example["evidence"].values()} == {"examine", "interview", "observe"}


PAGE = (ROOT / "docs/assessments.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Path:
    """A folder in which the page can be followed."""
    shutil.copytree(ROOT / "examples/assessment", tmp_path / "examples/assessment")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_document_of_the_page(example):
    (text,) = blocks("json")
    document = json.loads(text)
    assert VALIDATOR.is_valid(document)
    assert pug.Assessments.load(document, LPLPP).units == ["ORG-07"]
    assert document["instrument"] == example["instrument"]


@pytest.mark.usefixtures("desk")
def test_the_python_of_the_page():
    text = "\n".join(blocks("pycon"))
    page = doctest.DocTestParser().get_doctest(text, {}, "assessments.md", "assessments.md", 0)
    assert len(page.examples) > 10
    told: list[str] = []
    assert doctest.DocTestRunner(verbose=False).run(page, out=told.append).failed == 0, "".join(told)


def test_the_commands_of_the_page(run, desk):
    first, second = blocks("console")
    command, shown = first.removeprefix("$ pug ").split("\n", 1)
    assert run(*command.split(), cwd=desk).stdout == shown
    event, check, show = second.splitlines()
    text, append = re.fullmatch(r"\$ echo '(.*)' \| pug (.*)", event).groups()
    end = run(*append.split(), cwd=desk, input=text)
    assert end.returncode == 0
    words = check.removeprefix("$ pug ").replace("HASH", end.stdout.split()[-1]).split()
    assert run(*words, cwd=desk).stdout == end.stdout
    assert "ORG-07" in run(*show.removeprefix("$ pug ").split(), cwd=desk).stdout


def test_the_words_of_the_page():
    """Every reason why an answer counts or does not is explained, and so is every member of the documents."""
    for word in ("as_answered", "carried_over", "waived", "evidence_expired", "evidence_not_yet", "no_evidence",
                 "unanswered"):  # fmt: skip
        assert f"| `{word}` |" in PAGE
    for part in SCHEMA["$defs"].values():
        for name in part.get("properties", part.get("then", {}).get("properties", {})):
            assert f"`{name}`" in PAGE, name
