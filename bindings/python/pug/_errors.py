"""What can go wrong: one exception, carrying every problem found and its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


def one_line(text: str) -> str:
    """The text on one line, with whatever a terminal could take for a command written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where.

    Attributes:
        code: Stable dotted name, for example ``weights.zero_sum``.
        where: JSON pointer in a document; name of the variable or column in data.
        line: Line of the file or row of the data, counted from 1; 0 where there is none.
        column: Column of the document, counted from 1; 0 where there is none.
        message: What was found and what was wanted.
        file: The file as the caller named it; None for data that came from no file.
    """

    code: str
    where: str
    line: int
    column: int
    message: str
    file: str | None = None

    def __str__(self) -> str:
        """``file:line:column: code: message (where)``; without a file ``row 3: …``."""
        place = self._place()
        where = f" ({one_line(self.where)})" if self.where else ""
        return f"{place}{self.code}: {one_line(self.message)}{where}"

    def _place(self) -> str:
        if self.file is None:
            at = f"{self.line}:{self.column}" if self.column else str(self.line)
            return "" if not self.line else f"line {at}: " if self.column else f"row {at}: "
        parts = [one_line(self.file), *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts) + ": "


class PugError(Exception):
    """Data, an instrument or a call that cannot be used; ``str()`` gives one line for each problem.

    Attributes:
        kind: ``argument``, ``document``, ``instrument``, ``data``, ``not_found``, ``memory`` or ``internal``.
        problems: Everything found, at least one.
    """

    def __init__(self, kind: str, problems: Iterable[Problem]) -> None:
        self.kind = kind
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(kind, self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)

    @property
    def code(self) -> str:
        """Code of the first problem."""
        return self.problems[0].code

    @property
    def where(self) -> str:
        """JSON pointer or name of the first problem."""
        return self.problems[0].where

    @property
    def line(self) -> int:
        """Line or row of the first problem; 0 where there is none."""
        return self.problems[0].line

    @property
    def column(self) -> int:
        """Column of the first problem; 0 where there is none."""
        return self.problems[0].column

    @property
    def message(self) -> str:
        """Message of the first problem."""
        return self.problems[0].message


def failure(kind: str, code: str, message: str, *, where: str = "", file: str | None = None) -> PugError:
    """An error with one problem."""
    return PugError(kind, [Problem(code, where, 0, 0, message, file)])


def from_native(kind: str, problems: Iterable[tuple[str, str, int, int, str]]) -> PugError:
    """The exception for an error of the engine, which calls this."""
    return PugError(kind, [Problem(*problem) for problem in problems])
