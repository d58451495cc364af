"""``pug score``: scores, grades and ranks of every unit."""

from __future__ import annotations

import argparse

import pug
from pug._atomic import check_target
from pug._write import results_json, write_results
from pug.cli._arguments import (
    add_scoring,
    add_verb,
    condition,
    refuse_overwriting_input,
    result_file,
    scoring_of,
    threads,
)
from pug.cli._output import print_draft_notice, print_table, progress
from pug.references import check_relative


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug score -i undp.gii countries.csv --unit country --rank-where is_aggregate=0 -o gii.csv"
    parser = add_verb(verbs, "score", _run, text="score every unit; without -o print a ranking", example=example)
    add_scoring(parser)
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=result_file, help="write a .csv, .tsv, .json or .xlsx file"
    )
    parser.add_argument(
        "--save-references", metavar="FILE", help="write the reference values of the cohorts, for --references"
    )
    parser.add_argument(
        "--rank-where",
        metavar="COLUMN=VALUE",
        type=condition,
        help="rank only the units with this value (or without it: COLUMN!=VALUE); the others are scored, not ranked",
    )
    parser.add_argument(
        "--threads", metavar="N", type=threads, default=1, help="share the units among this many threads (default: 1)"
    )
    parser.add_argument("--json", action="store_true", help="print the results as JSON")


def _run(options: argparse.Namespace) -> None:
    if options.output is not None:
        check_target(options.output)
        refuse_overwriting_input(options.output, options.data, options.instrument, options.references)
    if options.save_references is not None:
        check_relative(pug.Instrument.load(options.instrument))
        check_target(options.save_references)
        refuse_overwriting_input(options.save_references, options.data, options.instrument, options.output)
    with progress(f"scoring {options.data}"):
        how = scoring_of(options) | {"rank_where": options.rank_where, "threads": options.threads}
        scores = pug.score(options.data, options.instrument, **how)
        if options.save_references is not None and scores.references is not None:
            scores.references.save(options.save_references)
        if options.output is not None:
            write_results(scores, options.output)
    if options.json:
        print(results_json(scores), end="")
    elif options.output is None:
        print_table(*scores.ranking_texts())
        print_draft_notice(scores.instrument)
