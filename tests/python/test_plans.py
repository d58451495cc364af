"""Plans, frontiers, budgets, suppositions and robustness, compared with scoring every combination."""

import csv
import itertools
import json
import math
import os
import signal
import subprocess
import sys
import time
from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import openpyxl
import pug
import pytest
from pug.costs import read_costs

COSTS = {
    "decree": {"TS": 1, "TL": "2.5"},
    "share": {"60": 0.5, "100": 3},
    "permit": {"yes": 2},
    "staff": {"3": Fraction(1, 3), "4": Decimal("0.7")},
    "level": {"2": 1},
}
EXACT = {variable: {answer: Fraction(str(cost)) for answer, cost in costs.items()} for variable, costs in COSTS.items()}
ORDER = ["poor", "fair", "good"]


@pytest.fixture
def scores(document, answers):
    return pug.score(answers, document, unit="name")


@pytest.fixture
def every(document, answers):
    """For each unit every combination of changes: cost, grade, score."""
    found = {}
    for place, unit in enumerate(answers["name"]):
        row = {name: cells[place] for name, cells in answers.items() if name in document["variables"]}
        ways = [[(None, Fraction(0)), *EXACT[name].items()] for name in row]
        if row["decree"] == "TDD":
            ways[0] = ways[0][:1]
        chosen = list(itertools.product(*ways))
        rows = [
            {name: row[name] if answer is None else answer for name, (answer, _) in zip(row, choice, strict=True)}
            for choice in chosen
        ]
        scored = pug.score({name: [str(each[name] or "") for each in rows] for name in row}, document)
        costs = [sum((cost for _, cost in choice), Fraction(0)) for choice in chosen]
        found[unit] = list(zip(costs, scored.grades, scored.values.tolist(), strict=True))
    return found


def reaches(grade, target):
    return grade in ORDER and ORDER.index(grade) >= ORDER.index(target)


def least(ways, target):
    return min((cost for cost, grade, _ in ways if reaches(grade, target)), default=None)


@pytest.mark.parametrize("target", ORDER)
def test_a_plan_is_the_cheapest_of_all_combinations(scores, every, target):
    for plan in scores.plans(target, costs=COSTS, only_priced=True):
        cost = least(every[plan.unit], target)
        assert plan.is_proved
        assert plan.is_reached == (cost is not None)
        assert plan.target == target
        if cost is not None:
            assert plan.cost == plan.costs["days"] == plan.at_least == cost
            assert reaches(plan.after.grade, target)
        assert plan == scores.plan(plan.unit, target, costs=COSTS, only_priced=True)
    assert len(scores.plans(target)) == 4


def test_the_changes_of_a_plan_lead_where_it_says(scores):
    plan = scores.plan("C", "good", costs=COSTS)
    after = scores.what_if("C", {change.variable: str(change.after) for change in plan.changes}).after
    assert plan.changes
    assert after == plan.after


def test_a_budget_is_a_limit(scores, every):
    cost = least(every["C"], "good")
    assert scores.plan("C", "good", costs=COSTS, budget=cost).is_reached
    plan = scores.plan("C", "good", costs=COSTS, budget=cost - Fraction(1, 10**9))
    assert not plan.is_reached
    assert plan.is_proved
    assert plan.changes == ()


def test_scores_can_be_wanted(scores, every):
    for wanted in (60, "62.5", Decimal("87.5"), Fraction(200, 3)):
        cost = min((cost for cost, _, score in every["B"] if score >= float(Fraction(wanted))), default=None)
        plan = scores.plan("B", score=wanted, costs=COSTS, only_priced=True)
        assert (plan.cost if plan.is_reached else None) == cost
        assert plan.target.startswith("score ")


def test_a_frontier_is_what_no_combination_surpasses(scores, every):
    for unit in "ABC":
        best = []
        for cost, _, score in sorted(every[unit], key=lambda way: (way[0], -way[2])):
            if not best or score > best[-1][1] + 1e-9:
                best.append((cost, score))
        plans = scores.frontier(unit, costs=COSTS, only_priced=True)
        assert [plan.cost for plan in plans] == [cost for cost, _ in best]
        assert [plan.after.score for plan in plans] == pytest.approx([score for _, score in best])
        assert all(plan.is_proved and plan.target is None for plan in plans)


