"""What several tests use: a small instrument, answers to it, and the installed command."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def root() -> Path:
    return ROOT


@pytest.fixture
def document() -> dict[str, Any]:
    """An instrument with a variable of each type, a gate, bands and an example; its numbers can be checked by hand."""
    return {
        "pug": 1,
        "id": "test.small",
        "edition": "1",
        "status": "draft",
        "title": {"id": "Kecil", "en": "Small"},
        "scales": {
            "met": {
                "levels": [
                    {"code": "TT", "points": "0", "title": {"en": "Not met"}},
                    {"code": "TS", "points": "1"},
                    {"code": "TL", "points": "2"},
                ],
                "statuses": {"TDD": "not_applicable"},
            },
            "rank": {"levels": [{"code": "1", "points": "0"}, {"code": "2", "points": "1"}]},
        },
        "variables": {
            "decree": {
                "type": "choice",
                "scale": "met",
                "title": {"en": "Decree", "id": "SK"},
                "evidence": {"en": "A copy"},
                "remediation": {"text": {"en": "Have it signed"}, "effort_days": "2.5", "role": {"en": "Chair"}},
            },
            "share": {"type": "percent"},
            "permit": {"type": "yes_no"},
            "staff": {"type": "count", "range": ["0", "50"]},
            "level": {"type": "choice", "scale": "rank"},
        },
        "score": {
            "id": "total",
            "arithmetic": [
                {"id": "decree", "weight": "2", "from": "decree", "then": ["points"]},
                {"id": "share", "weight": "2", "from": "share", "then": [{"minmax": ["0", "100"]}]},
                {"id": "permit", "weight": "2", "from": "permit", "then": ["points"]},
                {"id": "staff", "from": "staff", "then": [{"clip": ["0", "4"]}, {"minmax": ["0", "4"]}]},
                {"from": "level", "then": ["points"]},
            ],
            "then": [{"scale": "100"}],
            "missing": {"missing": "lowest", "no_information": "lowest", "not_assessed": "renormalise"},
        },
        "verdict": {
            "round": {"digits": 2},
            "grades": [
                {"grade": "good", "from": "80", "title": {"en": "Good"}},
                {"grade": "fair", "from": "50"},
                {"grade": "poor", "from": "0"},
            ],
            "gates": [{"id": "has_decree", "variable": "decree", "at_least": "TS", "otherwise": {"grade": "failed"}}],
        },
        "examples": [
            {
                "title": "All at their best",
                "inputs": {"decree": "TL", "share": "100", "permit": "yes", "staff": "4", "level": "2"},
                "expect": {"score": "100", "grade": "good"},
            }
        ],
    }


@pytest.fixture
def answers() -> dict[str, list[object]]:
    """Four units: at their best; in between; without a decree; with a status of each kind."""
    return {
        "name": ["A", "B", "C", "D"],
        "region": ["north", "north", "south", "south"],
        "decree": ["TL", "TS", "TT", "TDD"],
        "share": [100.0, 50.0, 75.0, None],
        "permit": ["yes", "tidak", "1", "not_assessed"],
        "staff": [4, 2, 9, 1],
        "level": ["2", "1", "2", "1"],
    }


@pytest.fixture
def run() -> Run:
    """Runs the installed command `pug` and returns what it printed and its exit status."""
    command = Path(sys.executable).with_name("pug")

    def call(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
        words = [str(command), *(str(argument) for argument in arguments)]
        return subprocess.run(
            words, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, **options
        )

    return call


@pytest.fixture
def relative() -> dict[str, Any]:
    """An instrument that looks at the cohort."""
    return {
        "pug": 1,
        "id": "test.relative",
        "edition": "1",
        "status": "draft",
        "title": "Relative",
        "variables": {"x": {"type": "number"}, "y": {"type": "number"}},
        "score": {
            "id": "total",
            "arithmetic": [
                {"id": "n_x", "from": "x", "then": [{"minmax": "cohort"}]},
                {"id": "n_y", "from": "y", "then": [{"minmax": "cohort"}]},
            ],
        },
        "verdict": {"grades": [{"grade": "high", "from": "0.5"}, {"grade": "low", "from": "0"}]},
    }
