"""What an index says of itself: statistics, correlations, components, weights, what each value brings about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from pug._errors import failure
from pug._numbers import short
from pug.table import Floats, ResultColumn

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Description:
    """What the values of an indicator or part look like.

    Attributes:
        name: Its name.
        level: 1 for an indicator.
        n: How many values there are.
        available: Share of the units with a value.
        zeros: How many values are 0.
        distinct: How many different values there are.
        same: Share of the values that are the most frequent one.
        min, max, mean, median, sd: Of the values; the standard deviation is that of a sample.
        quartiles: The lower and the upper one.
        skew: Sample-adjusted (G1).
        kurtosis: Sample-adjusted excess kurtosis (G2).
        outliers: Units further outside the quartiles than 1.5 times their distance.
        flags: ``too_skewed``, ``mostly_missing``, ``mostly_zero``, ``few_distinct``.
    """

    name: str
    level: int
    n: int
    available: float
    zeros: int
    distinct: int
    same: float | None
    min: float | None
    max: float | None
    mean: float | None
    median: float | None
    sd: float | None
    quartiles: tuple[float | None, float | None]
    skew: float | None
    kurtosis: float | None
    outliers: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Correlations:
    """Correlations of the values of two levels.

    Attributes:
        method: ``pearson``, ``spearman`` or ``kendall``.
        rows, columns: Names of the values.
        values: Rows × columns; NaN where there is none.
        p: Probability of a coefficient at least as far from 0 where there is no connection.
        n: Units with both values.
        alike: Pairs within one part that correlate above the limit.
        gaps: Why there is no value: row, column, ``too_few`` or ``constant``.
    """

    method: str
    rows: list[str]
    columns: list[str]
    values: Floats
    p: Floats
    n: Floats
    alike: list[tuple[str, str]]
    gaps: list[tuple[str, str, str]]

    def plot(self, ax: Axes | None = None, **more: Any) -> Axes:
        """A heat map; see `pug.plots.correlation_map`."""
        from pug.plots import correlation_map  # noqa: PLC0415

        return correlation_map(self.values, self.rows, self.columns, ax=ax, **more)


@dataclass(frozen=True)
class ParentCorrelation:
    """How a value goes with a part that it belongs to.

    Attributes:
        name: Of the value.
        parent: Of the part.
        direct: Whether it is one of the part's own parts.
        value: The coefficient; None where there is none, and `gap` says why.
        p: Its probability where there is no connection.
        n: Units with both.
        against: Whether it works against the part: what raises the one tends to lower the other.
        gap: ``too_few`` or ``constant``.
    """

    name: str
    parent: str
    direct: bool
    value: float | None
    p: float | None
    n: int
    against: bool
    gap: str | None


@dataclass(frozen=True)
class Components:
    """Principal components of some values.

    Attributes:
        names: Of the values.
        units: All units that are in.
        variances: Eigenvalues, descending.
        shares: Of their sum.
        loadings: Values × components, each of length 1.
        scores: Units × components; NaN for a unit that lacks a value.
        rows: Complete units, the only ones that count.
    """

    names: list[str]
    units: list[str]
    variances: Floats
    shares: Floats
    loadings: Floats
    scores: Floats
    rows: int

    def plot(self, ax: Axes | None = None, components: tuple[int, int] = (1, 2), **more: Any) -> Axes:
        """A biplot of the complete units; see `pug.plots.pca_biplot`."""
        from pug.plots import pca_biplot  # noqa: PLC0415

        for component in components:
            if not 1 <= component <= len(self.variances):
                message = f"found component {component}, wanted one from 1 to {len(self.variances)}"
                raise failure("argument", "plots.range", message, where="components")
        first, second = (component - 1 for component in components)
        explained = (float(self.shares[first]), float(self.shares[second]))
        complete = np.flatnonzero(~np.isnan(self.scores[:, first]))
        return pca_biplot(
            self.scores[complete][:, [first, second]],
            self.loadings[:, [first, second]],
            [self.units[row] for row in complete],
            self.names,
            explained=explained,
            components=components,
            ax=ax,
            **more,
        )

    def scree(self, ax: Axes | None = None, **more: Any) -> Axes:
        """The variances; see `pug.plots.scree`."""
        from pug.plots import scree  # noqa: PLC0415

        return scree(self.variances, ax=ax, **more)


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha.

    Attributes:
        alpha: Of all values; None where there is none.
        without: Of all but one, by the name of that one.
        rows: Complete units, the only ones that count.
    """

    alpha: float | None
    without: dict[str, float | None]
    rows: int


@dataclass(frozen=True)
class EffectiveWeight:
    """The weight of a value in the whole index: the product of the weights on the way up.

    Attributes:
        name: Of the value.
        level: 1 for an indicator.
        weight: Among its siblings, as a share.
        effective: In the index.
    """

    name: str
    level: int
    weight: float
    effective: float


