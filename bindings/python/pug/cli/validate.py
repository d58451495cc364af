"""``pug validate``: is a document a usable instrument, and do its examples come out?"""

from __future__ import annotations

import argparse

from pug._errors import Problem, PugError
from pug.cli._arguments import add_verb
from pug.cli._output import complain
from pug.instrument import Instrument


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    text = "check instruments: read, compile, run the examples inside"
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
        if not found:
            _praise(file, instrument)
    if problems:
        raise PugError(kind, problems)


def _praise(file: str, instrument: Instrument) -> None:
    examples = len(instrument.to_dict().get("examples", []))
    if not examples:
        complain(
            f"{file}: warning: no examples; cases with expected results would show that it computes what it should"
        )
    print(f"{file}: {instrument.id} {instrument.edition} is sound, {examples} of {examples} examples agree")
