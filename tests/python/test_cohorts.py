"""What looks at the cohort: against an oracle in numpy, saved and used again, and never by order or batch."""

from __future__ import annotations

import copy
import json

import numpy as np
import pug
import pytest

UNITS = 28
NAMES = [f"U{i:02d}" for i in range(UNITS)]


def sample(units=UNITS, seed=7):
    """Six columns of numbers with ties and a gap, the names of the units and their region."""
    random = np.random.default_rng(seed)
    data = {name: np.round(random.lognormal(1, 0.7, units), 1).tolist() for name in "abcdef"}
    data["unit"] = [f"U{i:02d}" for i in range(units)]
    data["region"] = [("north", "south", "west")[i % 3] for i in range(units)]
    return data


def instrument(score, variables="abcdef"):
    return {
        "pug": 1,
        "id": "test.relative",
        "edition": "1",
        "status": "draft",
        "title": {"en": "Relative", "id": "Nisbi"},
        "variables": {name: {"type": "number"} for name in variables},
        "score": score,
    }


def leaf(variable, *steps, **more):
    return {"id": f"n_{variable}", "from": variable, "then": list(steps), **more}


NESTED = instrument(
    {
        "id": "index",
        "arithmetic": [
            {
                "id": "first",
                "arithmetic": [leaf("a", {"minmax": "cohort"}), leaf("b", {"percentile": "cohort"})],
                "weights": {"inverse_sd": "cohort"},
            },
            {
                "id": "second",
                "arithmetic": [
                    leaf("c", {"relative_to": "max"}),
                    leaf("d", {"minmax": ["0", "30"]}),
                    {
                        "id": "third",
                        "geometric": [leaf("e", {"relative_to": "mean"}), leaf("f", {"relative_to": {"unit": "U03"}})],
                        "weights": {"inverse_sd": "cohort"},
                    },
                ],
                "weights": {"inverse_sd": "cohort"},
            },
        ],
        "weights": {"inverse_sd": "cohort"},
        "then": [{"zscore": "cohort"}],
    }
)
SIMPLE = instrument(
    {
        "arithmetic": [
            leaf("a", {"minmax": "cohort"}),
            leaf("b", {"zscore": "cohort"}),
            leaf("c", {"rank": "cohort"}),
            leaf("d", {"percentile": "cohort"}),
            leaf("e", {"relative_to": "median"}),
            leaf("f", {"deviation_from": "median"}),
        ]
    }
)


# --- the oracle ------------------------------------------------------------------------------------------------------


def minmax(x):
    return (x - x.min()) / (x.max() - x.min())


def zscore(x):
    return (x - x.mean()) / x.std(ddof=1)


def rank(x):
    return np.array([1.0 + (x < value).sum() for value in x])


def percentile(x):
    return (rank(x) - 1) / (len(x) - 1)


def inverse_sd(*columns):
    weights = np.array([1 / column.std(ddof=1) for column in columns])
    return weights / weights.sum()


def mean(*columns):
    return np.average(np.array(columns), axis=0, weights=inverse_sd(*columns))


def geometric_mean(*columns):
    return np.exp(np.average(np.log(np.array(columns)), axis=0, weights=inverse_sd(*columns)))


@pytest.mark.parametrize(
    ("step", "oracle"),
    [
        ({"minmax": "cohort"}, minmax),
        ({"zscore": "cohort"}, zscore),
        ({"rank": "cohort"}, rank),
        ({"percentile": "cohort"}, percentile),
        ({"relative_to": "min"}, lambda x: x / x.min()),
        ({"relative_to": "max"}, lambda x: x / x.max()),
        ({"relative_to": "mean"}, lambda x: x / x.mean()),
        ({"relative_to": "median"}, lambda x: x / np.median(x)),
        ({"relative_to": {"unit": "U05"}}, lambda x: x / x[5]),
        ({"deviation_from": "min"}, lambda x: x - x.min()),
        ({"deviation_from": "max"}, lambda x: x - x.max()),
        ({"deviation_from": "mean"}, lambda x: x - x.mean()),
        ({"deviation_from": "median"}, lambda x: x - np.median(x)),
        ({"deviation_from": {"unit": "U05"}}, lambda x: x - x[5]),
    ],
    ids=lambda part: json.dumps(part) if isinstance(part, dict) else "",
)
@pytest.mark.parametrize("units", [6, 28, 29])
def test_a_transform_against_numpy(step, oracle, units):
    data = sample(units)
    scores = pug.score(data, instrument(leaf("a", step)), unit="unit")
    np.testing.assert_allclose(scores.values, oracle(np.array(data["a"])), rtol=1e-13, atol=1e-13)


