"""Gender analyses and budgets: checked, summarised and published; the same from Python and from the command line."""

from __future__ import annotations

import copy
import csv
import io
import itertools
import json
import math
import re
import shlex
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pandas as pd
import polars as pl
import pug
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pug import gender
from scipy import stats
from scipy.optimize import linprog

ROOT = Path(__file__).resolve().parents[2]
CONSISTENT = ROOT / "examples/gender/consistent.json"
CONTRADICTORY = ROOT / "examples/gender/contradictory.json"
SCHEMA = json.loads((ROOT / "src/schema/gender_analysis.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture
def filed() -> dict[str, Any]:
    """The consistent example as a dict."""
    document: dict[str, Any] = json.loads(CONSISTENT.read_text(encoding="utf-8"))
    return document


def code_of(refused: pytest.ExceptionInfo[pug.PugError]) -> str:
    return refused.value.code


# --- documents -------------------------------------------------------------------------------------------------------


def test_the_consistent_example_has_no_finding():
    assert gender.Analysis.load(CONSISTENT).check() == []


def test_the_contradictory_example_says_what_is_wrong_and_what_would_be_right():
    findings = {finding.where: finding for finding in gender.Analysis.load(str(CONTRADICTORY)).check()}
    control = findings["/gap_factors/2/claims/0"]
    assert control.code == "claim.contradicted"
    assert control.severity == "contradiction"
    assert control.message["en"] == ('the text claims "dominated by men"; 23 women and 19 men: women are 54.76 %')
    assert control.correction == {
        "id": 'tulis "didominasi perempuan", atau perbaiki jumlahnya',
        "en": 'say "dominated by women", or correct the counts',
    }
    assert control.file == str(CONTRADICTORY)
    lines = CONTRADICTORY.read_text(encoding="utf-8").splitlines()
    assert '"dominated_by"' in lines[control.line - 1]
    assert findings["/data/2/stated/total"].correction["en"] == "write 172, or correct the counts"
    assert findings["/data/3/stated/men_share"].code == "share.truncated"


def test_both_examples_say_that_they_are_made_up():
    for path in (CONSISTENT, CONTRADICTORY):
        assert "not real" in json.loads(path.read_text(encoding="utf-8"))["note"]["en"]


def test_a_document_may_be_a_path_bytes_a_dict_or_an_analysis(filed):
    analysis = gender.Analysis.load(CONSISTENT)
    assert gender.Analysis.load(analysis) is analysis
    assert gender.Analysis.load(CONSISTENT.read_bytes()) == analysis
    assert gender.Analysis.load(filed) == analysis
    assert gender.Analysis.load(analysis.to_dict()) == analysis
    assert gender.Analysis.load(analysis.to_json().encode()).to_json() == analysis.to_json()
    assert len({analysis, gender.Analysis.load(filed)}) == 1
    assert repr(analysis) == "<pug.gender.Analysis, a GBS of 4 figures>"


def test_numbers_of_python_are_numbers_of_the_document(filed):
    filed["data"][0]["women"] = np.int64(180)
    filed["budget"]["total"] = Decimal("50000000.00")
    assert gender.Analysis.load(filed) == gender.Analysis.load(CONSISTENT)
    filed["data"][0]["women"] = math.nan
    with pytest.raises(pug.PugError) as refused:
        gender.Analysis.load(filed)
    assert code_of(refused) == "document.not_json"


def test_what_cannot_be_understood_is_refused_at_its_place(tmp_path):
    file = tmp_path / "gap.json"
    file.write_text('{"pug_gender_analysis": 1,\n "data": [{"name": "a", "women": "many"}], "colour": 1}')
    with pytest.raises(pug.PugError) as refused:
        gender.Analysis.load(file)
    assert [(p.code, p.where, p.line, p.file) for p in refused.value.problems] == [
        ("document.number", "/data/0/women", 2, str(file)),
        ("document.unknown_key", "/colour", 2, str(file)),
    ]
    with pytest.raises(pug.PugError) as refused:
        gender.Analysis.load(tmp_path / "none.json")
    assert refused.value.kind == "not_found"


def test_thresholds_are_the_callers(filed):
    filed["gap_factors"][2]["claims"] = [{"figure": "committee", "claim": "equal"}]
    analysis = gender.Analysis.load(filed)
    assert [finding.code for finding in analysis.check()] == ["claim.contradicted"]
    assert analysis.check(equal_within="9.6") == []  # 54.76 less 45.24 is 9.52
    assert analysis.check(equal_within=9.5) != []
    filed["gap_factors"][2]["claims"] = [{"figure": "committee", "claim": "dominated_by", "sex": "women"}]
    strict = gender.Analysis.load(filed).check(dominated_above=Decimal(60))
    assert strict[0].correction["en"] == 'say "mostly women", or correct the counts'
    for wrong in ({"dominated_above": 40}, {"dominated_above": 100}, {"equal_within": -1}):
        with pytest.raises(pug.PugError) as refused:
            analysis.check(**wrong)
        assert code_of(refused) == "consistency.threshold"


def test_a_finding_is_one_line_whatever_the_document_says(filed):
    filed["objective"]["answers"].append("a\u001b[31m\nb")
    finding = next(f for f in gender.Analysis.load(filed).check() if f.code == "name.unknown")
    assert "\n" not in str(finding)
    assert "\x1b" not in finding.text("id")


# --- the schema ------------------------------------------------------------------------------------------------------


def refusals(document: Any) -> list[str]:
    try:
        gender.Analysis.load(json.dumps(document).encode())
    except pug.PugError as error:
        return [problem.code for problem in error.problems]
    return []


def test_the_schema_is_a_schema_and_accepts_the_examples():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for path in (CONSISTENT, CONTRADICTORY):
        assert list(VALIDATOR.iter_errors(json.loads(path.read_text(encoding="utf-8")))) == []
        assert list(VALIDATOR.iter_errors(gender.Analysis.load(path).to_dict())) == []


def places(value: Any, way: tuple[Any, ...] = ()) -> Any:
    """The way to every value; of lists whose items are alike, those of the first alone."""
    yield way
    items = list(enumerate(value)) if isinstance(value, list) else []
    children = value.items() if isinstance(value, dict) else items if "gap_factors" in way else items[:1]
    for key, child in children:
        yield from places(child, (*way, key))


JUNK = (None, True, -1, 2.5, "", "akses", "76,08", "1/3", "12.50", [], {}, ["akses"], {"en": "x"}, {"en": 1}, 1e30)


def test_the_schema_says_what_the_loader_says(filed):
    """Every member dropped, renamed and replaced by junk; 1e30 is beyond what the loader takes for an amount."""
    compared = 0
    for way in places(filed):
        for junk in JUNK:
            document = copy.deepcopy(filed)
            parent = document
            for step in way[:-1]:
                parent = parent[step]
            if not way:
                document = junk
            elif junk is None and isinstance(parent, dict):
                parent["renamed"] = parent.pop(way[-1])
            elif junk == "akses" and isinstance(parent, dict):
                del parent[way[-1]]
            else:
                parent[way[-1]] = junk
            refused = bool(refusals(document))
            assert refused == (not VALIDATOR.is_valid(document)) or junk == 1e30, (way, junk, refusals(document))
            compared += 1
    assert compared > 1000


# --- women and men ---------------------------------------------------------------------------------------------------


def test_sex_gap_is_that_of_the_literature():
    """R. G. Newcombe, Statistics in Medicine 17 (1998), table II, row a: 56/70 − 48/80."""
    gap = gender.sex_gap(56, 48, 70, 80)
    assert gap.gap.value == 20.0
    assert (gap.gap.low, gap.gap.high) == (pytest.approx(5.24, abs=5e-3), pytest.approx(33.39, abs=5e-3))
    assert str(gap.gap) == "20 (5.24315 to 33.3873)"


@pytest.mark.parametrize(
    ("women", "men", "all_women", "all_men"), [(23, 19, 100, 90), (9, 28, 11, 35), (20, 3, 20, 40)]
)
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_intervals_are_those_of_scipy(women, men, all_women, all_men, confidence):
    gap = gender.sex_gap(women, men, all_women, all_men, confidence)
    share = stats.binomtest(women, women + men).proportion_ci(confidence, method="exact")
    assert (gap.women_share.low, gap.women_share.high) == (
        pytest.approx(100 * share.low, rel=1e-9),
        pytest.approx(100 * share.high, rel=1e-9),
    )
    of_women = stats.binomtest(women, all_women).proportion_ci(confidence, method="wilson")
    of_men = stats.binomtest(men, all_men).proportion_ci(confidence, method="wilson")
    assert (gap.women_rate.low, gap.men_rate.high) == (
        pytest.approx(100 * of_women.low, rel=1e-9),
        pytest.approx(100 * of_men.high, rel=1e-9),
    )
    w, m = women / all_women, men / all_men
    low = w - m - math.hypot(w - of_women.low, of_men.high - m)
    assert gap.gap.low == pytest.approx(100 * low, rel=1e-9)
    ratio = stats.contingency.relative_risk(women, all_women, men, all_men)
    interval = ratio.confidence_interval(confidence)
    assert (gap.parity.value, gap.parity.low, gap.parity.high) == (
        pytest.approx(ratio.relative_risk, rel=1e-12),
        pytest.approx(interval.low, rel=1e-9),
        pytest.approx(interval.high, rel=1e-9),
    )


def test_what_does_not_exist_has_a_status_and_no_number():
    known = gender.sex_gap(23, 19)
    assert known.women_share.value == pytest.approx(100 * 23 / 42)
    assert known.gap == gender.Measure("missing", None, None, None)
    assert gender.sex_gap(0, 0, 0, 0).parity == gender.Measure("not_computable", None, None, None)
    none = gender.sex_gap(0, 5, 9, 9).parity
    assert (none.status, none.value, none.low, none.high) == ("observed", 0, 0, None)
    assert str(none) == "0 (0 to ∞)"
    assert gender.sex_gap(None, np.int32(5), None, 20).men_rate.value == 25


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ((7, 1, 6, 9), "statistics.share"),
        ((1, 10, 6, 9), "statistics.share"),
        ((-1, 1), "statistics.count"),
        ((2.5, 1), "statistics.count"),
        ((True, 1), "statistics.count"),
        (("3", 1), "statistics.count"),
        ((2**53 + 1, 1), "statistics.count"),
        ((1, 1, 1, 1, 1.0), "statistics.confidence"),
        ((1, 1, 1, 1, math.nan), "statistics.confidence"),
        ((1, 1, 1, 1, "0.9"), "statistics.confidence"),
    ],
)
def test_impossible_counts_are_refused(counts, code):
    with pytest.raises(pug.PugError) as refused:
        gender.sex_gap(*counts)
    assert code_of(refused) == code


