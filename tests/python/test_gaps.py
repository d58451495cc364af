import pug
import pytest


@pytest.fixture
def scores(document, answers):
    return pug.score(answers, document, unit="name")


def test_nothing_lacks_where_all_is_at_its_best(scores):
    assert scores.gaps("A") == []


def test_gaps_say_what_they_cost(scores):
    gaps = scores.gaps("B")
    assert [(gap.variable, gap.code, gap.best, gap.points) for gap in gaps] == [
        ("permit", "no", "yes", 25),
        ("decree", "TS", "TL", 12.5),
        ("share", None, "100", 12.5),
        ("level", "1", "2", 12.5),
        ("staff", None, "4", 6.25),
    ]
    decree = gaps[1]
    assert decree.node == "decree"
    assert decree.title == {"en": "Decree", "id": "SK"}
    assert decree.evidence == {"en": "A copy"}
    assert decree.remediation == {"en": "Have it signed"}
    assert (decree.effort_days, decree.role) == (2.5, {"en": "Chair"})
    assert gaps[0].effort_days is None


def test_what_closes_a_gate_comes_first(scores):
    gaps = scores.gaps("C")
    assert [(gap.variable, gap.gates) for gap in gaps] == [("decree", ("has_decree",)), ("share", ())]


def test_a_gate_comes_before_points(document, answers):
    document["score"]["arithmetic"][0]["weight"] = "0.125"
    gaps = pug.score(answers, document, unit="name").gaps("C")
    assert [gap.variable for gap in gaps] == ["decree", "share"]
    assert gaps[0].points < gaps[1].points


def test_what_is_excused_is_no_gap_even_where_it_counts_as_a_number(document, answers):
    document["score"]["arithmetic"][0]["missing"] = {"not_applicable": "0"}
    assert "decree" not in {gap.variable for gap in pug.score(answers, document, unit="name").gaps("D")}


def test_what_was_not_answered_is_a_gap_and_what_does_not_apply_is_none(scores):
    gaps = {gap.variable: gap for gap in scores.gaps("D")}
    assert set(gaps) == {"share", "permit", "staff", "level"}
    assert (gaps["share"].status, gaps["share"].value) == ("missing", None)
    # Permit was left out; at its best it enters with its weight: (2 + ¼) / 6.
    assert gaps["permit"].points == pytest.approx(225 / 6 - 6.25)


def test_points_gained_are_what_rescoring_gives(scores, document, answers):
    for gap in scores.gaps("B"):
        better = {name: [cells[1]] for name, cells in answers.items()}
        better[gap.variable] = [gap.best]
        assert pug.score(better, document).values[0] - scores.values[1] == gap.points


def test_more_than_the_goalpost_is_no_gap(document, answers):
    answers["staff"] = [4, 5, 50, 3]
    scores = pug.score(answers, document, unit="name")
    assert "staff" not in {gap.variable for gap in scores.gaps("B")}
    assert "staff" in {gap.variable for gap in scores.gaps("D")}


def test_low_can_be_good(document):
    document["direction"] = "lower_is_better"
    document["variables"] = {"cases": {"type": "count", "direction": "lower_is_better"}}
    document["score"] = {"id": "total", "from": "cases", "then": [{"clip": ["10", "100"]}, {"minmax": ["10", "100"]}]}
    del document["verdict"], document["examples"]
    scores = pug.score({"cases": [10, 5, 55]}, document)
    assert scores.gaps(1) == scores.gaps(2) == []
    (gap,) = scores.gaps(3)
    assert (gap.best, gap.points) == ("10", 0.5)


def test_levels_that_earn_the_same_are_no_gap(document, answers):
    document["scales"]["met"]["levels"][1]["points"] = "2"
    scores = pug.score(answers, document, unit="name")
    assert "decree" not in {gap.variable for gap in scores.gaps("B")}


def test_an_indicator_that_is_not_asked_is_no_gap(document, answers):
    document["score"]["arithmetic"][2]["when"] = {"variable": "decree", "at_least": "TS"}
    del document["examples"]
    scores = pug.score(answers, document, unit="name")
    assert "permit" in {gap.variable for gap in scores.gaps("B")}
    answers["permit"][2] = "no"
    assert "permit" not in {gap.variable for gap in pug.score(answers, document, unit="name").gaps("C")}


