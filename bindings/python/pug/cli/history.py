"""``pug history``: append to a history, check it, show it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pug._errors import failure
from pug.cli._arguments import add_verb
from pug.cli._output import print_table
from pug.history import History, HistoryEnd


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    text = "keep a record of events that nobody can change unnoticed"
    example = "pug history append rounds.jsonl event.json && pug history check rounds.jsonl"
    # An action has to be named, and what that runs takes the place of this.
    parser = add_verb(verbs, "history", _check, text=text, example=example)
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    append = add_verb(
        actions,
        "append",
        _append,
        text="add an event, a JSON object",
        example="pug history append rounds.jsonl event.json",
    )
    check = add_verb(
        actions,
        "check",
        _check,
        text="prove that nothing was changed, taken out, put in or moved",
        example="pug history check rounds.jsonl",
    )
    show = add_verb(actions, "show", _show, text="list the events", example="pug history show rounds.jsonl --json")
    repair = add_verb(
        actions,
        "repair",
        _repair,
        text="move a last line that has no end to a file beside",
        example="pug history repair rounds.jsonl",
    )
    for action in (append, check, show, repair):
        action.add_argument("file", metavar="FILE", help="the history, JSON Lines")
    append.add_argument("event", metavar="EVENT", help="a .json file, or - for standard input")
    check.add_argument("--expected", metavar="HASH", help="the hash that it has to end with, kept elsewhere")
    show.add_argument("--json", action="store_true", help="as JSON, one record a line")


def _append(options: argparse.Namespace) -> None:
    _tell(History(options.file).append(_event(options.event)))


def _check(options: argparse.Namespace) -> None:
    _tell(_existing(options.file).check(options.expected))


def _show(options: argparse.Namespace) -> None:
    records = _existing(options.file).records()
    if options.json:
        for record in records:
            told = {"number": record.number, "hash": record.hash, "event": record.event}
            print(json.dumps(told, ensure_ascii=False))
        return
    rows = [[str(each.number), each.hash[:12], json.dumps(each.event, ensure_ascii=False)] for each in records]
    print_table(["number", "hash", "event"], rows)


def _repair(options: argparse.Namespace) -> None:
    beside = _existing(options.file).repair()
    print("nothing to repair" if beside is None else f"the unfinished line is now in {beside}")


def _existing(file: str) -> History:
    """A history to be read: a name that was mistyped is no empty history."""
    if not Path(file).exists():
        raise failure("not_found", "history.unreadable", "there is no such file", file=file)
    return History(file)


def _tell(end: HistoryEnd) -> None:
    print(f"{end.records} {'record' if end.records == 1 else 'records'}, {end.hash}")


def _event(source: str) -> bytes:
    """The JSON text of an event."""
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise failure("not_found", "history.event", f"cannot read the event: {reason}", file=source) from None
