"""Columns of results as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pug._atomic import write_bytes
from pug._errors import failure
from pug.table import ResultColumn, records_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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


def save_figure(ax: Axes, path: str) -> None:
    """Writes the picture that an `Axes` is part of, in the format of the file's ending, beside and moved into place.

    Raises:
        PugError: The ending is none of .png, .svg and .pdf (code ``plot.ending``).
    """
    ending = Path(path).suffix.lower().lstrip(".")
    if ending not in ("png", "svg", "pdf"):
        raise failure("argument", "plot.ending", f'found the ending "{ending}", wanted png, svg or pdf', file=path)
    content = io.BytesIO()
    figure = ax.get_figure(root=True)
    if figure is None:
        raise failure("argument", "plot.figure", "the axes are part of no figure")
    figure.savefig(content, format=ending, bbox_inches="tight", dpi=150)
    write_bytes(path, content.getvalue())