def test_a_budget_is_spent_on_as_many_grades_as_possible(scores, every):
    before = dict(zip(scores.names, scores.grades, strict=True))
    choices = []
    for unit in scores.names:
        first = ORDER.index(before[unit]) + 1 if before[unit] in ORDER else 0
        steps = [(0, Fraction(0))]
        steps += [(step + 1, least(every[unit], grade)) for step, grade in enumerate(ORDER[first:])]
        choices.append([(step, cost) for step, cost in steps if cost is not None])
    for budget in (0, 1, 2, "3.5", 5, 100):
        ways = [
            (-sum(step for step, _ in way), sum((cost for _, cost in way), Fraction(0)))
            for way in itertools.product(*choices)
        ]
        steps, cost = min(way for way in ways if way[1] <= Fraction(budget))
        found = scores.spend(budget, costs=COSTS, only_priced=True)
        assert (found.steps, found.cost, found.is_proved) == (-steps, cost, True)
        assert sum(plan.cost for plan in found.plans) == cost
        assert str(found).startswith(f"{-steps} grade{'' if steps == -1 else 's'} gained")


def test_costs_come_as_numbers_of_every_kind(scores):
    kinds = [1, 1.0, "1", Decimal(1), Fraction(1), np.int64(1), np.float64(1)]
    plans = [scores.plan("C", "fair", costs={"decree": kind}, only_priced=True) for kind in kinds]
    assert all(plan == plans[0] for plan in plans)
    assert plans[0].cost == 1
    assert scores.plan("C", "fair", costs={"decree": 0.1}, only_priced=True).cost == Fraction(1, 10)
    by_answer = [{1: 2}, {"1": 2}, {1.0: 2}, {Decimal(1): 2}, {np.int64(1): 2}, {True: 2}, {"yes": 2}]
    plans = [scores.plan("B", score=56, costs={"permit": costs}, only_priced=True) for costs in by_answer]
    assert all(plan == plans[0] and plan.cost == 2 for plan in plans)
    mappings = [OrderedDict(decree=1), MappingProxyType({"decree": MappingProxyType({"TS": 1})})]
    assert all(scores.plan("C", "fair", costs=costs, only_priced=True).cost == 1 for costs in mappings)


def test_other_resources_deadlines_and_requirements(scores):
    plan = scores.plan("C", "good", costs=COSTS, resources={"people": {"budget": 1, "of": {"decree": 1}}})
    assert plan.costs["people"] == 1
    assert not scores.plan(
        "C", "good", costs=COSTS, resources={"people": {"budget": 0.5, "of": {"decree": 1}}}
    ).is_reached
    assert not scores.plan("C", "fair", costs=COSTS, days={"decree": 11}, deadline=10).is_reached
    assert scores.plan("C", "fair", costs=COSTS, days={"decree": 10}, deadline=10).is_reached
    needing = [{"variable": "decree", "needs": "share", "at_least": 100}]
    plan = scores.plan("C", "fair", costs=COSTS, requires=needing)
    assert {change.variable for change in plan.changes} == {"decree", "share"}
    assert not scores.plan("C", "fair", costs=COSTS, fixed=["decree"]).is_reached


