"""What may be asked of `pug.score` beyond the numbers: threads, and what is kept; and that nothing is copied or made
before it is wanted."""

from __future__ import annotations

import threading

import numpy as np
import pandas as pd
import polars as pl
import pug
import pyarrow as pa
import pytest

UNITS = 5000
VARIABLES = ["decree", "share", "permit", "staff", "level"]


@pytest.fixture
def small(document) -> pug.Instrument:
    return pug.Instrument.load(document)


@pytest.fixture
def matrix() -> np.ndarray:
    random = np.random.default_rng(7)
    columns = [
        random.integers(0, 3, UNITS),
        random.uniform(0, 100, UNITS).round(1),
        random.integers(0, 2, UNITS),
        random.integers(0, 51, UNITS),
        random.integers(0, 2, UNITS),
    ]
    return np.column_stack(columns).astype(np.float64)


@pytest.fixture
def statuses() -> np.ndarray:
    random = np.random.default_rng(8)
    return (random.integers(0, 8, (UNITS, 5)) * (random.random((UNITS, 5)) < 0.1)).astype(np.uint8)


def numbers(scores: pug.Scores, *, ends: bool = True) -> dict[str, bytes]:
    """Every number of the verdicts as bytes."""
    found = {
        "values": scores.values,
        "rounded": scores.rounded,
        "coverages": scores.coverages,
        "ranks": scores.ranks,
        **({"low": scores.low, "high": scores.high} if ends else {}),
    }
    words = (scores.statuses, scores.grades, scores.decided, scores.gates, scores.overrides)
    return {name: column.tobytes() for name, column in found.items()} | {"words": repr(words).encode()}


# --- threads ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("threads", [2, 3, 1024, np.int64(2)])
def test_threads_change_no_byte(small, matrix, statuses, threads):
    alone, shared = pug.score((matrix, statuses), small), pug.score((matrix, statuses), small, threads=threads)
    assert numbers(shared) == numbers(alone)
    for node in alone.nodes:
        assert shared.node(node).values.tobytes() == alone.node(node).values.tobytes()
        assert shared.node(node).statuses == alone.node(node).statuses


def test_threads_find_the_same_problems(small, matrix):
    matrix[[17, 4900], 1] = [-1, 200]
    for threads in (1, 2):
        with pytest.raises(pug.PugError) as caught:
            pug.score(matrix, small, threads=threads)
        assert [problem.line for problem in caught.value.problems] == [18, 4901]


@pytest.mark.parametrize("threads", [0, -1, 1025, 10**30, 1.0, 2.5, "2", None, True, np.float64(2), [1]], ids=str)
def test_a_number_of_threads_that_is_none(small, matrix, threads):
    with pytest.raises(pug.PugError, match="wanted a whole number from 1 to 1024") as caught:
        pug.score(matrix, small, threads=threads)
    assert (caught.value.code, caught.value.kind) == ("threads.range", "argument")


# --- nodes and intervals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", ["answers", "frame"])
def test_nodes_that_are_not_kept(small, answers, data):
    table = answers if data == "answers" else pd.DataFrame(answers)
    scores, whole = pug.score(table, small, unit="name", nodes=False), pug.score(table, small, unit="name")
    assert scores.nodes == []
    assert numbers(scores) == numbers(whole)
    assert list(scores.to_dict()) == [name for name in whole.to_dict() if name not in whole.nodes]
    assert list(scores.frame()) == list(scores.to_dict())
    assert scores.node("total").values.tolist() == whole.values.tolist()
    with pytest.raises(pug.PugError, match='node "decree" was not kept: these scores were made with nodes=False') as c:
        scores.node("decree")
    assert (c.value.code, c.value.where, c.value.kind) == ("node.not_kept", "decree", "argument")
    with pytest.raises(pug.PugError, match='no node is called "decre"; did you mean decree') as c:
        scores.node("decre")
    assert c.value.code == "node.unknown"


def test_intervals_that_are_not_computed(small, answers):
    scores, whole = pug.score(answers, small, intervals=False), pug.score(answers, small)
    assert np.isnan(scores.low).all()
    assert np.isnan(scores.high).all()
    assert numbers(scores, ends=False) == numbers(whole, ends=False)
    assert scores.to_dict()["low"] == [None] * 4
    assert scores.rank()["high"] == [None] * 4
    with pytest.raises(ValueError, match="read-only"):
        scores.low[0] = 1


