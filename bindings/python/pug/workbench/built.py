"""What building an index made: the data after every step, what each step did, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pug import _pug
from pug._errors import failure
from pug.observations import similar
from pug.table import Floats, ResultColumn, Rows, Table
from pug.workbench.reading import numbers_of, unit_names

if TYPE_CHECKING:
    from pug.workbench.design import Design


@dataclass(frozen=True)
class Treated:
    """What was done to the distribution of an indicator.

    Attributes:
        indicator: Its name.
        rule: ``none``, ``winsorise``, ``log`` or ``box_cox``: what was applied.
        passes: Whether its skew or its kurtosis is within the limits afterwards.
        winsorised_low: How many values were raised.
        winsorised_high: How many values were lowered.
        low: What values are held above; None where they are not.
        high: What values are held below.
        shift: What was added before the logarithm or the power.
        lambda_: Exponent of Box and Cox; None for other rules.
        skew_before: Skew (G1) before.
        kurtosis_before: Excess kurtosis (G2) before.
        skew_after: Skew afterwards.
        kurtosis_after: Excess kurtosis afterwards.
    """

    indicator: str
    rule: str
    passes: bool
    winsorised_low: int
    winsorised_high: int
    low: float | None
    high: float | None
    shift: float
    lambda_: float | None
    skew_before: float | None
    kurtosis_before: float | None
    skew_after: float | None
    kurtosis_after: float | None


@dataclass(frozen=True)
class Screened:
    """A unit that screening looked at.

    Attributes:
        unit: Its name.
        available: Share of the indicators with a value.
        nonzero: Share of those values that are not zero.
        is_in: Whether it stayed.
    """

    unit: str
    available: float
    nonzero: float
    is_in: bool


@dataclass(frozen=True)
class Imputed:
    """A value that was filled in.

    Attributes:
        unit: Name of the unit.
        indicator: Name of the indicator.
        value: What was filled in.
    """

    unit: str
    indicator: str
    value: float


class Built:
    """An index that was built: the data after every step, and the result.

    Attributes:
        design: What it was built by.
        units: Names of the units that are in, in the order of the data; with a time column a name stands once a time.
        names: The indicators, then the parts, each after its own parts; the index is last.
    """

    def __init__(self, design: Design, native: _pug.Index, table: Table, unit: str | None, time: str | None) -> None:
        """Wraps what the engine built; `Design.build` is how to get one."""
        self.design = design
        self._native = native
        self._table = table
        self._unit = unit
        self._time = time
        self.units: list[str] = native.units
        self.names: list[str] = native.names

    @cached_property
    def _stages(self) -> list[tuple[str, Rows, Floats]]:
        return [(name, np.array(rows, dtype=np.intp), values) for name, rows, values in self._native.stages]

    @property
    def stages(self) -> list[str]:
        """What the data went through: ``raw``, then a name for each step."""
        return [name for name, _, _ in self._stages]

    @property
    def parts(self) -> list[str]:
        """Names of the parts, each after its own parts; the index is last."""
        return self.names[len(self.design.indicators) :]

    @cached_property
    def scores(self) -> Floats:
        """Units × parts; NaN where there is no value."""
        scores: Floats = self._native.scores
        scores.flags.writeable = False
        return scores

    @property
    def values(self) -> Floats:
        """The index of every unit; NaN where it has none."""
        values: Floats = self.scores[:, -1]
        return values

    @cached_property
    def ranks(self) -> Floats:
        """Rank of every unit, 1 the greatest index, equals sharing the least place; NaN without an index."""
        ranks = np.array(self._native.ranks, dtype=np.float64)
        ranks[ranks == 0] = np.nan
        ranks.flags.writeable = False
        return ranks

    @property
    def grades(self) -> list[str | None]:
        """Grade of every unit; None where it has none."""
        return [grade or None for grade in self._native.grades]

    @property
    def weights(self) -> dict[str, dict[str, float]]:
        """By part: the weights of its own parts that were used; they sum to 1."""
        return {part: dict(weights) for part, _, weights in self._native.weights}

    @cached_property
    def treated(self) -> list[Treated]:
        """What treatment did to each indicator; empty where there was none."""
        return [Treated(**report) for report in self._native.treated]

    @cached_property
    def screened(self) -> list[Screened]:
        """The units that screening looked at, those that went among them."""
        names = self._all_units
        return [
            Screened(names[row], available, nonzero, is_in) for row, available, nonzero, is_in in self._native.screened
        ]

    @cached_property
    def imputed(self) -> list[Imputed]:
        """The values that were filled in."""
        names = self._all_units
        return [Imputed(names[row], indicator, value) for row, indicator, value in self._native.imputed]

    @cached_property
    def _all_units(self) -> list[str]:
        return unit_names(self._table, self._unit)

    def value(self, name: str) -> Floats:
        """The column of a part, or of an indicator as it was aggregated.

        Raises:
            PugError: Nothing is called so.
        """
        at = self._find(name)
        indicators = len(self.design.indicators)
        column: Floats = self._stages[-1][2][:, at] if at < indicators else self.scores[:, at - indicators]
        return column

    def _find(self, name: str) -> int:
        if name not in self.names:
            raise failure("argument", "index.unknown", f'nothing is called "{name}"{similar(name, self.names)}')
        return self.names.index(name)

    def matrix(self, stage: str) -> Floats:
        """The indicators after a step: rows that are in × indicators, NaN where there is no value.

        Raises:
            PugError: There is no such stage.
        """
        return self._stage(stage)[1]

    def _stage(self, name: str) -> tuple[Rows, Floats]:
        for stage, rows, values in reversed(self._stages):
            if stage == name:
                return rows, values
        raise failure("argument", "index.stage", f'found "{name}", wanted one of the stages {", ".join(self.stages)}')

    def stage(self, name: str) -> Any:
        """The indicators after a step, with the units, as the kind of frame that came in.

        Args:
            name: ``raw``, ``denominated``, ``screened``, ``imputed``, ``treated`` or ``normalised``.
        """
        rows, _ = self._stage(name)
        return self._table.build(self._stage_columns(name), rows.tolist())

    def _stage_columns(self, name: str) -> dict[str, ResultColumn]:
        rows, values = self._stage(name)
        columns = self._unit_columns(rows)
        columns |= {each: ResultColumn("number", values[:, at]) for at, each in enumerate(self.design.indicators)}
        return columns

    def frame(self) -> Any:
        """Every part, rank and grade, with the units, as the kind of frame that came in."""
        rows = self._stages[-1][1]
        return self._table.build(self._columns(), rows.tolist())

    def _columns(self) -> dict[str, ResultColumn]:
        columns = self._unit_columns(self._stages[-1][1])
        columns |= {part: ResultColumn("number", self.scores[:, at]) for at, part in enumerate(self.parts)}
        columns["rank"] = ResultColumn("rank", self.ranks)
        if any(self._native.grades):
            columns["grade"] = ResultColumn("word", self.grades)
        return columns

    def _unit_columns(self, rows: Rows) -> dict[str, ResultColumn]:
        names = self._all_units
        columns = {self._unit or "unit": ResultColumn("word", [names[row] for row in rows])}
        if self._time is not None:
            columns[self._time] = ResultColumn("number", numbers_of(self._table, self._time)[rows])
        return columns

    def __len__(self) -> int:
        return len(self.units)
