"""The command ``pug``: one module for each verb."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from pug import __version__
from pug._errors import PugError
from pug.cli import (
    agreement,
    assess,
    benchmark,
    compare,
    conformance,
    explain,
    gaps,
    gender,
    history,
    index,
    instruments,
    plan,
    report,
    robustness,
    score,
    show,
    suppress,
    uncertainty,
    validate,
    what_if,
)
from pug.cli._output import complain

_FINE, _WRONG, _INTERRUPTED = 0, 1, 130
_VERBS = (
    instruments,
    show,
    validate,
    score,
    explain,
    gaps,
    what_if,
    plan,
    robustness,
    benchmark,
    compare,
    agreement,
    index,
    uncertainty,
    report,
    conformance,
    assess,
    history,
    gender,
    suppress,
)


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="pug",
        description="Scores units with declarative gender-mainstreaming instruments.",
        epilog="INSTRUMENT is the id of a built-in instrument or the path of a file. Exit status: 0 fine, "
        "1 the data or instrument is wrong (every problem is listed), 2 the command line is wrong.",
    )
    top.add_argument("--version", action="version", version=f"pug {__version__}")
    verbs = top.add_subparsers(title="verbs", metavar="VERB", required=True)
    for verb in _VERBS:
        verb.add(verbs)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status; errors of the user's go to stderr, one line a problem."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        options.run(options)
        sys.stdout.flush()
    except PugError as error:
        for problem in error.problems:
            complain(str(problem))
        return _WRONG
    except KeyboardInterrupt:
        complain("interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _FINE
