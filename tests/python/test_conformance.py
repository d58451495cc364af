"""Published figures, reproduced to the last digit: those in the repository always, those beside it when there."""

from __future__ import annotations

import csv
import json
import re
import shutil
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pug
import pytest
from pug.conformance import VECTORS as SHIPPED
from pug.conformance import reproduce
from pug.conformance.manifest import Manifest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "conformance"
VECTORS = FOLDER / "vectors"
SHARED = ROOT.parent / "shared" / "conformance"
MANIFEST = Manifest.read(FOLDER / "manifest.json")

# File, instrument and column of what stands in the folder beside the project, and how many figures are published.
ASEM = 91950
BESIDE = {
    ("undp_gii_2022.csv", "undp.gii", "gii"): 177,
    ("undp_hdi_gdi_2022.csv", "undp.hdi", "hdi"): 204,
    ("undp_hdi_gdi_2022.csv", "undp.hdi", "hd_group"): 193,
    ("undp_hdi_gdi_2022.csv", "undp.gdi", "hdi_f"): 193,
    ("undp_hdi_gdi_2022.csv", "undp.gdi", "hdi_m"): 193,
    ("undp_hdi_gdi_2022.csv", "undp.gdi", "gdi"): 193,
    ("undp_ranks_groups_2022.csv", "undp.gii", "gii_rank"): 166,
    ("undp_ranks_groups_2022.csv", "undp.hdi", "hdi_rank"): 193,
    ("undp_ranks_groups_2022.csv", "undp.gdi", "gdi_group"): 182,
    **{
        ("wbl_2023.csv", "worldbank.wbl", f"{column}_published"): 190
        for column in (
            *("mobility", "workplace", "pay", "marriage", "parenthood", "entrepreneurship", "assets", "pension"),
            "wbl_index",
        )
    },
    ("eige_h1_2012.csv", "eige.h1", "total_published"): 28,
    ("eige_h3_2012.csv", "eige.h3", "total_published"): 29,
    ("eige_h4_2012.csv", "eige.h4", "total_published"): 29,
    **{
        ("eige_gei_2010.csv", "eige.gei", f"{column}_published"): 29
        for column in ("work", "money", "knowledge", "time", "power", "health", "index")
    },
    ("pefa_m2_table.csv", "pefa.m2", "score"): 65,
    ("bps_ikg.csv", "bps.ikg", "ikg_published"): 5,
    ("bps_ipm.csv", "bps.ipm", "ipm_published"): 4,
}


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def printed(value, digits):
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def agreeing(values, published, digits):
    pairs = [(value, Decimal(text)) for value, text in zip(values, published, strict=True) if text]
    return sum(printed(value, digits) == figure for value, figure in pairs), len(pairs)


# --- the vectors of the repository -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.csv")), ids=lambda path: path.stem)
def test_vectors(path, tmp_path):
    shutil.copy(path, tmp_path)
    outcome, rows = reproduce(tmp_path), rows_of(path)
    assert outcome.problems == []
    assert [table.instrument for table in outcome.tables] == [path.stem]
    (table,) = outcome.tables
    for column in table.columns:
        assert column.compared == sum(bool(row[column.column]) for row in rows) > 0
        assert column.agree == column.compared
    # Whatever is neither an input nor a name of the row is compared.
    rule = next(rule for rule in MANIFEST.tables if rule.instrument == path.stem)
    told = {"country", "economy", "iso", "iso3", "year", "n_dims", "report_year", *rule.label}
    inputs = set(pug.Instrument.load(path.stem).variables)
    assert {column.column for column in table.columns} == rows[0].keys() - inputs - told - ungraded(rule, rows[0])


def ungraded(rule, row):
    """Identifying columns of a row that have a meaning for other instruments only."""
    return {name for name in ("hd_group",) if name in row and name not in {f.column for f in rule.figures}}


def test_the_package_ships_the_vectors_of_the_repository():
    names = sorted(path.name for path in VECTORS.glob("*.csv"))
    assert len(names) >= 14
    assert sorted(path.name for path in SHIPPED.glob("*.csv")) == names
    for name in names:
        assert (SHIPPED / name).read_bytes() == (VECTORS / name).read_bytes()
    assert (SHIPPED.parent / "manifest.json").read_bytes() == (FOLDER / "manifest.json").read_bytes()


def test_the_vectors_name_their_sources():
    text = (VECTORS / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in text for path in VECTORS.glob("*.csv"))