def test_a_unit_is_explained_whatever_was_kept(small, answers, tmp_path):
    scores = pug.score(answers, small, unit="name", nodes=False, intervals=False)
    whole = pug.score(answers, small, unit="name")
    for unit in scores.names:
        found, expected = scores.explain(unit).to_dict(), whole.explain(unit).to_dict()
        assert found["verdict"].pop("interval") == [None, None]
        assert expected["verdict"].pop("interval") == [whole.low[whole.index(unit)], whole.high[whole.index(unit)]]
        assert found == expected
        assert "interval – to –" in str(scores.explain(unit))
        assert scores.gaps(unit) == whole.gaps(unit)
    scores.report(tmp_path / "report.html", lang="en")
    assert "<h1" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_report_needs_no_nodes(small, answers, tmp_path):
    for name, nodes in (("with", True), ("without", False)):
        pug.score(answers, small, unit="name", nodes=nodes).report(tmp_path / f"{name}.html", lang="en")
    assert (tmp_path / "with.html").read_bytes() == (tmp_path / "without.html").read_bytes()


RELATIVE = {
    "pug": 1,
    "id": "test.relative",
    "edition": "1",
    "status": "draft",
    "title": "Relative",
    "variables": {"a": {"type": "number"}, "b": {"type": "number"}},
    "score": {
        "id": "total",
        "arithmetic": [
            {"id": "n_a", "from": "a", "then": [{"minmax": "cohort"}]},
            {"id": "n_b", "from": "b", "then": [{"minmax": "cohort"}]},
        ],
    },
}


@pytest.mark.parametrize("by", [None, "region"])
def test_cohorts_honour_what_is_asked(by):
    random = np.random.default_rng(3)
    data = {"a": random.normal(size=4000), "b": random.normal(size=4000), "region": ["n", "s", "w", "n"] * 1000}
    whole = pug.score(data, RELATIVE, by=by, rank_where="region!=w")
    scores = pug.score(data, RELATIVE, by=by, rank_where="region!=w", threads=2, nodes=False, intervals=False)
    assert numbers(scores, ends=False) == numbers(whole, ends=False)
    assert np.isnan(scores.ranks).sum() == 1000
    assert scores.nodes == []
    assert np.isnan(scores.low).all()
    assert not np.isnan(whole.low).any()
    with pytest.raises(pug.PugError, match=r"node\.not_kept"):
        scores.node("n_a")
    saved = pug.score(data, RELATIVE, by=by, references=whole.references, threads=2, nodes=False)
    assert saved.values.tobytes() == whole.values.tobytes()
    assert saved.nodes == []


# --- ranks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [{}, {"by": "region"}, {"rank_where": "region=north"}])
def test_ranks_are_computed_when_asked_for_and_once(small, answers, how):
    scores = pug.score(answers, small, **how)
    assert scores._ranks is None
    ranks = scores.ranks
    assert scores.ranks is ranks
    with pytest.raises(ValueError, match="read-only"):
        ranks[0] = 7


def test_ranks_from_several_threads_at_once(small, matrix):
    scores, found = pug.score(matrix, small), []
    workers = [threading.Thread(target=lambda: found.append(scores.ranks.tobytes())) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert set(found) == {pug.score(matrix, small).ranks.tobytes()}


def test_ranks_outlive_their_scores(small, matrix):
    ranks = pug.score(matrix, small).ranks
    low = pug.score(matrix, small, intervals=False).low
    assert np.nanmin(ranks) == 1
    assert np.isnan(low).all()


# --- nothing is copied or made before it is wanted -------------------------------------------------------------------


def read(scores: pug.Scores) -> list[np.ndarray]:
    """The arrays that the engine reads."""
    return [values for values, _ in scores._columns]


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("stretch", [slice(None), slice(None, None, -3)])
def test_a_matrix_is_read_where_it_lies(small, matrix, statuses, order, stretch):
    values, codes = np.array(matrix, order=order)[stretch], np.array(statuses, order=order)[stretch]
    scores, with_statuses = pug.score(values, small), pug.score((values, codes), small)
    expected = pug.score(matrix, small), pug.score((matrix, statuses), small)
    assert all(np.shares_memory(column, values) for column in [*read(scores), *read(with_statuses)])
    assert all(np.shares_memory(states, codes) for _, states in with_statuses._columns)
    assert scores.values.tobytes() == expected[0].values[stretch].tobytes()
    assert with_statuses.values.tobytes() == expected[1].values[stretch].tobytes()


def test_units_of_a_matrix_have_no_names_before_they_are_asked_for(small, matrix):
    scores = pug.score(matrix, small)
    assert scores.index(17) == 16
    assert scores.explain("5000").unit == "5000"
    assert scores.gaps(3) is not None
    assert "names" not in vars(scores._units)
    assert scores.names[:2] == ["1", "2"]
    for unit in (0, -1, 5001, "01", "1.0", "", "²", "٣", "9" * 5000):
        with pytest.raises(pug.PugError, match="no unit is called"):
            scores.index(unit)


FRAMES = {
    "pandas": pd.DataFrame,
    "pandas matrix": lambda columns: pd.DataFrame(np.column_stack(list(columns.values())), columns=list(columns)),
    "pandas nullable": lambda columns: pd.DataFrame(columns).astype("Float64"),
    "pandas arrow": lambda columns: pd.DataFrame(columns).astype("float64[pyarrow]"),
    "polars": pl.DataFrame,
    "arrow": pa.table,
    "arrow batch": lambda columns: pa.RecordBatch.from_pydict({name: pa.array(c) for name, c in columns.items()}),
    "dict": lambda columns: columns,
}


def plain(frame, name: str) -> np.ndarray:
    """The memory of a column of a frame."""
    column = frame.column(name) if isinstance(frame, (pa.Table, pa.RecordBatch)) else frame[name]
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0)
    if isinstance(column, pd.Series) and isinstance(column.dtype, pd.ArrowDtype):
        column = column.array.__arrow_array__().chunk(0)
    if isinstance(column, pd.Series) and isinstance(column.dtype, pd.Float64Dtype):
        return column.array._data
    return column if isinstance(column, np.ndarray) else column.to_numpy()


