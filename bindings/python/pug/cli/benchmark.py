"""``pug benchmark``: where a unit stands, what those ahead do better, who is like it one grade up."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pug
from pug._csv import decode
from pug._errors import Problem, PugError, failure, one_line
from pug.benchmarks import WORDS, Benchmark, peer_text, practice_text
from pug.cli._arguments import add_language, add_scoring, add_verb, scoring_of
from pug.cli._output import print_draft_notice, print_table


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug benchmark -i kemenpppa.lplpp answers.csv --unit organisasi ORG-07 --against REF"
    text = "compare a unit with the best, the middle of all, a group, another unit or a profile"
    parser = add_verb(verbs, "benchmark", _run, text=text, example=example)
    add_scoring(parser)
    parser.add_argument("name", metavar="UNIT", help="name of the unit (without --unit: the number of its row)")
    parser.add_argument(
        "--against",
        metavar="MEASURE",
        default="best",
        help="best, median, mean, group (the middle of its own), the name of a unit, or a .json file with values by id "
        "of the criterion (default: best)",
    )
    parser.add_argument("--group", metavar="COLUMN", help="the column with the groups (else: those of --by)")
    parser.add_argument(
        "--middle", choices=("median", "mean"), help="what stands for a group, or for several best units"
    )
    parser.add_argument("--peers", metavar="K", type=_peers, default=3, help="how many peers are told (default: 3)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_language(parser, "en")


def _peers(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and int(text[:5]) <= 1000):
        raise argparse.ArgumentTypeError(f'found "{text}", wanted a number of peers, 0 to 1000')
    return int(text)


def _run(options: argparse.Namespace) -> None:
    scores = pug.score(options.data, options.instrument, **scoring_of(options))
    scores.index(options.name)
    against: Any = options.against
    if against not in WORDS and against.lower().endswith(".json"):
        against = _profile(against)
    benchmark = scores.benchmark(against, group=options.group, middle=options.middle)
    if options.json:
        print(json.dumps(_document(benchmark, options), ensure_ascii=False, indent=2))
        return
    print(one_line(benchmark.heading(options.name)))
    print()
    print_table(*benchmark.row_texts(options.name, options.lang))
    _list("practices of those ahead", [practice_text(p, options.lang) for p in benchmark.practices(options.name)])
    _list("peers one grade up", [peer_text(peer) for peer in benchmark.peers(options.name, options.peers)])
    print_draft_notice(scores.instrument)


def _list(title: str, lines: list[str]) -> None:
    if lines:
        print(f"\n{title}:")
    for line in lines:
        print(one_line(f"  {line}"))


def _document(benchmark: Benchmark, options: argparse.Namespace) -> dict[str, Any]:
    units, count = benchmark.compared_with(options.name)
    return {
        "unit": options.name,
        "instrument": benchmark.instrument,
        "against": {"measure": benchmark.against, "units": units, "count": count, "profile": dict(benchmark.profile)},
        "criteria": [asdict(row) for row in benchmark.of(options.name)],
        "practices": [asdict(practice) for practice in benchmark.practices(options.name)],
        "peers": [asdict(peer) for peer in benchmark.peers(options.name, options.peers)],
    }


def _profile(path: str) -> Mapping[str, float]:
    """The values aimed at, from a file."""
    try:
        profile = json.loads(decode(Path(path).read_bytes(), path))
    except json.JSONDecodeError as error:
        problem = Problem("document.syntax", "", error.lineno, error.colno, f"no sound JSON here: {error.msg}", path)
        raise PugError("document", [problem]) from None
    except OSError as error:
        message = f"cannot read the profile: {error.strerror}"
        raise failure("not_found", "benchmark.unreadable", message, file=path) from None
    if not isinstance(profile, Mapping):
        message = "found another kind of document, wanted an object of numbers by id of the criterion"
        raise failure("document", "benchmark.profile", message, file=path)
    return profile