def test_the_manifest_speaks_of_what_there_is():
    for rule in MANIFEST.tables:
        model = pug.Instrument.load(rule.instrument)
        known = {"score", "rounded", "grade", "rank", *(node.id for node in model.nodes.values())}
        assert {figure.of for figure in rule.figures} <= known


def test_the_command_by_default(run):
    done = run("conformance")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "  undp.gii gii: 50 of 50 (to 3 decimals)" in lines
    agree, compared = map(int, re.fullmatch(r"(\d+) of (\d+) published figures reproduced", lines[-1]).groups())
    assert agree == compared > 1000
    told = [int(count) for line in lines[:-1] for count in re.findall(r": (\d+) of ", line)]
    assert sum(told) == agree


# --- what does not agree ---------------------------------------------------------------------------------------------


@pytest.fixture
def spoilt(tmp_path):
    """A folder with a copy of a vector in which one cell is changed."""

    def spoil(name, row, column, change):
        rows = rows_of(VECTORS / name)
        rows[row][column] = change(rows[row][column])
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path

    return spoil


def up(step):
    return lambda text: str(Decimal(text) + Decimal(step))


@pytest.mark.parametrize(
    ("name", "column", "change"),
    [
        ("undp.gii.csv", "gii", up("0.001")),
        ("undp.gii.csv", "gii", up("-0.001")),
        ("undp.gdi.csv", "hdi_f", up("0.0000001")),
        ("undp.gdi.csv", "gdi_group", lambda group: str(int(group) % 5 + 1)),
        ("undp.hdi.csv", "hd_group", lambda group: "High" if group != "High" else "Low"),
        ("worldbank.wbl.csv", "mobility_published", up("0.1")),
        ("worldbank.wbl.csv", "wbl_index_published", up("0.1")),
        ("eige.h1.csv", "total_published", up("0.1")),
        ("eige.gei.csv", "work_published", up("0.3")),
        ("eige.gei.csv", "index_published", up("-0.3")),
        ("oecd.sigi-2019.csv", "sigi_published", up("0.3")),
        ("pefa.m2.csv", "grade", lambda grade: "A" if grade != "A" else "D"),
        ("bps.ikg.csv", "ikg_published", up("0.002")),
        ("bps.ipm.csv", "ipm_published", up("0.02")),
        ("kemenpppa.lpkra-2022.csv", "raw_sum", up("1")),
        ("undp.gii.csv", "gii", lambda _: "n/a"),
    ],
)
def test_one_changed_figure_is_found(spoilt, run, name, column, change):
    folder = spoilt(name, 0, column, change)
    published = rows_of(folder / name)[0][column]
    done = run("conformance", folder)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{name}:2: conformance.differs: ")
    assert f"published {published}, computed " in line
    assert line.endswith(f"({column})")
    agree, compared = map(int, re.findall(r"\d+", done.stdout.splitlines()[-1]))
    assert agree == compared - 1


def test_a_figure_for_a_unit_without_score_is_found(spoilt):
    folder = spoilt("undp.gii.csv", 1, "mmr", lambda _: "")
    (problem,) = reproduce(folder).problems
    assert problem.line == 3
    assert "computed missing" in problem.message


def test_an_unreadable_input_is_told_with_its_line(spoilt):
    folder = spoilt("undp.gii.csv", 1, "mmr", lambda _: "many")
    problems = reproduce(folder).problems
    assert [(problem.file, problem.line, problem.where) for problem in problems] == [("undp.gii.csv", 3, "mmr")]


def test_a_file_that_is_not_recognised_is_named(run, tmp_path):
    shutil.copy(VECTORS / "eige.h3.csv", tmp_path)
    (tmp_path / "figures.csv").write_text("a,b\n1,2\n")
    done = run("conformance", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "figures.csv: not recognised" in done.stdout.splitlines()
    assert done.stdout.splitlines()[-1] == "29 of 29 published figures reproduced"


def test_nothing_to_compare_is_a_failure(run, tmp_path):
    assert run("conformance", tmp_path).returncode == 1
    done = run("conformance", tmp_path / "none")
    assert done.returncode == 1
    assert "conformance.folder" in done.stderr
    (tmp_path / "undp.gii.csv").write_text("country,mmr\nA,1\n")
    done = run("conformance", tmp_path)
    assert done.returncode == 1
    assert "conformance.no_figures" in done.stderr


def test_ranks_without_their_inputs_are_a_failure(tmp_path):
    (tmp_path / "undp_ranks_groups_2022.csv").write_text("iso3,gii_rank,hdi_rank,gdi_group\nAFG,162,182,5\n")
    problems = reproduce(tmp_path).problems
    assert {problem.code for problem in problems} == {"conformance.unreadable"}
    assert {problem.file for problem in problems} == {"undp_gii_2022.csv", "undp_hdi_gdi_2022.csv"}


def test_as_json(run, spoilt):
    folder = spoilt("eige.h3.csv", 4, "h3", up("0.1"))
    (folder / "other.txt").write_text("")
    done = run("conformance", folder, "--json", "--exact")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["agree"], told["compared"], told["not_recognised"]) == (28, 29, ["other.txt"])
    assert [(each["file"], each["row"], each["column"]) for each in told["disagreements"]] == [("eige.h3.csv", 6, "h3")]
    (table,) = told["tables"]
    assert table["columns"] == [{"column": "h3", "of": "score", "rule": "to 1 decimal", "compared": 29, "agree": 28}]
    assert table["speed"]["units"] == 29
    assert table["speed"]["fast_seconds"] > 0