def test_a_summary_is_rows_for_a_frame():
    summary = gender.Analysis.load(CONSISTENT).summary(lang="id")
    frame = pd.DataFrame(summary)
    assert frame["figure"].tolist() == ["invited", "trained", "committee", "bookkeeping"]
    assert frame["aspect"].tolist()[:3] == ["akses", "partisipasi", "kontrol"]
    assert frame["title"][0] == "Diundang"
    assert frame["gap"][0] == -30
    assert frame["parity"][0] == 0.5
    assert frame["gap_status"].tolist() == ["observed", "observed", "missing", "observed"]
    assert pl.DataFrame(list(summary)).shape == frame.shape
    assert [aspect.is_blank for aspect in summary.aspects] == [False, False, False, True]
    assert len(summary) == 4
    assert summary[:2] == [summary[0], summary[1]]


def test_figures_of_one_name_keep_their_own_counts(filed):
    filed["data"].append({"name": "invited", "women": 7, "men": 8})
    summary = gender.Analysis.load(filed).summary()
    assert [row["women"] for row in summary if row["figure"] == "invited"] == [180, 7]


def test_rates_of_a_summary_are_those_of_the_counts():
    for figure in gender.Analysis.load(CONTRADICTORY).summary(confidence=0.9).figures:
        counts = [figure.women.value, figure.men.value, figure.population_women.value, figure.population_men.value]
        if figure.women.status == "observed" and "not_computable" not in figure.measures.gap.status:
            assert gender.sex_gap(*counts, confidence=0.9) == figure.measures


