"""``pug conformance``: does the catalog reproduce published figures?"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pug._errors import PugError, failure
from pug.cli._arguments import add_verb
from pug.cli._output import progress
from pug.conformance.outcome import IndexOutcome, Outcome, Speed, TableOutcome
from pug.conformance.reproduce import reproduce


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    text = "compare published figures with what the catalog computes; exit status 1 when one disagrees"
    parser = add_verb(verbs, "conformance", _run, text=text, example="pug conformance ../figures --exact")
    parser.add_argument(
        "folder", nargs="?", metavar="FOLDER", help="where the files are (default: those that come with pug)"
    )
    parser.add_argument("--exact", action="store_true", help="how many units needed the exact path, and its cost")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _run(options: argparse.Namespace) -> None:
    with progress("scoring published inputs"):
        outcome = reproduce(None if options.folder is None else Path(options.folder), timed=options.exact)
    if options.json:
        print(json.dumps(outcome.to_dict(), ensure_ascii=False, indent=2))
    else:
        _tell(outcome)
    if outcome.problems:
        raise PugError("data", outcome.problems)
    if not outcome.compared:
        raise failure("data", "conformance.nothing", "found no published figure", file=options.folder)


def _tell(outcome: Outcome) -> None:
    for table in outcome.tables:
        _tell_table(table)
    for index in outcome.indices:
        _tell_index(index)
    for name, why in outcome.skipped.items():
        print(f"{name}: skipped; {why}")
    for name in outcome.unknown:
        print(f"{name}: not recognised")
    print(f"{outcome.agree} of {outcome.compared} published figures reproduced")


def _tell_table(table: TableOutcome) -> None:
    print(table.file)
    for column in table.columns:
        print(f"  {table.instrument} {column.column}: {column.agree} of {column.compared} ({column.rule})")
    if table.left_out:
        print(f"  rows left out: {table.left_out}; {table.why}")
    if table.speed is not None:
        print(f"  {_speed(table.speed)}")


def _tell_index(index: IndexOutcome) -> None:
    print(f"{index.name}: {index.agree} of {index.compared}")
    for file in index.files:
        print(f"  {file.file}: {file.agree} of {file.compared} ({file.rule})")


def _speed(speed: Speed) -> str:
    share = 100 * speed.exact / speed.units if speed.units else 0.0
    text = f"{speed.exact} of {speed.units} units ({share:.2f}%) needed the exact path"
    if speed.fast_seconds is not None:
        text += f"; {1e6 * speed.fast_seconds:.3g} µs a unit in doubles"
    if speed.exact_seconds is not None:
        text += f"; {1e6 * speed.exact_seconds:.3g} µs a unit exactly"
    return text
