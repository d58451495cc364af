"""Weights that linear programmes find: the best–worst method, and the benefit of the doubt."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from pug._errors import Problem, PugError, failure
from pug._numbers import short

if TYPE_CHECKING:
    Floats: TypeAlias = npt.NDArray[np.float64]

Judgements: TypeAlias = Mapping[str, float] | Sequence[float]
Bound: TypeAlias = tuple[float | None, float | None]
Bounds: TypeAlias = Bound | Mapping[str, Bound]

_SAME = 1e-9  # how far numbers that should be equal may be apart


@dataclass(frozen=True)
class BestWorst:
    """Weights by the best–worst method.

    Attributes:
        weights: Weight of each criterion, by name; by position where the judgements are sequences. They sum to 1.
        consistency: By how much the weights contradict the judgements at most (ξ of the linear model): 0 where a set
            of weights agrees with all of them; near 0 is good.
        input_consistency: Consistency of the judgements themselves, 0 (full) to 1 and more: the greatest
            ``|a_Bj · a_jW − a_BW| / (a_BW² − a_BW)``, 0 where best and worst are judged equal.
    """

    weights: dict[str | int, float]
    consistency: float
    input_consistency: float


@dataclass(frozen=True, eq=False)
class BenefitOfTheDoubt:
    """The score of every unit under the weights that are best for it.

    Attributes:
        units: Names of the units.
        names: Names of the indicators.
        scores: The score of each unit, at most 1. 1: no unit does better under the weights of this one.
        weights: Units × indicators: the weights that each unit has its score by.
        shares: Units × indicators: the share of an indicator in the unit's score, weight times value over the sum of
            these. All NaN where the score is 0.
        peers: For each unit those that hold its score down, with the dual value of each: how fast the score would grow
            if that unit were allowed more than 1. Without bounds and shares these sum to the score, and the peers'
            values, times the dual values, are nowhere below the unit's own: that mixture is its benchmark.
    """

    units: tuple[str, ...]
    names: tuple[str, ...]
    scores: Floats
    weights: Floats
    shares: Floats
    peers: tuple[dict[str, float], ...]


def best_worst(best: str | int, worst: str | int, best_to_others: Judgements, others_to_worst: Judgements) -> BestWorst:
    """Weights from judgements of all criteria against the most and the least important one.

    The linear model: the weights w ≥ 0 that sum to 1 and have the least ξ with ``|w_B − a_Bj·w_j| ≤ ξ`` and
    ``|w_j − a_jW·w_W| ≤ ξ`` for every criterion j. J. Rezaei, Best-worst multi-criteria decision-making method: some
    properties and a linear model, Omega 64 (2016), 126–130. ``input_consistency`` is that of F. Liang, M. Brunelli and
    J. Rezaei, Consistency issues in the best worst method, Omega 96 (2020).

    Args:
        best: The most important criterion: its name, or its position where the judgements are sequences.
        worst: The least important one.
        best_to_others: How many times as important the best is as each criterion, 1 or more (commonly 1 to 9).
        others_to_worst: How many times as important each criterion is as the worst, 1 or more.

    Returns:
        The weights and their consistency. With two criteria, or where all judgements agree, ``consistency`` is 0.

    Raises:
        PugError: A judgement is no number from 1 on, the two lists are of different criteria, or they contradict each
            other about the best and the worst (code ``best_worst.judgements``); scipy is missing.
    """
    from_best, to_worst = _named(best_to_others), _named(others_to_worst)
    _check_judgements(best, worst, from_best, to_worst)
    names = list(from_best)
    count = len(names)
    rows: list[list[float]] = []
    for j, name in enumerate(names):
        for row in (
            _row(count, (names.index(best), 1.0), (j, -from_best[name])),
            _row(count, (j, 1.0), (names.index(worst), -to_worst[name])),
        ):
            rows += [[*row, -1.0], [*(-cell for cell in row), -1.0]]
    solve = _solver()
    found = solve(
        [0.0] * count + [1.0],
        A_ub=rows,
        b_ub=[0.0] * len(rows),
        A_eq=[[1.0] * count + [0.0]],
        b_eq=[1.0],
        bounds=(0, None),
        method="highs",
    )
    if found.status != 0:
        raise failure("internal", "best_worst.solver", f"the linear programme was not solved: {found.message}")
    weights = np.maximum(found.x[:count], 0)
    shares = (weights / weights.sum()).tolist()
    return BestWorst(
        dict(zip(names, shares, strict=True)),
        max(0.0, float(found.x[count])),
        _input_consistency(from_best, to_worst, from_best[worst]),
    )


def benefit_of_the_doubt(
    values: Any,
    *,
    bounds: Bounds | None = None,
    shares: Bounds | None = None,
    units: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
) -> BenefitOfTheDoubt:
    """The score of every unit under the weights that show it in the best light.

    For each unit the weights w ≥ 0 that make ``Σ w·y`` of its values greatest, while no unit has more than 1 under
    them: data envelopment analysis with one input of 1. L. Cherchye, W. Moesen, N. Rogge and T. Van Puyenbroeck, An
    introduction to "benefit of the doubt" composite indicators, Social Indicators Research 82 (2007), 111–145.

    Args:
        values: Units × indicators, none negative, more being better: an array, rows, a mapping of columns, or a pandas
            or polars data frame of numbers.
        bounds: Least and greatest weight (None: no limit), one pair for all indicators or a pair by name. Weights have
            the unit of 1 / value.
        shares: Least and greatest share of an indicator in the score, likewise. A unit whose zeros leave no way to
            these shares has the score 0.
        units: Names of the units; by default the index of a pandas data frame, else their numbers from 1 on.
        names: Names of the indicators; by default the columns of a mapping or data frame, else their numbers from 1 on.

    Returns:
        Scores, weights, shares and peers. Weights need not be unique where a score is 1.

    Raises:
        PugError: A value is missing, infinite or negative, or an indicator is 0 everywhere (code
            ``benefit_of_the_doubt.values``); a name is used twice or the number of names is wrong (``….names``); bounds
            contradict each other or name no indicator (``….bounds``, ``….shares``); no weights satisfy the bounds of a
            unit (``….infeasible``); scipy is missing.
    """
    table, indicators, rows = _table(values, names, units)
    limits = _limits(bounds, indicators, "bounds", math.inf)
    portions = _limits(shares, indicators, "shares", 1.0)
    _check_sums(portions)
    scale = table.max(axis=0)  # so that all columns reach 1, whatever they are measured in
    programme = _Programme(table / scale, limits * scale, portions)
    answers = [programme.best_of(unit, rows[unit]) for unit in range(len(rows))]
    scaled = np.array([weights for weights, _ in answers])
    contributions = scaled * programme.values
    scores = contributions.sum(axis=1)
    with np.errstate(invalid="ignore"):
        parts = np.where(scores[:, None] > 0, contributions / scores[:, None], np.nan)
    return BenefitOfTheDoubt(
        tuple(rows),
        tuple(indicators),
        _frozen(np.minimum(scores, 1.0)),
        _frozen(scaled / scale),
        _frozen(parts),
        tuple(
            {rows[other]: float(room[other]) for other in range(len(rows)) if room[other] > _SAME}
            for _, room in answers
        ),
    )


def _solver() -> Callable[..., Any]:
    try:
        from scipy.optimize import linprog  # type: ignore[import-untyped] # noqa: PLC0415  (optional, and slow)
    except ImportError:
        message = 'linear programmes need scipy: pip install "pug-scoring[workbench]"'
        raise failure("argument", "extra.missing", message) from None
    solve: Callable[..., Any] = linprog
    return solve


def _frozen(array: Floats) -> Floats:
    array.flags.writeable = False
    return array


# Best–worst


def _named(judgements: Judgements) -> dict[str | int, float]:
    pairs: Iterable[tuple[str | int, float]] = (
        judgements.items() if isinstance(judgements, Mapping) else enumerate(judgements)
    )
    return dict(pairs)


def _row(count: int, *cells: tuple[int, float]) -> list[float]:
    row = [0.0] * count
    for at, value in cells:
        row[at] += value
    return row


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _check_judgements(
    best: str | int, worst: str | int, from_best: Mapping[str | int, float], to_worst: Mapping[str | int, float]
) -> None:
    problems: list[str] = []
    if set(from_best) != set(to_worst):
        odd = ", ".join(sorted(str(name) for name in set(from_best) ^ set(to_worst)))
        problems.append(f"only one of the two lists judges {odd}; wanted the same criteria in both")
    problems += [
        f"{role} is {name!r}, which is not among the criteria judged"
        for role, name in (("best", best), ("worst", worst))
        if name not in from_best or name not in to_worst
    ]
    if best == worst:
        problems.append(f"best and worst are both {best!r}; wanted two criteria")
    for title, judgements in (("best_to_others", from_best), ("others_to_worst", to_worst)):
        problems += [
            f"{title} of {name!r} is {value!r}; wanted a number from 1 on"
            for name, value in judgements.items()
            if not (_is_number(value) and 1 <= value < math.inf)
        ]
    if not problems:
        problems += _contradictions(best, worst, from_best, to_worst)
    if problems:
        raise PugError("argument", [Problem("best_worst.judgements", "", 0, 0, message) for message in problems])


def _contradictions(
    best: str | int, worst: str | int, from_best: Mapping[str | int, float], to_worst: Mapping[str | int, float]
) -> list[str]:
    found = [
        f"{title} of {name!r} is {short(value)}; wanted 1: it is judged against itself"
        for title, name, value in (
            ("best_to_others", best, from_best[best]),
            ("others_to_worst", worst, to_worst[worst]),
        )
        if value != 1
    ]
    if from_best[worst] != to_worst[best]:
        found.append(
            f"the best is {short(from_best[worst])} times as important as the worst in one list and "
            f"{short(to_worst[best])} times in the other; wanted the same"
        )
    return found


def _input_consistency(
    from_best: Mapping[str | int, float], to_worst: Mapping[str | int, float], whole: float
) -> float:
    if whole == 1:
        return 0.0
    furthest = max(abs(from_best[name] * to_worst[name] - whole) for name in from_best)
    return furthest / (whole * whole - whole)


# Benefit of the doubt


class _Programme:
    """The linear programmes of all units: the same limits on the weights, another aim for each.

    Attributes:
        values: Units × indicators, each column with the greatest value 1.
        bounds: Least and greatest weight of each indicator of `values`.
        shares: Least and greatest share of each in the score.
    """

    def __init__(self, values: Floats, bounds: Floats, shares: Floats) -> None:
        self.values = values
        self.bounds = [(low, None if math.isinf(high) else high) for low, high in bounds.T.tolist()]
        self.shares = shares
        self._solve = _solver()

    def best_of(self, unit: int, name: str) -> tuple[Floats, Floats]:
        """The unit's weights, and what room at each unit's limit would add to its score."""
        own = self.values[unit]
        rows = np.vstack([self.values, self._share_rows(own)])
        found = self._solve(
            -own,
            A_ub=rows,
            b_ub=np.concatenate([np.ones(len(self.values)), np.zeros(len(rows) - len(self.values))]),
            bounds=self.bounds,
            method="highs",
        )
        if found.status == 2:
            message = f"no weights of {name!r} keep every unit at 1 or less within the bounds and shares"
            raise failure("argument", "benefit_of_the_doubt.infeasible", message, where=name)
        if found.status != 0:
            message = f"the linear programme of {name!r} was not solved: {found.message}"
            raise failure("internal", "benefit_of_the_doubt.solver", message, where=name)
        return np.maximum(found.x, 0), -found.ineqlin.marginals[: len(self.values)]

    def _share_rows(self, own: Floats) -> Floats:
        """Rows that are 0 or less where the shares are within their limits: (low − [i = k])·y_k·w_k, and so on."""
        alone = np.diag(own)
        low, high = self.shares
        return np.vstack(
            [
                (low[:, None] * own - alone)[low > 0],
                (alone - high[:, None] * own)[high < 1],
            ]
        )


def _table(
    values: Any, names: Sequence[str] | None, units: Sequence[str] | None
) -> tuple[Floats, list[str], list[str]]:
    """The numbers, and the names of their columns and rows."""
    columns: list[str] | None = None
    index: list[str] | None = None
    if isinstance(values, Mapping) or hasattr(values, "columns"):
        columns = [str(name) for name in (values if isinstance(values, Mapping) else values.columns)]
        index = None if not hasattr(values, "index") else [str(unit) for unit in values.index]
        lengths = {len(column) for column in values.values()} if isinstance(values, Mapping) else set()
        if len(lengths) > 1:
            raise _refuse("values", f"the columns have {sorted(lengths)} values; wanted as many in each")
        values = np.column_stack(list(values.values())) if isinstance(values, Mapping) and values else values
    try:
        table = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise _refuse("values", "found values that are not numbers; wanted units × indicators of numbers") from None
    if table.ndim != 2 or 0 in table.shape:
        raise _refuse(
            "values", f"found values of the shape {table.shape}; wanted units × indicators, one or more of each"
        )
    indicators = _names(names, columns, table.shape[1], "names")
    rows = _names(units, index, table.shape[0], "units")
    _check_values(table, indicators, rows)
    return table, indicators, rows


def _names(given: Sequence[str] | None, found: list[str] | None, count: int, what: str) -> list[str]:
    names = [str(name) for name in given] if given is not None else found
    if names is None:
        return [str(number + 1) for number in range(count)]
    if len(names) != count:
        raise _refuse("names", f"found {len(names)} {what}; wanted {count}")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _refuse("names", f"{what} have {', '.join(twice)} more than once; wanted each once")
    return names


def _check_values(table: Floats, indicators: list[str], rows: list[str]) -> None:
    problems = [
        Problem(
            "benefit_of_the_doubt.values",
            indicators[column],
            int(row) + 1,
            0,
            f"{rows[row]!r} has {table[row, column]!s} in {indicators[column]!r}; wanted a number from 0 on",
        )
        for row, column in np.argwhere(~(np.isfinite(table) & (table >= 0)))
    ]
    problems += [
        Problem("benefit_of_the_doubt.values", name, 0, 0, f"{name!r} is 0 for every unit; wanted one above 0")
        for name, column in zip(indicators, table.T, strict=True)
        if not column.any()
    ]
    if problems:
        raise PugError("data", problems)


def _limits(bounds: Bounds | None, indicators: list[str], what: str, most: float) -> Floats:
    """The least and the greatest of each indicator, as two rows; 0 and `most` where nothing is said."""
    found = np.array([[0.0] * len(indicators), [most] * len(indicators)])
    if bounds is None:
        return found
    by_name = bounds if isinstance(bounds, Mapping) else dict.fromkeys(indicators, bounds)
    for name, pair in by_name.items():
        if name not in indicators:
            raise _refuse(what, f"{name!r} is not among the indicators", name)
        found[:, indicators.index(name)] = _pair(pair, name, what, most)
    return found


def _check_sums(shares: Floats) -> None:
    """All shares together are 1, which the limits must leave room for."""
    least, greatest = shares.sum(axis=1)
    if least > 1 + _SAME:
        raise _refuse("shares", f"the least shares sum to {short(least)}; wanted 1 or less")
    if greatest < 1 - _SAME:
        raise _refuse("shares", f"the greatest shares sum to {short(greatest)}; wanted 1 or more")


def _pair(pair: Bound, name: str, what: str, most: float) -> tuple[float, float]:
    wanted = f"wanted a least and a greatest one, 0 ≤ least ≤ greatest{' ≤ 1' if most == 1 else ''}, or None"
    try:
        low, high = pair
        low, high = 0.0 if low is None else float(low), most if high is None else float(high)
    except (TypeError, ValueError):
        raise _refuse(what, f"the limits of {name!r} are {pair!r}; {wanted}", name) from None
    if not (0 <= low <= high <= most) or math.isinf(low):
        raise _refuse(what, f"the limits of {name!r} are {pair!r}; {wanted}", name)
    return low, high


def _refuse(what: str, message: str, where: str = "") -> PugError:
    kind = "data" if what == "values" else "argument"
    return failure(kind, f"benefit_of_the_doubt.{what}", message, where=where)
