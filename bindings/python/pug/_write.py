"""Results written to files; the ending says how."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from pug._atomic import check_target, write_bytes
from pug._errors import failure
from pug.results import result_columns
from pug.scores import Scores


def check_ending(path: str | os.PathLike[str]) -> None:
    """Refuses a file whose ending names no kind that results are written in.

    Raises:
        PugError: Of code ``output.ending``.
    """
    ending = Path(path).suffix.lower()
    if ending not in _WRITERS:
        advice = "; `pug report` writes .html" if ending == ".html" else ""
        message = f'found the ending "{ending}", wanted {", ".join(_WRITERS)}{advice}'
        raise failure("argument", "output.ending", message, file=os.fspath(path))


def write_results(scores: Scores, path: str | os.PathLike[str]) -> None:
    """Writes the columns of `Scores.frame` to a file; one that is there is replaced only when the new one is complete.

    Raises:
        PugError: The ending is unknown, the extra `excel` is missing, or the file cannot be written.
    """
    check_ending(path)
    check_target(path)
    content = _WRITERS[Path(path).suffix.lower()](scores)
    write_bytes(path, content)


def results_json(scores: Scores) -> str:
    """The results as JSON: where they come from, and one record a unit."""
    document = {"instrument": scores.provenance, "units": scores.to_records()}
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


class _Lines(list[str]):
    """Takes the rows of a csv writer that ends them with CR LF, so that it quotes both; keeps LF, as other tools do."""

    def write(self, row: str) -> None:
        self.append(row.removesuffix("\r\n") + "\n")


def _csv(scores: Scores, separator: str = ",") -> bytes:
    columns = result_columns(scores, as_cells=True)
    lines = _Lines()
    writer = csv.writer(lines, delimiter=separator)
    writer.writerow(columns)
    # csv writes None as an empty cell and a float as the shortest text that reads back as it.
    writer.writerows(zip(*(map(_plain, column.cells()) for column in columns.values()), strict=True))
    return "".join(lines).encode("utf-8")


def _plain(cell: object) -> object:
    return str(cell).lower() if isinstance(cell, bool) else cell


def _tsv(scores: Scores) -> bytes:
    return _csv(scores, "\t")


def _json(scores: Scores) -> bytes:
    return results_json(scores).encode("utf-8")


def _xlsx(scores: Scores) -> bytes:
    try:
        import xlsxwriter  # noqa: PLC0415  (optional, and only wanted here)
    except ImportError:
        message = 'writing .xlsx needs XlsxWriter: pip install "pug-scoring[excel]"'
        raise failure("argument", "extra.missing", message) from None
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        # The same scores give the same bytes: no clock.
        workbook.set_properties({"created": datetime(2000, 1, 1, tzinfo=timezone.utc)})
        columns = result_columns(scores, as_cells=True)
        sheet = workbook.add_worksheet("scores")
        for at, (name, column) in enumerate(columns.items()):
            for row, cell in enumerate([name, *column.cells()]):
                _write_cell(sheet, row, at, cell)
        sheet = workbook.add_worksheet("instrument")
        for row, pair in enumerate(scores.provenance.items()):
            for at, text in enumerate(pair):
                _write_cell(sheet, row, at, text)
    return buffer.getvalue()


def _write_cell(sheet: Any, row: int, column: int, cell: object) -> None:
    """Numbers as numbers, everything else as text: no name of a stranger becomes a formula or a link."""
    if cell is None:
        return
    if isinstance(cell, bool):
        done = sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        done = sheet.write_number(row, column, cell)
    else:
        done = sheet.write_string(row, column, str(cell))
    if done != 0:
        message = f"a sheet cannot hold the cell in row {row + 1}, column {column + 1}; write .csv"
        raise failure("data", "output.sheet", message)


_WRITERS: Mapping[str, Callable[[Scores], bytes]] = {".csv": _csv, ".tsv": _tsv, ".json": _json, ".xlsx": _xlsx}
