"""Commands and Python blocks of the how-to pages are run; where a page shows what they print, that is compared."""

from __future__ import annotations

import contextlib
import io
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["improving.md"]  # the others are run by the tests of their topics


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and text of every fenced block."""
    found: list[tuple[str, str]] = []
    language: str | None = None
    lines: list[str] = []
    for line in (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            if language is None:
                language, lines = line[3:].strip(), []
            else:
                found.append((language, "\n".join(lines)))
                language = None
        else:
            lines.append(line)
    return found


def commands() -> list[object]:
    """Every command of a console block with the lines below it, which are what it prints."""
    found = []
    for page in PAGES:
        for language, text in blocks(page):
            if language != "console":
                continue
            for part in ("\n" + text).split("\n$ ")[1:]:
                command, _, output = part.partition("\n")
                found.append(pytest.param(command, output.strip(), id=f"{page}: {command[:60]}"))
    return found


@pytest.mark.parametrize(("command", "output"), commands())
def test_a_command_does_what_the_page_says(command, output, tmp_path):
    words = shlex.split(command)
    assert words[0] == "pug"
    (tmp_path / "out").mkdir()
    for name in ("examples", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    expects_failure = output.endswith("# exit status 1")
    done = subprocess.run(
        [sys.executable, "-m", "pug", *words[1:]],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == int(expects_failure), done.stderr
    if output:
        shown = [line.rstrip() for line in output.removesuffix("# exit status 1").strip().splitlines()]
        printed = [line.rstrip() for line in (done.stdout + done.stderr).strip().splitlines()]
        assert printed == shown


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_a_page_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("examples", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    names: dict[str, object] = {}
    everything = blocks(page)
    for (language, text), (after, shown) in zip(everything, [*everything[1:], ("", "")], strict=True):
        if language != "python":
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(text, page, "exec"), names)
        if after == "text" and printed.getvalue():
            assert printed.getvalue().strip() == shown.strip()
