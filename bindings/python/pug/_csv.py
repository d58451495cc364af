"""Tables in text files: separator and byte-order mark detected, everything doubtful refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from pug._errors import Problem, PugError, failure
from pug.table import Columns, Table


class CsvTable(Columns):
    """Columns of text, each row with the line where it begins."""

    def __init__(self, columns: dict[str, list[object]], lines: Sequence[int], file: str) -> None:
        super().__init__(columns, len(lines), file)
        self._lines = lines

    def place(self, row: int, name: str) -> tuple[str, int]:
        """The line of the file."""
        return name, self._lines[row]

    def told(self, row: int, name: str) -> str:
        """The line of the file in words."""
        del name
        return f"line {self._lines[row]}"


def read_csv(content: bytes, file: str) -> Table:
    """The table in the bytes of a file.

    Raises:
        PugError: Broken UTF-8, quotes that do not close, a column name twice, a row of another length.
    """
    text = decode(content, file)
    header, rows, lines = _split(text, file)
    problems = [*_duplicates(header, file), *_ragged(header, rows, lines, file)]
    if problems:
        raise PugError("data", problems)
    columns: dict[str, list[object]] = {name: [row[i] for row in rows] for i, name in enumerate(header)}
    return CsvTable(columns, lines, file)


def decode(content: bytes, file: str) -> str:
    """UTF-8 with or without a byte-order mark; the error names the line of the first byte that is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"found the byte 0x{content[error.start]:02X}, which is not UTF-8; save the file as UTF-8"
        raise PugError("data", [Problem("data.not_utf8", "", line, 0, message, file)]) from None


def _split(text: str, file: str) -> tuple[list[str], list[list[str]], list[int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    before = 0
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(before + 1)
            before = reader.line_num
    except csv.Error as error:
        message = f"cannot tell the fields apart: {error}"
        raise PugError("data", [Problem("data.syntax", "", before + 1, 0, message, file)]) from None
    if not rows:
        raise failure("data", "data.empty", "found only blank lines, wanted a header and a row a unit", file=file)
    return rows[0], rows[1:], lines[1:]


def _separator(text: str) -> str:
    """The one of comma, semicolon and tab that the header has most of, outside quotes."""
    header = re.sub(r'"[^"]*"', "", next((line for line in text.splitlines() if line.strip()), ""))
    return max(",;\t", key=header.count)


def _duplicates(header: list[str], file: str) -> list[Problem]:
    twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    return [Problem("data.duplicate_column", name, 1, 0, f'column "{name}" stands twice', file) for name in twice]


def _ragged(header: list[str], rows: list[list[str]], lines: list[int], file: str) -> list[Problem]:
    wanted = len(header)
    return [
        Problem("data.ragged", "", line, 0, f"found {len(row)} fields, wanted {wanted} as in the header", file)
        for row, line in zip(rows, lines, strict=True)
        if len(row) != wanted
    ]
