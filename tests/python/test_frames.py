import math

import numpy as np
import pandas as pd
import polars as pl
import pug
import pytest

EXPECTED = [100, 31.25, 68.75, 6.25]


def test_pandas(document, answers):
    frame = pd.DataFrame(answers, index=[10, 20, 30, 40])
    scores = pug.score(frame, document, unit="name")
    assert scores.values.tolist() == EXPECTED
    out = scores.frame()
    assert isinstance(out, pd.DataFrame)
    assert out.index.tolist() == [10, 20, 30, 40]
    assert out["region"].tolist() == answers["region"]
    assert out["score"].tolist() == EXPECTED
    assert out["rank"].dtype == "Int64"
    assert "share" in out
    assert math.isnan(out["decree"].iloc[3])
    ranking = scores.rank()
    assert ranking["unit"].tolist() == ["A", "C", "B", "D"]
    assert ranking.index.tolist() == [10, 30, 20, 40]
    assert frame.equals(pd.DataFrame(answers, index=[10, 20, 30, 40]))


@pytest.mark.parametrize("dtype", ["float32", "Float64", "int64", "Int32", "uint8"])
def test_pandas_numbers_of_every_kind(document, answers, dtype):
    frame = pd.DataFrame(answers)
    frame["staff"] = frame["staff"].astype(dtype)
    frame["share"] = pd.array([100, 50, 75, None], dtype="Float64")
    frame["decree"] = frame["decree"].astype("category")
    frame["level"] = frame["level"].astype("string")
    assert pug.score(frame, document).values.tolist() == EXPECTED


def test_pandas_numbers_that_are_codes(document, answers):
    frame = pd.DataFrame(answers).assign(level=[2.0, 1.0, 2.0, None])
    scores = pug.score(frame, document)
    assert scores.values.tolist()[:3] == EXPECTED[:3]
    assert scores.explain(4).variables["level"].status == "missing"


def test_pandas_booleans_answer_yes_or_no_and_nothing_else(document, answers):
    frame = pd.DataFrame(answers).assign(permit=[True, False, True, False])
    assert pug.score(frame, document).values.tolist()[:3] == EXPECTED[:3]
    with pytest.raises(pug.PugError, match=r'row 1: .*found "true"'):
        pug.score(frame.assign(share=True), document)


def test_pandas_gaps_are_missing(document, answers):
    answers["staff"] = [4, 2, 9, None]
    answers["level"] = ["2", "1", None, float("nan")]
    scores = pug.score(pd.DataFrame(answers), document)
    assert [scores.explain(4).variables[name].status for name in ("share", "staff", "level")] == ["missing"] * 3
    assert scores.explain(3).variables["level"].status == "missing"


def test_pandas_floats_are_not_copied(document):
    values = np.asfortranarray(np.full((1000, 2), 50.0))
    frame = pd.DataFrame(values, columns=["share", "staff"], copy=False)
    frame = frame.assign(decree="TL", permit="yes", level="2")
    scores = pug.score(frame, document)
    assert np.shares_memory(scores._columns[1][0], frame["share"].to_numpy())


def test_pandas_refuses_two_columns_of_one_name(document, answers):
    frame = pd.DataFrame(answers).rename(columns={"region": "name"})
    with pytest.raises(pug.PugError, match='column "name" stands twice'):
        pug.score(frame, document)


def test_polars(document, answers):
    frame = pl.DataFrame(answers)
    for data in (frame, frame.lazy()):
        scores = pug.score(data, document, unit="name")
        assert scores.values.tolist() == EXPECTED
        out = scores.frame()
        assert isinstance(out, pl.DataFrame)
        assert out["decree"].to_list() == [1, 0.5, 0, None]
        assert out["rank"].to_list() == [1, 3, 2, 4]
        assert out["rank"].dtype == pl.Int64
        assert out["grade"].to_list() == ["good", "poor", "failed", "poor"]
    whole = pl.Series("share", [50.0] * 4)
    scores = pug.score(frame.with_columns(whole), document)
    assert not scores._columns[1][0].flags.owndata


def test_polars_categories_and_integers(document, answers):
    frame = pl.DataFrame(answers).with_columns(
        pl.col("decree").cast(pl.Categorical), pl.col("level").cast(pl.Int16), pl.col("staff").cast(pl.Float32)
    )
    assert pug.score(frame, document).values.tolist() == EXPECTED


def test_arrow(document, answers):
    arrow = pytest.importorskip("pyarrow")
    table = arrow.table(answers)
    scores = pug.score(table, document, unit="name")
    assert scores.values.tolist() == EXPECTED
    out = scores.frame()
    assert isinstance(out, arrow.Table)
    assert out["rank"].to_pylist() == [1, 3, 2, 4]
    assert out["decree"].to_pylist() == [1, 0.5, 0, None]
    assert out.schema.field("grade").type == arrow.string()
    parts = arrow.concat_tables([table.slice(0, 1), table.slice(1)])
    assert pug.score(parts, document).values.tolist() == EXPECTED
    assert pug.score(table.to_batches()[0], document).values.tolist() == EXPECTED


