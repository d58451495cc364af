"""The questions that may be asked of an index: what it is made of, and what each part of it brings about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from pug._errors import failure
from pug.table import Floats
from pug.workbench.answers import (
    Comparison,
    Components,
    Correlations,
    Description,
    EffectiveWeight,
    ParentCorrelation,
    Reliability,
    Removals,
    Strengths,
    UnitSummary,
    comparison_of,
    components_of,
    correlations_of,
    description_of,
    matrix_of,
    removals_of,
    standing_of,
    unit_of,
)
from pug.workbench.built import Built
from pug.workbench.reading import numbers_of


class Questions(Built):
    """An index that answers questions about itself."""

    def _ask(self, question: str, **options: Any) -> Any:
        asked = {name: value for name, value in options.items() if value is not None}
        return json.loads(self._native.answer(question, json.dumps(asked)))

    def describe(self, stage: str | None = None, *, parts: bool = False, **limits: float) -> list[Description]:
        """What the values of every indicator look like, with flags where they are doubtful.

        Args:
            stage: Whose values; by default those that were aggregated.
            parts: Describe the parts, too.
            **limits: From where on a column is flagged: ``skew``, ``kurtosis``, ``available_at_least``,
                ``zeros_at_most``, ``distinct_at_least``, ``reach``.
        """
        return [description_of(each) for each in self._ask("describe", stage=stage, parts=parts, **limits)["values"]]

    def availability(self) -> dict[str, dict[str, float]]:
        """By unit, then by part: the share of the indicators below it that the raw data have a value of."""
        told = self._ask("availability")
        return {unit_of(each): dict(zip(told["parts"], each["available"], strict=True)) for each in told["units"]}

    def correlations(
        self,
        first: int = 1,
        second: int | None = None,
        *,
        method: str = "pearson",
        stage: str | None = None,
        **limits: float,
    ) -> Correlations:
        """Correlations of the values of one level with those of another.

        Args:
            first: Level of the rows; indicators have level 1.
            second: Level of the columns; the same without it.
            method: ``pearson``, ``spearman`` or ``kendall``.
            stage: In which state indicators are looked at; by default as they were aggregated.
            **limits: ``alike_above``, from where on two parts of one part say the same (0.9).
        """
        levels = [first, first if second is None else second]
        return correlations_of(self._ask("correlations", levels=levels, method=method, stage=stage, **limits))

    def parent_correlations(
        self, *, method: str = "pearson", stage: str | None = None, against_below: float = 0
    ) -> list[ParentCorrelation]:
        """Every value with each part that it belongs to; those that work against it are marked."""
        told = self._ask("parents", method=method, stage=stage, against_below=against_below)
        return [ParentCorrelation(**{k: v for k, v in each.items() if k != "level"}) for each in told["values"]]

    def denominator_correlations(
        self, *, method: str = "pearson", stage: str | None = None, denominator_above: float = 0.6
    ) -> list[dict[str, Any]]:
        """Every indicator with each column that some indicator is divided by; those that follow it are marked."""
        found: list[dict[str, Any]] = self._ask(
            "denominators", method=method, stage=stage, denominator_above=denominator_above
        )["values"]
        return found

    def components(
        self, part: str | None = None, *, level: int | None = None, stage: str | None = None, basis: str = "correlation"
    ) -> Components:
        """Principal components of the parts of a part, or of all values of a level below it.

        Args:
            part: By default the index.
            level: Of the values; by default the part's own parts.
            stage: In which state indicators are looked at; by default as they were aggregated.
            basis: ``correlation`` or ``covariance``.
        """
        return components_of(self._ask("components", part=part, level=level, stage=stage, basis=basis))

    def reliability(
        self, part: str | None = None, *, level: int | None = None, stage: str | None = None
    ) -> Reliability:
        """Cronbach's alpha of the parts of a part, or of all values of a level below it, and without each of them."""
        told = self._ask("reliability", part=part, level=level, stage=stage)
        without = {each["name"]: each["alpha"] for each in told["without"]}
        return Reliability(told["alpha"], without, told["rows"])

    def effective_weights(self) -> list[EffectiveWeight]:
        """The weight of every value in the whole index."""
        return [EffectiveWeight(**each) for each in self._ask("effective_weights")["values"]]

    def remove_one(self, *, level: int | None = None, names: Sequence[str] | None = None) -> Removals:
        """How ranks shift without each indicator, or value of a level, or those named; everything is built again."""
        if isinstance(names, str):
            raise failure("argument", "index.name", f'found the text "{names}", wanted a list of names')
        told = self._ask("remove_one", level=level, names=None if names is None else list(names))
        ranks = (None if np.isnan(rank) else float(rank) for rank in self.ranks)
        return removals_of(told, dict(zip(self._labels, ranks, strict=True)))

    @cached_property
    def _labels(self) -> list[str]:
        """Names of the units, with the time where there are several."""
        if self._time is None:
            return self.units
        times = numbers_of(self._table, self._time)[self._stages[-1][1]].tolist()
        return [unit_of({"unit": name, "time": time}) for name, time in zip(self.units, times, strict=True)]

    def strengths(self, unit: str, *, time: float | None = None, most: int = 5, weighted: bool = False) -> Strengths:
        """What a unit is best and worst at among the others; `weighted` by what moves its index most."""
        told = self._ask("strengths", unit=unit, time=time, most=most, weighted=weighted)
        return Strengths(
            unit=told["unit"],
            strengths=tuple(map(standing_of, told["strengths"])),
            weaknesses=tuple(map(standing_of, told["weaknesses"])),
            missing=tuple(told["missing"]),
            more_strengths=told["more_strengths"],
            more_weaknesses=told["more_weaknesses"],
        )

    def summary(self, unit: str, *, time: float | None = None) -> UnitSummary:
        """Score and rank of a unit at every level."""
        told = self._ask("summary", unit=unit, time=time)
        parts, indicators = (tuple(map(standing_of, told[name])) for name in ("parts", "indicators"))
        return UnitSummary(told["unit"], told["grade"], parts, indicators)

    def outranking(self, part: str | None = None) -> Floats:
        """Units × units: the share of the weight of a part's parts in which the row's unit is better."""
        return matrix_of(self._ask("outranking", part=part)["values"])

    def compare(self, other: Questions, *, first: str = "", second: str = "", movers: int = 10) -> Comparison:
        """This index and another side by side, units matched by their names (and times).

        Args:
            other: The other one.
            first: What of this one is compared; the index itself by default.
            second: What of the other one.
            movers: How many of those that move furthest are named.
        """
        asked = {"first": first, "second": second, "movers": movers}
        return comparison_of(json.loads(self._native.compare(other._native, json.dumps(asked))))
