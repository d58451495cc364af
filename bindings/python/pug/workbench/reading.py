"""The columns that an index is built from, out of whatever table they came in."""

from __future__ import annotations

import numpy as np

from pug._errors import Problem, PugError
from pug.cohorts import column_of
from pug.observations import similar, text_of_cell
from pug.table import Floats, Table


def unit_names(table: Table, unit: str | None) -> list[str]:
    """What the rows are called; with times a name may come again, which the engine checks."""
    if unit is None:
        return [str(row + 1) for row in range(table.rows)]
    names = [(text_of_cell(cell) or "").strip() for cell in column_of(table, unit)]
    if without := [row for row, name in enumerate(names) if not name]:
        raise PugError(
            "data", [table.problem("data.unit", "the unit has no name", name=unit, row=row) for row in without]
        )
    return names


def numbers_of(table: Table, name: str) -> Floats:
    """A column of numbers; NaN where a cell is empty or says ``NA``.

    Raises:
        PugError: There is no such column, or a cell is no finite number; every one is listed.
    """
    if name not in table.names:
        message = f'found no column "{name}"{similar(name, table.names)}'
        raise table.error("data.column", message, name=name)
    numbers = table.numbers(name)
    if numbers is None:
        numbers = _read(table, name)
    statuses = table.statuses(name)
    if statuses is not None:
        numbers = np.where(statuses == 0, numbers, np.nan)
    if (wrong := np.flatnonzero(np.isinf(numbers))).size:
        message = "found an infinite number, wanted a finite one"
        raise PugError("data", [table.problem("data.infinite", message, name=name, row=int(row)) for row in wrong])
    return numbers


def _read(table: Table, name: str) -> Floats:
    found, problems = np.full(table.rows, np.nan), list[Problem]()
    for row, cell in enumerate(table.cells(name)):
        text = (text_of_cell(cell) or "").strip()
        if text in ("", "NA"):
            continue
        try:
            found[row] = float(text)
        except ValueError:
            message = f'found "{text[:40]}", wanted a number'
            problems.append(table.problem("data.value", message, name=name, row=row))
        else:
            if np.isnan(found[row]):
                problems.append(table.problem("data.value", f'found "{text}", wanted a number', name=name, row=row))
    if problems:
        raise PugError("data", problems)
    return found
