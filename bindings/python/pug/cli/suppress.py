"""``pug suppress``: a table of counts fit to be published."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from pug._atomic import check_target, write_text
from pug._errors import failure
from pug._write import _Lines
from pug.cli._arguments import add_verb, refuse_overwriting_input
from pug.cli._output import print_table

_MARK = "suppressed"
_SEPARATORS = {".csv": ",", ".tsv": "\t"}


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    text = "hide small counts of a table, and what would give them back"
    example = "pug suppress counts.csv --threshold 5 -o published.csv"
    parser = add_verb(verbs, "suppress", _run, text=text, example=example)
    parser.add_argument(
        "data", metavar="TABLE", help="a .csv, .tsv, .json or .xlsx file: labels, then columns of counts"
    )
    parser.add_argument(
        "--threshold", metavar="N", type=int, default=5, help="counts from 1 to below it are hidden (default: 5)"
    )
    parser.add_argument(
        "--totals",
        choices=("add", "given"),
        default="add",
        help="add a row and a column of totals, or: the last row and column are totals (default: add)",
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=_output, help="write a .csv or .tsv file")


def _output(path: str) -> str:
    if Path(path).suffix.lower() not in _SEPARATORS:
        raise argparse.ArgumentTypeError(f'found the ending "{Path(path).suffix}", wanted .csv or .tsv')
    return path


def _run(options: argparse.Namespace) -> None:
    from pug.files import read_file  # noqa: PLC0415  (tables need numpy, which takes long to import)
    from pug.gender.suppression import CountTable, suppressed  # noqa: PLC0415

    if options.output is not None:
        check_target(options.output)
        refuse_overwriting_input(options.output, options.data)
    table = read_file(options.data)
    labels, *names = table.names
    if not names:
        raise failure("data", "statistics.table", "found one column, wanted labels and counts", file=options.data)
    rows = list(zip(*(table.cells(name) for name in names), strict=True))
    counts = CountTable(rows, lambda row, column: f"{table.told(row, names[column])}, {names[column]}")
    cells = suppressed(counts, options.threshold, options.totals)
    added = ["total"] if options.totals == "add" else []
    first = ["" if cell is None else str(cell) for cell in table.cells(labels)]
    header = [labels, *names, *added]
    body = [
        [name, *(_MARK if cell is None else str(cell) for cell in row)]
        for name, row in zip([*first, *added], cells, strict=True)
    ]
    if options.output is None:
        print_table(header, body)
        return
    lines = _Lines()
    csv.writer(lines, delimiter=_SEPARATORS[Path(options.output).suffix.lower()]).writerows([header, *body])
    write_text(options.output, "".join(lines))
