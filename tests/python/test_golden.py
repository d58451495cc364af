"""Every number of the golden files comes out of Python to the last bit (see tests/golden/README.md)."""

from __future__ import annotations

import json
import math
import os
import struct
import subprocess
from pathlib import Path

import pug
import pytest
from pug import _pug

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "golden").glob("*.tsv"))


def read_lines(path: Path) -> list[list[str]]:
    """The lines of a golden file as cells."""
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def same_bits(found: float, expected: str) -> bool:
    """Whether a double is the expected one, written in hexadecimal."""
    if expected == "nan":
        return math.isnan(found)
    return struct.pack("<d", found) == struct.pack("<d", float.fromhex(expected))


def column_agrees(scores: pug.Scores, column: str, expected: list[str]) -> list[bool]:
    """Whether each cell of a column of results agrees with the scores."""
    floats = {
        "score": scores.values,
        "rounded": scores.rounded,
        "coverage": scores.coverages,
        "low": scores.low,
        "high": scores.high,
        "rank": scores.ranks,
    }
    words = {"status": (scores.statuses, _pug.status_names), "decided": (scores.decided, _pug.decided_names)}
    kind, _, name = column.partition(" ")
    if kind == "value":
        floats[column] = scores.node(name).values
    elif kind == "status" and name:
        words[column] = (scores.node(name).statuses, _pug.status_names)
    elif kind == "gate":
        words[column] = (list(scores.gates.values())[int(name)], _pug.gate_states)
    elif kind == "cap":
        words[column] = (list(scores.caps.values())[int(name)], _pug.cap_states)
    if column == "grade":
        return [(found or "") == grade for found, grade in zip(scores.grades, expected, strict=True)]
    if column in floats:
        return [same_bits(found, cell) for found, cell in zip(floats[column], expected, strict=True)]
    found_words, names = words[column]
    return [found == names[int(code)] for found, code in zip(found_words, expected, strict=True)]


def test_there_are_golden_files() -> None:
    assert len(FILES) >= 6


def disagreements(path: Path) -> list[str]:
    """The cells of a golden file that do not come out of Python."""
    lines = read_lines(path)
    instrument = next(cells[1] for cells in lines if cells[0] == "instrument")
    inputs = next(cells[1:] for cells in lines if cells[0] == "inputs")
    results = next(cells[1:] for cells in lines if cells[0] == "results")
    rows = [cells[1:] for cells in lines if cells[0] == "in"]
    out = [cells[1:] for cells in lines if cells[0] == "out"]
    answers = {name: [row[i] for row in rows] for i, name in enumerate(inputs)}

    scores = pug.score(answers, ROOT / instrument if instrument.endswith(".json") else instrument)

    assert len(scores) == len(out)
    # Every node is compared, not only those that the file happens to name.
    assert {column[6:] for column in results if column.startswith("value ")} == set(scores.nodes)
    return [
        f"row {row + 1}, column {column}: not {out[row][c]}"
        for c, column in enumerate(results)
        for row, agrees in enumerate(column_agrees(scores, column, [cells[c] for cells in out]))
        if not agrees
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_cell_comes_out_to_the_last_bit(path: Path) -> None:
    assert disagreements(path) == []


def published_tables() -> list[tuple[str, Path]]:
    """Every table of published figures at hand whose columns are variables, with the instrument that scores it."""
    folders = [ROOT / "tests" / "conformance" / "vectors", ROOT.parent / "shared" / "conformance"]
    manifest = json.loads((ROOT / "tests" / "conformance" / "manifest.json").read_text("utf-8"))
    return [
        (table["instrument"], path)
        for table in manifest["tables"]
        if "inputs" not in table and "letters" not in table
        for pattern in table["files"]
        for folder in folders
        for path in sorted(folder.glob(pattern))
    ]


@pytest.mark.skipif("PUG_BUILD_DIR" not in os.environ, reason="the C++ and C programs were not built (PUG_BUILD_DIR)")
@pytest.mark.parametrize(
    ("instrument", "table"), published_tables(), ids=lambda value: value.name if isinstance(value, Path) else value
)
def test_three_languages_give_the_same_bytes(instrument: str, table: Path, tmp_path: Path) -> None:
    tests = Path(os.environ["PUG_BUILD_DIR"]) / "tests"
    golden = tmp_path / "scored-in-c++.tsv"
    with golden.open("wb") as out:
        subprocess.run([tests / "pug_golden", instrument, table], cwd=ROOT, stdout=out, check=True)
    subprocess.run([tests / "c_golden", golden], cwd=ROOT, check=True)
    assert disagreements(golden) == []
