"""``pug robustness``: how firm a grade is."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

import pug
from pug._errors import one_line
from pug._numbers import percent
from pug.cli._arguments import add_language, add_scoring, add_verb, scoring_of
from pug.cli._output import print_draft_notice, print_table, progress


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug robustness -i kemenpppa.lplpp answers.csv --unit organisasi --name ORG-07 --error 0.03"
    text = "show how many answers would have to be wrong before a grade falls"
    parser = add_verb(verbs, "robustness", _run, text=text, example=example)
    add_scoring(parser)
    parser.add_argument("--name", metavar="UNIT", help="only this unit (else: every unit in a line)")
    parser.add_argument(
        "--error", metavar="SHARE", type=float, default=0.05, help="the chance that an answer is wrong (default: 0.05)"
    )
    parser.add_argument("--draws", metavar="N", type=int, default=10_000, help="of the simulation (default: 10000)")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="another one gives other draws (default: 0)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_language(parser, "en")


def _run(options: argparse.Namespace) -> None:
    scores = pug.score(options.data, options.instrument, **scoring_of(options))
    names = scores.names if options.name is None else [options.name]
    with progress("looking for the fewest wrong answers"):
        how = {"error": options.error, "draws": options.draws, "seed": options.seed}
        found = [scores.robustness(name, **how) for name in names]
    if options.json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
        return
    if options.name is not None:
        for line in found[0].text(options.lang).splitlines():
            print(one_line(line))
    else:
        print_table(*_table(found))
    print_draft_notice(scores.instrument)


def _table(found: list[pug.Robustness]) -> tuple[list[str], list[list[str]]]:
    rows = []
    for each in found:
        own = next((chance.share for chance in each.chances if chance.grade == each.grade), None)
        fewest = str(len(each.fall)) if each.can_fall else "–"
        which = ", ".join(f"{wrong.variable}={wrong.instead}" for wrong in each.fall)
        rows.append([each.unit, each.grade or "–", fewest, percent(own), which])
    return ["unit", "grade", "wrong answers", "keeps its grade", "for example"], rows
