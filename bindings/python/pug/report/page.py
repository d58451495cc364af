"""Puts the parts of the report together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from pug import _pug
from pug.report import heat, progress
from pug.report.cohort import Unit, read
from pug.report.language import Language, plain, shortened
from pug.report.method import Methodology
from pug.report.naming import Naming
from pug.report.profile import DOTS_WIDTH, Profiler
from pug.report.summary import Summariser
from pug.report.svg import Axis, Tick, around

if TYPE_CHECKING:
    from pug.scores import Scores

_BAR_WIDTH = 200.0
# Columns whose one constant value says something about all the data.
_NOTES = ("catatan", "note", "notes")
_DATES = ("tanggal", "date")


@dataclass(frozen=True)
class Scale:
    """The axis of the score and what is marked on it."""

    axis: Axis
    ticks: list[Tick]


class Page:
    """The report of one cohort in one language."""

    def __init__(self, scores: Scores, lang: str, reference: str | None, before: Scores | None) -> None:
        self.language = Language(lang)
        self.cohort = read(scores, reference, before)
        self.naming = Naming(self.cohort, self.language)

    def render(self) -> str:
        """The page as HTML."""
        cohort, naming, language = self.cohort, self.naming, self.language
        profiler = Profiler(cohort, naming)
        template = _environment().get_template("report.html.j2")
        return template.render(
            language=language,
            say=language.say,
            text=language.text,
            naming=naming,
            cohort=cohort,
            document=cohort.tree.document,
            instrument=cohort.scores.instrument,
            engine=_pug.version,
            note=self._constant(_NOTES),
            date=self._constant(_DATES),
            summary=Summariser(cohort, naming).summarise(),
            scale=self._scale(),
            bar_width=_BAR_WIDTH,
            dots_width=DOTS_WIDTH,
            dots_axis=Axis(0.0, 1.0, DOTS_WIDTH),
            steps=progress.steps(cohort, naming) if cohort.has_before else [],
            transitions=progress.transitions(cohort, naming) if cohort.has_before else None,
            maps=[heat.dimensions(cohort, naming), heat.criteria(cohort, naming)],
            profiles=[profiler.profile(unit) for unit in cohort.units],
            method=Methodology(cohort, naming).describe(),
        )

    def _scale(self) -> Scale:
        """The axis of the score: around all that is drawn on it, the cut-offs marked."""
        cuts = self.naming.grades.cuts
        axis = around((value for unit in self._everybody() for value in (unit.score, unit.low, unit.high)), _BAR_WIDTH)
        axis = around([axis.low, axis.high, *cuts], _BAR_WIDTH)
        inner = [cut for cut in cuts if axis.low < cut < axis.high]
        ticks = [Tick(axis.at(cut), self.language.exact(cut), is_cut=True) for cut in inner]
        ends = [Tick(axis.at(end), self.language.exact(end)) for end in (axis.low, axis.high)]
        return Scale(axis, [ends[0], *ticks, ends[1]])

    def _everybody(self) -> list[Unit]:
        return [*self.cohort.units, *(unit.before for unit in self.cohort.units if unit.before)]

    def _constant(self, names: Sequence[str]) -> str:
        """The one value of a column of that name; nothing where it varies."""
        for name, values in self.cohort.scores.columns.items():
            distinct = {str(value) for value in values}
            if str(name).lower() in names and len(distinct) == 1:
                return shortened(plain(distinct.pop()).strip(), 500)
        return ""


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": plain, "shortened": shortened}
    return environment