def test_a_change_says_what_to_do(scores):
    (change,) = scores.plan("C", "fair").changes
    assert (change.variable, str(change.before), change.before.value) == ("decree", "TT", 0.0)
    assert change.costs == {"days": Fraction(5, 2)}
    assert change.evidence == {"en": "A copy"}
    assert change.remediation.role == {"en": "Chair"}
    assert change.remediation.effort_days == 2.5
    assert not change.is_assumed
    assert "Have it signed [Chair]" in str(scores.plan("C", "fair"))
    assert scores.plan("B", "good", fixed=["decree"]).changes[0].is_assumed


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"target": "best"}, "plan.target"),
        ({"target": "good", "score": 3}, "plan.target"),
        ({"costs": {"x": 1}}, "variable.unknown"),
        ({"costs": {"decree": {"TX": 1}}}, "data.value"),
        ({"costs": {"decree": -1}}, "plan.cost"),
        ({"costs": {"decree": "much"}}, "document.number"),
        ({"costs": {"decree": math.nan}}, "request.value"),
        ({"costs": {"decree": math.inf}}, "request.value"),
        ({"costs": {"decree": object()}}, "request.value"),
        ({"costs": {"decree": True}}, "document.type"),
        ({"costs": {"decree": {object(): 1}}}, "request.value"),
        ({"costs": {"staff": {"51": 1}}}, "plan.answer"),
        ({"costs": {"decree": {"TDD": 1}}}, "plan.answer"),
        ({"fixed": ["x"]}, "variable.unknown"),
        ({"budget": -1}, "plan.cost"),
        ({"deadline": "soon"}, "document.number"),
        ({"limit": -1}, "document.number"),
        ({"resources": {"days": {"budget": 1}}}, "plan.resource"),
        ({"requires": [{"variable": "decree", "needs": "decree", "at_least": "TS"}]}, "plan.circle"),
        ({"requires": [{"variable": "decree", "needs": "share"}]}, "document.missing_key"),
    ],
)
def test_what_cannot_be_meant_is_refused(scores, options, code):
    with pytest.raises(pug.PugError) as caught:
        scores.plan("B", **options)
    assert caught.value.code == code
    assert caught.value.kind == "argument"
    assert all(problem.line == 0 for problem in caught.value.problems)


def test_other_keywords_are_none(scores):
    for ask in (scores.plan, scores.frontier, scores.spend, scores.what_if, scores.robustness):
        with pytest.raises(TypeError):
            ask("A", goal="good")
    with pytest.raises(TypeError):
        scores.plans(goal="good")


def test_units_that_there_are_not(scores):
    for ask in (scores.plan, scores.frontier, scores.robustness, scores.gaps, scores.distances, scores.gap_table):
        with pytest.raises(pug.PugError) as caught:
            ask("E")
        assert caught.value.code == "unit.unknown"
    with pytest.raises(pug.PugError) as caught:
        scores.what_if("E", {})
    assert caught.value.code == "unit.unknown"


def test_cohorts(document, answers, scores):
    parts = pug.score(answers, document, unit="name", by="region")
    assert parts.plans("good", costs=COSTS) == scores.plans("good", costs=COSTS)
    assert parts.frontier("C", costs=COSTS) == scores.frontier("C", costs=COSTS)
    assert parts.what_if("C", {"decree": "TL"}) == scores.what_if("C", {"decree": "TL"})
    assert parts.robustness("C") == scores.robustness("C")
    assert parts.gaps("C") == scores.gaps("C")


def test_a_budget_of_cohorts_is_spent_in_each(document, answers):
    document["score"]["arithmetic"][1]["then"] = [{"minmax": "cohort"}]
    del document["examples"]
    parts = pug.score(answers, document, unit="name", by="region")
    with pytest.raises(pug.PugError) as caught:
        parts.spend(1)
    assert caught.value.code == "plan.cohorts"
    assert [plan.unit for plan in parts.plans()] == ["A", "B", "C", "D"]


def test_no_units(document, answers):
    scores = pug.score({name: [] for name in answers}, document, unit="name")
    assert scores.plans() == []
    assert scores.spend(5).plans == ()
    assert scores.gap_table() == []


# --- suppositions ---


def test_what_if_is_scoring_again(document, answers, scores):
    found = scores.what_if("C", {"decree": "TS", "share": "missing", "staff": 2})
    row = {name: [cells[2]] for name, cells in answers.items()} | {"decree": ["TS"], "share": [None], "staff": [2]}
    after = pug.score(row, document, unit="name")
    assert (found.after.score, found.after.grade) == (after.values[0], after.grades[0])
    assert (found.before.score, found.before.grade) == (scores.values[2], "failed")
    assert found.gates_closed == ("has_decree",)
    assert found.gates_opened == ()
    assert {name: (str(a), str(b)) for name, (a, b) in found.answers.items()} == {
        "decree": ("TT", "TS"),
        "share": ("75", "missing"),
        "staff": ("9", "2"),
    }
    assert {node.name for node in found.nodes} == {"decree", "share", "staff"}
    assert "gate met then: has_decree" in str(found)
    assert scores.what_if("A", {"decree": "TT"}).gates_opened == ("has_decree",)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"x": 1}, "variable.unknown"),
        ({"decree": "TX"}, "data.value"),
        ({"share": 101}, "data.value"),
        ({"share": [1]}, "document.type"),
        ({"share": math.nan}, "request.value"),
    ],
)
def test_suppositions_that_are_none(scores, changes, code):
    with pytest.raises(pug.PugError) as caught:
        scores.what_if("A", changes)
    assert caught.value.code == code