def test_what_is_published_gives_no_small_count_away(filed):
    published = gender.Analysis.load(filed).publish(threshold=5)
    few = published.figures[3]  # 9 of 11 women, 28 of 35 men: 2 women do not
    assert few.women == gender.Count("suppressed", None)
    assert few.men.status == "suppressed"
    assert few.total.value == 37
    assert {measure.status for measure in vars(few.measures).values()} == {"suppressed"}
    assert published.figures[0] == gender.Analysis.load(filed).summary().figures[0]
    assert (published.threshold, gender.Analysis.load(filed).summary().threshold) == (5, None)
    text = published.to_json()
    assert '"value":9}' not in text
    assert '"value":28}' not in text
    assert "Undangan" not in text  # a text can say what is withheld
    with pytest.raises(pug.PugError) as refused:
        gender.Analysis.load(filed).publish(threshold=0)
    assert code_of(refused) == "statistics.threshold"
    with pytest.raises(pug.PugError) as refused:
        gender.Analysis.load(CONTRADICTORY).publish()
    assert code_of(refused) == "publication.counts"


# --- budgets ---------------------------------------------------------------------------------------------------------


def test_arg_share_is_exact():
    share = gender.arg_share(1, 3, of="total direct spending")
    assert share.percent == Fraction(100, 3)
    assert share.shown == "33.33"
    assert str(share) == "33.33 % of total direct spending"
    assert gender.arg_share(0.1, 0.3, of="x").percent == Fraction(100, 3)  # 0.1 is one tenth
    assert gender.arg_share("0.005", Decimal(100), of="x").shown == "0.01"
    assert gender.arg_share(np.float64(0.5), np.int64(8), of="x", digits=0).shown == "6"
    assert gender.arg_share(10**17 + 1, 10**17 + 2, of="x").percent == Fraction(100 * (10**17 + 1), 10**17 + 2)


