"""Columns of results as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from pug.table import ResultColumn, records_of


def csv_of(columns: Mapping[str, ResultColumn]) -> bytes:
    """A .csv file: numbers with all their digits, nothing where there is no value."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(column.cells() for column in columns.values()), strict=True))
    return text.getvalue().encode("utf-8")


def json_of(columns: Mapping[str, ResultColumn]) -> bytes:
    """A .json file: a list of objects, null where there is no value."""
    return (json.dumps(records_of(columns), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
