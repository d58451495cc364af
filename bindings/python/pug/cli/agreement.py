"""``pug agreement``: how far assessors, or stages, agree about the same units."""

from __future__ import annotations

import argparse
import json

import pug
from pug._errors import one_line
from pug.cli._arguments import add_language, add_rounds, add_verb, rounds_of
from pug.cli._output import print_draft_notice, print_table, progress


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug agreement -i kemenpppa.lplpp self.csv verified.csv --unit organisasi"
    text = "measure how far assessors or stages agree, and which questions they read differently"
    parser = add_verb(verbs, "agreement", _run, text=text, example=example)
    add_rounds(parser)
    parser.add_argument(
        "rounds", metavar="ROUND", nargs="+", help="two or more files of the same units, one row a unit"
    )
    parser.add_argument(
        "--below",
        metavar="NUMBER",
        type=float,
        default=0.8,
        help="a question is read differently where the interval of AC2 ends below this (default: 0.8, which is ours)",
    )
    parser.add_argument("--no-bias", action="store_true", help="and not also where two rounds differ on average")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    add_language(parser, "en")


def _run(options: argparse.Namespace) -> None:
    with progress("scoring every round"):
        rounds = rounds_of(options, options.rounds, [options.instrument] * len(options.rounds))
        found = pug.agreement(rounds, agreement_below=options.below, bias=not options.no_bias)
    if options.json:
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        return
    for line in found.summary():
        print(one_line(line))
    print()
    print_table(*found.texts(options.lang))
    print(f"\n{found.rule_text()}")
    for table in found.grade_tables:
        print()
        for line in str(table).splitlines():
            print(one_line(line))
    print_draft_notice(rounds[0].instrument)