@pytest.mark.parametrize(
    ("responsive", "denominator", "of", "code"),
    [
        (1, 0, "x", "arg.denominator"),
        (1, -1, "x", "arg.denominator"),
        (6, 5, "x", "arg.responsive"),
        (-1, 5, "x", "arg.responsive"),
        (1, 5, " ", "arg.of"),
        (math.nan, 5, "x", "arg.amount"),
        (math.inf, 5, "x", "arg.amount"),
        ("1,5", 5, "x", "arg.amount"),
        (None, 5, "x", "arg.amount"),
        (True, 5, "x", "arg.amount"),
        (1, 5, 7, "document.type"),
    ],
)
def test_arg_share_refuses_what_makes_no_sense(responsive, denominator, of, code):
    with pytest.raises(pug.PugError) as refused:
        gender.arg_share(responsive, denominator, of=of)
    assert code_of(refused) == code


def test_arg_by_office_sums_the_rows_of_an_office():
    data = {"office": ["a", "b", "a"], "arg": [1.0, 0.1, 2.0], "direct": [4.0, 0.3, 5.0]}
    how = {"office": "office", "responsive": "arg", "denominator": "direct", "of": "direct spending"}
    for table in (
        data,
        pd.DataFrame(data),
        pl.DataFrame(data),
        [dict(zip(data, r, strict=True)) for r in zip(*data.values(), strict=True)],
    ):
        shares = gender.arg_by_office(table, **how)
        assert {name: share.percent for name, share in shares.offices.items()} == {
            "a": Fraction(100, 3),
            "b": Fraction(100, 3),
        }
        assert shares.total.percent == Fraction(100, 3)
        frame = shares.frame()
        assert type(frame) is type(table)
    assert gender.arg_by_office(data, **how).frame() == {
        "office": ["a", "b"],
        "responsive": [3.0, 0.1],
        "denominator": [9.0, 0.3],
        "percent": [100 / 3, 100 / 3],
        "shown": ["33.33", "33.33"],
    }
    assert gender.arg_by_office(pd.DataFrame(data, index=[5, 6, 7]), **how).frame().index.tolist() == [5, 6]


def test_arg_by_office_lists_every_problem():
    how = {"office": "office", "responsive": "arg", "denominator": "direct", "of": "direct spending"}
    with pytest.raises(pug.PugError) as refused:
        gender.arg_by_office({"office": ["a", None], "arg": ["x", 1], "direct": [1, None]}, **how)
    assert [(p.where, p.line) for p in refused.value.problems] == [("office", 2), ("arg", 1), ("direct", 2)]
    with pytest.raises(pug.PugError) as refused:
        gender.arg_by_office({"office": ["a", "b"], "arg": [2, 3], "direct": [1, 0]}, **how)
    assert [p.code for p in refused.value.problems] == ["arg.responsive", "arg.denominator"]
    with pytest.raises(pug.PugError) as refused:
        gender.arg_by_office({"office": ["a"], "arg": [2]}, **how)
    assert code_of(refused) == "data.missing_column"
    with pytest.raises(pug.PugError) as refused:
        gender.arg_by_office(np.ones((2, 3)), **how)
    assert code_of(refused) == "data.type"