def test_lists_of_dicts(document, answers):
    records = [dict(zip(answers, row, strict=True)) for row in zip(*answers.values(), strict=True)]
    del records[3]["share"]
    scores = pug.score(records, document)
    assert scores.values.tolist() == EXPECTED
    assert scores.frame()[2]["region"] == "south"
    assert scores.frame()[2]["score"] == 68.75


def test_dicts_of_arrays(document, answers):
    arrays = {name: np.array(cells, dtype=object if None in cells else None) for name, cells in answers.items()}
    assert pug.score(arrays, document).values.tolist() == EXPECTED


MATRIX = [[2, 100, 1, 4, 1], [1, 50, 0, 2, 0], [0, 75, 1, 9, 1], [0, np.nan, 0, 1, 0]]
STATUSES = [[0] * 5, [0] * 5, [0] * 5, [2, 1, 3, 0, 0]]


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_matrix_is_read_where_it_lies(document, order):
    values, statuses = np.array(MATRIX, order=order), np.array(STATUSES, dtype=np.uint8)
    scores = pug.score((values, statuses), document)
    assert scores.values.tolist() == EXPECTED
    assert np.shares_memory(scores._columns[0][0], values)
    out = scores.frame()
    assert out["score"].tolist() == EXPECTED
    assert out["grade"].tolist() == ["good", "poor", "failed", "poor"]


@pytest.mark.parametrize("step", [1, 2, -1])
def test_a_view_with_any_stride(document, step):
    values = np.array(MATRIX[:3] * 2)
    spread = np.zeros((12, 10))
    spread[::2, ::2] = values
    view = spread[::2, ::2][::step]
    expected = pug.score(view.copy(), document).values
    assert pug.score(view, document).values.tolist() == expected.tolist()


def test_nan_in_a_bare_matrix_is_missing(document):
    scores = pug.score(np.array(MATRIX), document)
    assert scores.explain(4).variables["share"].status == "missing"


def test_nan_that_is_called_observed_is_refused(document):
    with pytest.raises(pug.PugError, match="NaN is not a value"):
        pug.score((np.array(MATRIX), np.zeros((4, 5), dtype=np.uint8)), document)


def test_infinity_is_refused(document, answers):
    answers["share"][0] = math.inf
    for data in (answers, pd.DataFrame(answers), pl.DataFrame(answers)):
        with pytest.raises(pug.PugError, match=r"row 1: .*Infinity is not a value.*\(share\)"):
            pug.score(data, document)


def test_packed_records_are_read_too(document):
    packed = np.zeros(2, dtype=[("flag", "i1"), ("share", "f8")])
    packed["share"] = [100, 50]
    frame = {"decree": ["TL"] * 2, "share": packed["share"], "permit": [1, 1], "staff": [4, 4], "level": [2, 2]}
    assert pug.score(frame, document).values.tolist() == [100, 87.5]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (np.zeros((2, 4)), "data.shape"),
        (np.zeros(5), "data.shape"),
        ((np.zeros((2, 5)), np.zeros((3, 5), dtype=np.uint8)), "data.shape"),
        (np.array([["a"] * 5]), "data.type"),
        (7, "data.type"),
        ({"decree": ["TL"], "share": [1, 2]}, "data.ragged"),
    ],
)
def test_what_is_no_table(document, data, code):
    with pytest.raises(pug.PugError) as caught:
        pug.score(data, document)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "cell", "message"),
    [
        ("share", "many", 'found "many"'),
        ("share", True, 'found "true"'),
        ("share", "1,5", "a number with a decimal point"),
        ("decree", 1, 'found "1"'),
        ("decree", "tl", "wanted one of TT, TS, TL, TDD"),
        ("permit", 2, 'found "2", wanted yes or no'),
        ("level", 1.5, 'found "1.5"'),
        ("staff", [1], r'found "\[1\]"'),
        ("decree", "\ud800", r"\\ud800"),
        ("decree", "é" * 200, "é…"),
        ("decree", "x" + "é" * 200, "é…"),
        ("staff", 10**400, "found"),
    ],
)
def test_a_cell_that_is_no_answer(document, answers, name, cell, message):
    answers[name][0] = cell
    with pytest.raises(pug.PugError, match=message) as caught:
        pug.score(answers, document)
    assert (caught.value.where, caught.value.line) == (name, 1)


def test_a_dict_of_lists_as_other_frames(document, answers):
    scores = pug.score(answers, document, unit="name")
    assert scores.to_pandas()["score"].tolist() == EXPECTED
    assert scores.to_polars()["score"].to_list() == EXPECTED
    assert scores.to_polars()["decree"].to_list() == [1, 0.5, 0, None]


def test_shared_ranks_that_are_averages_are_not_whole(document, answers):
    document["verdict"]["rank"] = {"ties": "average"}
    answers = {name: [cells[0]] * 2 for name, cells in answers.items()}
    scores = pug.score(answers, document)
    assert scores.to_dict()["rank"] == [1.5, 1.5]
    assert scores.to_pandas()["rank"].tolist() == [1.5, 1.5]
    assert scores.to_polars()["rank"].to_list() == [1.5, 1.5]
