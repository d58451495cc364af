"""``pug gaps``: what a unit lacks."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pug
from pug._atomic import check_target, write_bytes
from pug._errors import one_line
from pug._numbers import short
from pug.cli._arguments import add_language, add_scoring, add_verb, refuse_overwriting_input, scoring_of, table_file
from pug.cli._output import print_draft_notice, print_table
from pug.gaps import OFFICE_COLUMNS
from pug.model import in_language


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug gaps -i kemenpppa.lplpp answers.csv --unit organisasi --name ORG-07"
    text = "list what units lack: value, indicator, done, still to do, data needed, responsible"
    parser = add_verb(verbs, "gaps", _run, text=text, example=example)
    add_scoring(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--name", metavar="UNIT", help="only this unit (else: all)")
    which.add_argument("--common", action="store_true", help="all units together: which gaps most of them have")
    parser.add_argument("-o", "--output", metavar="FILE", type=table_file, help="write a .csv or .json file")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_language(parser, "id")


def _run(options: argparse.Namespace) -> None:
    if options.output is not None:
        check_target(options.output)
        refuse_overwriting_input(options.output, options.data, options.instrument, options.references)
    scores = pug.score(options.data, options.instrument, **scoring_of(options))
    rows = _common(scores, options.lang) if options.common else scores.gap_table(options.name, options.lang)
    if options.output is not None:
        header = list(_COMMON[options.lang] if options.common else OFFICE_COLUMNS[options.lang].values())
        write_bytes(options.output, _json(rows) if options.output.endswith(".json") else _csv(header, rows))
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


_COMMON = {
    "id": ("indikator", "unit", "syarat wajib", "tambahan skor"),
    "en": ("indicator", "units", "mandatory", "points"),
}


def _common(scores: pug.Scores, language: str) -> list[dict[str, object]]:
    cells = (
        (in_language(gap.title, language, gap.variable), len(gap.units), gap.gates, gap.points)
        for gap in scores.common_gaps()
    )
    return [dict(zip(_COMMON[language], row, strict=True)) for row in cells]


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
    return short(cell) if isinstance(cell, float) else "" if cell is None else str(cell)


def _json(rows: list[dict[str, Any]]) -> bytes:
    return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _csv(header: Sequence[str], rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode("utf-8")
