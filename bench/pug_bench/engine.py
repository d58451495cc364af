"""Cases that the Google Benchmark program measures: what has no counterpart in Python."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pug_bench.cases import Setting
from pug_bench.line import Line
from pug_bench.progress import Progress

PROGRAM = Path(__file__).resolve().parents[2] / "build" / "bench" / "bench" / "pug_bench"
LEAST_SECONDS = 0.05

_FILTERS = {
    "compile": "^compile/",
    "assessment": "^assessment$",
    "plan": "^plan/",
    "c-call": "^call/",
    "engine": "^(weighted-tree|geometric-tree|missing-gates)/",
}


@dataclass(frozen=True)
class Measured:
    """A benchmark of the program, with the counters that it carries."""

    seconds: float
    units: int
    indicators: int
    bytes: int


def lines(case: str, peers: tuple[str, ...], repeat: int, progress: Progress) -> list[Line]:
    """The lines of a case."""
    measured = _run(_FILTERS[case], repeat, progress)
    if case == "c-call":
        return [_line(case, measured["call/c"], peer, measured["call/c++"].seconds) for peer in peers or (None,)]
    prefix = "engine/" if case == "engine" else ""
    return [_line(prefix + _without_size(name, each), each, None, None) for name, each in measured.items()]


def seconds_of_call(repeat: int, progress: Progress) -> float:
    """One unit scored in C++."""
    return _run("^call/c[+][+]$", repeat, progress)["call/c++"].seconds


def call_setting() -> Setting:
    """What a call scores: bench/call.cpp says the same."""
    return Setting(units=1)


def _line(case: str, ours: Measured, peer: str | None, peer_s: float | None) -> Line:
    return Line(case, ours.units, ours.indicators, ours.bytes, ours.seconds, peer, peer_s if peer else None)


def _without_size(name: str, measured: Measured) -> str:
    return name.removesuffix(f"/{measured.units}")


def _run(names: str, repeat: int, progress: Progress) -> dict[str, Measured]:
    """The shortest of the repetitions of each benchmark whose name matches."""
    progress.say("the C++ program")
    command = [
        str(PROGRAM),
        f"--benchmark_filter={names}",
        f"--benchmark_repetitions={repeat}",
        f"--benchmark_min_time={LEAST_SECONDS}",
        "--benchmark_enable_random_interleaving=true",
        "--benchmark_format=json",
    ]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    runs = [run for run in json.loads(output)["benchmarks"] if run["run_type"] == "iteration"]
    found: dict[str, Measured] = {}
    for run in sorted(runs, key=_seconds, reverse=True):
        found[run["run_name"]] = Measured(_seconds(run), *(int(run[name]) for name in ("units", "indicators", "bytes")))
    return dict(sorted(found.items(), key=lambda entry: (entry[0].split("/")[0], entry[1].units, entry[0])))


def _seconds(run: dict[str, Any]) -> float:
    unit = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}[run["time_unit"]]
    return float(run["real_time"]) * unit