# --- small counts ----------------------------------------------------------------------------------------------------

COUNTS = [[20, 3, 14], [18, 9, 11], [7, 25, 30]]
PUBLISHED = [[20, None, None, 37], [18, None, None, 38], [7, 25, 30, 62], [45, 37, 55, 137]]


def test_suppress_gives_back_the_kind_that_came_in():
    assert gender.suppress(COUNTS, 5) == PUBLISHED
    assert gender.suppress(tuple(map(tuple, COUNTS)), 5) == PUBLISHED
    names = ["w", "m", "x"]
    columns = {"unit": ["a", "b", "c"], **dict(zip(names, map(list, zip(*COUNTS, strict=True)), strict=True))}
    expected = {
        "unit": ["a", "b", "c", "total"],
        **dict(zip([*names, "total"], map(list, zip(*PUBLISHED, strict=True)), strict=True)),
    }
    assert gender.suppress(columns, 5) == expected
    matrix = gender.suppress(np.array(COUNTS, dtype=np.int16), 5)
    assert isinstance(matrix, np.ma.MaskedArray)
    assert matrix.tolist() == PUBLISHED
    frame = gender.suppress(pd.DataFrame(columns, index=[7, 8, 9]), 5)
    assert frame.index.tolist() == [7, 8, 9, "total"]
    assert frame.dtypes.astype(str).tolist()[1:] == ["Int64"] * 4
    assert [
        [None if cell is pd.NA else cell for cell in row] for row in frame[[*names, "total"]].to_numpy()
    ] == PUBLISHED
    assert gender.suppress(pl.DataFrame(columns), 5).to_dict(as_series=False) == expected


def test_given_totals_are_checked_and_kept():
    given_totals = [[*row, sum(row)] for row in COUNTS]
    given_totals.append([sum(column) for column in zip(*given_totals, strict=True)])
    assert gender.suppress(given_totals, 5, totals="given") == PUBLISHED
    frame = pd.DataFrame(given_totals, columns=["w", "m", "x", "all"], index=["a", "b", "c", "all"])
    published = gender.suppress(frame, 5, totals="given")
    assert published.index.tolist() == ["a", "b", "c", "all"]
    assert published["all"].tolist() == [37, 38, 62, 137]
    given_totals[1][3] += 1
    with pytest.raises(pug.PugError) as refused:
        gender.suppress(given_totals, 5, totals="given")
    assert [(p.code, p.where) for p in refused.value.problems] == [("statistics.table", "row 2, column 4")]


@pytest.mark.parametrize(
    ("table", "how", "code"),
    [
        ([[1.5]], {}, "statistics.table"),
        ([[-1]], {}, "statistics.table"),
        ([[None]], {}, "statistics.table"),
        ([[True]], {}, "statistics.table"),
        ([[math.nan]], {}, "statistics.table"),
        ([["x"]], {}, "statistics.table"),
        ([[2**31]], {}, "statistics.table"),
        ([[10**30]], {}, "statistics.table"),
        ([[1], [1, 2]], {}, "statistics.table"),
        ([], {}, "statistics.table"),
        ([[]], {}, "statistics.table"),
        ({"a": ["x"]}, {}, "statistics.table"),
        ({"a": [1], "total": [1]}, {}, "data.duplicate_column"),
        ([[1]], {"threshold": 0}, "statistics.threshold"),
        ([[1]], {"threshold": -(10**30)}, "statistics.threshold"),
        ([[1]], {"threshold": 2.5}, "statistics.threshold"),
        ([[1]], {"totals": "none"}, "argument.word"),
        ([[1]], {"totals": "given"}, "statistics.table"),
        (np.ones(3, dtype=int), {}, "statistics.table"),
        ("abc", {}, "data.type"),
        (7, {}, "data.type"),
    ],
)
def test_suppress_refuses_what_is_no_table(table, how, code):
    with pytest.raises(pug.PugError) as refused:
        gender.suppress(table, **how)
    assert code_of(refused) == code


