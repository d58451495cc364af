"""``pug instruments``: what the catalog has."""

from __future__ import annotations

import argparse
import json
from typing import Any

from pug.cli._arguments import add_language, add_verb
from pug.cli._output import print_table
from pug.instrument import Instrument, catalog
from pug.model import in_language


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    parser = add_verb(verbs, "instruments", _run, text="list the built-in instruments", example="pug instruments")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_language(parser, "en")


def _run(options: argparse.Namespace) -> None:
    instruments = [Instrument.load(name) for name in catalog()]
    if options.json:
        print(json.dumps([_entry(instrument) for instrument in instruments], ensure_ascii=False, indent=2))
        return
    rows = [[i.id, i.edition, i.status, str(len(i.variables)), in_language(i.title, options.lang)] for i in instruments]
    print_table(["id", "edition", "status", "variables", "title"], rows)


def _entry(instrument: Instrument) -> dict[str, Any]:
    return {
        "id": instrument.id,
        "edition": instrument.edition,
        "status": instrument.status,
        "title": dict(instrument.title),
        "fingerprint": instrument.fingerprint,
    }
