"""``pug gaps``: what a unit lacks."""

from __future__ import annotations

import argparse
import csv
import io
import json
from typing import Any

import pug
from pug._atomic import check_target, write_bytes
from pug._errors import one_line
from pug._numbers import short
from pug.cli._arguments import add_language, add_scoring, add_verb, refuse_overwriting_input, scoring_of, table_file
from pug.cli._output import print_draft_notice, print_table


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug gaps -i kemenpppa.lplpp answers.csv --unit organisasi --name ORG-07"
    text = "list what units lack: value, indicator, done, still to do, data needed, responsible"
    parser = add_verb(verbs, "gaps", _run, text=text, example=example)
    add_scoring(parser)
    parser.add_argument("--name", metavar="UNIT", help="only this unit (else: all)")
    parser.add_argument("-o", "--output", metavar="FILE", type=table_file, help="write a .csv or .json file")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_language(parser, "id")


def _run(options: argparse.Namespace) -> None:
    if options.output is not None:
        check_target(options.output)
        refuse_overwriting_input(options.output, options.data, options.instrument, options.references)
    scores = pug.score(options.data, options.instrument, **scoring_of(options))
    rows = scores.gap_table(options.name, options.lang)
    if options.output is not None:
        write_bytes(options.output, _json(rows) if options.output.endswith(".json") else _csv(rows))
        return
    if options.json:
        print(_json(rows).decode("utf-8"), end="")
        return
    if rows:
        print_table(list(rows[0]), [[_shown(cell) for cell in row.values()] for row in rows])
    if options.name is not None:
        for line in _distances(scores, options.name):
            print(one_line(line))
    print_draft_notice(scores.instrument)


def _distances(scores: pug.Scores, unit: str) -> list[str]:
    lines = []
    for distance in scores.distances(unit):
        points = "" if not distance.points else f" {short(distance.points)} points"
        named = (("gate", distance.gates), ("cap", distance.caps), ("level", distance.levels))
        rest = "".join(f", {what} {key}" for what, keys in named for key in keys)
        lines.append(f"to {distance.grade}:{points}{rest if points else rest.removeprefix(',')}")
    return ["", *lines] if lines else []


def _shown(cell: object) -> str:
    if isinstance(cell, bool):
        return "*" if cell else ""
    return short(cell) if isinstance(cell, float) else str(cell or "")


def _json(rows: list[dict[str, Any]]) -> bytes:
    return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows[0] if rows else [])
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode("utf-8")
