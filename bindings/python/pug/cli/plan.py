"""``pug plan``: the cheapest way to a better grade."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

import pug
from pug._errors import failure, one_line
from pug._numbers import short
from pug.cli._arguments import add_language, add_scoring, add_verb, scoring_of
from pug.cli._output import print_draft_notice, print_table, progress
from pug.costs import read_costs
from pug.plans import Plan, plan_document


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug plan -i kemenpppa.lplpp answers.csv --unit organisasi --name ORG-07 --target utama"
    parser = add_verb(verbs, "plan", _run, text="find the cheapest changes that reach a better grade", example=example)
    add_scoring(parser)
    parser.add_argument("--name", metavar="UNIT", help="only this unit (else: every unit in a line)")
    wanted = parser.add_mutually_exclusive_group()
    wanted.add_argument("--target", metavar="GRADE", help="the grade to reach (else: the next better one)")
    wanted.add_argument("--score", metavar="NUMBER", help="the score to reach, instead of a grade")
    wanted.add_argument("--frontier", action="store_true", help="show what each cost can buy; needs --name")
    wanted.add_argument(
        "--spend", metavar="BUDGET", help="spend one budget on all units so that the most grades are gained"
    )
    parser.add_argument(
        "--costs",
        metavar="FILE",
        help="costs by variable: a .csv or .xlsx file with the columns variable, cost and perhaps answer, or .json; "
        "else the days of effort that the instrument states",
    )
    parser.add_argument("--cost-name", metavar="NAME", help="what the costs are, for example rupiah (else: days)")
    parser.add_argument("--budget", metavar="NUMBER", help="at most so much for each unit")
    parser.add_argument("--fixed", metavar="VARIABLE", action="append", default=[], help="leave this answer as it is")
    parser.add_argument("--only-priced", action="store_true", help="change only what FILE has a cost for")
    parser.add_argument("--limit", metavar="N", type=int, help="end the search after so many combinations")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_language(parser, "en")


def _run(options: argparse.Namespace) -> None:
    if options.frontier and options.name is None:
        raise failure("argument", "plan.unit", "the frontier is that of one unit: name it with --name")
    if options.spend is not None and options.name is not None:
        raise failure("argument", "plan.unit", "a budget is spent on all units: leave out --name")
    if options.spend is not None and options.budget is not None:
        raise failure("argument", "plan.budget", "found two budgets: --spend is for all units, --budget for each")
    scores = pug.score(options.data, options.instrument, **scoring_of(options))
    how = _how(options)
    with progress("looking for the cheapest way"):
        plans = _plans(scores, options, how)
    if options.json:
        print(json.dumps([plan_document(plan) for plan in plans], ensure_ascii=False, indent=2))
        return
    if options.name is not None and not options.frontier:
        for line in plans[0].text(options.lang).splitlines():
            print(one_line(line))
    else:
        print_table(*_table(plans))
    if options.spend is not None:
        print(f"\n{sum(_steps(scores, plan) for plan in plans)} grades gained")
    print_draft_notice(scores.instrument)


def _how(options: argparse.Namespace) -> dict[str, Any]:
    how: dict[str, Any] = {"fixed": options.fixed, "only_priced": options.only_priced, "limit": options.limit}
    how |= {"budget": options.budget, "cost_name": options.cost_name}
    return how | ({} if options.costs is None else {"costs": read_costs(options.costs)})


def _plans(scores: pug.Scores, options: argparse.Namespace, how: dict[str, Any]) -> Sequence[Plan]:
    if options.spend is not None:
        return scores.spend(**(how | {"budget": options.spend})).plans
    if options.frontier:
        return scores.frontier(options.name, **how)
    how |= {"target": options.target, "score": options.score}
    return scores.plans(**how) if options.name is None else [scores.plan(options.name, **how)]


def _steps(scores: pug.Scores, plan: Plan) -> int:
    """How many grades lie between before and after."""
    order = {name: order for name, _, order in scores._native.grades}
    return order.get(plan.after.grade or "", -1) - order.get(plan.before.grade or "", -1)


def _table(plans: Sequence[Plan]) -> tuple[list[str], list[list[str]]]:
    rows = []
    for plan in plans:
        proof = "proved" if plan.is_proved else f"at least {short(float(plan.at_least))}"
        changes = ", ".join(f"{change.variable}={change.after}" for change in plan.changes)
        rows.append(
            [
                plan.unit,
                f"{short(plan.before.rounded)} {plan.before.grade or '–'}",
                f"{short(plan.after.rounded)} {plan.after.grade or '–'}" if plan.is_reached else "out of reach",
                short(float(plan.cost)),
                proof,
                changes,
            ]
        )
    cost = next(iter(plans[0].costs)) if plans else "cost"
    return ["unit", "now", "then", cost, "least", "changes"], rows
