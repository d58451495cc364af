"""Rounds of the same units: agreement and progress, by scipy, by published software, by what must hold."""

from __future__ import annotations

import csv
import json

import numpy as np
import pug
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

DOCUMENT = {
    "pug": 1,
    "id": "test.rounds",
    "edition": "1",
    "status": "draft",
    "title": "Rounds",
    "scales": {"met": {"levels": [{"code": code, "points": str(i)} for i, code in enumerate("abc")]}},
    "variables": {
        "met": {"type": "choice", "scale": "met"},
        "asked": {"type": "yes_no"},
        "size": {"type": "number", "range": ["0", "200"]},
        "days": {"type": "number", "range": ["0", "100"], "direction": "lower_is_better"},
    },
    "nodes": [{"id": "waiting", "from": "days"}],
    "score": {"id": "total", "sum": [{"id": "part", "from": "size"}, {"id": "rest", "from": "asked"}]},
    "verdict": {
        "grades": [{"grade": "high", "from": "60"}, {"grade": "middle", "from": "30"}, {"grade": "low", "from": "0"}]
    },
}
ONE = {"met": ["a"], "asked": ["yes"], "size": [1], "days": [1]}

rows_of_units = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", None]),
        st.sampled_from(["yes", "no", None]),
        st.one_of(st.none(), st.integers(0, 120)),
        st.one_of(st.none(), st.integers(0, 20)),
    ),
    min_size=1,
    max_size=12,
)


def table(rows, names=None):
    columns = dict(zip(("met", "asked", "size", "days"), map(list, zip(*rows, strict=True)), strict=True))
    return columns | {"unit": names or [f"U{place}" for place in range(len(rows))]}


def scored(rows, names=None, document=DOCUMENT):
    return pug.score(table(rows, names), document, unit="unit")


def pairs(first, second, of):
    """What two rounds say of the same units, where both say something."""
    values = [(of(a), of(b)) for a, b in zip(first, second, strict=True)]
    return np.array([pair for pair in values if None not in pair], dtype=float)


@settings(max_examples=60, deadline=None)
@given(rows_of_units, rows_of_units)
def test_tests_are_those_of_scipy(first, second):
    size = min(len(first), len(second))
    first, second = first[:size], second[:size]
    progress = pug.progress(scored(first), scored(second))
    for criterion, column, sign in (("part", 2, 1), ("waiting", 3, -1)):
        found = progress.criteria[criterion]
        both = pairs(first, second, lambda row, column=column: row[column])
        changes = sign * (both[:, 1] - both[:, 0]) if len(both) else np.empty(0)
        assert found.compared == len(changes)
        assert (found.rose, found.fell) == ((changes > 0).sum(), (changes < 0).sum())
        if not len(changes):
            assert found.wilcoxon.p is None
            continue
        assert found.mean_change == pytest.approx(sign * changes.mean())
        assert found.median_change == pytest.approx(sign * np.median(changes))
        share = stats.binomtest(int(found.rose), found.compared)
        interval = share.proportion_ci(method="exact")
        assert (found.share_rose.low, found.share_rose.high) == pytest.approx((interval.low, interval.high), abs=1e-9)
        moved = changes[changes != 0]
        if not len(moved):
            assert found.sign.p == 1
            continue
        assert found.sign.p == pytest.approx(stats.binomtest(int((moved > 0).sum()), len(moved)).pvalue)
        assert found.wilcoxon.p == pytest.approx(exact_wilcoxon(moved))
        if len(set(np.abs(moved))) == len(moved):  # scipy's exact distribution knows no ties
            assert found.wilcoxon.p == pytest.approx(stats.wilcoxon(moved, mode="exact").pvalue)
        if len(changes) > 1 and changes.std() > 0:
            assert found.effect == pytest.approx(changes.mean() / changes.std(ddof=1))


def exact_wilcoxon(changes):
    """Over all signs that the ranks could have had."""
    ranks = stats.rankdata(np.abs(changes))
    signs = (np.arange(2 ** len(ranks))[:, None] >> np.arange(len(ranks))) & 1
    sums = signs @ ranks
    less = min(ranks[changes > 0].sum(), ranks[changes < 0].sum())
    return min(1.0, 2 * np.mean(sums <= less + 1e-9))


