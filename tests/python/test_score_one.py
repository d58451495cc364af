"""One unit by itself gets what `pug.score` gives it in a table, to the last bit."""

from __future__ import annotations

import math
import random
import struct
import subprocess
import sys
from array import array
from collections import OrderedDict
from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pug
import pytest

STATUSES = ["missing", "not_applicable", "not_assessed", "no_information", "waived", "suppressed"]
ROWS = 40

ABSOLUTE = [name for name in pug.catalog() if not pug.Instrument.load(name).is_relative]


def bits(value: float | None) -> bytes:
    return struct.pack("<d", math.nan if value is None else value)


def same(verdict: pug.Verdict, scores: pug.Scores, row: int = 0) -> bool:
    numbers = {name: getattr(verdict, name) for name in ("score", "rounded", "coverage", "low", "high")}
    columns = (scores.values, scores.rounded, scores.coverages, scores.low, scores.high)
    words = (verdict.status, verdict.grade, verdict.decided)
    return all(
        bits(number) == bits(column[row]) for number, column in zip(numbers.values(), columns, strict=True)
    ) and words == (scores.statuses[row], scores.grades[row], scores.decided[row])


def random_number(variable, chance: random.Random) -> float:
    low = variable.low if variable.low is not None else -1000.0
    high = variable.high if variable.high is not None else 1000.0
    if variable.type in ("count", "choice", "yes_no"):
        return float(chance.randint(math.ceil(low), math.floor(min(high, low + 60))))
    # Ends, numbers with few digits as people write them, and any double.
    number = chance.uniform(low, high)
    return chance.choice([low, high, min(high, max(low, round(number, 1))), number])


def random_answer(variable, chance: random.Random) -> object:
    """An answer as it may stand in a table."""
    if chance.random() < 0.15:
        return chance.choice([None, "", math.nan, *STATUSES])
    if variable.scale is not None:
        codes = [level.code for level in variable.scale.levels]
        return chance.choice(codes)
    number = random_number(variable, chance)
    if variable.type == "yes_no":
        return chance.choice([number, bool(number), "ya" if number else "no", int(number)])
    if variable.type == "count":
        return chance.choice([number, int(number), str(int(number))])
    return chance.choice([number, repr(number)])


@pytest.mark.parametrize("name", ABSOLUTE)
def test_the_catalog_to_the_last_bit_by_name(name):
    instrument, chance = pug.Instrument.load(name), random.Random(name)
    rows = [{key: random_answer(v, chance) for key, v in instrument.variables.items()} for _ in range(ROWS)]
    scores = pug.score(rows, instrument)
    assert all(same(instrument.score_one(row), scores, at) for at, row in enumerate(rows))


