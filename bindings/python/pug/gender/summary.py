"""What the figures of a gender analysis say of women and men."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias, overload

from pug.gender.measures import SexGap, sex_gap_of
from pug.model import Text, in_language

Row: TypeAlias = dict[str, Any]

_COUNTS = ("women", "men", "total", "population_women", "population_men")
_MEASURES = tuple(field.name for field in fields(SexGap))


@dataclass(frozen=True)
class Count:
    """A count, or the reason why there is none.

    Attributes:
        status: ``observed``, ``missing``, ``not_computable`` (it is no whole number from 0) or ``suppressed``.
        value: The count; None unless observed.
    """

    status: str
    value: int | None


@dataclass(frozen=True)
class FigureSummary:
    """One figure of the data column.

    Attributes:
        name: By which the document refers to it.
        title: By language.
        aspects: That rest on it: ``akses``, ``partisipasi``, ``kontrol``, ``manfaat``.
        women: Count of women.
        men: Count of men.
        total: Women and men.
        population_women: Of how many women.
        population_men: Of how many men.
        measures: Women and men compared.
    """

    name: str
    title: Text
    aspects: tuple[str, ...]
    women: Count
    men: Count
    total: Count
    population_women: Count
    population_men: Count
    measures: SexGap


@dataclass(frozen=True)
class AspectSummary:
    """One of the four aspects.

    Attributes:
        aspect: ``akses``, ``partisipasi``, ``kontrol`` or ``manfaat``.
        is_blank: Whether the document says nothing of it.
        figures: Names of the figures that it rests on.
    """

    aspect: str
    is_blank: bool
    figures: tuple[str, ...]


class Summary(Sequence[Row]):
    """Rows for a frame: one for each figure of each aspect, and one for each figure that no aspect rests on.

    ``pandas.DataFrame(summary)`` takes it as it is. A row has the aspect (None where there is none), name and title of
    the figure, every count with its status, and every measure with the ends of its interval and its status.

    Attributes:
        confidence: Of the intervals.
        threshold: Below which counts are withheld; None where none is.
        figures: In the order of the document.
        aspects: All four.
    """

    def __init__(self, document: str, lang: str = "en") -> None:
        """Reads what the engine wrote down; `Analysis.summary` and `Analysis.publish` are how to get it."""
        self._document = document
        content = json.loads(document)
        self.confidence: float = content["confidence"]
        self.threshold: int | None = content["threshold"]
        self.figures = tuple(_figure(figure) for figure in content["figures"])
        self.aspects = tuple(
            AspectSummary(aspect["aspect"], aspect["is_blank"], tuple(aspect["figures"]))
            for aspect in content["aspects"]
        )
        self._rows = [_row(aspect, figure, lang) for aspect, figure in self.by_aspect()]

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        return self._rows[at]

    def __len__(self) -> int:
        return len(self._rows)

    def to_json(self) -> str:
        """The summary as JSON, the same as the C library gives."""
        return self._document

    def __repr__(self) -> str:
        published = "" if self.threshold is None else f", counts below {self.threshold} withheld"
        return f"<pug.gender.Summary of {len(self.figures)} figures{published}>"

    def by_aspect(self) -> list[tuple[str | None, FigureSummary]]:
        """Each aspect with each of its figures, then the figures that no aspect rests on: one for each row."""
        of_aspects = [
            (aspect.aspect, figure)
            for aspect in self.aspects
            for figure in self.figures
            if aspect.aspect in figure.aspects
        ]
        return [*of_aspects, *((None, figure) for figure in self.figures if not figure.aspects)]


def _figure(document: Mapping[str, Any]) -> FigureSummary:
    return FigureSummary(
        name=document["name"],
        title=document["title"],
        aspects=tuple(document["aspects"]),
        measures=sex_gap_of(document["measures"]),
        **{name: Count(**document[name]) for name in _COUNTS},
    )


def _row(aspect: str | None, figure: FigureSummary, lang: str) -> Row:
    row: Row = {"aspect": aspect, "figure": figure.name, "title": in_language(figure.title, lang, figure.name)}
    for name in _COUNTS:
        count: Count = getattr(figure, name)
        row |= {name: count.value, f"{name}_status": count.status}
    for name in _MEASURES:
        measure = getattr(figure.measures, name)
        row |= {
            name: measure.value,
            f"{name}_low": measure.low,
            f"{name}_high": measure.high,
            f"{name}_status": measure.status,
        }
    return row