@settings(max_examples=60, deadline=None)
@given(rows_of_units, rows_of_units)
def test_mcnemar_is_the_coin_of_scipy(first, second):
    size = min(len(first), len(second))
    first, second = first[:size], second[:size]
    found = pug.progress(scored(first), scored(second)).variables["asked"]
    both = pairs(first, second, lambda row: None if row[1] is None else row[1] == "yes")
    gained = int(sum(b and not a for a, b in both))
    lost = int(sum(a and not b for a, b in both))
    assert (found.compared, found.gained, found.lost) == (len(both), gained, lost)
    if len(both):
        expected = 1 if gained + lost == 0 else stats.binomtest(gained, gained + lost).pvalue
        assert found.mcnemar.p == pytest.approx(expected)


@settings(max_examples=40, deadline=None)
@given(rows_of_units, rows_of_units)
def test_turned_round_all_turns_round(first, second):
    names = [[f"U{place}" for place in range(len(first))], [f"U{place + 2}" for place in range(len(second))]]
    before, after = scored(first, names[0]), scored(second, names[1])
    there, back = pug.progress(before, after), pug.progress(after, before)
    assert there.only_before == back.only_after
    assert np.array_equal(np.transpose(there.transitions.counts), back.transitions.counts)
    for name, unit in there.units.items():
        change, other = unit.score.change, back.units[name].score.change
        assert other == (None if change is None else -change)
        assert back.units[name].score.direction == -unit.score.direction
        assert back.units[name].grade_change == (None if unit.grade_change is None else -unit.grade_change)
    for grade, holding in there.grades.items():
        assert (holding.gained, holding.lost) == (back.grades[grade].lost, back.grades[grade].gained)