def test_weights_and_statistics_nested_three_levels():
    data = sample()
    a, b, c, d, e, f = (np.array(data[name]) for name in "abcdef")
    first = mean(minmax(a), percentile(b))
    third = geometric_mean(e / e.mean(), f / f[3])
    second = mean(c / c.max(), d / 30, third)
    scores = pug.score(data, NESTED, unit="unit")
    for node, expected in (("first", first), ("third", third), ("second", second)):
        np.testing.assert_allclose(scores.node(node).values, expected, rtol=1e-12)
    np.testing.assert_allclose(scores.values, zscore(mean(first, second)), rtol=1e-11, atol=1e-12)


def test_what_is_missing_does_not_count_for_a_statistic():
    data = sample()
    data["a"][4] = None
    known = np.array([value for value in data["a"] if value is not None])
    scores = pug.score(data, instrument(leaf("a", {"zscore": "cohort"})), unit="unit")
    assert scores.statuses[4] == "missing"
    expected = np.insert((known - known.mean()) / known.std(ddof=1), 4, np.nan)
    np.testing.assert_allclose(scores.values, expected, rtol=1e-13, atol=1e-13)


# --- cohorts ---------------------------------------------------------------------------------------------------------


def rows_of(data, rows):
    return {name: [cells[row] for row in rows] for name, cells in data.items()}


def test_each_value_of_by_is_a_cohort_of_its_own():
    data = sample()
    together = pug.score(data, SIMPLE, unit="unit", by="region")
    assert together.references.cohorts == ["north", "south", "west"]
    assert together.references.units == {"north": 10, "south": 9, "west": 9}
    for region in together.references.cohorts:
        rows = [row for row, name in enumerate(data["region"]) if name == region]
        alone = pug.score(rows_of(data, rows), SIMPLE, unit="unit")
        for node in ["n_a", "n_b", "n_c", "n_d", "n_e", "n_f"]:
            assert together.node(node).values[rows].tobytes() == alone.node(node).values.tobytes()
        assert together.values[rows].tobytes() == alone.values.tobytes()
        assert together.ranks[rows].tolist() == alone.ranks.tolist()
        assert together.low[rows].tolist() == alone.low.tolist()
        assert together.explain(data["unit"][rows[1]]).verdict == alone.explain(data["unit"][rows[1]]).verdict
        assert together.explain(data["unit"][rows[1]]).unit == data["unit"][rows[1]]


def test_a_unit_that_is_not_ranked_counts_for_the_statistics():
    data = sample()
    ranked = np.arange(UNITS) != int(np.argmax(data["a"]))
    scores = pug.score(data, instrument(leaf("a", {"minmax": "cohort"})), unit="unit", rank_where=ranked)
    assert scores.values.max() == 1
    assert np.isnan(scores.ranks[~ranked]).all()
    by_region = pug.score(data, SIMPLE, unit="unit", by="region", rank_where=ranked)
    assert np.isnan(by_region.ranks).tolist() == (~ranked).tolist()


def test_a_unit_without_a_cohort_is_refused():
    data = sample()
    data["region"][2] = None
    with pytest.raises(pug.PugError) as error:
        pug.score(data, SIMPLE, unit="unit", by="region", rank_where=np.arange(UNITS) != 2)
    assert [(p.code, p.where, p.line) for p in error.value.problems] == [("data.cohort", "region", 3)]


def test_problems_in_every_cohort_are_told_by_the_row_of_the_table():
    document = copy.deepcopy(SIMPLE)
    document["variables"]["a"]["range"] = ["0", "100"]
    data = sample()
    references = pug.fit(data, document, by="region")
    data["a"][4] = data["a"][11] = 1000
    for how in ({}, {"references": references}):
        with pytest.raises(pug.PugError) as error:
            pug.score(data, document, unit="unit", by="region", **how)
        assert [problem.line for problem in error.value.problems] == [5, 12]


# --- saved and used again --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [None, "region"])
def test_references_are_saved_and_give_the_same_bytes(tmp_path, by):
    data, path = sample(), tmp_path / "references.json"
    scores = pug.score(data, NESTED if by is None else SIMPLE, unit="unit", by=by)
    scores.references.save(path)
    document = scores.instrument
    fitted = pug.fit(data, document, by=by, unit="unit")
    assert fitted == scores.references
    assert json.loads(path.read_text())["pug_references"] == 1
    for saved in (path, str(path), path.read_bytes(), fitted, pug.References.load(path, document)):
        again = pug.score(data, document, unit="unit", by=by, references=saved)
        assert again.values.tobytes() == scores.values.tobytes()
        assert again.ranks.tobytes() == scores.ranks.tobytes()
        assert again.references == scores.references
    assert pug.References.load(path, document).to_json() == fitted.to_json()