def possible(published: list[list[int | None]], row: int, column: int) -> tuple[float, float]:
    """The least and the greatest that a hidden count can be, given all that is published and that none is below 0."""
    rows, columns = len(published), len(published[0])
    at = np.arange(rows * columns).reshape(rows, columns)
    equations = np.zeros((rows + columns, rows * columns))
    for r in range(rows):
        equations[r, at[r]] = [*[1] * (columns - 1), -1]
    for c in range(columns):
        equations[rows + c, at[:, c]] = [*[1] * (rows - 1), -1]
    bounds = [(0, None) if cell is None else (cell, cell) for line in published for cell in line]
    aim = np.eye(rows * columns)[at[row, column]]
    least = linprog(aim, A_eq=equations, b_eq=np.zeros(rows + columns), bounds=bounds)
    most = linprog(-aim, A_eq=equations, b_eq=np.zeros(rows + columns), bounds=bounds)
    return least.fun, -most.fun if most.status == 0 else math.inf


@settings(deadline=None, database=None, derandomize=True, max_examples=60)
@given(
    table=st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 4) | st.integers(0, 40), min_size=width, max_size=width), min_size=1, max_size=3
        )
    ),
    threshold=st.sampled_from([3, 5, 10]),
)
def test_no_small_count_can_be_computed_from_what_is_published(table, threshold):
    published = gender.suppress(table, threshold)
    whole = [[*row, sum(row)] for row in table]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    for r, c in itertools.product(range(len(whole)), range(len(whole[0]))):
        assert published[r][c] in (None, whole[r][c])
        if 0 < whole[r][c] < threshold:
            assert published[r][c] is None
            least, most = possible(published, r, c)
            assert most - least > 0.999


# --- the command line ------------------------------------------------------------------------------------------------


def test_check_tells_what_is_wrong_and_exits_1(run):
    result = run("gender", "check", CONSISTENT)
    assert (result.returncode, result.stdout) == (0, "")
    result = run("gender", "check", CONSISTENT, CONTRADICTORY, "--lang", "id")
    findings = gender.Analysis.load(CONTRADICTORY).check()
    missing = sum(finding.severity == "missing" for finding in findings)
    assert f"{len(findings)} temuan: {len(findings) - missing} keliru, {missing} belum ada" in result.stderr
    assert result.returncode == 1
    lines = result.stdout.splitlines()
    assert len(lines) == len(gender.Analysis.load(CONTRADICTORY).check())
    assert all(line.startswith(f"{CONTRADICTORY}:") for line in lines)
    assert any('narasi menyebut "didominasi laki-laki"' in line and "perbaikan: tulis" in line for line in lines)
    result = run("gender", "check", CONTRADICTORY, "--json")
    assert result.returncode == 1
    found = json.loads(result.stdout)[str(CONTRADICTORY)]
    assert {"contradiction", "arithmetic", "missing", "form"} == {finding["severity"] for finding in found}


def test_what_is_merely_missing_is_told_and_fine(run, filed, tmp_path):
    del filed["indicators"]
    file = tmp_path / "gap.json"
    file.write_text(json.dumps(filed))
    result = run("gender", "check", file)
    assert result.returncode == 0
    assert "column.missing /indicators" in result.stdout
    assert run("gender", "check", file, "--strict").returncode == 1
    file.write_text("{")
    result = run("gender", "check", file, CONSISTENT)
    assert (result.returncode, "document.syntax" in result.stderr) == (1, True)
    assert run("gender", "check", CONSISTENT, "--dominated-above", "20").returncode == 1
    assert run("gender").returncode == 2
    assert run("gender", "check").returncode == 2


