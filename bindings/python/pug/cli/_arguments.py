"""Arguments that several verbs share."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pug._errors import PugError, failure
from pug._options import thread_count
from pug._write import check_ending
from pug.cohorts import split_condition
from pug.instrument import Instrument, InstrumentLike
from pug.scores import Scores, score


def add_verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], None],
    *,
    text: str,
    example: str,
) -> argparse.ArgumentParser:
    """A verb with its help: what it does and an example."""
    parser: argparse.ArgumentParser = verbs.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_scoring(parser: argparse.ArgumentParser) -> None:
    """What is scored and with what."""
    parser.add_argument("-i", "--instrument", required=True, metavar="INSTRUMENT", help="id or path of an instrument")
    parser.add_argument("data", metavar="DATA", help="a .csv, .tsv, .json or .xlsx file, one row a unit")
    parser.add_argument("--unit", metavar="COLUMN", help="the column with the names of the units (else: row numbers)")
    parser.add_argument("--by", metavar="COLUMN", help="rank, and compare with the cohort, within each value of COLUMN")
    parser.add_argument(
        "--references", metavar="FILE", help="score on the scale of these reference values, saved by --save-references"
    )
    parser.add_argument("--as-of", metavar="DAY", help="use the dated parameters of this day, YYYY-MM-DD")


def scoring_of(options: argparse.Namespace) -> dict[str, Any]:
    """The arguments of `pug.score` that the options of `add_scoring` stand for, but for what is scored with what."""
    return {name: getattr(options, name) for name in ("unit", "by", "references", "as_of")}


def add_rounds(parser: argparse.ArgumentParser) -> None:
    """What several rounds are scored with; their files are arguments of the verb."""
    parser.add_argument("-i", "--instrument", required=True, metavar="INSTRUMENT", help="id or path of an instrument")
    parser.add_argument("--unit", metavar="COLUMN", help="the column with the names of the units (else: row numbers)")
    parser.add_argument(
        "--references", metavar="FILE", help="score on the scale of these reference values, saved by --save-references"
    )
    parser.add_argument("--as-of", metavar="DAY", help="use the dated parameters of this day, YYYY-MM-DD")


def rounds_of(
    options: argparse.Namespace, files: Sequence[str], instruments: Sequence[InstrumentLike | None]
) -> list[Scores]:
    """The scores of several files; on the scale of the first where the instrument looks at the cohort.

    An instrument of None is that of the first.
    """
    rounds: list[Scores] = []
    for file, ref in zip(files, instruments, strict=True):
        model = rounds[0].instrument if ref is None else Instrument.load(ref, options.as_of)
        references = options.references
        if references is None and rounds and model == rounds[0].instrument:
            references = rounds[0].references
        rounds.append(score(file, model, unit=options.unit, references=references))
    return rounds


def add_language(parser: argparse.ArgumentParser, default: str) -> None:
    """The language of titles and texts."""
    parser.add_argument("--lang", choices=("id", "en"), default=default, help=f"language of texts (default: {default})")


def condition(text: str) -> str:
    """A condition of the form COLUMN=VALUE or COLUMN!=VALUE."""
    try:
        split_condition(text)
    except PugError as error:
        raise argparse.ArgumentTypeError(error.message) from None
    return text


def threads(text: str) -> int:
    """A number of threads."""
    try:
        return thread_count(int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else text)
    except PugError as error:
        raise argparse.ArgumentTypeError(error.message) from None


def result_file(path: str) -> str:
    """The path of a file whose ending says how results are written."""
    try:
        check_ending(path)
    except PugError as error:
        raise argparse.ArgumentTypeError(error.message) from None
    return path


def table_file(path: str) -> str:
    """The path of a file that is to be .csv or .json."""
    ending = Path(path).suffix
    if ending not in (".csv", ".json"):
        raise argparse.ArgumentTypeError(f'found the ending "{ending}", wanted .csv or .json')
    return path


def report_file(path: str) -> str:
    """The path of a file that is to be HTML."""
    ending = Path(path).suffix
    if ending.lower() not in (".html", ".htm"):
        raise argparse.ArgumentTypeError(f'found the ending "{ending}", wanted .html')
    return path


def refuse_overwriting_input(output: str, *inputs: str | None) -> None:
    """Refuses to write the result over what it is computed from.

    Raises:
        PugError: The output is one of the inputs (code ``output.is_input``).
    """
    for path in inputs:
        if path is not None and Path(path).exists() and Path(output).exists() and Path(path).samefile(output):
            raise failure("argument", "output.is_input", "the output would replace its own input", file=output)
