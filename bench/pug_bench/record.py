"""Results that are kept: what was measured, on which machine, with which versions."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pug_bench.line import Line

PACKAGES = ("pug-scoring", "numpy", "pandas", "polars", "scikit-criteria", "pymcdm", "SALib")


def write(path: Path, day: str, command: Sequence[str], lines: Sequence[Line]) -> None:
    """Replaces the file when everything is written."""
    document = {
        "date": day,
        "command": " ".join(["scripts/bench", *command]),
        "machine": machine(),
        "versions": versions(),
        "results": [line.document() for line in lines],
    }
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)


def machine() -> dict[str, object]:
    """Processor, cores that this process may use, memory, system."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "distribution": _distribution(),
    }


def versions() -> dict[str, str]:
    """Of everything that takes part."""
    packages = {name: found for name in PACKAGES if (found := _version(name))}
    libc = " ".join(platform.libc_ver())
    return {"python": platform.python_version(), **packages, "gcc": _first_line("gcc", "--version"), "libc": libc}


def _processor() -> str:
    cpus = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", cpus.read_text(encoding="utf-8")) if cpus.exists() else None
    return found[1] if found else platform.processor()


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return ""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _first_line(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[0]
