"""Tables in JSON files: a list of objects, one a unit, or an object of lists, one a column."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pug._csv import decode
from pug._errors import Problem, PugError, failure
from pug.table import Columns, Records, Table, columns_of_records

_STRING_OR_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|NaN|-?Infinity')
_HALF_A_PAIR = re.compile(r"\\u[dD][89a-fA-F]")


class JsonRecords(Records):
    """Objects, one a unit; a cell is found by its JSON pointer."""

    def place(self, row: int, name: str) -> tuple[str, int]:
        """The JSON pointer of the cell."""
        return f"/{row}/{_token(name)}" if name else f"/{row}", 0


class JsonColumns(Columns):
    """Lists, one a column; a cell is found by its JSON pointer."""

    def place(self, row: int, name: str) -> tuple[str, int]:
        """The JSON pointer of the cell."""
        return f"/{_token(name)}/{row}", 0


def read_json(content: bytes, file: str) -> Table:
    """The table in the bytes of a file.

    Raises:
        PugError: No JSON, NaN or Infinity, a key twice, a value that is no cell, lists of different lengths.
    """
    document = _parse(decode(content, file), file)
    if isinstance(document, dict) and all(isinstance(column, list) for column in document.values()):
        lengths = {len(column) for column in document.values()}
        _refuse(
            _nested({f"/{_token(name)}/{row}": c for name, cs in document.items() for row, c in enumerate(cs)}, file)
        )
        if len(lengths) > 1:
            raise failure("data", "data.ragged", "found lists of different lengths, wanted one length", file=file)
        return JsonColumns(document, next(iter(lengths), 0), file)
    if isinstance(document, list) and all(isinstance(record, dict) for record in document):
        _refuse(_nested({f"/{row}/{_token(name)}": c for row, r in enumerate(document) for name, c in r.items()}, file))
        return JsonRecords(columns_of_records(document), len(document), file)
    message = (
        "found another kind of document, wanted a list of objects (one a unit) or an object of lists (one a column)"
    )
    raise failure("data", "data.shape", message, file=file)


def _parse(text: str, file: str) -> Any:
    try:
        _refuse_words(text)
        document = json.loads(text, object_pairs_hook=_distinct)
        if _HALF_A_PAIR.search(text):
            json.dumps(document, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        problem = Problem("data.syntax", "", error.lineno, error.colno, f"no sound JSON here: {error.msg}", file)
        raise PugError("data", [problem]) from None
    except UnicodeEncodeError:
        raise failure(
            "data", "data.not_utf8", "found half of a surrogate pair (\\ud800 to \\udfff)", file=file
        ) from None
    except RecursionError:
        raise failure("data", "data.too_deep", "found lists in lists too deep to read", file=file) from None
    except ValueError as error:
        raise failure("data", "data.syntax", f"no sound table: {error}", file=file) from None
    return document


def _refuse_words(text: str) -> None:
    """Python would take NaN and Infinity for numbers, which JSON does not know."""
    for match in _STRING_OR_WORD.finditer(text):
        if match.group().startswith('"'):
            continue
        message = f"{match.group()} is not a number in JSON; leave the cell null or give a status"
        raise json.JSONDecodeError(message, text, match.start())


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'the key "{twice}" stands twice in one object')
    return members


def _nested(cells: Mapping[str, object], file: str) -> list[Problem]:
    message = "found a list or object, wanted a number, a text, true, false or null"
    return [
        Problem("data.value", pointer, 0, 0, message, file)
        for pointer, cell in cells.items()
        if isinstance(cell, (dict, list))
    ]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise PugError("data", problems)


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