@settings(max_examples=40, deadline=None)
@given(rows_of_units, st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    after = [(met, asked, None if size is None else size + 1, days) for met, asked, size, days in rows]
    names = [f"U{place}" for place in order]
    plain = pug.progress(scored(rows), scored(after))
    shuffled = pug.progress(scored([rows[place] for place in order], names), scored(after))
    assert shuffled.score == plain.score
    assert shuffled.criteria == plain.criteria
    assert shuffled.transitions == plain.transitions
    agreement = pug.agreement([scored([rows[place] for place in order], names), scored(after)])
    assert agreement.variables["size"].ratings.units == sum(row[2] is not None for row in rows)


def test_adding_a_constant_is_bias():
    rows = [("a", "yes", size, 1) for size in (10, 25, 31, 47, 52, 66)]
    higher = [(met, asked, size + 4, days) for met, asked, size, days in rows]
    agreement = pug.agreement([scored(rows), scored(higher)])
    size = agreement.variables["size"]
    assert (size.ratings.bias.value, size.ratings.bias.low, size.ratings.bias.high) == pytest.approx((4, 4, 4))
    assert size.read_differently == ("bias",)
    assert agreement.read_differently == ["size"]
    assert agreement.limits == pytest.approx((4, 4))
    assert agreement.score.bias.value == pytest.approx(4)


# Alpha: krippendorff 0.9.0; AC2: irrCAC 0.4.4; kappa: statsmodels 0.15.0.
def test_agreement_is_that_of_published_software():
    met = [(0, 0), (1, 1), (2, 2), (1, 2), (0, 1), (2, 2), (1, 1), (0, None), (2, 1), (1, 2), (None, 1), (2, 2)]
    asked = [(1, 1), (0, 0), (1, 0), (1, 1), (0, 0), (0, 1), (1, 1), (1, 1), (0, 0), (1, 1), (1, None), (0, 0)]
    rounds = [
        [
            (None if m[r] is None else "abc"[m[r]], None if a[r] is None else ("no", "yes")[a[r]], 1, 1)
            for m, a in zip(met, asked, strict=True)
        ]
        for r in (0, 1)
    ]
    agreement = pug.agreement([scored(rows) for rows in rounds])
    found = agreement.variables["met"].ratings
    assert found.measurement == "ordinal"
    assert found.alpha.value == pytest.approx(0.5817290552584671, abs=1e-12)
    assert found.ac2.value == pytest.approx(0.720388349515, abs=1e-11)
    assert (found.ac2.low, found.ac2.high) == pytest.approx((0.375383291099, 1), abs=1e-11)
    assert found.kappa.value == pytest.approx(0.6153846153846154, abs=1e-12)
    assert found.same == pytest.approx(0.6)
    found = agreement.variables["asked"].ratings
    assert found.measurement == "nominal"
    assert found.alpha.value == pytest.approx(0.65, abs=1e-12)
    assert found.ac2.value == pytest.approx(0.646191646192, abs=1e-11)
    assert found.kappa.value == pytest.approx(0.6333333333333335, abs=1e-12)
    assert agreement.variables["met"].statuses_differ == 2
    assert {pattern.statuses for pattern in agreement.variables["met"].patterns} == {
        ("observed", "missing"),
        ("missing", "observed"),
    }


def test_agreement_takes_any_number_of_rounds_and_measurements():
    rows = [("a", "yes", 1, 1), ("b", "no", 2, 1), ("c", "yes", 3, 1)]
    rounds = [scored(rows), scored(rows[:2]), scored(rows)]
    agreement = pug.agreement(rounds, measurements={"met": "nominal"}, confidence=0.9)
    assert agreement.variables["met"].ratings.measurement == "nominal"
    assert agreement.confidence == 0.9
    assert agreement.units == {"U0": (1, 2, 3), "U1": (1, 2, 3), "U2": (1, 3)}
    assert len(agreement.grade_tables) == 3
    assert agreement.variables["met"].ratings.same == 1
    assert agreement.variables["met"].ratings.kappa.value is None
    assert agreement.limits == (None, None)
    assert agreement.variables["met"].patterns == ()


def test_agreement_prints_and_shows():
    agreement = pug.agreement([scored([("a", "yes", 1, 1)] * 6), scored([("b", "yes", 1, 1)] * 6)])
    assert "6 units, 6 of them in every round" in str(agreement)
    assert "no authority's" in str(agreement)
    assert "<table>" in agreement._repr_html_()
    assert repr(agreement) == "<pug.Agreement of 2 rounds by test.rounds>"
    frame = agreement.frame()
    assert frame["variable"] == list(DOCUMENT["variables"])
    assert frame["read_differently"][0] == "agreement, bias"
    assert agreement.to_dict()["rounds"] == [6, 6]
    pandas = pytest.importorskip("pandas")
    rows = pandas.DataFrame(table([("a", "yes", 1, 1)] * 6))
    framed = pug.agreement([pug.score(rows, DOCUMENT, unit="unit")] * 2).frame()
    assert len(framed) == 4


# --- who is who ------------------------------------------------------------------------------------------------------


def test_units_are_matched_by_name_or_by_row():
    before, after = [("a", "yes", 10, 1), ("a", "yes", 20, 1)], [("a", "yes", 70, 1), ("a", "yes", 5, 1)]
    named = pug.progress(scored(before, ["P", "Q"]), scored(after, ["Q", "R"]))
    assert list(named.units) == ["Q"]
    assert named.units["Q"].score.change == 50
    assert (named.only_before, named.only_after) == (["P"], ["R"])
    plain = [pug.score(table(rows), DOCUMENT) for rows in (before, after)]
    assert pug.progress(*plain).units["2"].score.change == -15
    short = pug.score(table(before[:1]), DOCUMENT)
    for compare, code in ((pug.progress, "progress.units"), (lambda a, b: pug.agreement([a, b]), "agreement.units")):
        for other in (short, scored(after)):
            with pytest.raises(pug.PugError) as caught:
                compare(plain[0], other)
            assert caught.value.code == code


def test_transitions_are_a_table():
    before = scored([("a", "no", size, 1) for size in (10, 40, 70, None)])
    after = scored([("a", "no", size, 1) for size in (40, 40, 10, 70)])
    progress = pug.progress(before, after)
    transitions = progress.transitions
    assert transitions.rows == ("high", "middle", "low", None)
    assert transitions.count("low", "middle") == 1
    assert transitions.count(None, "high") == 1
    assert transitions.count("high", "high") == 0
    assert np.sum(transitions.counts) == 4
    assert str(transitions).splitlines()[-1].split() == ["all", "1", "2", "1", "0", "4"]
    with pytest.raises(pug.PugError) as caught:
        transitions.count("highest", "low")
    assert caught.value.code == "grade.unknown"
    assert [unit.grade_change for unit in progress.units.values()] == [1, 0, -1, None]
    assert progress.grades["middle"].compared == 3
    assert "<table>" in progress._repr_html_()
    assert "4 units in both rounds" in str(progress)
    assert repr(progress) == "<pug.Progress of 4 units by test.rounds 1>"


def test_frames_of_progress():
    pandas = pytest.importorskip("pandas")
    rows = [("a", "yes", 10, 1), ("a", "yes", 20, 1)]
    after = pug.score(pandas.DataFrame(table(rows, ["Q", "P"]), index=[7, 8]), DOCUMENT, unit="unit")
    frame = pug.progress(scored(rows, ["P", "X"]), after).frame()
    assert frame.index.tolist() == [8]
    assert frame["change"].tolist() == [10]
    assert list(frame.columns)[:7] == [
        "unit",
        "before",
        "after",
        "change",
        "grade_before",
        "grade_after",
        "grade_change",
    ]
    assert {"part", "rest", "waiting"} <= set(frame.columns)
    criteria = pug.progress(scored(rows, ["P", "X"]), after).criteria_frame()
    assert criteria["criterion"].tolist() == ["total", "part", "rest", "waiting"]


# --- other editions --------------------------------------------------------------------------------------------------


def edition(**changes):
    return json.loads(json.dumps(DOCUMENT)) | changes


def test_a_new_title_is_no_new_edition():
    rows = [("a", "yes", 10, 1)]
    other = edition(edition="2", title="Others")
    assert pug.progress(scored(rows), scored(rows, document=other)).score.same == 1
    assert pug.agreement([scored(rows), scored(rows, document=other)]).score.units == 1


def test_other_rules_want_a_mapping(tmp_path):
    rows = [("a", "yes", 10, 1), ("a", "no", 20, 1)]
    other = edition(edition="2")
    other["score"]["sum"][0]["id"] = "portion"
    before, after = scored(rows), scored(list(reversed(rows)), document=other)
    for compare, code in (
        (pug.progress, "progress.edition"),
        (lambda a, b: pug.agreement([a, b]), "agreement.instrument"),
    ):
        with pytest.raises(pug.PugError) as caught:
            compare(before, after)
        assert caught.value.code == code
        assert '"test.rounds" 1' in caught.value.message
        assert '"test.rounds" 2' in caught.value.message
    mapping = {"nodes": {"part": "portion"}, "variables": {"asked": "asked"}}
    progress = pug.progress(before, after, mapping)
    assert (progress.score, progress.transitions, progress.grades) == (None, None, {})
    assert progress.criteria["portion"].criterion_before == "part"
    assert progress.units["U0"].criteria["portion"].change == 10
    assert progress.units["U0"].score is None
    assert progress.variables["asked"].gained == 1
    assert progress.unit_texts()[1] == []
    assert str(progress)
    file = tmp_path / "mapping.json"
    file.write_text(json.dumps(mapping | {"total": True}), encoding="utf-8")
    assert pug.progress(before, after, file).units["U1"].score.change == -9


def test_a_mapping_in_a_file_is_told_by_its_places(tmp_path):
    rows = [("a", "yes", 10, 1)]
    before, after = scored(rows), scored(rows)
    file = tmp_path / "mapping.json"
    file.write_text('{\n "nodes": {"part": "prt"},\n "x": 1}', encoding="utf-8")
    with pytest.raises(pug.PugError) as caught:
        pug.progress(before, after, file)
    found = [(p.code, p.where, p.line, p.column, p.file) for p in caught.value.problems]
    assert found == [
        ("progress.mapping", "/nodes/part", 2, 20, str(file)),
        ("document.unknown_key", "/x", 3, 7, str(file)),
    ]
    for content, code in (
        (b"{", "document.syntax"),
        (b"\xff", None),
        (b"[1]", "document.type"),
        (b"{}", "progress.mapping"),
    ):
        file.write_bytes(content)
        with pytest.raises(pug.PugError) as caught:
            pug.progress(before, after, file)
        assert code is None or caught.value.code == code
    with pytest.raises(pug.PugError) as caught:
        pug.progress(before, after, tmp_path / "nowhere.json")
    assert caught.value.kind == "not_found"


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"nodes": {"nothing": "part"}}, "progress.mapping"),
        ({"nodes": {"part": 1}}, "document.type"),
        ({"nodes": {"part": "waiting"}}, "progress.mapping"),
        ({"variables": {"size": "size"}}, "progress.mapping"),
        ({"total": "yes"}, "document.type"),
        ({}, "progress.mapping"),
        ({"totals": True}, "document.unknown_key"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused(mapping, code):
    rows = [("a", "yes", 10, 1)]
    with pytest.raises(pug.PugError) as caught:
        pug.progress(scored(rows), scored(rows), mapping)
    assert caught.value.code == code


def test_cohorts_on_their_own_scales_are_not_rounds(relative):
    data = {"unit": list("abcd"), "c": list("ppqq"), "x": [1, 2, 30, 40], "y": [1, 3, 9, 5]}
    later = data | {"x": [3, 1, 20, 50]}
    pieces = pug.score(data, relative, unit="unit", by="c")
    for compare, code in (
        (pug.progress, "progress.cohorts"),
        (lambda a, b: pug.agreement([a, b]), "agreement.cohorts"),
    ):
        with pytest.raises(pug.PugError) as caught:
            compare(pieces, pieces)
        assert caught.value.code == code
    before, after = (pug.score(each, relative, unit="unit") for each in (data, later))
    for compare, code in ((pug.progress, "progress.scale"), (lambda a, b: pug.agreement([a, b]), "agreement.scale")):
        with pytest.raises(pug.PugError) as caught:
            compare(before, after)
        assert caught.value.code == code
    same = pug.score(later, relative, unit="unit", references=before.references)
    assert pug.progress(before, same).score.compared == 4


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"confidence": 1}, "statistics.confidence"),
        ({"confidence": "much"}, "document.number"),
        ({"measurements": {"nothing": "nominal"}}, "agreement.variable"),
        ({"measurements": {"met": "exact"}}, "document.word"),
        ({"least_units": -1}, "document.number"),
    ],
)
def test_options_that_are_wrong_are_refused(options, code):
    rounds = [scored([("a", "yes", 10, 1)])] * 2
    with pytest.raises(pug.PugError) as caught:
        pug.agreement(rounds, **options)
    assert caught.value.code == code