def test_without_a_score_there_are_gaps_but_no_points(document, answers):
    document["score"]["coverage"] = {"at_least": "0.9"}
    del document["examples"]
    scores = pug.score(answers, document, unit="name")
    assert scores.statuses[3] == "not_computable"
    assert [gap.points for gap in scores.gaps("D")] == [None] * 4


def test_what_lies_inside_a_part_that_does_not_apply_is_no_gap(root):
    """Without a code of ethics, its contents are not asked for: they would cost nothing."""
    scores = pug.score(root / "examples" / "banjarbaru" / "sesudah.csv", "kemenpppa.lplpp", unit="organisasi")
    explanation = scores.explain("ORG-11")
    assert explanation.nodes["isi_kode_etik"].status == "not_applicable"
    inside = {operand.name for operand in explanation.nodes["isi_kode_etik"].operands}
    assert inside
    gaps = {gap.node for gap in scores.gaps("ORG-11")}
    assert "kode_etik" in gaps
    assert not inside & gaps


def test_a_table_and_a_condition_have_gaps():
    row = {"dim1": "C", "dim2": "A", "dim3": "D*", "dim4": None}
    scores = pug.score([row], "pefa.m2")
    gaps = {gap.variable: gap for gap in scores.gaps("1")}
    assert (gaps["dim1"].best, gaps["dim1"].code, gaps["dim1"].node) == ("A", "C", "m2")
    for name, gap in gaps.items():
        better = pug.score([row | {name: "A"}], "pefa.m2")
        assert gap.points == pytest.approx(better.values[0] - scores.values[0])
        assert gap.points > 0
    assert "dim2" not in gaps
    document = {
        "pug": 1,
        "id": "test.conditions",
        "status": "draft",
        "title": "Conditions",
        "variables": {"women": {"type": "percent"}, "cases": {"type": "count", "direction": "lower_is_better"}},
        "score": {
            "sum": [
                {"holds": {"variable": "women", "at_least": "30"}},
                {"holds": {"variable": "cases", "at_most": "2"}, "then": [{"scale": "2"}]},
            ]
        },
    }
    scores = pug.score([{"women": 10, "cases": 5}, {"women": 30, "cases": 2}], document)
    assert [(gap.variable, gap.best, gap.points) for gap in scores.gaps("1")] == [
        ("cases", "2", 2.0),
        ("women", "30", 1.0),
    ]
    assert scores.gaps("2") == []


def test_common_gaps_are_those_of_the_units(root):
    scores = pug.score(root / "examples" / "banjarbaru" / "sesudah.csv", "kemenpppa.lplpp", unit="organisasi")
    common = scores.common_gaps()
    every = {name: scores.gaps(name) for name in scores.names}
    for gap in common:
        having = [name for name, gaps in every.items() if gap.variable in {each.variable for each in gaps}]
        assert list(gap.units) == having
        mine = [each for gaps in every.values() for each in gaps if each.variable == gap.variable]
        assert gap.gates == sum(bool(each.gates) for each in mine)
        assert gap.points == pytest.approx(sum(each.points or 0 for each in mine))
    assert sum(len(gap.units) for gap in common) == sum(map(len, every.values()))
    order = [(-gap.gates, -gap.points) for gap in common]
    assert order == sorted(order)


def test_common_gaps_of_cohorts_are_those_of_all(document, answers):
    whole = pug.score(answers, document, unit="name").common_gaps()
    answers["group"] = ["x", "y", "x", "y"]
    parts = pug.score(answers, document, unit="name", by="group").common_gaps()
    assert {gap.variable: (sorted(gap.units), gap.gates) for gap in parts} == {
        gap.variable: (sorted(gap.units), gap.gates) for gap in whole
    }


