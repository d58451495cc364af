"""Scores published country figures with `undp.gii` and compares the result with the published index."""

import csv
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pug

DATA = Path(__file__).resolve().parent / "gii_2022.csv"
PRINTED = Decimal("0.001")  # the report prints the index to three decimals


def main() -> int:
    with DATA.open(encoding="utf-8", newline="") as file:
        published = [(row["country"], Decimal(row["gii"])) for row in csv.DictReader(file)]
    scores = pug.score(str(DATA), "undp.gii", unit="country")
    agree = 0
    for (country, figure), value in zip(published, scores.values, strict=True):
        computed = Decimal(repr(float(value)))
        if computed.is_finite() and computed.quantize(PRINTED, ROUND_HALF_UP) == figure:
            agree += 1
        else:
            print(f"{country}: computed {computed}, published {figure}")
    print(f"{agree} of {len(published)} published values reproduced")
    return 0 if agree == len(published) else 1


if __name__ == "__main__":
    sys.exit(main())