@pytest.mark.parametrize("rounds", [[], [scored([("a", "yes", 10, 1)])]])
def test_one_round_agrees_with_nobody(rounds):
    with pytest.raises(pug.PugError) as caught:
        pug.agreement(rounds)
    assert caught.value.code == "agreement.rounds"


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path):
    paths = []
    for name, sizes in (("before", (10, 40, 70)), ("after", (40, 40, 90)), ("third", (40, 41, 90))):
        rows = table([("a", "yes", size, 1) for size in sizes], ["P", "Q", "R"])
        path = tmp_path / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(rows)
            writer.writerows(zip(*rows.values(), strict=True))
        paths.append(path)
    instrument = tmp_path / "instrument.json"
    instrument.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    return [instrument, *paths]


def test_benchmark_on_the_command_line(run, files, tmp_path):
    instrument, before, *_ = files
    how = ("-i", instrument, before, "--unit", "unit")
    done = run("benchmark", *how, "P", "--against", "median")
    assert done.returncode == 0, done.stderr
    assert "P, grade low, against the median of all (3 units)" in done.stdout
    assert "size: 10 here" in done.stdout
    assert "Q: middle" in done.stdout
    assert "DRAFT" in done.stdout
    told = json.loads(run("benchmark", *how, "P", "--against", "R", "--json").stdout)
    assert told["against"] == {"measure": "R", "units": ["R"], "count": 1, "profile": {}}
    assert told["criteria"][0]["difference"] == -60
    assert told["instrument"]["id"] == "test.rounds"
    profile = tmp_path / "profile.json"
    profile.write_text('{"part": 50}', encoding="utf-8")
    told = json.loads(run("benchmark", *how, "Q", "--against", profile, "--json", "--peers", "0").stdout)
    assert [row["difference"] for row in told["criteria"] if row["difference"] is not None] == [-10]
    assert told["peers"] == []
    profile.write_text("[1]", encoding="utf-8")
    assert "benchmark.profile" in run("benchmark", *how, "Q", "--against", profile).stderr
    assert run("benchmark", *how, "nobody").returncode == 1
    assert run("benchmark", *how, "P", "--peers", "-1").returncode == 2
    grouped = run("benchmark", *how, "P", "--against", "group", "--group", "asked", "--middle", "mean", "--json")
    assert json.loads(grouped.stdout)["criteria"][0]["other"] == 41


