"""Counts machine instructions of fixed workloads and compares them with counts that are committed.

Unlike time, a count does not depend on what else the machine does, so a few per cent tell. It does depend on compiler,
C library, valgrind, and on which instructions the processor has, for some code chooses its path by them: where one of
these differs nothing can be compared, and that is said. Valgrind 3.19 knows AVX2 and FMA, not AVX-512, and tells the
program so: what is counted is the path of a processor with AVX2.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pug_bench.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "bench" / "bench" / "pug_instructions"
COMMITTED = ROOT / "bench" / "instructions" / "counts.json"
BAND = 0.05

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Comparison:
    """One workload: instructions now and those committed; None where there are none."""

    workload: str
    found: int | None
    committed: int | None

    @property
    def change(self) -> float | None:
        """Share by which the count grew."""
        return self.found / self.committed - 1 if self.found and self.committed else None

    @property
    def is_worse(self) -> bool:
        """Whether it has grown beyond the band, or cannot be compared."""
        return self.change is None or self.change > BAND

    @property
    def remark(self) -> str:
        """What there is to do about it."""
        if self.change is None:
            return "no longer there" if self.found is None else "not committed yet"
        if self.change > BAND:
            return f"more than {BAND:.0%} up"
        return f"more than {BAND:.0%} down: commit it with --update" if self.change < -BAND else ""


def compare(given: argparse.Namespace, progress: Progress) -> bool:
    """Counts, prints the comparison and says whether nothing has grown beyond the band."""
    before = json.loads(COMMITTED.read_text(encoding="utf-8")) if COMMITTED.exists() else {}
    circumstances = _circumstances()
    if not given.update:
        for what, wanted in before.get("circumstances", {}).items():
            if circumstances.get(what) != wanted:
                found = circumstances.get(what)
                print(f"skipped: the counts are those of {what} {wanted}, found {found}", file=sys.stderr)
                return True
    counts = count(progress)
    committed: Counts = before.get("counts", {})
    compared = [Comparison(name, counts.get(name), committed.get(name)) for name in sorted({*counts, *committed})]
    _show(compared, as_json=given.json)
    if given.update:
        document = {"circumstances": circumstances, "counts": counts}
        COMMITTED.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        return True
    return not any(each.is_worse for each in compared)


def count(progress: Progress) -> dict[str, int]:
    """Instructions of every workload that the program knows."""
    names = _output(str(PROGRAM)).split()
    counts = {}
    for name in names:
        progress.prefix = "instructions"
        progress.say(name)
        counts[name] = _count(name)
    progress.clear()
    return counts


def _count(workload: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile"
        # The program switches counting on and off around the workload.
        options = ["--tool=callgrind", "--quiet", "--collect-atstart=no", f"--callgrind-out-file={profile}"]
        _output("valgrind", *options, str(PROGRAM), workload)
        total = re.search(r"^totals: (\d+)", profile.read_text(encoding="utf-8"), re.MULTILINE)
        if not total:
            raise OSError(f'callgrind has counted nothing of "{workload}"')
        return int(total[1])


def _circumstances() -> dict[str, str]:
    """What a count depends on besides the code that is counted."""
    flags = Path("/proc/cpuinfo").read_text(encoding="utf-8").split()
    return {
        "compiler": _output("g++", "--version").splitlines()[0],
        "libc": " ".join(platform.libc_ver()),
        "valgrind": _output("valgrind", "--version").strip(),
        "processor": f"{platform.machine()} {'with' if 'avx2' in flags else 'without'} AVX2",
    }


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _show(compared: list[Comparison], *, as_json: bool) -> None:
    if as_json:
        for each in compared:
            members = {"workload": each.workload, "instructions": each.found, "committed": each.committed}
            change = None if each.change is None else round(each.change, 4)
            print(json.dumps({**members, "change": change}))
        return
    print(f"{'workload':<24} {'instructions':>14} {'committed':>14} {'change':>8}")
    for each in compared:
        found, committed = ("" if number is None else f"{number:,}" for number in (each.found, each.committed))
        grown = "" if each.change is None else f"{each.change:+.1%}"
        print(f"{each.workload:<24} {found:>14} {committed:>14} {grown:>8}  {each.remark}".rstrip())
