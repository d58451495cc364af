"""How sure scores and ranks are, and what they depend on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pug import _pug
from pug._errors import failure
from pug._numbers import short
from pug._options import thread_count
from pug.estimates import Estimate
from pug.observations import similar
from pug.table import Floats, ResultColumn
from pug.workbench.answers import unit_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from pug.workbench.index import Index

Assumptions: TypeAlias = Sequence[Mapping[str, Any]]
"""What is uncertain: objects with ``vary`` and what goes with it, as in ``{"vary": "weights", "relative": 0.25}``."""

Target: TypeAlias = str | Mapping[str, Any]
"""What sensitivity is of: ``score``, ``rank``, ``rank_shift``, ``top``, ``top_kept``, or an object with the word as
``target``, and ``unit`` or ``first``."""

Progress: TypeAlias = Callable[[int, int], object]
"""Is told, now and then, how much is done of how much at most. Returning False stops the work."""


@dataclass(frozen=True)
class UnitCertainty:
    """What is known about one unit.

    Attributes:
        unit: Its name.
        row: Of the data, from 0.
        time: Of the row; None without times.
        score, rank: Of the design as it is; None where it has none.
        ranked: Replications in which it has a rank; what follows is over those.
        mean_rank, median_rank: Of the ranks.
        low_rank, high_rank: Ends of the interval of ranks.
        mean_score, sd_score, low_score, high_score: Of the scores.
        grades: Chance of each grade.
        ungraded: Chance of none; None where the design has no grades.
        top: Chance of being among the first so many.
    """

    unit: str
    row: int
    time: float | None
    score: float | None
    rank: int | None
    ranked: int
    mean_rank: float | None
    median_rank: float | None
    low_rank: float | None
    high_rank: float | None
    mean_score: float | None
    sd_score: float | None
    low_score: float | None
    high_score: float | None
    grades: dict[str, float]
    ungraded: float | None
    top: dict[int, float]


@dataclass(frozen=True)
class Failure:
    """Replications that failed for one reason.

    Attributes:
        code: Of the problem.
        where: Indicator or part.
        message: What was wrong.
        count: How many replications.
        first: One of them, from 0.
    """

    code: str
    where: str
    message: str
    count: int
    first: int


class Uncertainty:
    """How scores and ranks vary when an index is built again and again; see `Index.uncertainty`.

    Attributes:
        factors: What varied, by name.
        units: What is known about each unit that ever has a rank.
        replications: How many were run, failed ones among them.
        failed: How many failed.
        failures: Why, the most frequent reason first.
        stopped: ``all_done``, ``precise`` (the tolerance was reached) or ``cancelled``.
        worst_error: The greatest standard error of an end of an interval of ranks.
        level: Of the intervals.
        scores: Replications × units; NaN where there is none.
        ranks: Replications × units; 0 where there is none.
        outranking: Units × units: chance that one is above another, a tie counting half; None unless asked for.
    """

    def __init__(self, document: Mapping[str, Any], scores: Floats, ranks: NDArray[np.uint32], index: Index) -> None:
        """Of what the engine found."""
        self._document = document
        self._index = index
        self.factors: list[str] = [factor["name"] for factor in document["factors"]]
        self._grades: list[str] = [grade for grade in document["grades"] if grade is not None]
        self.units = [_unit_of(told, self._grades, document["top"]) for told in document["units"]]
        self.replications: int = document["replications"]
        self.failed: int = document["failed"]
        self.failures = [Failure(**told) for told in document["failures"]]
        self.stopped: str = document["stopped"]
        self.worst_error: float | None = document["worst_error"]
        self.level: float = document["level"]
        self.scores = scores
        self.ranks = ranks
        rows = document.get("outranking")
        self.outranking: Floats | None = None if rows is None else np.array(rows, dtype=np.float64)

    def unit(self, name: str, time: float | None = None) -> UnitCertainty:
        """What is known about a unit.

        Raises:
            PugError: No unit with a rank is called so, or there are several times.
        """
        found = [each for each in self.units if each.unit == name and time in (None, each.time)]
        if len(found) == 1:
            return found[0]
        names = [each.unit for each in self.units]
        if found:
            times = ", ".join(short(each.time) for each in found)
            raise failure("argument", "index.time", f'"{name}" is there at several times ({times}); give one')
        raise failure("argument", "index.unit", f'no unit with a rank is called "{name}"{similar(name, names)}')

    def frame(self) -> Any:
        """A row a unit, by rank, as the kind of frame that came in."""
        columns, rows = self._sorted()
        return self._index._table.build(columns, rows)

    def _sorted(self) -> tuple[dict[str, ResultColumn], list[int]]:
        units = sorted(self.units, key=lambda each: (each.rank is None, each.rank, each.row))
        columns = {"unit": ResultColumn("word", [each.unit for each in units])}
        if any(each.time is not None for each in units):
            columns["time"] = _numbers([each.time for each in units])
        columns["rank"] = ResultColumn("rank", _numbers([each.rank for each in units]).values)
        for name in ("median_rank", "low_rank", "high_rank", "score", "low_score", "high_score"):
            columns[name] = _numbers([getattr(each, name) for each in units])
        for grade in self._grades:
            columns[f"p_{grade}"] = _numbers([each.grades[grade] for each in units])
        for first in self._document["top"]:
            columns[f"p_top{first}"] = _numbers([each.top[first] for each in units])
        return columns, [each.row for each in units]

    def plot(self, ax: Axes | None = None, **more: Any) -> Axes:
        """Median and interval of every unit's rank; see `pug.plots.rank_intervals`."""
        from pug.plots import rank_intervals  # noqa: PLC0415

        units = [each for each in self.units if each.median_rank is not None]
        nominal = [np.nan if each.rank is None else each.rank for each in units]
        ends = ([getattr(each, name) for each in units] for name in ("median_rank", "low_rank", "high_rank"))
        names = [unit_of(vars(each)) for each in units]
        return rank_intervals(names, *ends, nominal=nominal, level=self.level, ax=ax, **more)

    def to_dict(self) -> dict[str, Any]:
        """All but the samples, as plain values."""
        return dict(self._document)

    def __repr__(self) -> str:
        failed = f", {self.failed} failed" if self.failed else ""
        return f"<pug.Uncertainty: {self.replications} replications{failed}, {', '.join(self.factors)}>"