def test_compare_on_the_command_line(run, files, tmp_path):
    instrument, before, after, _ = files
    how = ("-i", instrument, before, after, "--unit", "unit")
    done = run("compare", *how)
    assert done.returncode == 0, done.stderr
    assert "scores of 3 units: 2 rose, 0 fell, 1 stayed" in done.stdout
    assert "DRAFT" in done.stdout
    told = json.loads(run("compare", *how, "--json").stdout)
    assert told["score"]["mean_change"] == pytest.approx(50 / 3)
    out = tmp_path / "changes.csv"
    assert run("compare", *how, "-o", out).returncode == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [float(row["change"]) for row in rows] == [30, 0, 20]
    assert rows[0]["grade_after"] == "middle"
    assert run("compare", *how, "-o", tmp_path / "changes.json").returncode == 0
    assert json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))[2]["change"] == 20
    assert "output.is_input" in run("compare", *how, "-o", before).stderr
    assert run("compare", *how, "-o", tmp_path / "changes.txt").returncode == 2
    other = json.loads(instrument.read_text(encoding="utf-8"))
    other["score"]["sum"][0]["id"] = "portion"
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    (tmp_path / "mapping.json").write_text('{"nodes": {"portion": "part"}}', encoding="utf-8")
    done = run("compare", *how, "--before-instrument", tmp_path / "other.json")
    assert (done.returncode, "progress.edition" in done.stderr) == (1, True)
    mapped = ("--before-instrument", tmp_path / "other.json", "--mapping", tmp_path / "mapping.json")
    done = run("compare", *how, *mapped)
    assert done.returncode == 0, done.stderr
    assert "part" in done.stdout
    assert "before \\ after" not in done.stdout