def test_the_29th_unit_is_scored_on_the_scale_of_the_first_28():
    data = sample(29)
    first = rows_of(data, range(28))
    data["a"][28] = 2 * max(first["a"])
    references = pug.fit(first, SIMPLE)
    scores = pug.score(data, SIMPLE, unit="unit", references=references)
    assert scores.values[:28].tobytes() == pug.score(first, SIMPLE, unit="unit").values.tobytes()
    a = np.array(first["a"])
    assert scores.node("n_a").values[28] == pytest.approx((data["a"][28] - a.min()) / (a.max() - a.min()), rel=1e-14)
    assert scores.node("n_a").values[28] > 1
    alone = pug.score(rows_of(data, [28]), SIMPLE, unit="unit", references=references)
    assert alone.values.tobytes() == scores.values[28:].tobytes()
    assert alone.references.units == {"": 28}


def test_neither_order_nor_partition_changes_a_byte():
    data = sample()
    whole = pug.score(data, NESTED, unit="unit")
    random = np.random.default_rng(1)
    for _ in range(20):
        order = random.permutation(UNITS).tolist()
        shuffled = pug.score(rows_of(data, order), NESTED, unit="unit")
        assert shuffled.references.to_json() == whole.references.to_json()
        assert shuffled.values.tobytes() == whole.values[order].tobytes()
        cut = int(random.integers(1, UNITS - 1))
        for part in (order[:cut], order[cut:]):
            scored = pug.score(rows_of(data, part), NESTED, unit="unit", references=whole.references)
            assert scored.values.tobytes() == whole.values[part].tobytes()


def test_references_name_the_data_they_come_from(tmp_path):
    data, document = sample(), pug.Instrument.load(SIMPLE)
    path = tmp_path / "regions.csv"
    rows = zip(*data.values(), strict=True)
    path.write_text("\n".join([",".join(data), *(",".join(map(str, row)) for row in rows)]))
    assert pug.fit(path, document).data == "regions.csv"
    pandas = pytest.importorskip("pandas")
    told = pug.fit(pandas.DataFrame(data), document).data
    assert told.startswith("pandas DataFrame, SHA-256 of the observed values ")
    assert told.rpartition(" ")[2] == pug.fit(data, document).data.rpartition(" ")[2]
    data["a"][0] += 1
    assert told.rpartition(" ")[2] != pug.fit(data, document).data.rpartition(" ")[2]


# --- refusals --------------------------------------------------------------------------------------------------------


def refused(*arguments, **options):
    with pytest.raises(pug.PugError) as error:
        pug.score(*arguments, **options)
    return error.value


def test_references_of_another_instrument_are_refused():
    data, other = sample(), copy.deepcopy(SIMPLE)
    references = pug.fit(data, SIMPLE)
    other["score"]["arithmetic"][0]["weight"] = "2"
    for given in (references, references.to_json().encode()):
        assert refused(data, other, references=given).code == "references.other_instrument"
    reworded = {**SIMPLE, "title": "Other words for the same"}
    assert pug.score(data, reworded, references=references).values.tobytes() == pug.score(data, SIMPLE).values.tobytes()


def test_references_and_cohorts_have_to_fit():
    data = sample()
    one, three = pug.fit(data, SIMPLE), pug.fit(data, SIMPLE, by="region")
    assert "leave out by" in refused(data, SIMPLE, by="region", references=one).message
    assert "name the column" in refused(data, SIMPLE, references=three).message
    data["region"][0] = "east"
    error = refused(data, SIMPLE, by="region", references=three)
    assert (error.code, error.where) == ("references.missing", "region")
    assert '"east"' in error.message
    assert "north" not in error.message


def test_an_instrument_that_looks_at_no_cohort_has_no_references():
    data = sample()
    absolute = instrument(leaf("a", {"scale": "2"}))
    assert pug.score(data, absolute).references is None
    assert refused(data, absolute, references=b"{}").code == "references.not_relative"
    with pytest.raises(pug.PugError, match=r"references\.not_relative"):
        pug.fit(data, absolute)


