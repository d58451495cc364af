"""The indices of `asem`: all calls of the workbench that its comparison makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import pug
from pug.table import Floats
from pug.workbench import Design, Index

_UNIT, _GROUP = "uCode", "EurAsia_group"
_AVAILABLE = 0.9


@dataclass(frozen=True)
class Choices:
    """What was chosen in each replication.

    Attributes:
        most: How many values winsorising may change.
        is_zscore: Z-scores with mean 10 and standard deviation 2, else min-max from 1 to 100.
        weights: Number of the set of weights, from 1.
        is_geometric: Geometric means, else arithmetic ones.
    """

    most: Sequence[int]
    is_zscore: Sequence[bool]
    weights: Sequence[int]
    is_geometric: Sequence[bool]


@dataclass(frozen=True)
class MazziottaPareto:
    """Mazziotta–Pareto indices of five indicators, every unit.

    Attributes:
        inputs: Units × indicators.
        values: The same once normalised.
        mean: Mean of a unit's values.
        down: Mean less the penalty, with the standard deviation of all values.
        up: Mean and the penalty.
        down_sample: As `down` with that of a sample.
        up_sample: As `up` with that of a sample.
    """

    indicators: Sequence[str]
    inputs: Floats
    values: Floats
    mean: Floats
    down: Floats
    up: Floats
    down_sample: Floats
    up_sample: Floats


def build(folder: Path) -> Index:
    """The index as published: the whole chain, arithmetic means."""
    return _built(folder, _treated(folder).normalise("minmax"))


def imputed_by_median(folder: Path) -> Index:
    """With medians of the group in place of means."""
    return _built(folder, _treated(folder).impute("group_median", group=_GROUP).normalise("minmax"))


def normalised(folder: Path, rule: str, **parameters: Any) -> Index:
    """With another normalisation."""
    return _built(folder, _treated(folder).normalise(rule, **parameters))


def aggregated(folder: Path, rule: str, **parameters: Any) -> Index:
    """With another aggregation, of values from 1 to 100."""
    return _built(folder, _treated(folder).normalise("minmax", low=1, high=100).aggregate(rule, **parameters))


def with_missing(folder: Path) -> Index:
    """Of the inputs as they are, what is missing left out with its weight."""
    document = Design.from_imeta(str(folder / "imeta.csv")).to_dict()
    for told in document["indicators"].values():
        told.pop("denominator", None)
    return _built(folder, Design.load(document).normalise("minmax", low=1, high=100))


def mazziotta_pareto(folder: Path, rule: str, **parameters: Any) -> MazziottaPareto:
    """Five treated indicators normalised by a rule, and the indices of them."""
    path = str(folder / "compind_input_treated5.csv")
    with (folder / "compind_input_treated5.csv").open(encoding="utf-8-sig") as file:
        indicators = [name.strip('"') for name in file.readline().strip().split(",")]
    plain = Design({"id": "mpi", "parts": indicators}).normalise(rule, **parameters)

    def values(*, downward: bool = True, sample_sd: bool = False) -> Floats:
        rule = {"method": "mazziotta_pareto", "downward": downward, "sample_sd": sample_sd}
        return plain.aggregate(rule).build(path).values

    index = plain.build(path)
    return MazziottaPareto(
        indicators,
        index.matrix("raw"),
        index.matrix("normalised"),
        index.values,
        down=values(),
        up=values(downward=False),
        down_sample=values(sample_sd=True),
        up_sample=values(downward=False, sample_sd=True),
    )


def correlations_with_index(index: Index) -> dict[str, float]:
    """Pearson's coefficient of every indicator with the index."""
    whole = index.names[-1]
    table = index.correlations(1, index.design.parts[whole])
    return dict(zip(table.rows, table.values[:, 0].tolist(), strict=True))


def alpha(index: Index, part: str) -> float | None:
    """Cronbach's alpha of the parts of a part."""
    return index.reliability(part).alpha


def effective_weights(index: Index) -> dict[str, tuple[int, float, float]]:
    """Level, weight as given and effective weight of everything, by name."""
    given = dict(_given_weights(index.design.to_dict()["index"]))
    return {each.name: (each.level, given[each.name], each.effective) for each in index.effective_weights()}


def outranking(index: Index, part: str) -> Floats:
    """Units × units: the share of the weight of a part's parts in which one is better than another."""
    weights = index.weights[part]
    columns = np.column_stack([index.value(name) for name in weights])
    return pug.outranking(columns, list(weights.values()))


def copeland(folder: Path, part: str) -> Floats:
    """A part aggregated by Copeland's rule."""
    return _built(folder, _treated(folder).normalise("minmax").aggregate("copeland", part=part)).value(part)


def replay(folder: Path, choices: Choices, sets: Sequence[Mapping[str, float]]) -> NDArray[np.intp]:
    """Units × replications: the ranks that the choices of each replication lead to."""
    design = _treated(folder)
    most = sorted(set(choices.most))
    whole = next(iter(design.parts))  # the sets name it, too, though nothing weighs it
    rules = [{"method": "minmax", "low": 1, "high": 100}, {"method": "zscore", "mean": 10, "sd": 2}]
    assumptions: list[dict[str, Any]] = [
        {"vary": "treat", "alternatives": [{"most": each} for each in most]},
        {"vary": "normalise", "alternatives": rules},
        {"vary": "weights", "sets": [{k: w for k, w in each.items() if k != whole} for each in sets]},
        {"vary": "aggregate", "alternatives": ["arithmetic", "geometric"]},
    ]
    found = _built(folder, design.normalise("minmax", low=1, high=100)).uncertainty(
        assumptions,
        choices={
            "treatment": [most.index(each) for each in choices.most],
            "normalisation": [int(each) for each in choices.is_zscore],
            "weights": [each - 1 for each in choices.weights],
            "aggregation": [int(each) for each in choices.is_geometric],
        },
    )
    return found.ranks.T.astype(np.intp)


def _treated(folder: Path) -> Design:
    """The chain up to the treatment of outliers. Screening comes after imputation, so that it loses nobody."""
    design = Design.from_imeta(str(folder / "imeta.csv"), id="asem")
    return design.denominate().impute("group_mean", group=_GROUP).screen(_AVAILABLE).treat()


def _given_weights(part: Any) -> Iterator[tuple[str, float]]:
    """The weight of a part and of all in it; 1 where the document states none."""
    if isinstance(part, str):
        yield part, 1.0
        return
    yield part["id"], float(part.get("weight", 1))
    for each in part.get("parts", ()):
        yield from _given_weights(each)


def _built(folder: Path, design: Design) -> Index:
    return design.build(str(folder / "inputs.csv"), unit=_UNIT)
