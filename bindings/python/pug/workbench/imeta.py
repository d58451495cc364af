"""Designs from tables of indicators and aggregates as the R package COINr keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pug._errors import Problem, PugError
from pug.frames import read_table
from pug.observations import text_of_cell

if TYPE_CHECKING:
    from pug.frames import Data
    from pug.table import Table


def document_of_imeta(data: Data, name: str) -> dict[str, Any]:
    """The document of a design; see `Design.from_imeta`."""
    table = read_table(data, ())
    wanted = ("iCode", "Parent", "Level", "Weight")
    if lacking := [column for column in wanted if column not in table.names]:
        raise PugError("data", [table.problem("imeta.column", f'found no column "{each}"') for each in lacking])
    columns = {column: _texts(table, column) for column in table.names}
    rows = [row for row in range(table.rows) if columns["Level"][row] and _is_wanted(columns, row)]
    indicators: dict[str, dict[str, Any]] = {}
    parts: dict[str, dict[str, Any]] = {}
    for row in rows:
        code = columns["iCode"][row]
        parts[code] = {"id": code, "weight": _number(table, columns, "Weight", row, 1.0)}
        title = columns.get("iName", [""] * table.rows)[row]
        if title and title != code:
            parts[code]["title"] = title
        if columns["Level"][row] == "1":
            indicators[code] = _indicator(table, columns, row)
    return {
        "pug_design": 1,
        "id": name,
        "indicators": indicators,
        "columns": list(indicators),
        "index": _tree(table, columns, rows, parts),
    }


def _tree(table: Table, columns: dict[str, list[str]], rows: list[int], parts: dict[str, Any]) -> dict[str, Any]:
    problems: list[Problem] = []
    roots = []
    for row in rows:
        code, parent = columns["iCode"][row], columns["Parent"][row]
        if not parent:
            roots.append(code)
        elif parent not in parts:
            message = f'the parent "{parent}" of "{code}" has no row of its own'
            problems.append(table.problem("imeta.parent", message, name="Parent", row=row))
        else:
            parts[parent].setdefault("parts", []).append(parts[code])
    if len(roots) != 1:
        problems.append(table.problem("imeta.root", f"found {len(roots)} rows without a parent, wanted one: the index"))
    if problems:
        raise PugError("data", problems)
    root: dict[str, Any] = parts[roots[0]]
    return root


def _indicator(table: Table, columns: dict[str, list[str]], row: int) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if _number(table, columns, "Direction", row, 1.0) < 0:
        told["direction"] = "lower_is_better"
    if denominator := columns.get("Denominator", [""] * table.rows)[row]:
        told["denominator"] = denominator
    if columns.get("Target", [""] * table.rows)[row]:
        told["target"] = _number(table, columns, "Target", row, 0.0)
    return told


def _is_wanted(columns: dict[str, list[str]], row: int) -> bool:
    return columns["Type"][row] in ("Indicator", "Aggregate") if "Type" in columns else True


def _texts(table: Table, column: str) -> list[str]:
    texts = [(text_of_cell(cell) or "").strip() for cell in table.cells(column)]
    texts = ["" if text in ("NA", "nan") else text for text in texts]
    return [text.removesuffix(".0") for text in texts] if column == "Level" else texts


def _number(table: Table, columns: dict[str, list[str]], column: str, row: int, otherwise: float) -> float:
    text = columns[column][row] if column in columns else ""
    try:
        return float(text) if text else otherwise
    except ValueError:
        message = f'found "{text}", wanted a number'
        raise PugError("data", [table.problem("imeta.number", message, name=column, row=row)]) from None