NUMBERS = {
    **RELATIVE,
    "id": "test.numbers",
    "score": {"id": "total", "arithmetic": ["a", "b"], "missing": {"missing": "renormalise"}},
}


@pytest.mark.parametrize("kind", FRAMES)
def test_doubles_of_a_frame_are_read_where_they_lie(kind):
    columns = {"a": np.linspace(0, 1, 100), "b": np.linspace(5, 9, 100)}
    frame = FRAMES[kind](columns)
    scores = pug.score(frame, NUMBERS)
    assert scores.values.tolist() == ((columns["a"] + columns["b"]) / 2).tolist()
    assert np.shares_memory(read(scores)[0], plain(frame, "a"))
    assert np.shares_memory(read(scores)[1], plain(frame, "b"))


@pytest.mark.parametrize("dtype", ["float32", "int64", "uint8", "float16", ">f8"])
def test_a_dict_of_arrays(dtype):
    a, b = np.arange(100).astype(dtype), np.arange(100)[::-1]
    scores = pug.score({"a": a, "b": b, "name": np.array(list("xy") * 50), "extra": a}, NUMBERS)
    assert scores.values.tolist() == [49.5] * 100
    table = scores.frame()
    assert table["extra"] == a.tolist()
    assert type(table["extra"]) is list
    assert table["name"][:2] == ["x", "y"]
    assert pug.score({"a": a, "b": b, "extra": a}, NUMBERS, unit="extra").names[-1] == "99"


# --- gaps: NaN where there are no statuses ---------------------------------------------------------------------------


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize(
    "gaps",
    [[(0, 1)], [(1, 1)], [(4999, 4)], [(row, 1) for row in range(UNITS)], [(row, row % 5) for row in range(1, UNITS)]],
    ids=["first", "between those looked at first", "last", "a whole column", "everywhere"],
)
def test_gaps_are_missing_wherever_they_are(small, matrix, order, gaps):
    values, codes = np.array(matrix, order=order), np.zeros(matrix.shape, dtype=np.uint8)
    for row, column in gaps:
        values[row, column], codes[row, column] = np.nan, 1
    scores, expected = pug.score(values, small, threads=2), pug.score((matrix, codes), small)
    assert numbers(scores) == numbers(expected)
    assert scores.explain(gaps[0][0] + 1).to_dict() == expected.explain(gaps[0][0] + 1).to_dict()
    assert scores.gaps(gaps[0][0] + 1) == expected.gaps(gaps[0][0] + 1)


def test_gaps_are_no_problem_where_another_value_is(small, matrix):
    matrix[1, 1], matrix[3, 1], matrix[4, 3] = np.nan, 140, 0.5
    with pytest.raises(pug.PugError) as caught:
        pug.score(matrix, small)
    assert [(p.where, p.line) for p in caught.value.problems] == [("share", 4), ("staff", 5)]


def test_nan_is_refused_where_a_status_says_observed(small, matrix):
    matrix[3, 1] = np.nan
    with pytest.raises(pug.PugError, match=r"row 4: data\.value: NaN is not a value"):
        pug.score((matrix, np.zeros(matrix.shape, dtype=np.uint8)), small)


def test_masked_entries_of_a_matrix_are_gaps(small, matrix):
    masked = np.ma.masked_array(matrix, mask=np.zeros(matrix.shape, dtype=bool))
    masked[2, 1] = np.ma.masked
    gaps = matrix.copy()
    gaps[2, 1] = np.nan
    assert numbers(pug.score(masked, small)) == numbers(pug.score(gaps, small))


def test_references_are_named_by_the_values_that_are_there():
    data = {"a": np.array([1.0, np.nan, 3.0, 4.0]), "b": np.array([1.0, 2.0, 3.0, 9.0])}
    lists = {name: [None if np.isnan(value) else value for value in column] for name, column in data.items()}
    assert pug.fit(data, RELATIVE) == pug.fit(lists, RELATIVE)
    assert pug.fit(data, RELATIVE).data == pug.fit(lists, RELATIVE).data
