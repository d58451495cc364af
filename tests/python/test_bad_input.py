"""Whatever is wrong: every problem with its place, exit code 1, no half-written file, an existing output intact."""

import json

import pytest

DATA = """name,decree,share,permit,staff,level
A,TL,100,yes,4,2
B,TS,50,no,2,1
"""


def cyclic(document):
    document["nodes"] = [{"id": "a", "sum": ["b", "share"]}, {"id": "b", "sum": ["a", "share"]}]
    document["score"]["arithmetic"].append("a")


def deep(document):
    node = {"from": "share"}
    for _ in range(80):
        node = {"from": node}
    document["score"]["arithmetic"][0] = node


def with_key(**members):
    return lambda document: document.update(members)


def with_weights(weight):
    def change(document):
        for node in document["score"]["arithmetic"]:
            node["weight"] = weight

    return change


def overlapping(document):
    document["verdict"]["grades"][1]["to"] = "90"


def holed(document):
    document["verdict"]["grades"][1] |= {"to": "70"}


# What is wrong with the instrument, the code expected, and the beginning of its JSON pointer.
INSTRUMENTS = {
    "cycle": (cyclic, "/nodes"),
    "unknown key": (with_key(colour="red"), "/colour"),
    "weights that sum to zero": (with_weights("0"), "/score"),
    "negative weight": (with_weights("-1"), "/score/arithmetic/0/weight"),
    "overlapping bands": (overlapping, "/verdict/grades"),
    "undeclared hole between bands": (holed, "/verdict/grades"),
    "depth 65": (deep, "/score"),
    "unknown variable": (lambda d: d["score"]["arithmetic"].append("nothing"), "/score/arithmetic/5"),
    "status": (with_key(status="perfect"), "/status"),
}

TEXTS = {
    "duplicate key": (lambda text: text.replace('"edition": "1"', '"edition": "1", "edition": "2"'), ":4:"),
    "broken UTF-8": (lambda text: text.encode().replace(b"Kecil", b"Ke\xffil"), ":7:"),
    "NaN": (lambda text: text.replace('"digits": 2', '"digits": NaN'), ":"),
    "Infinity": (lambda text: text.replace('"digits": 2', '"digits": -Infinity'), ":"),
    "5 MB": (lambda text: text + " " * 5_000_000, ":"),
    "empty file": (lambda text: "", ":1:1: document.empty"),
    "cut short": (lambda text: text[:200], ":"),
    "another document": (lambda text: "[1, 2]", ":1:1:"),
}

# What is wrong with the data, and what stderr must say after the name of the file.
TABLES = {
    "missing column": (
        DATA.replace("share", "chair"),
        ': data.missing_column: there is no column for variable "share"',
    ),
    "text in a number column": (DATA.replace("50", "half"), ':3: data.value: found "half", wanted a number'),
    "no level of its scale": (DATA.replace("TS", "TX"), ':3: data.value: found "TX", wanted one of TT, TS, TL, TDD'),
    "duplicate unit": (DATA.replace("B,", "A,"), ':3: data.duplicate_unit: unit "A" stands twice, first in line 2'),
    "NaN": (DATA.replace("50", "NaN"), ':3: data.value: found "NaN"'),
    "Infinity": (DATA.replace("50", "Infinity"), ':3: data.value: found "Infinity"'),
    "outside the range": (
        DATA.replace("50", "101"),
        ":3: data.value: 101 lies outside its range (from 0 to 100) (share)",
    ),
    "broken UTF-8": (DATA.replace("B,", "\xff,").encode("latin-1"), ":3: data.not_utf8: found the byte 0xFF"),
    "empty file": ("", ": data.empty: found an empty file"),
    "no units": (DATA.splitlines()[0], ": data.empty: found a table without a row"),
    "a row too long": (DATA.replace("B,", "B,B,"), ":3: data.ragged: found 7 fields, wanted 6"),
    "duplicate column": (DATA.replace("staff", "share"), ':1: data.duplicate_column: column "share" stands twice'),
}


