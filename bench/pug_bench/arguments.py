"""The command line. Needs nothing but Python, so that a mistake is told before anything is installed or built."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from pug_bench.cases import CASES, PEERS, Case, Setting, most_bytes

WRONG = 2
SIZES = ("units", "indicators", "levels", "missing", "threads", "order")
EXAMPLE = """\
example:
  scripts/bench --case weighted-tree --units 100000 --indicators 50 --json
"""


class UsageError(Exception):
    """The command line asks for what cannot be measured."""


@dataclass(frozen=True)
class Options:
    """What was asked for: which cases, which of their peers, and all the rest as it was given."""

    cases: tuple[str, ...]
    peers: tuple[str, ...]
    are_peers_given: bool
    given: argparse.Namespace

    def setting(self, usual: Setting) -> Setting:
        """The usual one but for what is given."""
        return usual.changed(**{name: getattr(self.given, name) for name in SIZES})

    def peers_of(self, case: Case) -> tuple[str, ...]:
        """Those peers of a case that are asked for."""
        return tuple(peer for peer in case.peers if peer in self.peers)

    @property
    def needs(self) -> list[str]:
        """What scripts/bench has to build."""
        if self.given.instructions:
            return ["instructions"]
        cases = [CASES[name] for name in self.cases]
        has_engine = any(case.kind == "engine" or "c++" in self.peers_of(case) for case in cases)
        return ["python", "engine"] if has_engine else ["python"]


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        """Ends the program with exit status 2."""
        self.exit(WRONG, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parse(arguments: Sequence[str]) -> Options:
    """Reads the command line; ends the program where it is wrong."""
    parser = _parser()
    given = parser.parse_args(arguments)
    peers = tuple(given.peer or ([] if given.sweep else PEERS))
    usual = ["weighted-tree"] if given.sweep else [name for name, case in CASES.items() if _has(case, given.peer)]
    cases = tuple(given.case or usual)
    options = Options(cases, peers, bool(given.peer), given)
    try:
        _check(options)
    except UsageError as wrong:
        parser.error(str(wrong))
    return options


def _has(case: Case, peers: Sequence[str] | None) -> bool:
    """Whether a case has one of these peers; every case has, where none are asked for."""
    return peers is None or not set(peers).isdisjoint(case.peers)


def _parser() -> Parser:
    parser = Parser(
        prog="scripts/bench",
        description="Measures pug beside other ways to compute the same scores: the same arrays, one process, all in\n"
        "turn, the shortest time counts. What a peer computes is compared with ours before it is timed.",
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--case", action="append", metavar="NAME", type=_one_of("case", CASES), help="repeatable; all without it")
    add("--peer", action="append", metavar="NAME", type=_one_of("peer", PEERS), help="repeatable; all without it")
    add("--units", metavar="N", type=_whole(1, 10**9), help="rows (default: 1000000; of a call 1)")
    add("--indicators", metavar="M", type=_whole(1, 5000), help="columns (default: 50)")
    add("--levels", metavar="L", type=_whole(1, 12), help="means above the indicators (default: 3)")
    add(
        "--missing", metavar="SHARE", type=_share, help="share of missing answers, 0 to 0.9 (default: 0, or the case's)"
    )
    add("--threads", metavar="T", type=_whole(1, 256), help="of pug and of the peers that have any (default: 1)")
    add("--order", choices=("row", "column"), help="layout of the matrix (default: row)")
    add("--repeat", metavar="R", type=_whole(1, 1000), default=7, help="repetitions (default: 7)")
    add("--json", action="store_true", help="one JSON object a line instead of a table")
    add("--record", metavar="FILE", type=_writable, help="write results, machine and versions as JSON, too")
    add("--date", metavar="DAY", type=_day, help="the day that the record names (default: today)")
    add("--sweep", action="store_true", help="time by units, indicators, levels and share of missing answers")
    add("--instructions", action="store_true", help="compare instruction counts with those that are committed")
    add("--update", action="store_true", help="with --instructions: write the counts of this run to be committed")
    return parser


def _epilog() -> str:
    def listed(title: str, texts: Sequence[tuple[str, str]]) -> str:
        return "\n".join([f"{title}:", *(f"  {name:<19}{text}" for name, text in texts)]) + "\n"

    cases = listed("cases", [(name, case.text) for name, case in CASES.items()])
    peers = listed("peers", list(PEERS.items()))
    status = "Exit status: 0 fine, 1 a peer disagrees or a count is outside its band, 2 bad usage."
    sizes = "Cases about indices and cases measured in C++ have sizes of their own."
    return f"{sizes}\n\n{cases}\n{peers}\n{EXAMPLE}\n{status}"


def _check(options: Options) -> None:
    given = options.given
    if given.update and not given.instructions:
        raise UsageError("found --update alone, wanted --instructions --update")
    if given.date and not given.record:
        raise UsageError("found --date alone, wanted --record FILE --date DAY")
    if given.instructions:
        found = _given(options, "case", "peer", *SIZES, "sweep", "record")
        if found:
            raise UsageError(f"found --instructions with --{found[0]}, wanted it alone")
        return
    for name in options.cases:
        _check_case(options, name, CASES[name])


def _given(options: Options, *names: str) -> list[str]:
    values = {name: getattr(options.given, name) for name in names}
    return [name for name, value in values.items() if value is not None and value is not False]


def _check_case(options: Options, name: str, case: Case) -> None:
    if options.given.sweep and (case.kind != "tree" or name == "python-call"):
        trees = ", ".join(name for name, case in CASES.items() if case.kind == "tree" and name != "python-call")
        raise UsageError(f'found --sweep with case "{name}", wanted one of {trees}')
    if options.given.case and case.has_own_sizes and _given(options, *SIZES):
        raise UsageError(f'found --{_given(options, *SIZES)[0]} with case "{name}", which has sizes of its own')
    if options.are_peers_given and options.given.case and not options.peers_of(case):
        raise UsageError(f'case "{name}" has none of the peers asked for; it has {", ".join(case.peers) or "none"}')
    if not case.has_own_sizes and not options.given.sweep:
        setting = options.setting(case.setting)
        if setting.bytes > most_bytes():
            found = f"{setting.units} units of {setting.indicators} indicators, {setting.bytes / 1e9:.1f} GB"
            raise UsageError(
                f"found {found}, wanted at most {most_bytes() / 1e9:.1f} GB, half the memory of the machine"
            )


# --- the form of each value ---


def _one_of(what: str, known: Iterable[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        names = list(known)
        if text not in names:
            raise argparse.ArgumentTypeError(f'found {what} "{text}", wanted one of {", ".join(names)}')
        return text

    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]+", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f'found "{text}", wanted a whole number from {least} to {most}')
        return int(text)

    return read


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 0.9:
        raise argparse.ArgumentTypeError(f'found "{text}", wanted a share from 0 to 0.9')
    return share


def _day(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f'found "{text}", wanted a day as YYYY-MM-DD') from None


def _writable(text: str) -> Path:
    path = Path(text)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise argparse.ArgumentTypeError(f'found "{text}", wanted a file in a folder that exists')
    return path


if __name__ == "__main__":
    print(*parse(sys.argv[1:]).needs)
