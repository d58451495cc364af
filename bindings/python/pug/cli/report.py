"""``pug report``: one HTML file about every unit."""

from __future__ import annotations

import argparse

import pug
from pug._atomic import check_target
from pug.cli._arguments import (
    add_language,
    add_scoring,
    add_verb,
    refuse_overwriting_input,
    report_file,
    scoring_of,
)
from pug.cli._output import progress


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = (
        "pug report -i kemenpppa.lplpp after.csv --unit organisasi --reference REF --before before.csv -o report.html"
    )
    parser = add_verb(verbs, "report", _run, text="write an HTML report about every unit", example=example)
    add_scoring(parser)
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", type=report_file, help="the .html file to write"
    )
    parser.add_argument("--reference", metavar="UNIT", help="compare the others with this unit")
    parser.add_argument("--before", metavar="DATA", help="an earlier round of the same units, to show progress")
    add_language(parser, "id")


def _run(options: argparse.Namespace) -> None:
    check_target(options.output)
    refuse_overwriting_input(options.output, options.data, options.before, options.instrument, options.references)
    with progress(f"writing {options.output}"):
        instrument, how = pug.Instrument.load(options.instrument, options.as_of), scoring_of(options)
        scores = pug.score(options.data, instrument, **how)
        # An earlier round of a cohort is told on the scale of this one, or their difference would mean nothing.
        earlier = how | {"references": scores.references}
        before = None if options.before is None else pug.score(options.before, instrument, **earlier)
        if options.reference is not None:
            scores.index(options.reference)
        scores.report(options.output, lang=options.lang, reference=options.reference, before=before)