@dataclass(frozen=True)
class Sensitivity:
    """How much each factor brings about of what varies; see `Index.sensitivity`.

    Attributes:
        factors: By name.
        targets: ``rank_shift``, ``rank/AUT``, …
        first: Targets × factors: share of the variance that the factor brings about by itself; NaN for a target that
            never varies.
        total: Targets × factors: the same with what it brings about together with others.
        first_interval, total_interval: Low and high ends, targets × factors each.
        points: Size of the sample; the index was built points × (factors + 2) times.
        evaluations: How often the index was built.
        constant: Targets that never vary.
    """

    factors: list[str]
    targets: list[str]
    first: Floats
    total: Floats
    first_interval: tuple[Floats, Floats]
    total_interval: tuple[Floats, Floats]
    points: int
    evaluations: int
    constant: tuple[str, ...]

    def of(self, target: str) -> dict[str, tuple[Estimate, Estimate]]:
        """First-order and total index of every factor for a target.

        Raises:
            PugError: There is no such target.
        """
        at = _place(target, self.targets)
        found = {}
        for f, factor in enumerate(self.factors):
            first = Estimate(self.first[at, f], None, self.first_interval[0][at, f], self.first_interval[1][at, f])
            total = Estimate(self.total[at, f], None, self.total_interval[0][at, f], self.total_interval[1][at, f])
            found[factor] = (first, total)
        return found

    def plot(self, target: str | None = None, ax: Axes | None = None, **more: Any) -> Axes:
        """Bars of both indices with their intervals; see `pug.plots.sobol_bars`."""
        from pug.plots import sobol_bars  # noqa: PLC0415

        at = 0 if target is None else _place(target, self.targets)
        ends = [(low[at], high[at]) for low, high in (self.first_interval, self.total_interval)]
        return sobol_bars(
            self.factors,
            self.first[at],
            self.total[at],
            first_interval=ends[0],
            total_interval=ends[1],
            ax=ax,
            **more,
        )


@dataclass(frozen=True)
class Screening:
    """Elementary effects of factors; see `Index.screening`.

    Attributes:
        factors: By name.
        targets: As in `Sensitivity`.
        mean_absolute: Targets × factors: mean size of an effect (μ*).
        mean: Targets × factors: mean effect (μ).
        deviation: Targets × factors: standard deviation of the effects (σ), of what depends on others or is bent.
        evaluations: How often the index was built.
    """

    factors: list[str]
    targets: list[str]
    mean_absolute: Floats
    mean: Floats
    deviation: Floats
    evaluations: int

    def plot(self, target: str | None = None, ax: Axes | None = None, **more: Any) -> Axes:
        """μ* and σ of every factor; see `pug.plots.morris_scatter`."""
        from pug.plots import morris_scatter  # noqa: PLC0415

        at = 0 if target is None else _place(target, self.targets)
        return morris_scatter(self.factors, self.mean_absolute[at], self.deviation[at], ax=ax, **more)