def test_compare_scores_the_earlier_round_on_the_scale_of_the_later(run, relative, tmp_path):
    (tmp_path / "relative.json").write_text(json.dumps(relative), encoding="utf-8")
    (tmp_path / "a.csv").write_text("unit,x,y\np,1,2\nq,3,4\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("unit,x,y\np,2,2\nq,4,6\n", encoding="utf-8")
    how = ("-i", tmp_path / "relative.json", tmp_path / "a.csv", tmp_path / "b.csv", "--unit", "unit", "--json")
    told = json.loads(run("compare", *how).stdout)
    later = pug.score(tmp_path / "b.csv", relative, unit="unit")
    earlier = pug.score(tmp_path / "a.csv", relative, unit="unit", references=later.references)
    assert [each["before"] for each in told["score"]["changes"]] == earlier.values.tolist()
    assert json.loads(run("agreement", *how).stdout)["score"]["agreement"]["units"] == 2


def test_agreement_on_the_command_line(run, files):
    instrument, *rounds = files
    done = run("agreement", "-i", instrument, *rounds, "--unit", "unit")
    assert done.returncode == 0, done.stderr
    assert "3 units, 3 of them in every round" in done.stdout
    assert done.stdout.count("columns: round") == 3
    assert "DRAFT" in done.stdout
    told = json.loads(run("agreement", "-i", instrument, *rounds[:2], "--unit", "unit", "--json", "--no-bias").stdout)
    assert told["rule"] == {"agreement_below": 0.8, "bias": False, "least_units": 5}
    assert told["variables"][2]["agreement"]["bias"]["value"] == pytest.approx(50 / 3)
    done = run("agreement", "-i", instrument, rounds[0])
    assert (done.returncode, "agreement.rounds" in done.stderr) == (1, True)


# --- the documentation -----------------------------------------------------------------------------------------------


def shown_commands(page):
    """Pairs of the words of a command and the lines that the page shows of its output."""
    for block in page.split("```console\n")[1:]:
        command, *shown = block.split("\n```", 1)[0].splitlines()
        if shown:
            yield command.removeprefix("$ pug ").split(), shown


def test_the_page_shows_what_the_commands_print(run, root):
    commands = list(shown_commands((root / "docs/comparing.md").read_text(encoding="utf-8")))
    assert len(commands) == 3
    for words, shown in commands:
        done = run(*words, cwd=root)
        assert done.returncode == 0, done.stderr
        printed = iter(done.stdout.splitlines())
        for line in shown:
            assert line == "…" or line in printed, (words[0], line)  # in this order


def test_the_python_of_the_page_runs(root, monkeypatch):
    monkeypatch.chdir(root)
    page = (root / "docs/comparing.md").read_text(encoding="utf-8")
    names = {"pug": pug}
    blocks = [block.split("\n```", 1)[0] for block in page.split("```python\n")[1:]]
    assert len(blocks) == 3
    for block in blocks:
        exec(block, names)
    assert names["progress"].units["ORG-07"].score.change == pytest.approx(18.7216, abs=1e-4)
