"""``pug what-if``: what a unit would come to with other answers."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

import pug
from pug._errors import one_line
from pug.cli._arguments import add_scoring, add_verb, scoring_of
from pug.cli._output import print_draft_notice


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug what-if -i kemenpppa.lplpp answers.csv --unit organisasi ORG-07 sk_tim_pengelola=TL badan_hukum=yes"
    text = "show what a unit would come to with other answers"
    parser = add_verb(verbs, "what-if", _run, text=text, example=example)
    add_scoring(parser)
    parser.add_argument("name", metavar="UNIT", help="name of the unit (without --unit: the number of its row)")
    parser.add_argument("changes", metavar="VARIABLE=ANSWER", nargs="+", type=_change, help="an answer as in the data")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _change(text: str) -> tuple[str, str]:
    name, is_there, answer = text.partition("=")
    if not is_there or not name:
        raise argparse.ArgumentTypeError(f'found "{text}", wanted VARIABLE=ANSWER')
    return name, answer


def _run(options: argparse.Namespace) -> None:
    names = [name for name, _ in options.changes]
    for name in names:
        if names.count(name) > 1:
            raise pug.PugError("argument", [pug.Problem("what_if.twice", name, 0, 0, f'"{name}" is given two answers')])
    scores = pug.score(options.data, options.instrument, **scoring_of(options))
    found = scores.what_if(options.name, dict(options.changes))
    if options.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    for line in found.text().splitlines():
        print(one_line(line))
    print_draft_notice(scores.instrument)
