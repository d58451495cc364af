"""Tables read from files; the ending says how."""

from __future__ import annotations

import os
from pathlib import Path

from pug._csv import read_csv
from pug._errors import failure
from pug._excel import read_excel
from pug._records import read_json
from pug.table import Table

_READERS = {".csv": read_csv, ".tsv": read_csv, ".txt": read_csv, ".json": read_json, ".xlsx": read_excel}


def read_file(path: str | os.PathLike[str]) -> Table:
    """The table in a file: .csv, .tsv or .txt with a header line, .json, or the first sheet of an .xlsx.

    Raises:
        PugError: The file is not there or cannot be read (kind ``not_found``), or is no sound table (``data``); every
            problem is listed with its line or row.
    """
    name = os.fspath(path)
    reader = _READERS.get(Path(path).suffix.lower())
    if reader is None:
        message = f'found the ending "{Path(path).suffix}", wanted {", ".join(_READERS)}'
        raise failure("argument", "data.ending", message, file=name)
    try:
        content = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise failure("not_found", "data.unreadable", f"cannot read the data: {reason}", file=name) from None
    if not content:
        raise failure(
            "data", "data.empty", "found an empty file, wanted a table with a header and a row a unit", file=name
        )
    table = reader(content, name)
    if not table.rows:
        raise failure("data", "data.empty", "found a table without a row, wanted a row a unit", file=name)
    return table
