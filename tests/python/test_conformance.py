"""Published figures, reproduced to the last printed digit."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pug
import pytest

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests" / "conformance" / "vectors"
SHARED = ROOT.parent / "shared" / "conformance"

# Instrument: results published beside the inputs, with their decimals.
PUBLISHED = {
    "undp.gii": {"gii": 3},
    "eige.h3": {"h3": 1},
    "kemenpppa.lpkra-2022": {"raw_sum": 0, "weighted_percent": 1},
}


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def printed(value, digits):
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def agreeing(values, published, digits):
    pairs = [(value, Decimal(text)) for value, text in zip(values, published, strict=True) if text]
    return sum(printed(value, digits) == figure for value, figure in pairs), len(pairs)


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.csv")), ids=lambda path: path.stem)
def test_vectors(path):
    rows, scores = rows_of(path), pug.score(path, path.stem)
    assert len(rows) >= 2
    for name, digits in PUBLISHED[path.stem].items():
        agree, cases = agreeing(scores.node(name).values.tolist(), [row[name] for row in rows], digits)
        assert agree == cases > 0
    if "grade" in rows[0]:
        assert scores.grades == [row["grade"] for row in rows]


def test_every_vector_is_read_by_a_test():
    assert {path.stem for path in VECTORS.glob("*.csv")} == set(PUBLISHED)


def shared(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    return path


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
    assert len(compared) > 160
    assert [rank for rank, _ in compared] == [float(published) for _, published in compared]


def test_h3_of_every_country():
    path = shared("eige_h3_2012.csv")
    scores = pug.score(path, "eige.h3")
    assert agreeing(scores.values.tolist(), [row["total_published"] for row in rows_of(path)], 1) == (29, 29)