@pytest.mark.parametrize("name", ABSOLUTE)
def test_the_catalog_to_the_last_bit_in_order(name):
    instrument, chance = pug.Instrument.load(name), random.Random(name)
    rows = [[random_number(v, chance) for v in instrument.variables.values()] for _ in range(ROWS)]
    for row in rows[ROWS // 2 :]:
        row[chance.randrange(len(row))] = math.nan
    scores = pug.score(np.array(rows), instrument)
    assert all(same(instrument.score_one(row), scores, at) for at, row in enumerate(rows))
    assert all(same(instrument.score_one(np.array(row)), scores, at) for at, row in enumerate(rows))


@pytest.fixture
def small(document) -> pug.Instrument:
    return pug.Instrument.load(document)


ROW = {"decree": "TS", "share": 50.0, "permit": "no", "staff": 2, "level": "1"}


def test_a_verdict(small):
    verdict = small.score_one(ROW)
    assert verdict == pug.Verdict(
        score=31.25,
        status="observed",
        grade="poor",
        rounded=31.25,
        coverage=1.0,
        low=31.25,
        high=31.25,
        decided=verdict.decided,
    )
    with pytest.raises(FrozenInstanceError):
        verdict.score = 1.0
    assert not hasattr(verdict, "__dict__")
    assert hash(verdict) == hash(small.score_one(ROW))


def test_what_there_is_not_is_none(small):
    nothing = small.score_one(dict.fromkeys(ROW, "suppressed"))
    assert (nothing.score, nothing.rounded, nothing.status, nothing.grade) == (None, None, "suppressed", None)
    assert nothing.coverage == 0
    assert (nothing.low, nothing.high) == (0, 100)


@pytest.mark.parametrize("gap", [None, math.nan, np.float64("nan"), "", " ", "missing"])
def test_every_way_to_say_nothing_is_missing(small, gap):
    verdict = small.score_one(ROW | {"share": gap})
    assert same(verdict, pug.score([ROW | {"share": None}], small))
    assert verdict.coverage == 0.75
    assert verdict.low < verdict.high


@pytest.mark.parametrize(
    "change",
    [
        {"decree": "TDD"},
        {"level": 1},
        {"level": 1.0},
        {"level": np.int64(1)},
        {"permit": False},
        {"permit": np.False_},
        {"permit": 0},
        {"permit": "tidak"},
        {"staff": 2.0},
        {"staff": "2"},
        {"staff": np.float64(2)},
        {"staff": np.int32(2)},
        {"staff": Decimal("2")},
        {"share": Decimal("49.9")},
        {"share": "49.9"},
        {"share": 49},
        {"share": "not_assessed"},
        {"name": "more than the variables", "region": None},
    ],
    ids=str,
)
def test_an_answer_is_read_as_in_a_table(small, change):
    assert same(small.score_one(ROW | change), pug.score([ROW | change], small))


class Five(NamedTuple):
    decree: float
    share: float
    permit: float
    staff: float
    level: float


@pytest.mark.parametrize(
    "row",
    [
        [1, 50.0, 0, 2, 0],
        (1, 50, False, 2.0, 0),
        Five(1, 50, 0, 2, 0),
        np.array([1, 50, 0, 2, 0]),
        np.array([1, 50, 0, 2, 0], dtype=np.uint8),
        np.array([1, 50, 0, 2, 0], dtype=np.float32)[::1],
        np.array([0, 2, 0, 50, 1])[::-1],
        [np.int64(1), np.float32(50), np.False_, Fraction(2), 0],
        array("d", [1, 50, 0, 2, 0]),
        dict(ROW),
        OrderedDict(ROW),
        MappingProxyType(ROW),
    ],
    ids=lambda row: type(row).__name__,
)
def test_rows_of_every_kind(small, row):
    assert small.score_one(row) == small.score_one(ROW)


def test_a_sequence_has_indexes_of_levels_and_none_for_gaps(small):
    row = [2, None, 1, math.nan, 1]
    matrix = np.array([[2, math.nan, 1, math.nan, 1]])
    assert same(small.score_one(row), pug.score(matrix, small))
    assert same(small.score_one(tuple(row)), pug.score(matrix, small))
    assert small.score_one([None] * 5).status == "observed"  # missing counts as lowest
    assert small.score_one([None] * 5).score == 0


@pytest.mark.parametrize(
    "change",
    [
        {"decree": "TX"},
        {"decree": 1},
        {"share": 140.0},
        {"share": -1},
        {"share": math.inf},
        {"share": "many"},
        {"share": True},
        {"share": 10**400},
        {"share": [1]},
        {"share": "\ud800"},
        {"staff": 1.5},
        {"staff": np.float64(1.5)},
        {"permit": "perhaps"},
        {"permit": 2},
        {"share": 140.0, "staff": 99, "decree": "TX"},
    ],
    ids=ascii,
)
def test_errors_are_those_of_a_table(small, change):
    row = ROW | change
    with pytest.raises(pug.PugError) as alone:
        small.score_one(row)
    with pytest.raises(pug.PugError) as table:
        pug.score([row], small)
    assert alone.value.problems == table.value.problems
    assert alone.value.kind == table.value.kind == "data"


def test_a_missing_key_is_answered_with_a_close_one(small):
    row = dict(ROW)
    row["Share "] = row.pop("share")
    with pytest.raises(pug.PugError, match='no column for variable "share"; did you mean "Share "') as caught:
        small.score_one(row)
    assert caught.value.code == "data.missing_column"
    with pytest.raises(pug.PugError, match="missing_column"):
        small.score_one({})


@pytest.mark.parametrize("row", [[1, 500, 0, 2, 0], [0.5, 50, 0, 2, 0], [3, 50, 0, 2, 0], [1, 10**400, 0, 2, 0]])
def test_bad_numbers_of_a_sequence(small, row):
    with pytest.raises(pug.PugError) as caught:
        small.score_one(row)
    assert caught.value.code == "data.value"
    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([1, 50, 0, 2], "data.shape"),
        ([1, 50, 0, 2, 0, 0], "data.shape"),
        ([], "data.shape"),
        (["TS", 50, 0, 2, 0], "data.type"),
        ([1, 50, 0, 2, "0"], "data.type"),
        ([1, 50, 0, 2, 1j], "data.type"),
        ([[1, 50, 0, 2, 0]], "data.type"),
        ("12345", "data.type"),
        (b"12345", "data.type"),
        (None, "data.type"),
        (7, "data.type"),
        ({1, 2, 3, 4, 5}, "data.type"),
        (iter([1, 50, 0, 2, 0]), "data.type"),
        (np.zeros((1, 5)), "data.type"),
        (np.array(["a"] * 5), "data.type"),
    ],
    ids=ascii,
)
def test_what_is_no_row_is_refused(small, row, code):
    with pytest.raises(pug.PugError) as caught:
        small.score_one(row)
    assert (caught.value.code, caught.value.kind) == (code, "argument")


@pytest.mark.parametrize("row", [[1.0], {"a": 1.0}, {"b": 1.0}, [], None])
def test_an_instrument_that_looks_at_the_cohort_cannot_score_one(row):
    document = {
        "pug": 1,
        "id": "test.relative",
        "edition": "1",
        "status": "draft",
        "title": "Relative",
        "variables": {"a": {"type": "number"}},
        "score": {"id": "total", "from": "a", "then": [{"minmax": "cohort"}]},
    }
    with pytest.raises(pug.PugError) as caught:
        pug.Instrument.load(document).score_one(row)
    assert (caught.value.code, caught.value.kind) == ("references.missing", "argument")


def test_the_day_of_the_instrument_holds(document):
    values = [{"from": "2020-01-01", "value": "100"}, {"from": "2024-01-01", "value": "50"}]
    document["parameters"] = {"top": {"values": values}}
    document["score"]["arithmetic"][1]["then"] = [{"minmax": ["0", {"parameter": "top"}]}]
    del document["examples"]
    row = ROW | {"share": 25}
    for day, gain in (("2021-06-01", 0.25), ("2024-06-01", 0.5)):
        instrument = pug.Instrument.load(document, as_of=day)
        assert same(instrument.score_one(row), pug.score([row], document, as_of=day))
        assert instrument.score_one(row).score == pytest.approx(100 * (1 + 2 * gain + 0.5) / 8)


def test_plain_rows_need_no_numpy():
    program = """
import sys, pug
instrument = pug.Instrument.load("eige.h3")
verdict = instrument.score_one(dict.fromkeys(instrument.variables, "missing"))
print(verdict.status, "numpy" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split()[1] == "False"