def test_every_unknown_status_is_a_reason(document, answers):
    reasons = {
        "missing": "unanswered",
        "not_assessed": "not_assessed",
        "no_information": "insufficient_evidence",
        "not_computable": "not_computable",
        "suppressed": "suppressed",
    }
    answers["share"] = list(reasons)[:4]
    scores = pug.score(answers, document, unit="name")
    found = {unit: next(gap for gap in scores.gaps(unit) if gap.variable == "share") for unit in "ABCD"}
    assert [(gap.status, gap.reason) for gap in found.values()] == list(reasons.items())[:4]
    assert found["A"].value is found["A"].code is None
    answers["share"] = ["suppressed", "waived", "not_applicable", 100]
    scores = pug.score(answers, document, unit="name")
    assert [gap.reason for gap in scores.gaps("A") if gap.variable == "share"] == ["suppressed"]
    for unit in "BCD":
        assert "share" not in {gap.variable for gap in scores.gaps(unit)}
    assert {gap.reason for gap in scores.gaps("B")} == {"below_best"}


def test_distances_say_what_lies_between(scores):
    assert scores.distances("A") == []
    assert scores.rounded[1] == 31.25
    assert [(each.grade, each.points) for each in scores.distances("B")] == [("fair", 18.75), ("good", 48.75)]
    assert all(each.gates == each.caps == each.levels == () for each in scores.distances("B"))
    first, second, third = scores.distances("C")
    assert [each.grade for each in (first, second, third)] == ["poor", "fair", "good"]
    assert [each.gates for each in (first, second, third)] == [("has_decree",)] * 3
    assert (first.points, second.points) == (0, 0)
    assert third.points == pytest.approx(max(0, 80 - scores.rounded[2]))


def test_distances_name_caps_and_levels(document, answers):
    document["verdict"]["caps"] = [
        {"id": "permit", "when": {"variable": "permit", "is": "no"}, "grade_at_most": "fair"}
    ]
    fair, good = pug.score(answers, document, unit="name").distances("B")
    assert (fair.caps, good.caps) == ((), ("permit",))
    document["verdict"] = {
        "ladder": [
            {"grade": "begun", "when": {"variable": "decree", "at_least": "TS"}},
            {"grade": "done", "when": {"node": "share", "at_least": "0.6"}},
        ]
    }
    document["examples"][0]["expect"] = {"score": "100", "grade": "done"}
    scores = pug.score(answers, document, unit="name")
    assert [(each.grade, each.points, each.levels) for each in scores.distances("B")] == [("done", None, ("done",))]
    assert [each.levels for each in scores.distances("C")] == [("begun",), ("begun",)]


def test_the_table_that_offices_keep(scores):
    rows = scores.gap_table("C")
    assert list(rows[0]) == [
        "unit",
        "nilai",
        "indikator",
        "sudah dilaksanakan",
        "belum dilaksanakan",
        "data dibutuhkan",
        "penanggung jawab",
        "tambahan skor",
        "wajib",
    ]
    assert rows[0]["indikator"] == "SK"
    assert rows[0]["wajib"] is True
    (decree, share) = scores.gap_table("C", lang="en")
    assert decree == {
        "unit": "C",
        "value": 0.0,
        "indicator": "Decree",
        "done so far": "Not met",
        "still to do": "Have it signed",
        "data needed": "A copy",
        "responsible": "Chair",
        "points to gain": pytest.approx(25),
        "mandatory": True,
    }
    assert (share["value"], share["done so far"], share["mandatory"]) == (0.75, "75", False)
    unanswered = {row["indicator"]: row["done so far"] for row in scores.gap_table("D", lang="en")}
    assert unanswered["share"] == "not answered"
    assert unanswered["permit"] == "not assessed"
    assert {row["indikator"]: row["sudah dilaksanakan"] for row in scores.gap_table("D")}["share"] == "tidak dijawab"


def test_the_table_of_all_units_is_that_of_each(scores):
    for lang in ("id", "en"):
        assert scores.gap_table(lang=lang) == [row for unit in "ABCD" for row in scores.gap_table(unit, lang)]
    with pytest.raises(pug.PugError) as caught:
        scores.gap_table(lang="fr")
    assert caught.value.code == "language.unknown"


def test_the_table_says_yes_and_no_in_its_language(scores):
    def done(language: str) -> set[object]:
        column = {"id": "sudah dilaksanakan", "en": "done so far"}[language]
        return {row[column] for row in scores.gap_table("B", lang=language)}

    assert "tidak" in done("id")
    assert "no" in done("en")
