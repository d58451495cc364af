"""The installed command, as its users call it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pug
import pytest


@pytest.fixture
def instrument(tmp_path, document):
    path = tmp_path / "small.json"
    path.write_text(json.dumps(document))
    return path


@pytest.fixture
def data(tmp_path, answers):
    path = tmp_path / "answers.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(answers)
        writer.writerows(zip(*answers.values(), strict=True))
    return path


def read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_instruments(run):
    done = run("instruments")
    assert done.returncode == 0
    assert all(name in done.stdout for name in pug.catalog())
    listed = json.loads(run("instruments", "--json").stdout)
    assert [entry["id"] for entry in listed] == pug.catalog()
    assert len(listed[0]["fingerprint"]) == 64


def test_show(run, instrument):
    done = run("show", instrument)
    assert done.returncode == 0
    assert "test.small 1 (draft)" in done.stdout
    assert "DRAFT" in done.stdout
    assert "from decree > points" in done.stdout
    assert "has_decree" in done.stdout
    assert "Kecil" in run("show", instrument, "--lang", "id").stdout
    assert json.loads(run("show", "undp.gii", "--json").stdout)["id"] == "undp.gii"
    assert "DRAFT" not in run("show", "undp.gii").stdout


def test_validate(run, instrument):
    done = run("validate", instrument, "eige.h3")
    assert done.returncode == 0
    assert "small.json: test.small 1 is sound, 1 of 1 examples agree" in done.stdout
    # Three texts of the instrument are in English only; the catalog's own is in both languages.
    warnings = done.stderr.splitlines()
    assert len(warnings) == 3
    for line in warnings:
        assert line.startswith(f"{instrument}:1:")
        assert ": warning.missing_translation: " in line


def test_score_with_threads(run, instrument, data):
    call = ["score", "-i", instrument, data, "--unit", "name", "--json"]
    alone, shared = run(*call), run(*call, "--threads", "2")
    assert (alone.returncode, shared.returncode, shared.stderr) == (0, 0, "")
    assert shared.stdout == alone.stdout


@pytest.mark.parametrize("threads", ["0", "1025", "two", "1.0", "-1", "", "9" * 5000, "²"])
def test_a_number_of_threads_that_is_none_is_bad_usage(run, instrument, data, threads):
    done = run("score", "-i", instrument, data, f"--threads={threads}")
    assert done.returncode == 2
    assert "argument --threads: found" in done.stderr
    assert "wanted a whole number from 1 to 1024" in done.stderr


def test_validate_warns_of_an_instrument_without_examples(run, instrument, document):
    del document["examples"]
    instrument.write_text(json.dumps(document))
    done = run("validate", instrument)
    assert done.returncode == 0
    assert "warning: no examples" in done.stderr


def test_validate_goes_on_after_a_bad_file(run, tmp_path, instrument, document):
    document["examples"][0]["expect"]["grade"] = "fair"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(document, indent=2))
    broken = tmp_path / "broken.json"
    broken.write_text('{"pug": 1,\n"pug": 1}')
    done = run("validate", wrong, broken, instrument)
    assert done.returncode == 1
    assert "small.json: test.small 1 is sound" in done.stdout
    assert "wrong.json: test.small 1 is not sound, 0 of 1 examples agree" in done.stdout
    lines = [line for line in done.stderr.splitlines() if ": warning." not in line]
    assert lines[0].startswith(f"{wrong}:")
    assert "example.grade" in lines[0]
    assert any(line.startswith(f"{broken}:2:") and "document.duplicate_key" in line for line in lines)


def test_score_prints_a_ranking(run, instrument, data):
    done = run("score", "-i", instrument, data, "--unit", "name")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0] == ["rank", "unit", "score", "grade", "coverage", "low", "high"]
    assert rows[2] == ["1", "A", "100.00", "good", "100%", "100.00", "100.00"]
    assert rows[3][:4] == ["2", "C", "68.75", "failed"]
    assert rows[5] == ["4", "D", "6.25", "poor", "33.33%", "4.17", "70.83"]
    assert "DRAFT" in done.stdout


def test_score_writes_csv_at_full_precision(run, instrument, data, tmp_path):
    out = tmp_path / "out.csv"
    done = run("score", "-i", instrument, data, "--unit", "name", "-o", out)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert out.read_bytes().splitlines(keepends=True)[0].endswith(b",high\n")
    rows = read(out)
    assert list(rows[0])[:2] == ["name", "region"]
    assert list(rows[0])[-7:] == ["score", "grade", "rank", "coverage", "status", "low", "high"]
    assert rows[3]["decree"] == ""
    assert rows[1]["decree"] == "0.5"
    assert rows[2]["rank"] == "2"
    expected = pug.score(data, instrument, unit="name").to_dict()
    for name in ("score", "low", "high", "coverage"):
        assert [row[name] for row in rows] == [repr(value) for value in expected[name]]
    assert len(rows[3]["low"]) > 15


def test_input_columns_are_written_unchanged(run, instrument, data, tmp_path):
    text = data.read_text().replace("north", '"=1+1, ""x""\r\nü "').replace("region", "score")
    data.write_bytes(text.encode())
    out = tmp_path / "out.csv"
    assert run("score", "-i", instrument, data, "-o", out).returncode == 0
    assert [row["score_input"] for row in read(out)] == ['=1+1, "x"\r\nü '] * 2 + ["south"] * 2
    again = run("score", "-i", instrument, data, "-o", tmp_path / "again.csv")
    assert again.returncode == 0
    assert (tmp_path / "again.csv").read_bytes() == out.read_bytes()


def test_score_writes_json(run, instrument, data, tmp_path):
    out = tmp_path / "out.json"
    assert run("score", "-i", instrument, data, "-o", out).returncode == 0
    written = json.loads(out.read_text())
    assert written["instrument"]["status"] == "draft"
    assert written["units"][3]["decree"] is None
    assert written["units"][0]["score"] == 100
    assert json.loads(run("score", "-i", instrument, data, "--json").stdout) == written


def test_score_writes_workbooks_without_formulas(run, instrument, data, tmp_path):
    data.write_text(data.read_text().replace("north", "=1+1").replace("south", "https://example.org"))
    out = tmp_path / "out.xlsx"
    assert run("score", "-i", instrument, data, "-o", out).returncode == 0
    sheet = openpyxl.load_workbook(out)["scores"]
    header = [cell.value for cell in sheet[1]]
    region, score = sheet.cell(2, header.index("region") + 1), sheet.cell(3, header.index("score") + 1)
    assert (region.value, region.data_type) == ("=1+1", "s")
    assert sheet.cell(4, header.index("region") + 1).hyperlink is None
    assert (score.value, score.data_type) == (31.25, "n")
    first = out.read_bytes()
    assert run("score", "-i", instrument, data, "-o", out).returncode == 0
    assert out.read_bytes() == first


def test_cohorts_and_ranked_units(run, instrument, data):
    done = run("score", "-i", instrument, data, "--unit", "name", "--by", "region", "--json")
    assert [unit["rank"] for unit in json.loads(done.stdout)["units"]] == [1, 2, 1, 2]
    done = run("score", "-i", instrument, data, "--rank-where", "region=north", "--json")
    assert [unit["rank"] for unit in json.loads(done.stdout)["units"]] == [1, 2, None, None]


def test_explain(run, instrument, data):
    done = run("explain", "-i", instrument, data, "--unit", "name", "C")
    assert done.returncode == 0
    assert done.stdout.startswith(str(pug.score(data, instrument, unit="name").explain("C")))
    assert "DRAFT" in done.stdout
    explained = json.loads(run("explain", "-i", instrument, data, "3", "--json").stdout)
    assert explained["verdict"]["grade"] == "failed"
    done = run("explain", "-i", instrument, data, "--unit", "name", "Z")
    assert done.returncode == 1
    assert 'no unit is called "Z"' in done.stderr


def test_a_name_cannot_steer_the_terminal(run, instrument, data):
    data.write_text(data.read_text().replace("A,", "\x1b[31mA\u202e,"))
    for done in (
        run("score", "-i", instrument, data, "--unit", "name"),
        run("explain", "-i", instrument, data, "--unit", "name", "\x1b[31mA\u202e"),
    ):
        assert done.returncode == 0
        assert "\\x1b[31mA\\u202e" in done.stdout
        assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["score"],
        ["score", "-i", "undp.gii"],
        ["score", "-i", "undp.gii", "x.csv", "--colour"],
        ["score", "-i", "undp.gii", "x.csv", "--rank-where", "region"],
        ["score", "-i", "undp.gii", "x.csv", "-o", "out.dat"],
        ["score", "-i", "undp.gii", "x.csv", "-o", "out.html"],
        ["report", "-i", "undp.gii", "x.csv"],
        ["report", "-i", "undp.gii", "x.csv", "-o", "out.csv"],
        ["report", "-i", "undp.gii", "x.csv", "-o", "out.html", "--lang", "fr"],
        ["explain", "-i", "undp.gii", "x.csv"],
        ["validate"],
    ],
)
def test_a_wrong_command_line_is_told_from_wrong_data(run, arguments):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", ["instruments", "show", "validate", "score", "explain", "report"])
def test_every_verb_has_help_with_an_example(run, verb):
    done = run(verb, "--help")
    assert done.returncode == 0
    assert f"example:\n  pug {verb}" in done.stdout


def test_the_version(run):
    assert run("--version").stdout == f"pug {pug.__version__}\n"
    assert subprocess.run([sys.executable, "-m", "pug", "--version"], check=False).returncode == 0


def test_output_cut_short_is_no_error():
    command = [Path(sys.executable).with_name("pug"), "show", "kemenpppa.lplpp"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    _, complaint = process.communicate(timeout=60)
    assert complaint == b""


def test_an_interrupted_command_says_so_and_leaves_nothing(tmp_path, instrument, data):
    program = (
        "import sys, signal, os, pug._write, pug.cli\n"
        "pug._write._WRITERS['.csv'] = lambda scores: os.kill(os.getpid(), signal.SIGINT) or b'late'\n"
        "import pug.cli.score\n"
        "sys.exit(pug.cli.main(sys.argv[1:]))"
    )
    out = tmp_path / "out.csv"
    done = subprocess.run(
        [sys.executable, "-c", program, "score", "-i", instrument, data, "-o", out],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 130
    assert done.stderr == "interrupted\n"
    assert not out.exists()


def test_names_outside_a_terminals_alphabet_are_printed_somehow(run, instrument, data):
    data.write_text(data.read_text().replace("A,", "Ünït 東,"), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("score", "-i", instrument, data, "--unit", "name", env=environment)
    assert done.returncode == 0
    assert "n\\xeft" in done.stdout