@dataclass(frozen=True)
class Removal:
    """The index without one value.

    Attributes:
        name: What was removed.
        indicators: The indicators that went with it.
        mean_shift: Mean over the units of how many ranks each moves; None where there is no index without it.
        greatest_shift: Of any unit.
        spearman, kendall: Of the ranks with and without.
        ranks: By unit: the rank without; None for a unit without one.
        problems: Why there is no index without it.
    """

    name: str
    indicators: tuple[str, ...]
    mean_shift: float | None
    greatest_shift: float | None
    spearman: float | None
    kendall: float | None
    ranks: dict[str, float | None]
    problems: tuple[str, ...]


class Removals(list[Removal]):
    """What each value brings about, one removed at a time."""

    def __init__(self, removals: Sequence[Removal], nominal: Mapping[str, float | None]) -> None:
        """Of `Index.remove_one`."""
        super().__init__(removals)
        self.nominal = dict(nominal)

    def plot(self, ax: Axes | None = None, **more: Any) -> Axes:
        """How far ranks shift without each; see `pug.plots.leave_one_out`."""
        from pug.plots import leave_one_out  # noqa: PLC0415

        told = [each for each in self if each.mean_shift is not None]
        return leave_one_out([each.name for each in told], [each.mean_shift or 0.0 for each in told], ax=ax, **more)

    def plot_unit(self, unit: str, ax: Axes | None = None, **more: Any) -> Axes:
        """The rank of one unit without each; see `pug.plots.rank_changes`."""
        from pug.plots import rank_changes  # noqa: PLC0415

        nominal = self.nominal.get(unit)
        if nominal is None:
            raise failure("argument", "index.unit", f'no unit with a rank is called "{unit}"')
        told = [each for each in self if each.ranks.get(unit) is not None]
        ranks = [float(each.ranks[unit] or 0) for each in told]
        return rank_changes([each.name for each in told], ranks, nominal, unit=unit, ax=ax, **more)


@dataclass(frozen=True)
class Standing:
    """Where a unit stands among the others.

    Attributes:
        name: Of the indicator or part.
        level: 1 for an indicator.
        raw: The value in the data; None for a part.
        score: As it was aggregated.
        rank: 1 the greatest, equals sharing the least place; None without a value.
        equal: Units with the same value, this one among them.
        of: Units with a value.
        effective: Effective weight.
        standing: Units it beats less units that beat it, as a share of the others: 1 alone at the top.
    """

    name: str
    level: int
    raw: float | None
    score: float | None
    rank: int | None
    equal: int
    of: int
    effective: float
    standing: float | None


@dataclass(frozen=True)
class Strengths:
    """What a unit is best and worst at.

    Attributes:
        unit: Its name.
        strengths: Indicators in which it beats more units than beat it, the best first.
        weaknesses: The opposite, the worst first.
        missing: Indicators without a value.
        more_strengths, more_weaknesses: How many more there are that are as good, or bad, as the last one listed.
    """

    unit: str
    strengths: tuple[Standing, ...]
    weaknesses: tuple[Standing, ...]
    missing: tuple[str, ...]
    more_strengths: int
    more_weaknesses: int


@dataclass(frozen=True)
class UnitSummary:
    """Score and rank of a unit at every level.

    Attributes:
        unit: Its name.
        grade: None where there are no grades.
        parts: The index first, then down level by level.
        indicators: In the order of the design.
    """

    unit: str
    grade: str | None
    parts: tuple[Standing, ...]
    indicators: tuple[Standing, ...]


@dataclass(frozen=True)
class Shift:
    """A unit in two indices.

    Attributes:
        unit: Its name.
        first_rank, second_rank: Its rank in each; None where it has none.
        first_score, second_score: Its score in each.
        rise: How many places it is better off in the second.
    """

    unit: str
    first_rank: float | None
    second_rank: float | None
    first_score: float | None
    second_score: float | None
    rise: float | None


@dataclass(frozen=True)
class Comparison:
    """Two indices side by side.

    Attributes:
        units: Units of either: those of the first, then those that only the second has.
        mean_shift: Mean of how many ranks each moves.
        greatest_shift: Of any unit.
        spearman, kendall: Of the ranks.
        movers: Those that move furthest, by name.
        grades: Units with another grade in the second: unit, grade before, grade after.
        only_in_first, only_in_second: Units that only one has.
    """

    units: tuple[Shift, ...]
    mean_shift: float | None
    greatest_shift: float | None
    spearman: float | None
    kendall: float | None
    movers: tuple[str, ...]
    grades: tuple[tuple[str, str | None, str | None], ...]
    only_in_first: tuple[str, ...]
    only_in_second: tuple[str, ...]


@dataclass(frozen=True)
class WeightCurve:
    """What one weight decides.

    Attributes:
        name: Of what is weighted.
        nominal: Its weight in the design.
        weights: The weights tried, from 0 to 1.
        units: Names of the units.
        scores: Units × weights.
        ranks: Units × weights; NaN where there is none.
    """

    name: str
    nominal: float
    weights: Floats
    units: list[str]
    scores: Floats
    ranks: Floats

    def plot(self, ax: Axes | None = None, *, what: Literal["score", "rank"] = "rank", **more: Any) -> Axes:
        """The curves of the units that have one at every weight; see `pug.plots.weight_curve`."""
        from pug.plots import weight_curve  # noqa: PLC0415

        values = self.scores if what == "score" else self.ranks
        whole = np.flatnonzero(~np.isnan(values).any(axis=1))
        units = [self.units[row] for row in whole]
        return weight_curve(
            self.weights, values[whole], units, of=self.name, nominal=self.nominal, what=what, ax=ax, **more
        )


