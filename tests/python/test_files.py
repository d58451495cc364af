import json

import openpyxl
import pug
import pytest

EXPECTED = [100, 31.25, 68.75, 6.25]
CSV = """name,region,decree,share,permit,staff,level
A,north,TL,100,yes,4,2
B,north,TS,50,tidak,2,1
C,south,TT,75.0,1,9,2
D,south,TDD,,not_assessed,1,1
"""


@pytest.fixture
def write(tmp_path):
    """Writes a file and returns its path."""

    def call(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return call


def problems_of(path, document, **options):
    with pytest.raises(pug.PugError) as caught:
        pug.score(path, document, **options)
    assert all(problem.file == str(path) for problem in caught.value.problems)
    return caught.value.problems


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_csv_of_every_make(write, document, separator, newline, mark):
    path = write("answers.csv", mark + CSV.replace(",", separator).replace("\n", newline))
    for data in (path, str(path)):
        scores = pug.score(data, document, unit="name")
        assert scores.values.tolist() == EXPECTED
        assert scores.columns == {"name": list("ABCD"), "region": ["north", "north", "south", "south"]}


def test_quotes_blank_lines_and_line_breaks_in_cells(write, document):
    text = (
        CSV.replace("north,TL", '"north, ""up""\nand beyond",TL').replace("C,south", "\n\nC,south").replace("TT", "TX")
    )
    (problem,) = problems_of(write("answers.csv", text), document)
    assert (problem.line, problem.where) == (7, "decree")
    (problem,) = problems_of(write("answers.csv", text.replace("TX", "TT").replace("TL", "TX")), document)
    assert (problem.line, problem.where) == (2, "decree")
    scores = pug.score(write("answers.csv", text.replace("TX", "TT")), document)
    assert scores.columns["region"][0] == 'north, "up"\nand beyond'


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (CSV.replace("C,south", "C"), "data.ragged", 4),
        (CSV.replace("C,south", "C,south,"), "data.ragged", 4),
        (CSV.replace("region", "name"), "data.duplicate_column", 1),
        (CSV.replace("C,south", 'C,"sou"th'), "data.syntax", 4),
        (CSV.replace("C,south", 'C,"south'), "data.syntax", 4),
        (CSV.replace("C,south", "C,s\xffuth").encode("latin-1"), "data.not_utf8", 4),
        (CSV.encode("utf-16"), "data.not_utf8", 1),
        ("", "data.empty", 0),
        ("\n\n", "data.empty", 0),
        (CSV.splitlines()[0], "data.empty", 0),
        (CSV.replace("75.0", "NaN"), "data.value", 4),
        (CSV.replace("75.0", "-Infinity"), "data.value", 4),
        (CSV.replace("75.0", "75,0").replace("north,", "north;"), "data.ragged", 2),
        (CSV.replace("75.0", "1e999"), "data.value", 4),
        (CSV.replace("75.0", "seventy"), "data.value", 4),
        (CSV.replace("75.0", "175"), "data.value", 4),
        (CSV.replace("75.0", "observed"), "data.value", 4),
        (CSV.replace("TT", "TX"), "data.value", 4),
        (CSV.replace("C,south", "A,south"), "data.duplicate_unit", 4),
        (CSV.replace("C,south", " ,south"), "data.unit", 4),
        (CSV.replace(",share", ",chair"), "data.missing_column", 0),
    ],
)
def test_csv_that_is_wrong(write, document, text, code, line):
    problem = problems_of(write("answers.csv", text), document, unit="name")[0]
    assert (problem.code, problem.line) == (code, line)


def test_a_duplicate_unit_names_both_lines(write, document):
    (problem,) = problems_of(write("answers.csv", CSV.replace("C,south", "A,south")), document, unit="name")
    assert problem.message == 'unit "A" stands twice, first in line 2'


def test_json_records_and_columns(write, document, answers):
    records = [dict(zip(answers, row, strict=True)) for row in zip(*answers.values(), strict=True)]
    for content in (records, answers):
        scores = pug.score(write("answers.json", json.dumps(content)), document, unit="name")
        assert scores.values.tolist() == EXPECTED
    assert isinstance(pug.score(write("answers.json", json.dumps(records)), document).frame(), list)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"decree": "TX", "share": 1, "permit": 1, "staff": 1, "level": 1}]', ("data.value", "/0/decree", 0)),
        (
            '{"decree": ["TL"], "share": [140], "permit": [1], "staff": [1], "level": [1]}',
            ("data.value", "/share/0", 0),
        ),
        ('[{"decree": [1]}]', ("data.value", "/0/decree", 0)),
        ('[{"share": 1,\n "share": 2}]', ("data.syntax", "", 0)),
        ('[{"share":\n NaN}]', ("data.syntax", "", 2)),
        ('[{"share": "NaN",\n\n "staff": -Infinity}]', ("data.syntax", "", 3)),
        ('[{"share": 1]', ("data.syntax", "", 1)),
        ('{"share": [1], "staff": [1, 2]}', ("data.ragged", "", 0)),
        ('{"share": 1}', ("data.shape", "", 0)),
        ("7", ("data.shape", "", 0)),
        ("[]", ("data.empty", "", 0)),
        ('[{"name": "\\ud800"}]', ("data.not_utf8", "", 0)),
        ("[" * 100_000, ("data.too_deep", "", 0)),
        (b'[{"name": "\xff"}]', ("data.not_utf8", "", 1)),
        ("", ("data.empty", "", 0)),
    ],
)
def test_json_that_is_wrong(write, document, text, expected):
    problem = problems_of(write("answers.json", text), document)[0]
    assert (problem.code, problem.where, problem.line) == expected


@pytest.fixture
def workbook(tmp_path):
    def call(*rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "answers.xlsx")
        return tmp_path / "answers.xlsx"

    return call


def test_workbooks(workbook, document, answers):
    rows = list(zip(*answers.values(), strict=True))
    scores = pug.score(workbook(list(answers), *rows), document, unit="name")
    assert scores.values.tolist() == EXPECTED
    (problem,) = problems_of(workbook(list(answers), rows[0], [], ["X", "r", "TX", 1, "no", 1, 1]), document)
    assert (problem.line, problem.where) == (4, "decree")


def test_workbooks_that_are_wrong(workbook, write, document):
    assert problems_of(workbook(), document)[0].code == "data.empty"
    assert problems_of(workbook(["a", "b"]), document)[0].code == "data.empty"
    assert problems_of(workbook(["a", "a"], [1, 2]), document)[0].code == "data.duplicate_column"
    assert problems_of(write("answers.xlsx", "no workbook"), document)[0].code == "data.syntax"


def test_files_that_cannot_be_read(tmp_path, document):
    assert problems_of(tmp_path / "nothing.csv", document)[0].code == "data.unreadable"
    assert problems_of(tmp_path / "nothing.dat", document)[0].code == "data.ending"
    (tmp_path / "folder.csv").mkdir()
    assert problems_of(tmp_path / "folder.csv", document)[0].code == "data.unreadable"
    assert problems_of(tmp_path / "a\0b.csv", document)[0].code == "data.unreadable"
