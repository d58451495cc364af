"""Tables in workbooks: the first sheet, its first row the header."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pug._errors import Problem, PugError, failure
from pug.table import Columns, Table


class ExcelTable(Columns):
    """Cells of a sheet, each row with its number there."""

    def __init__(self, columns: dict[str, list[object]], numbers: Sequence[int], file: str) -> None:
        super().__init__(columns, len(numbers), file)
        self._numbers = numbers

    def place(self, row: int, name: str) -> tuple[str, int]:
        """The row of the sheet."""
        return name, self._numbers[row]


def read_excel(content: bytes, file: str) -> Table:
    """The table in the bytes of a workbook.

    Raises:
        PugError: openpyxl is not installed, no sound workbook, a column without a name or a name twice.
    """
    rows = _rows(content, file)
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(cell is not None for cell in row)]
    if not filled:
        raise failure("data", "data.empty", "found an empty sheet, wanted a header and a row a unit", file=file)
    line, header = filled[0]
    width = max(i + 1 for _, row in filled for i, cell in enumerate(row) if cell is not None)
    names = ["" if cell is None else str(cell) for cell in (*header, *[None] * width)][:width]
    problems = [
        Problem("data.duplicate_column", name, line, 0, f'column "{name}" stands twice', file)
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if problems:
        raise PugError("data", problems)
    body = [(*row, *[None] * width) for _, row in filled[1:]]
    columns: dict[str, list[object]] = {name: [row[i] for row in body] for i, name in enumerate(names)}
    return ExcelTable(columns, [number for number, _ in filled[1:]], file)


def _rows(content: bytes, file: str) -> list[tuple[object, ...]]:
    try:
        import openpyxl  # noqa: PLC0415  (optional, and only wanted here)
    except ImportError:
        message = 'reading .xlsx needs openpyxl: pip install "pug-scoring[excel]"'
        raise failure("argument", "extra.missing", message, file=file) from None
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        return [tuple(row) for row in sheet.iter_rows(values_only=True)]
    except Exception as error:  # openpyxl lets through whatever the archive or its XML brings about
        raise failure("data", "data.syntax", f"no sound workbook: {error}", file=file) from None