def test_the_cost_of_exact_verdicts(run):
    done = run("conformance", "--exact")
    assert done.returncode == 0
    text = done.stdout[done.stdout.index("worldbank.wbl.csv") :]
    exact, units = map(int, re.search(r"(\d+) of (\d+) units \([0-9.]+%\) needed the exact path", text).groups())
    # Twenty of the indices end in a half at the second decimal; zero and a hundred are cut-offs of nothing.
    assert units == 43
    assert 20 <= exact < 43
    assert re.search(r"[0-9.]+ µs a unit in doubles; [0-9.]+ µs a unit exactly", text)


# --- what stands beside the project ----------------------------------------------------------------------------------


def shared(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    return path


@pytest.fixture(scope="module")
def beside():
    """Everything in the folder beside the project, compared once."""
    if not SHARED.exists():
        pytest.skip("there is no folder of figures beside the project")
    return reproduce(SHARED)


@pytest.mark.parametrize(("file", "instrument", "column"), BESIDE)
def test_every_row_of_every_file_beside_the_project(beside, file, instrument, column):
    shared(file)
    (found,) = [
        outcome
        for table in beside.tables
        for outcome in table.columns
        if (table.file, table.instrument, outcome.column) == (file, instrument, column)
    ]
    assert found.compared == BESIDE[file, instrument, column]
    assert found.agree == found.compared


def test_nothing_beside_the_project_is_passed_over(beside):
    assert beside.problems == []
    assert beside.unknown == []
    compared = {(t.file, t.instrument, c.column): c.compared for t in beside.tables for c in t.columns}
    assert compared == BESIDE
    assert {index.name: (index.agree, index.compared) for index in beside.indices} == {"asem": (ASEM, ASEM)}
    assert beside.agree == beside.compared == sum(BESIDE.values()) + ASEM
    left_out = {table.file: (table.left_out, table.why) for table in beside.tables if table.left_out}
    assert left_out.keys() == {"eige_h1_2012.csv"}
    assert left_out["eige_h1_2012.csv"][0] == 1
    assert "European Union" in left_out["eige_h1_2012.csv"][1]
    assert beside.skipped.keys() == {"wbl_questions.csv"}


# The same, without the code under test that reads the manifest.


def test_gii_of_every_country_by_the_command(run, tmp_path):
    path, out = shared("undp_gii_2022.csv"), tmp_path / "out.csv"
    done = run("score", "-i", "undp.gii", path, "-o", out)
    assert (done.returncode, done.stderr) == (0, "")
    rows = rows_of(out)
    assert agreeing([float(row["score"]) for row in rows], [row["gii"] for row in rows], 3) == (177, 177)


def test_ranks_of_gii_without_aggregates():
    path = shared("undp_gii_2022.csv")
    ranks = {row["iso3"]: row["gii_rank"] for row in rows_of(shared("undp_ranks_groups_2022.csv"))}
    scores = pug.score(path, "undp.gii", unit="iso3", rank_where="is_aggregate=0")
    compared = [
        (rank, ranks[name]) for name, rank in zip(scores.names, scores.ranks.tolist(), strict=True) if ranks.get(name)
    ]
    assert len(compared) == 166
    assert [rank for rank, _ in compared] == [float(published) for _, published in compared]


def test_h3_of_every_country():
    path = shared("eige_h3_2012.csv")
    scores = pug.score(path, "eige.h3")
    assert agreeing(scores.values.tolist(), [row["total_published"] for row in rows_of(path)], 1) == (29, 29)


def test_gii_of_the_vectors():
    path = VECTORS / "undp.gii.csv"
    assert agreeing(pug.score(path, "undp.gii").values.tolist(), [row["gii"] for row in rows_of(path)], 3) == (50, 50)
