"""``pug compare``: how units changed between two rounds."""

from __future__ import annotations

import argparse
import csv
import io
import json
from typing import Any

import pug
from pug._atomic import check_target, write_bytes
from pug._errors import one_line
from pug.changes import Progress
from pug.cli._arguments import (
    add_language,
    add_rounds,
    add_verb,
    refuse_overwriting_input,
    rounds_of,
    table_file,
)
from pug.cli._output import print_draft_notice, print_table, progress
from pug.table import records_of


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug compare -i kemenpppa.lplpp before.csv after.csv --unit organisasi"
    text = "compare two rounds: grades before and after, what rose or fell, whether that may be chance"
    parser = add_verb(verbs, "compare", _run, text=text, example=example)
    add_rounds(parser)
    parser.add_argument("before", metavar="BEFORE", help="the earlier round: a file with one row a unit")
    parser.add_argument("after", metavar="AFTER", help="the later round")
    parser.add_argument(
        "--before-instrument",
        metavar="INSTRUMENT",
        help="what the earlier round is scored with, if it is another edition",
    )
    parser.add_argument(
        "--mapping", metavar="FILE", help="a .json file: what of one edition is compared with what of the other"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=table_file, help="write the units to a .csv or .json file"
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    add_language(parser, "en")


def _run(options: argparse.Namespace) -> None:
    if options.output is not None:
        check_target(options.output)
        inputs = (options.before, options.after, options.instrument, options.before_instrument)
        refuse_overwriting_input(options.output, *inputs, options.mapping, options.references)
    with progress("scoring both rounds"):
        after, before = rounds_of(
            options, [options.after, options.before], [options.instrument, options.before_instrument]
        )
        changes = pug.progress(before, after, options.mapping)
    if options.output is not None:
        write_bytes(options.output, _json(changes) if options.output.endswith(".json") else _csv(changes))
    if options.json:
        print(json.dumps(changes.to_dict(), ensure_ascii=False, indent=2))
    elif options.output is None:
        _print(changes, options.lang)
        print_draft_notice(after.instrument)


def _print(changes: Progress, language: str) -> None:
    for line in changes.summary():
        print(one_line(line))
    if changes.transitions is not None:
        print()
        for line in str(changes.transitions).splitlines():
            print(one_line(line))
        print()
        print_table(*changes.unit_texts())
    print()
    print_table(*changes.criterion_texts(language))
    for title, holdings in (("at least this grade", changes.grades), ("yes to this question", changes.variables)):
        if holdings:
            print(f"\nunits with {title}:")
            print_table(*changes.holding_texts(holdings))
    print("\np: Wilcoxon, of grades and questions McNemar; adjusted by Holm for the other lines of its table.")


def _json(changes: Progress) -> bytes:
    return (json.dumps(records_of(changes.columns()), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _csv(changes: Progress) -> bytes:
    rows: list[dict[str, Any]] = records_of(changes.columns())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(changes.columns())
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode("utf-8")