# --- robustness ---


def test_the_fewest_wrong_answers(scores):
    found = scores.robustness("A", draws=2000)
    assert (found.grade, found.can_fall, found.is_proved) == ("good", True, True)
    (wrong,) = found.fall
    assert scores.what_if("A", {wrong.variable: str(wrong.instead)}).after.grade != "good"
    for wrong in found.decisive:
        assert scores.what_if("A", {wrong.variable: str(wrong.instead)}).after.grade != "good"
    assert sum(chance.share for chance in found.chances) == pytest.approx(1)
    assert "falls if 1 answer is wrong" in str(found)
    assert scores.robustness("A", draws=0).chances == ()
    assert not scores.robustness("C", draws=0).can_fall


def test_draws_are_those_of_unit_and_seed(document, answers, scores):
    chances = scores.robustness("B", error=0.3).chances
    assert scores.robustness("B", error=0.3).chances == chances
    assert scores.robustness("B", error=0.3, seed=1).chances != chances
    backwards = {name: cells[::-1] for name, cells in answers.items()}
    assert pug.score(backwards, document, unit="name").robustness("B", error=0.3).chances == chances
    shares = {chance.grade: chance.share for chance in scores.robustness("B", error=0).chances}
    assert shares["poor"] == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"error": 2}, "robustness.error"),
        ({"error": math.nan}, "request.value"),
        ({"errors": {"share": 0.1}}, "robustness.error"),
        ({"errors": {"x": 0.1}}, "variable.unknown"),
        ({"deviations": {"permit": 0.1}}, "robustness.deviation"),
        ({"deviations": {"share": -1}}, "robustness.deviation"),
        ({"draws": -1}, "document.number"),
        ({"draws": 10**8}, "document.number"),
        ({"seed": "x"}, "document.number"),
    ],
)
def test_chances_that_are_none(scores, options, code):
    with pytest.raises(pug.PugError) as caught:
        scores.robustness("A", **options)
    assert caught.value.code == code


# --- costs in files ---


ROWS = [("variable", "answer", "cost"), ("decree", "TS", "1"), ("decree", "TL", "2.5"), ("permit", "", "2")]
IN_ROWS = {"decree": {"TS": "1", "TL": "2.5"}, "permit": "2"}


def write_csv(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def test_costs_from_tables(tmp_path, scores):
    assert read_costs(write_csv(tmp_path / "costs.csv", ROWS)) == IN_ROWS
    workbook = openpyxl.Workbook()
    for row in [("cost", "variable", "answer"), (1, "decree", "TS"), (2.5, "decree", "TL"), (2, "permit", None)]:
        workbook.active.append(row)
    workbook.save(tmp_path / "costs.xlsx")
    assert read_costs(tmp_path / "costs.xlsx") == IN_ROWS
    without = write_csv(tmp_path / "plain.csv", [("variable", "cost"), ("permit", "0.1")])
    assert scores.plan("B", score=56, costs=read_costs(without), only_priced=True).cost == Fraction(1, 10)


def test_costs_from_json(tmp_path, scores):
    path = tmp_path / "costs.json"
    path.write_text('{"decree": {"TS": 1, "TL": 0.10000001}}', encoding="utf-8-sig")
    costs = read_costs(path)
    plan = scores.plan("C", "fair", costs=costs, only_priced=True)
    assert plan.cost == Fraction("0.10000001")


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        ([("variable", "price"), ("a", "1")], "costs.column", 0),
        ([("cost",), ("1",)], "costs.column", 0),
        ([("variable", "cost"), ("a", "1"), ("a", "2")], "costs.twice", 3),
        ([("variable", "answer", "cost"), ("a", "x", "1"), ("a", "x", "2")], "costs.twice", 3),
        ([("variable", "answer", "cost"), ("a", "", "1"), ("a", "x", "2")], "costs.twice", 3),
        ([("variable", "answer", "cost"), ("a", "x", "1"), ("a", "", "2")], "costs.twice", 3),
    ],
)
def test_tables_of_costs_that_are_none(tmp_path, rows, code, line):
    with pytest.raises(pug.PugError) as caught:
        read_costs(write_csv(tmp_path / "costs.csv", rows))
    assert caught.value.code == code
    assert caught.value.problems[0].line == line


