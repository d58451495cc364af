"""``pug explain``: why a unit has its score."""

from __future__ import annotations

import argparse

import pug
from pug._errors import one_line
from pug.cli._arguments import add_language, add_scoring, add_verb, scoring_of
from pug.cli._output import print_draft_notice


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug explain -i kemenpppa.lplpp answers.csv --unit organisasi ORG-07"
    parser = add_verb(verbs, "explain", _run, text="show how the score of one unit comes about", example=example)
    add_scoring(parser)
    parser.add_argument("name", metavar="UNIT", help="name of the unit (without --unit: the number of its row)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_language(parser, "en")


def _run(options: argparse.Namespace) -> None:
    scores = pug.score(options.data, options.instrument, **scoring_of(options))
    explanation = scores.explain(options.name)
    if options.json:
        print(explanation.to_json())
        return
    for line in explanation.text(options.lang).splitlines():
        print(one_line(line))
    print_draft_notice(scores.instrument)
