"""What changes cost, read from a file."""

from __future__ import annotations

import json
import os
from pathlib import Path

from pug._errors import PugError, failure
from pug.files import read_file
from pug.observations import text_of_cell
from pug.plans import Costs, Number
from pug.table import Table


def read_costs(path: str | os.PathLike[str]) -> Costs:
    """Costs by variable, from a file.

    A .json file holds them as `Scores.plan` takes them. A table (.csv, .tsv, .xlsx) has the columns ``variable``,
    ``cost`` and, where a cost is that of a certain new answer, ``answer``; one row a cost.

    Raises:
        PugError: The file cannot be read, a column is missing, or two rows say the same.
    """
    name = os.fspath(path)
    if Path(path).suffix.lower() == ".json":
        return _read_json(name)
    table = read_file(path)
    for column in ("variable", "cost"):
        if column not in table.names:
            raise PugError("data", [table.problem("costs.column", f'there is no column "{column}"', name=column)])
    return _of_table(table)


def _read_json(name: str) -> Costs:
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
        found = json.loads(text, parse_float=str, parse_constant=_no_number, object_pairs_hook=_each_once)
    except (OSError, ValueError, RecursionError) as error:
        raise failure("data", "costs.unreadable", f"cannot read the costs: {error}", file=name) from None
    if not isinstance(found, dict):
        raise failure("data", "costs.shape", "found another kind of document, wanted costs by variable", file=name)
    costs: Costs = found
    return costs


def _no_number(text: str) -> None:
    message = f"found {text}, wanted a number"
    raise ValueError(message)


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            message = f'"{name}" stands twice'
            raise ValueError(message)
    return dict(pairs)


def _of_table(table: Table) -> Costs:
    variables = table.cells("variable")
    answers = table.cells("answer") if "answer" in table.names else [None] * table.rows
    costs: dict[str, Number | dict[str, Number]] = {}
    for row, (variable, answer, cost) in enumerate(zip(variables, answers, table.cells("cost"), strict=True)):
        name, to, number = (text_of_cell(cell) or "" for cell in (variable, answer, cost))
        here = costs.setdefault(name, {}) if to else costs
        if not isinstance(here, dict) or (to or name) in here:
            message = f'the cost of "{name}" stands twice, or once for all answers and once for one'
            raise PugError("data", [table.problem("costs.twice", message, name="variable", row=row)])
        here[to or name] = number
    return costs