@pytest.mark.parametrize(
    "text", ["[1]", "{", "", '{"a": NaN}', '{"a": 1, "a": 2}', '{"a": {"x": 1, "x": 1}}', "[" * 100_000, "\udcff"]
)
def test_documents_of_costs_that_are_none(tmp_path, text):
    path = tmp_path / "costs.json"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(pug.PugError) as caught:
        read_costs(path)
    assert caught.value.code in {"costs.unreadable", "costs.shape"}


def test_files_of_costs_that_there_are_not(tmp_path):
    for name in ("costs.json", "costs.csv"):
        with pytest.raises(pug.PugError):
            read_costs(tmp_path / name)


# --- long searches ---

SLOW = """
import random, pug
random.seed(1)
names = [f"v{i}" for i in range(32)]
leaves = [{"weight": str(random.randrange(1, 10**6)), "from": name, "then": ["points"]} for name in names]
grades = [{"grade": "low", "from": "0"}, {"grade": "high", "from": "0.5"}]
document = {
    "pug": 1, "id": "test.many", "status": "draft", "title": "Many",
    "variables": {name: {"type": "yes_no"} for name in names},
    "score": {"arithmetic": leaves}, "verdict": {"grades": grades},
}
scores = pug.score([dict.fromkeys(names, 0)], document)
def costs():
    return {name: random.randrange(1, 10**6) for name in names}
print("begun", flush=True)
try:
    scores.frontier("1", costs=costs(), resources={f"r{i}": {"of": costs()} for i in range(3)})
except KeyboardInterrupt:
    print("interrupted", scores.plan("1").is_proved)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals cannot be sent to one process there")
def test_a_search_can_be_interrupted():
    with subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "begun\n"
        time.sleep(0.7)
        if process.poll() is not None or process.returncode is not None:
            pytest.skip("the search was over before it could be interrupted")
        process.send_signal(signal.SIGINT)
        try:
            said, _ = process.communicate(timeout=50)
        finally:
            process.kill()
    assert said == "interrupted True\n"


def test_an_ended_search_says_what_it_knows(scores):
    whole = scores.plan("C", "good", costs=COSTS)
    ended = scores.plan("C", "good", costs=COSTS, limit=0)
    assert ended.at_least <= whole.cost <= ended.cost


# --- the command line ---


@pytest.fixture
def files(tmp_path, document, answers):
    instrument = tmp_path / "small.json"
    instrument.write_text(json.dumps(document), encoding="utf-8")
    data = write_csv(tmp_path / "answers.csv", [answers, *zip(*answers.values(), strict=True)])
    return ["-i", instrument, data, "--unit", "name"]


@pytest.mark.parametrize("verb", ["plan", "what-if", "robustness", "gaps"])
def test_verbs_have_help(run, verb):
    done = run(verb, "--help")
    assert done.returncode == 0
    assert f"example:\n  pug {verb} " in done.stdout


def test_plan_command(run, files, tmp_path):
    done = run("plan", *files, "--name", "C", "--target", "good")
    assert done.returncode == 0, done.stderr
    assert "C: 70.83 failed -> " in done.stdout or "failed ->" in done.stdout
    assert "DRAFT" in done.stdout
    plans = json.loads(run("plan", *files, "--json").stdout)
    assert [plan["unit"] for plan in plans] == ["A", "B", "C", "D"]
    costs = write_csv(tmp_path / "costs.csv", ROWS)
    (plan,) = json.loads(
        run("plan", *files, "--name", "C", "--target", "fair", "--costs", costs, "--only-priced", "--json").stdout
    )
    assert plan["costs"] == {"days": "1"}
    assert plan["is_proved"] is True
    table = run("plan", *files, "--cost-name", "hari").stdout
    assert "hari" in table.splitlines()[0]
    assert len(json.loads(run("plan", *files, "--name", "B", "--frontier", "--json").stdout)) > 2
    assert "grades gained" in run("plan", *files, "--spend", "3").stdout


def test_plan_command_refuses(run, files):
    for wrong, code in [
        (["--name", "E"], "unit.unknown"),
        (["--target", "best"], "plan.target"),
        (["--frontier"], "plan.unit"),
        (["--spend", "3", "--name", "C"], "plan.unit"),
        (["--spend", "3", "--budget", "4"], "plan.budget"),
        (["--fixed", "x"], "variable.unknown"),
        (["--costs", "nowhere.csv"], ""),
        (["--budget", "much"], "document.number"),
    ]:
        done = run("plan", *files, *wrong)
        assert done.returncode == 1, wrong
        assert code in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""
    assert run("plan", *files, "--target", "good", "--score", "3").returncode == 2


def test_spending_on_nobody(run, files):
    done = run("plan", *files, "--spend", "0")
    assert done.returncode == 0, done.stderr
    assert json.loads(run("plan", *files, "--spend", "0", "--json").stdout) == []


def test_what_if_command(run, files):
    done = run("what-if", *files, "C", "decree=TL", "permit=missing")
    assert done.returncode == 0, done.stderr
    assert "decree: TT -> TL" in done.stdout
    assert "gate met then: has_decree" in done.stdout
    found = json.loads(run("what-if", *files, "C", "decree=TL", "--json").stdout)
    assert found["gates_closed"] == ["has_decree"]
    for wrong in (["x=1"], ["decree=TX"], ["decree=TS", "decree=TL"], ["share=101"]):
        done = run("what-if", *files, "C", *wrong)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
    assert run("what-if", *files, "C").returncode == 2
    assert run("what-if", *files, "C", "decree").returncode == 2
    assert run("what-if", *files, "C", "=TL").returncode == 2


def test_robustness_command(run, files):
    done = run("robustness", *files, "--draws", "100")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("unit")
    (found,) = json.loads(run("robustness", *files, "--name", "A", "--draws", "50", "--seed", "3", "--json").stdout)
    assert (found["unit"], found["draws"]) == ("A", 50)
    assert "falls if 1 answer is wrong" in run("robustness", *files, "--name", "A", "--draws", "0").stdout
    for wrong in (["--error", "2"], ["--error", "nan"], ["--draws", "-1"], ["--name", "E"]):
        done = run("robustness", *files, *wrong)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr


def test_gaps_command(run, files, tmp_path):
    done = run("gaps", *files, "--name", "C", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "Have it signed" in done.stdout
    assert "gate has_decree" in done.stdout
    rows = json.loads(run("gaps", *files, "--json").stdout)
    assert {row["unit"] for row in rows} == {"B", "C", "D"}
    out = tmp_path / "gaps.csv"
    assert run("gaps", *files, "--output", out, "--lang", "en").returncode == 0
    with out.open(newline="", encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert [row["unit"] for row in written] == [row["unit"] for row in rows]
    assert run("gaps", *files, "--name", "A", "--output", out).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("unit,nilai,indikator,"), "a table without rows has its header"
    assert run("gaps", *files, "--output", tmp_path / "gaps.json").returncode == 0
    assert json.loads((tmp_path / "gaps.json").read_text(encoding="utf-8"))[0]["unit"] == "B"


def test_gaps_are_not_written_over_their_input(run, files):
    instrument, data = files[1], files[2]
    for file in (instrument, data):
        before = file.read_bytes()
        done = run("gaps", *files, "--output", file)
        assert done.returncode == 1
        assert "output.is_input" in done.stderr
        assert file.read_bytes() == before
    assert run("gaps", *files, "--output", "gaps.txt").returncode == 2
