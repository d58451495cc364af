"""A line on the terminal that says what is being done, and nothing where nobody looks."""

from __future__ import annotations

import shutil
import sys


class Progress:
    """Overwrites one line of stderr, which is empty at the end."""

    def __init__(self) -> None:
        """Only a terminal gets a line."""
        self._is_shown = sys.stderr.isatty()
        self.prefix = ""

    def say(self, text: str) -> None:
        """What is being done now."""
        self._show(f"{self.prefix}: {text}")

    def clear(self) -> None:
        """Gives the line back, before anything else is printed."""
        self._show("")

    def _show(self, text: str) -> None:
        if self._is_shown:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write(f"\r\x1b[2K{text[:width]}")
            sys.stderr.flush()
