"""Heat maps: every unit in a row, every dimension or criterion in a column, the number in the cell."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from pug.report.cohort import Cohort, Unit, Value
from pug.report.language import decimal, hundredfold
from pug.report.naming import Naming
from pug.report.rules import STATUSES
from pug.report.tree import Criterion, Dimension

_LIMITS = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Cell:
    """What a cell shows: a number or the letters of a status, and how dark it is."""

    text: str
    tint: str
    alarm: bool = False  # a mandatory criterion that is not met


@dataclass(frozen=True)
class Column:
    """A heading."""

    title: str
    weight: str
    share: bool
    mandatory: bool = False
    starts: bool = False  # the first of its group


@dataclass(frozen=True)
class Group:
    """A heading above several columns."""

    title: str
    span: int


@dataclass(frozen=True)
class Row:
    """A unit and its cells."""

    unit: Unit
    cells: list[Cell]


@dataclass(frozen=True)
class HeatMap:
    """A table of cells."""

    columns: list[Column]
    groups: list[Group]
    rows: list[Row]
    means: list[str]
    letters: list[str] = field(default_factory=list)  # statuses that occur

    @property
    def name_width(self) -> int:
        """Millimetres that the names take in print."""
        return min(44, max(19, 7 + round(1.25 * max((len(row.unit.name) for row in self.rows), default=0))))

    @property
    def has_raw(self) -> bool:
        """Whether a column holds values that are no shares."""
        return any(not column.share for column in self.columns)

    @property
    def has_share(self) -> bool:
        """Whether a column holds shares."""
        return any(column.share for column in self.columns)

    @property
    def has_alarm(self) -> bool:
        """Whether some cell is framed."""
        return any(cell.alarm for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class _Values:
    """A column before it is painted."""

    of: Dimension | Criterion
    values: list[Value]
    alarms: list[bool]
    digits: int  # of a share in per cent


def dimensions(cohort: Cohort, naming: Naming) -> HeatMap | None:
    """The map of dimensions; none where the instrument has no dimensions."""
    parts = cohort.tree.dimensions
    columns = [_Values(part, [unit.dimension(part) for unit in cohort.ranked], [], 1) for part in parts]
    return _paint(cohort, naming, columns, []) if columns else None


def criteria(cohort: Cohort, naming: Naming) -> HeatMap | None:
    """The map of criteria; none where the dimensions are the criteria."""
    tree = cohort.tree
    if tree.is_flat:
        return None
    groups = [Group(naming.language.text(part.title), len(part.criteria)) for part in tree.dimensions if part.criteria]
    gates = naming.rules.gate_variables()
    columns = [
        _Values(
            part,
            [unit.criterion(part) for unit in cohort.ranked],
            [_fails(unit, gates.get(part.variable, ())) for unit in cohort.ranked] if part.variable in gates else [],
            0,
        )
        for part in tree.criteria
    ]
    return _paint(cohort, naming, columns, groups)


def _fails(unit: Unit, gates: Sequence[int]) -> bool:
    return any(gate.index in gates for gate in unit.failed_gates)


def _paint(cohort: Cohort, naming: Naming, columns: list[_Values], groups: list[Group]) -> HeatMap:
    painted = [_column(naming, column) for column in columns]
    judged = [unit is not cohort.reference for unit in cohort.ranked]
    starts = {sum(group.span for group in groups[:i]) for i in range(1, len(groups))}
    statuses = {value.status for column in columns for value in column.values if not value.is_observed}
    return HeatMap(
        columns=[_heading(naming, column, i in starts) for i, column in enumerate(columns)],
        groups=groups,
        rows=[Row(unit, [cells[i] for cells in painted]) for i, unit in enumerate(cohort.ranked)],
        means=[_mean(naming, column, judged) for column in columns],
        letters=[status for status in STATUSES if status in statuses],
    )


def _heading(naming: Naming, column: _Values, starts: bool) -> Column:
    weight = naming.language.percent(float(column.of.weight), 1) if column.of.weight is not None else ""
    return Column(naming.language.text(column.of.title), weight, column.of.share, bool(column.alarms), starts)


def _column(naming: Naming, column: _Values) -> list[Cell]:
    known = [value.value for value in column.values if value.value is not None]
    low, high = _ends(column.of, known)
    cells = []
    for i, value in enumerate(column.values):
        alarm = bool(column.alarms) and column.alarms[i]
        if value.value is None:
            cells.append(Cell(naming.language.say(f"letter.{value.status}"), "letter", alarm))
        else:
            place = (value.value - low) / (high - low) if high > low else 0.5
            cells.append(Cell(_figure(naming, column, value.value, known), _tint(place), alarm))
    return cells


def _ends(part: Dimension | Criterion, known: list[float]) -> tuple[float, float]:
    """The values that are lightest and darkest: of a share its range, else what occurs."""
    return (0.0, 1.0) if part.share else (min(known, default=0.0), max(known, default=0.0))


def _tint(place: float) -> str:
    if place <= 0:
        return "t0"
    return f"t{1 + sum(place >= limit for limit in _LIMITS)}"


def _figure(naming: Naming, column: _Values, value: float, known: list[float]) -> str:
    if column.of.share:
        return naming.language.number(hundredfold(value), column.digits)
    return naming.language.number(value, decimals(known))


def _mean(naming: Naming, column: _Values, judged: list[bool]) -> str:
    counted = (value.value for value, counts in zip(column.values, judged, strict=True) if counts)
    known = [value for value in counted if value is not None]
    return _figure(naming, column, statistics.fmean(known), known) if known else ""


def decimals(values: Sequence[float]) -> int:
    """How many decimals raw values need: those they have, as long as there are no more than three digits in all."""
    places = max((-int(decimal(value).normalize().as_tuple().exponent) for value in values), default=0)
    largest = max((abs(value) for value in values), default=0.0) or 1.0
    return max(0, min(places, 3, 2 - math.floor(math.log10(largest))))