@pytest.fixture
def files(tmp_path, document):
    (tmp_path / "small.json").write_text(json.dumps(document))
    (tmp_path / "answers.csv").write_text(DATA)
    return tmp_path


def check(run, files, arguments, wanted, old=None):
    """The command fails with the message wanted, makes no output, and leaves an old one as it was."""
    verb, out = ("score", files / "out.csv") if old is None else ("report", files / "out.html")
    if old is not None:
        out.write_text(old)
    before = set(files.iterdir())
    done = run(verb, "-i", *arguments, "--unit", "name", "-o", out)
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert wanted in done.stderr
    assert "Traceback" not in done.stderr
    assert set(files.iterdir()) == before
    assert old is None or out.read_text() == old


@pytest.mark.parametrize("old", [None, "old"])
@pytest.mark.parametrize("name", TABLES)
def test_data(run, files, name, old):
    content, wanted = TABLES[name]
    data = files / "wrong.csv"
    data.write_bytes(content if isinstance(content, bytes) else content.encode())
    check(run, files, [files / "small.json", data], f"{data}{wanted}", old)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_instrument(run, files, document, name):
    change, pointer = INSTRUMENTS[name]
    change(document)
    path = files / "wrong.json"
    path.write_text(json.dumps(document, indent=2))
    check(run, files, [path, files / "answers.csv"], f"({pointer}")
    done = run("validate", path)
    assert done.returncode == 1
    assert any(line.startswith(f"{path}:") and f"({pointer}" in line for line in done.stderr.splitlines())


@pytest.mark.parametrize("name", TEXTS)
def test_text_of_an_instrument(run, files, document, name):
    change, place = TEXTS[name]
    content = change(json.dumps(document, indent=2))
    path = files / "wrong.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    check(run, files, [path, files / "answers.csv"], f"{path}{place}")


def test_unknown_instrument(run, files):
    check(run, files, ["undp.gi", files / "answers.csv"], "did you mean undp.gii?")


def test_files_that_are_not_there(run, files):
    missing = files / "none.csv"
    check(run, files, ["undp.gii", missing], f"{missing}: data.unreadable")
    done = run("validate", files / "none.json", files)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 2


def test_every_problem_is_listed(run, files):
    data = files / "wrong.csv"
    data.write_text(DATA.replace("TS", "TX").replace("50", "500").replace("no,", "perhaps,").replace("B,", "A,"))
    done = run("score", "-i", files / "small.json", data, "--unit", "name", "-o", files / "out.csv")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 4
    assert all(line.startswith(f"{data}:3: ") for line in done.stderr.splitlines())


def test_a_folder_that_does_not_exist(run, files):
    for verb, name in (("score", "out.csv"), ("report", "out.html")):
        out = files / "missing" / name
        done = run(verb, "-i", files / "small.json", files / "answers.csv", "-o", out)
        assert done.returncode == 1
        assert done.stderr == f'{out}: output.folder: the folder "{out.parent}" does not exist; make it first\n'
        assert not out.parent.exists()


def test_an_output_that_cannot_be_written(run, files):
    (files / "folder.csv").mkdir()
    done = run("score", "-i", files / "small.json", files / "answers.csv", "-o", files / "folder.csv")
    assert done.returncode == 1
    assert "found a folder" in done.stderr


def test_an_output_never_replaces_its_input(run, files):
    data = files / "answers.csv"
    done = run("score", "-i", files / "small.json", data, "-o", data)
    assert done.returncode == 1
    assert "output.is_input" in done.stderr
    assert data.read_text() == DATA


def test_an_unknown_reference(run, files):
    done = run(
        "report",
        "-i",
        files / "small.json",
        files / "answers.csv",
        "--unit",
        "name",
        "--reference",
        "Z",
        "-o",
        files / "r.html",
    )
    assert done.returncode == 1
    assert 'no unit is called "Z"' in done.stderr
    assert not (files / "r.html").exists()