def test_unreadable_references(tmp_path):
    data = sample()
    assert refused(data, SIMPLE, references=tmp_path / "none.json").code == "references.unreadable"
    path = tmp_path / "broken.json"
    path.write_text("{}")
    error = refused(data, SIMPLE, references=path)
    assert error.code == "document.missing_key"
    assert all(problem.file == str(path) for problem in error.problems)


def test_a_cohort_of_equals_tells_nothing():
    data = sample()
    data["a"] = [3.0] * UNITS
    for step in ({"minmax": "cohort"}, {"zscore": "cohort"}):
        assert set(pug.score(data, instrument(leaf("a", step))).statuses) == {"not_computable"}
    assert pug.score(data, instrument(leaf("a", {"rank": "cohort"}))).values.tolist() == [1.0] * UNITS
    # The policy of the node above says what that means there.
    parts = [leaf("a", {"minmax": "cohort"}), leaf("b", {"minmax": "cohort"})]
    renormalised = instrument({"arithmetic": parts, "missing": {"not_computable": "renormalise"}})
    np.testing.assert_allclose(pug.score(data, renormalised).values, minmax(np.array(data["b"])), rtol=1e-14)
    weighed = instrument({"arithmetic": ["a", "b"], "weights": {"inverse_sd": "cohort"}})
    assert refused(data, weighed).code == "references.constant"


def test_a_unit_of_reference_has_to_be_there():
    data = sample()
    document = instrument(leaf("a", {"relative_to": {"unit": "Nobody"}}))
    assert refused(data, document, unit="unit").code == "references.unit"


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path):
    """An instrument and the data of 28 and of 29 units."""
    (tmp_path / "relative.json").write_text(json.dumps(SIMPLE))
    data = sample(29)
    for size in (28, 29):
        rows = zip(*rows_of(data, range(size)).values(), strict=True)
        text = "\n".join([",".join(data), *(",".join(map(str, row)) for row in rows)])
        (tmp_path / f"{size}.csv").write_text(text + "\n")
    return tmp_path


def test_the_command_saves_references_and_uses_them(run, files):
    call = ["score", "-i", "relative.json", "--unit", "unit", "--json"]
    first = run(*call, "28.csv", "--save-references", "scale.json", cwd=files)
    again = run(*call, "29.csv", "--references", "scale.json", cwd=files)
    assert (first.returncode, first.stderr, again.returncode, again.stderr) == (0, "", 0, "")
    first, again = (json.loads(done.stdout)["units"] for done in (first, again))
    assert [unit["score"] for unit in again[:28]] == [unit["score"] for unit in first]
    assert json.loads((files / "scale.json").read_text())["cohorts"][""]["data"] == "28.csv"
    explained = run(
        *("explain", "-i", "relative.json", "29.csv", "--unit", "unit", "U28", "--json"),
        *("--references", "scale.json"),
        cwd=files,
    )
    assert json.loads(explained.stdout)["verdict"]["score"] == again[28]["score"]


def test_the_command_refuses_references_that_do_not_fit(run, files):
    call = ["score", "-i", "relative.json", "28.csv", "--unit", "unit"]
    assert run(*call, "--save-references", "scale.json", cwd=files).returncode == 0
    done = run(*call, "--references", "scale.json", "--by", "region", cwd=files)
    assert done.returncode == 1
    assert "references.missing" in done.stderr
    done = run("score", "-i", "eige.h3", "28.csv", "--save-references", "scale.json", cwd=files)
    assert done.returncode == 1
    assert "references.not_relative" in done.stderr
    done = run(*call, "--save-references", "28.csv", cwd=files)
    assert done.returncode == 1
    assert "output.is_input" in done.stderr


def test_gaps_and_the_report_of_a_cohort_use_its_scale(tmp_path):
    document = instrument({"arithmetic": [leaf("a", {"minmax": "cohort"}), leaf("b", {"minmax": "cohort"})]}, "ab")
    for variable in document["variables"].values():
        variable["range"] = ["0", "50"]
    data = sample()
    scores = pug.score(data, document, unit="unit", by="region")
    a = np.array([value for value, region in zip(data["a"], data["region"], strict=True) if region == "north"])
    gap = next(gap for gap in scores.gaps("U00") if gap.variable == "a")
    assert gap.points == pytest.approx((50 - data["a"][0]) / (a.max() - a.min()) / 2, rel=1e-12)
    scores.report(tmp_path / "report.html", lang="en")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "the least of the cohort becomes 0" in text
    assert scores.references.data in text
