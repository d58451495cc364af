"""``pug validate``: is a document a usable instrument, and do its examples come out?"""

from __future__ import annotations

import argparse
from dataclasses import replace

from pug._errors import Problem, PugError
from pug.cli._arguments import add_verb
from pug.cli._output import complain
from pug.instrument import Instrument


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    text = "check instruments: read, compile, run the examples inside, warn about what is doubtful"
    parser = add_verb(verbs, "validate", _run, text=text, example="pug validate my-standard.json")
    parser.add_argument("files", nargs="+", metavar="FILE", help="path of an instrument, or the id of a built-in one")


def _run(options: argparse.Namespace) -> None:
    problems: list[Problem] = []
    kind = "instrument"
    for file in options.files:
        try:
            instrument = Instrument.load(file)
        except PugError as error:
            kind = error.kind
            problems.extend(error.problems)
            continue
        found = instrument.validate()
        problems.extend(found)
        _tell(file, instrument, found)
    if problems:
        raise PugError(kind, problems)


def _tell(file: str, instrument: Instrument, found: list[Problem]) -> None:
    """Says what is doubtful and how many examples agree."""
    for warning in instrument.review():
        complain(str(replace(warning, file=warning.file or file)))
    if not instrument.examples:
        complain(
            f"{file}: warning: no examples; cases with expected results would show that it computes what it should"
        )
    failed = {problem.where.split("/")[2] for problem in found if problem.where.startswith("/examples/")}
    agree = instrument.examples - len(failed)
    sound = "is sound" if not found else "is not sound"
    print(f"{file}: {instrument.id} {instrument.edition} {sound}, {agree} of {instrument.examples} examples agree")