class Asked:
    """Options of a request, without those that were not given."""

    def __init__(self, assumptions: Assumptions, threads: int, **options: Any) -> None:
        """Of a call."""
        if isinstance(assumptions, (str, bytes, Mapping)):
            found = type(assumptions).__name__
            raise failure("argument", "assumptions.type", f"found {found}, wanted a list of what varies")
        request: dict[str, Any] = {
            "assumptions": [_assumption(each) for each in assumptions],
            "threads": thread_count(threads),
        }
        request |= {name: value for name, value in options.items() if value is not None}
        try:
            self.text = json.dumps(request, ensure_ascii=False, default=_plain)
        except (TypeError, ValueError) as error:
            raise failure("argument", "request.not_json", f"the request cannot be written as JSON: {error}") from None


def find_uncertainty(index: Index, asked: Asked, progress: Progress | None) -> Uncertainty:
    """Replications of an index; see `Index.uncertainty`."""
    document, scores, ranks = _pug.certainty(index._native, asked.text, progress)
    return Uncertainty(json.loads(document), scores, ranks, index)


def find_sensitivity(index: Index, asked: Asked, progress: Progress | None) -> Sensitivity:
    """Sobol indices of an index; see `Index.sensitivity`."""
    told = json.loads(_pug.sensitivity(index._native, asked.text, progress))
    targets = told["targets"]

    def column(which: str, member: str) -> Floats:
        return _matrix([[factor[which][member] for factor in target["factors"]] for target in targets])

    return Sensitivity(
        factors=[factor["name"] for factor in told["factors"]],
        targets=[target["target"] for target in targets],
        first=column("first", "value"),
        total=column("total", "value"),
        first_interval=(column("first", "low"), column("first", "high")),
        total_interval=(column("total", "low"), column("total", "high")),
        points=told["points"],
        evaluations=told["evaluations"],
        constant=tuple(target["target"] for target in targets if target["constant"]),
    )


def find_screening(index: Index, asked: Asked, progress: Progress | None) -> Screening:
    """Elementary effects of an index; see `Index.screening`."""
    told = json.loads(_pug.screening(index._native, asked.text, progress))
    targets = told["targets"]

    def column(which: str) -> Floats:
        return _matrix([[factor[which]["value"] for factor in target["factors"]] for target in targets])

    return Screening(
        factors=[factor["name"] for factor in told["factors"]],
        targets=[target["target"] for target in targets],
        mean_absolute=column("mean_absolute"),
        mean=column("mean"),
        deviation=column("deviation"),
        evaluations=told["evaluations"],
    )


def _unit_of(told: Mapping[str, Any], grades: Sequence[str], top: Sequence[int]) -> UnitCertainty:
    plain = {name: told.get(name) for name in UnitCertainty.__dataclass_fields__}
    chances = told.get("grades", [])
    # Beside the chances of the grades stands, last, that of none.
    plain["grades"] = dict(zip(grades, chances[:-1], strict=True))
    plain["ungraded"] = chances[-1] if chances else None
    plain["top"] = dict(zip(top, told.get("top", []), strict=True))
    return UnitCertainty(**plain)  # type: ignore[arg-type]


def _numbers(values: Sequence[float | None]) -> ResultColumn:
    return ResultColumn("number", np.array([np.nan if x is None else x for x in values], dtype=np.float64))


def _matrix(rows: Sequence[Sequence[float | None]]) -> Floats:
    return np.array([[np.nan if x is None else x for x in row] for row in rows], dtype=np.float64)


def _place(target: str, targets: list[str]) -> int:
    if target not in targets:
        message = f'found the target "{target}", wanted one of {", ".join(targets[:20])}'
        raise failure("argument", "sensitivity.target", message)
    return targets.index(target)


def _assumption(each: object) -> dict[str, Any]:
    if not isinstance(each, Mapping):
        message = f"found {type(each).__name__} among what varies, wanted an object with `vary`"
        raise failure("argument", "assumptions.type", message)
    return dict(each)


def _plain(value: object) -> object:
    """Numpy's numbers and arrays as Python's."""
    if isinstance(value, (np.generic, np.ndarray)):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is no value of JSON")
