"""The share of the gender-responsive budget (ARG), exactly, with the name of its denominator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from pug import _pug
from pug._errors import Problem, PugError, failure

if TYPE_CHECKING:
    from pug.table import Table

Amount: TypeAlias = "int | float | str | Decimal | Fraction"
"""An amount of money; a float stands for the shortest decimal that prints as it."""


@dataclass(frozen=True)
class ArgShare:
    """A gender-responsive budget as a share of something.

    Attributes:
        responsive: The gender-responsive budget, exactly.
        denominator: What it is a share of, exactly.
        of: What the denominator is.
        percent: The share in per cent, exactly.
        shown: The same, rounded half away from zero to the decimals that were asked for.
    """

    responsive: Fraction
    denominator: Fraction
    of: str
    percent: Fraction
    shown: str

    def __str__(self) -> str:
        return f"{self.shown} % of {self.of}"


def arg_share(responsive: Amount, denominator: Amount, *, of: str, digits: int = 2) -> ArgShare:
    """The share of a gender-responsive budget in a denominator of your choice.

    Args:
        responsive: The gender-responsive budget.
        denominator: What it is a share of; no denominator is official for every use.
        of: What the denominator is, for example ``total direct spending``.
        digits: Decimals of what is shown.

    Raises:
        PugError: The denominator is not above 0 (code ``arg.denominator``), the budget is below 0 or above it
            (``arg.responsive``), or the denominator has no name (``arg.of``).
    """
    request = {
        "responsive": _text("responsive", responsive),
        "denominator": _text("denominator", denominator),
        "of": of,
        "digits": digits,
    }
    try:
        content = json.loads(_pug.arg_share(json.dumps(request)))
    except TypeError as error:
        raise failure("argument", "argument.type", f"an option cannot be used: {error}") from None
    return ArgShare(
        responsive=Fraction(content["responsive"]),
        denominator=Fraction(content["denominator"]),
        of=content["of"],
        percent=Fraction(content["percent"]),
        shown=content["shown"],
    )


@dataclass(frozen=True)
class ArgShares:
    """ARG shares of several offices.

    Attributes:
        offices: The share of each office, in the order of the data.
        total: That of all together: the sum of the budgets over the sum of the denominators, not a mean of shares.
    """

    offices: Mapping[str, ArgShare]
    total: ArgShare
    _table: Table
    _rows: tuple[int, ...]

    def frame(self) -> object:
        """A frame of the kind that came in: office, responsive, denominator, percent (nearest doubles) and shown."""
        from pug.table import ResultColumn  # noqa: PLC0415

        shares = self.offices.values()
        numbers = {
            name: ResultColumn("number", _doubles([getattr(share, name) for share in shares]))
            for name in ("responsive", "denominator", "percent")
        }
        columns = {
            "office": ResultColumn("word", list(self.offices)),
            **numbers,
            "shown": ResultColumn("word", [share.shown for share in shares]),
        }
        return self._table.build(columns, self._rows)


def arg_by_office(  # noqa: PLR0913  (keywords; each says one thing)
    data: object, *, office: str, responsive: str, denominator: str, of: str, digits: int = 2
) -> ArgShares:
    """ARG shares of offices from a table; the rows of an office are summed.

    Args:
        data: pandas, polars or pyarrow table, dict of lists, list of dicts, or the path of a file.
        office: The column with the names of the offices.
        responsive: The column with gender-responsive budgets.
        denominator: The column with what they are a share of.
        of: What the denominator is.
        digits: Decimals of what is shown.

    Raises:
        PugError: A column is missing, a cell is no amount, or a share cannot be computed; every problem is listed.
    """
    table = _table_of(data)
    for name in (office, responsive, denominator):
        if name not in table.names:
            raise table.error("data.missing_column", f'there is no column "{name}"', name=name)
    problems: list[Problem] = []
    names = _names(table, office, problems)
    budgets, wholes = (_amounts(table, name, problems) for name in (responsive, denominator))
    if problems:
        raise PugError("data", problems)
    first: dict[str, int] = {}
    sums: dict[str, list[Fraction]] = {}
    for row, name in enumerate(names):
        first.setdefault(name, row)
        sum_of = sums.setdefault(name, [Fraction(0), Fraction(0)])
        sum_of[0] += budgets[row]
        sum_of[1] += wholes[row]
    offices = {}
    for name, (budget, whole) in sums.items():
        try:
            offices[name] = arg_share(budget, whole, of=of, digits=digits)
        except PugError as error:
            if error.kind != "data":
                raise
            problems += [
                table.problem(p.code, f"{name}: {p.message}", name=p.where, row=first[name]) for p in error.problems
            ]
    if problems:
        raise PugError("data", problems)
    total = arg_share(sum(budgets, Fraction(0)), sum(wholes, Fraction(0)), of=of, digits=digits)
    return ArgShares(offices, total, table, tuple(first.values()))


def _table_of(data: object) -> Table:
    import numpy as np  # noqa: PLC0415  (takes long to import, and a single share needs none)

    from pug.frames import read_table  # noqa: PLC0415

    if isinstance(data, (np.ndarray, tuple)):
        message = f"found {type(data).__name__}, wanted a table whose columns have names"
        raise failure("argument", "data.type", message)
    table = read_table(data, ())
    if not table.rows:
        raise table.error("data.empty", "found a table without a row, wanted a row an office")
    return table


def _names(table: Table, column: str, problems: list[Problem]) -> list[str]:
    names = ["" if cell is None else str(cell).strip() for cell in table.cells(column)]
    problems += [
        table.problem("data.value", "the office has no name", name=column, row=row)
        for row, name in enumerate(names)
        if not name
    ]
    return names


def _amounts(table: Table, column: str, problems: list[Problem]) -> list[Fraction]:
    amounts = []
    for row, cell in enumerate(table.cells(column)):
        try:
            amounts.append(Fraction(_text(column, cast("Any", cell))))
        except PugError as error:
            amounts.append(Fraction(0))
            problems.append(table.problem("data.value", error.message, name=column, row=row))
    return amounts


def _text(name: str, amount: Amount) -> str:
    """The exact decimal or fraction that an amount stands for."""
    item = getattr(amount, "item", None)  # a scalar of numpy
    plain = item() if callable(item) else amount
    try:
        if isinstance(plain, bool) or not isinstance(plain, (int, float, str, Decimal, Fraction)):
            raise TypeError
        exact = Fraction(repr(plain) if isinstance(plain, float) else plain)
    except (TypeError, ValueError, OverflowError):
        raise failure("data", "arg.amount", f"found {amount!r}, wanted an amount of money", where=name) from None
    return str(exact)


def _doubles(exact: list[Fraction]) -> Any:
    import numpy as np  # noqa: PLC0415

    return np.array([float(number) for number in exact], dtype=np.float64)