def test_summary_and_arg_print_what_python_gives(run, tmp_path):
    analysis = gender.Analysis.load(CONSISTENT)
    assert run("gender", "summary", CONSISTENT, "--json").stdout.strip() == analysis.summary().to_json()
    published = run("gender", "summary", CONSISTENT, "--publish", "5", "--json").stdout
    assert published.strip() == analysis.publish(5).to_json()
    shown = run("gender", "summary", CONSISTENT, "--publish", "5").stdout.splitlines()
    assert shown[2].split() == ["akses", "invited", "180", "300", "37.50", "30.00", "60.00", "-30.00", "0.500"]
    assert shown[-1].split()[:4] == ["–", "bookkeeping", "suppressed", "suppressed"]
    of = ("--of", "total direct spending")
    result = run("gender", "arg", "--responsive", "12500000", "--denominator", "50000000", *of)
    assert result.stdout == "25.00 % of total direct spending\n"
    assert run("gender", "arg", "--responsive", "1", "--denominator", "0", *of).returncode == 1
    table = tmp_path / "budgets.csv"
    table.write_text("office,arg,direct\na,1,4\nb,1,8\na,1,8\n")
    columns = ("--office", "office", "--responsive", "arg", "--denominator", "direct", *of)
    assert json.loads(run("gender", "arg", table, *columns, "--json").stdout) == {
        "offices": {"a": {"percent": "50/3", "shown": "16.67"}, "b": {"percent": "25/2", "shown": "12.50"}},
        "total": {"of": "total direct spending", "percent": "15", "shown": "15.00"},
    }
    assert run("gender", "arg", table, "--responsive", "arg", "--denominator", "direct", *of).returncode == 1
    table.write_text("office,arg,direct\na,1,\n")
    assert f"{table}:2" in run("gender", "arg", table, *columns).stderr


def test_suppress_writes_a_table(run, tmp_path):
    table, output = tmp_path / "counts.csv", tmp_path / "published.csv"
    table.write_text('aspect;women;men\nakses;20;3\n"partisipasi; =1+1";18;9\nkontrol;7;25\n')
    assert run("suppress", table, "--threshold", "5", "-o", output).returncode == 0
    rows = list(csv.reader(io.StringIO(output.read_text())))
    assert rows == [
        ["aspect", "women", "men", "total"],
        ["akses", "suppressed", "suppressed", "23"],
        ["partisipasi; =1+1", "suppressed", "suppressed", "27"],
        ["kontrol", "7", "25", "32"],
        ["total", "45", "37", "82"],
    ]
    assert run("suppress", table, "-o", table).returncode == 1
    assert table.read_text().startswith("aspect;")
    assert run("suppress", table, "-o", tmp_path / "published.html").returncode == 2
    given_totals = tmp_path / "given.csv"
    given_totals.write_text("aspect,women,men,all\na,20,3,23\nb,18,9,27\nall,38,12,50\n")
    shown = run("suppress", given_totals, "--totals", "given").stdout.splitlines()
    assert shown[2].split() == ["a", "suppressed", "suppressed", "23"]
    given_totals.write_text("aspect,women,men,all\na,20,3,24\nb,18,9,27\nall,38,12,50\n")
    result = run("suppress", given_totals, "--totals", "given")
    assert result.returncode == 1
    assert "line 2, all" in result.stderr
    table.write_text("aspect,women\na,few\n")
    assert "line 2, women" in run("suppress", table).stderr


# --- the page of documentation ---------------------------------------------------------------------------------------

PAGE = (ROOT / "docs/gender-analysis.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", blocks("python"))
def test_the_snippets_do_what_they_say(block, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    exec(block, {})
    expected = re.findall(r"print\(.*\)  # (.*)$", block, re.MULTILINE)
    assert capsys.readouterr().out.splitlines() == expected


@pytest.mark.parametrize("block", blocks("console"))
def test_the_commands_print_what_is_shown(block, run):
    command, *shown = block.splitlines()
    words = shlex.split(command.removeprefix("$ pug "))
    result = run(*words, cwd=ROOT)
    assert result.returncode == 0
    assert result.stdout.splitlines() == shown


def test_the_page_names_every_code():
    header = (ROOT / "include/pug/analysis/consistency.hpp").read_text(encoding="utf-8")
    codes = set(re.findall(r"`([a-z]+\.[a-z_]+)`", header)) - {"consistency.threshold"}
    assert len(codes) > 30
    rows = [line for line in PAGE.splitlines() if re.match(r"\| (contradiction|arithmetic|missing|form) \|", line)]
    assert codes == set(re.findall(r"`([a-z]+\.[a-z_]+)`", " ".join(rows)))