def description_of(document: Mapping[str, Any]) -> Description:
    """A description as the engine wrote it."""
    told = dict(document)
    for name in ("quartiles", "outliers", "flags"):
        told[name] = tuple(told[name])
    told["outliers"] = tuple(unit_of(each) for each in told["outliers"])
    return Description(**{name: told[name] for name in Description.__dataclass_fields__})


def correlations_of(document: Mapping[str, Any]) -> Correlations:
    """A table of correlations as the engine wrote it."""
    return Correlations(
        method=document["method"],
        rows=document["rows"],
        columns=document["columns"],
        values=matrix_of(document["values"]),
        p=matrix_of(document["p"]),
        n=matrix_of(document["n"]),
        alike=[(first, second) for first, second in document["alike"]],
        gaps=[(each["row"], each["column"], each["gap"]) for each in document["gaps"]],
    )


def components_of(document: Mapping[str, Any]) -> Components:
    """Components as the engine wrote them."""
    return Components(
        names=[each["name"] for each in document["values"]],
        units=[unit_of(each) for each in document["units"]],
        variances=np.array(document["variances"], dtype=np.float64),
        shares=np.array(document["shares"], dtype=np.float64),
        loadings=matrix_of([each["loadings"] for each in document["values"]]),
        scores=_scores_of(document),
        rows=document["rows"],
    )


def _scores_of(document: Mapping[str, Any]) -> Floats:
    width = len(document["variances"])
    return matrix_of([each["scores"] or [None] * width for each in document["units"]])


def removals_of(document: Mapping[str, Any], nominal: Mapping[str, float | None]) -> Removals:
    """Removals as the engine wrote them."""
    return Removals([_removal_of(each) for each in document["removals"]], nominal)


def _removal_of(told: Mapping[str, Any]) -> Removal:
    problems = tuple(each["message"] for each in told["problems"] or ())
    if problems:
        return Removal(told["name"], tuple(told["indicators"]), None, None, None, None, {}, problems)
    return Removal(
        name=told["name"],
        indicators=tuple(told["indicators"]),
        mean_shift=told["mean_distance"],
        greatest_shift=told["greatest_distance"],
        spearman=told["spearman"]["value"],
        kendall=told["kendall"]["value"],
        ranks={unit_of(each): _member(each["second"], "rank") for each in told["units"] if each["first"]},
        problems=(),
    )


def standing_of(told: Mapping[str, Any]) -> Standing:
    """A standing as the engine wrote it."""
    return Standing(**{name: told.get(name) for name in Standing.__dataclass_fields__})  # type: ignore[arg-type]


def comparison_of(told: Mapping[str, Any]) -> Comparison:
    """A comparison as the engine wrote it."""
    shifts = tuple(
        Shift(
            unit=unit_of(each),
            first_rank=_member(each["first"], "rank"),
            second_rank=_member(each["second"], "rank"),
            first_score=_member(each["first"], "score"),
            second_score=_member(each["second"], "score"),
            rise=each["rise"],
        )
        for each in told["units"]
    )
    return Comparison(
        units=shifts,
        mean_shift=told["mean_distance"],
        greatest_shift=told["greatest_distance"],
        spearman=told["spearman"]["value"],
        kendall=told["kendall"]["value"],
        movers=tuple(unit_of(each) for each in told["movers"]),
        grades=tuple((unit_of(each), each["from"], each["to"]) for each in told["grades"] or ()),
        only_in_first=tuple(unit_of(each) for each in told["only_in_first"]),
        only_in_second=tuple(unit_of(each) for each in told["only_in_second"]),
    )


def comparison_columns(comparison: Comparison) -> dict[str, ResultColumn]:
    """The units of a comparison as columns."""
    units = comparison.units
    columns = {"unit": ResultColumn("word", [each.unit for each in units])}
    for name, kind in (
        ("first_rank", "rank"),
        ("second_rank", "rank"),
        ("rise", "rank"),
        ("first_score", "number"),
        ("second_score", "number"),
    ):
        numbers = [np.nan if (x := getattr(each, name)) is None else x for each in units]
        columns[name] = ResultColumn("rank" if kind == "rank" else "number", np.array(numbers, dtype=np.float64))
    return columns


def matrix_of(rows: Sequence[Sequence[float | None]]) -> Floats:
    """Nested lists as an array, null as NaN."""
    return np.array([[np.nan if x is None else x for x in row] for row in rows], dtype=np.float64)


def _member(place: Mapping[str, Any] | None, name: str) -> float | None:
    """Rank or score in one of two indices; a unit that it does not have has none."""
    return None if place is None else place[name]


def unit_of(told: Any) -> str:
    """The name of a unit, with its time where there is one."""
    if isinstance(told, str):
        return told
    return told["unit"] if told.get("time") is None else f"{told['unit']} {short(told['time'])}"
