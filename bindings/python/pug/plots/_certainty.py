"""How sure ranks are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from pug.plots import _canvas as canvas
from pug.plots._arguments import Arguments, Lang
from pug.plots._words import say


def rank_intervals(  # noqa: PLR0913  three columns, and how they are shown
    names: Sequence[str],
    median: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    *,
    nominal: ArrayLike | None = None,
    level: float = 0.9,
    title: str | None = None,
    lang: Lang = "en",
    ax: Axes | None = None,
) -> Axes:
    """The rank of each unit with its interval, the best unit at the top.

    Units stand in the order of their nominal ranks, so that a median that leaves the diagonal shows; without nominal
    ranks in that of the medians.

    Args:
        names: Of the units.
        median: Median rank of each unit over the replications; 1 is the best.
        low: Lower end of each unit's interval, at most `high`.
        high: Upper end.
        nominal: Rank of each unit as published, marked by a diamond.
        level: Share of the replications within the intervals, for the legend.
        title: In place of the usual one; an empty text for none.
        lang: ``en`` or ``id``.
        ax: Where to draw; None makes a figure whose height suits the number of units.

    Returns:
        The axes. Rows count from 0 at the top.

    Raises:
        PugError: Kind ``argument``: no unit (``plots.empty``), columns of other lengths (``plots.length``), something
            that is no finite number (``plots.value``), a rank below 1 or a level outside 0–1 (``plots.range``), an
            interval that does not ascend (``plots.interval``).
    """
    given = Arguments(lang)
    units = given.names(names, "names")
    middle, lower, upper = (
        given.column(values, where, len(units), least=1.0)
        for values, where in ((median, "median"), (low, "low"), (high, "high"))
    )
    given.ordered(lower, upper, "low")
    published = None if nominal is None else given.column(nominal, "nominal", len(units), least=1.0)
    given.share(level, "level")
    given.done()

    order = np.lexsort((middle, middle if published is None else published))
    rows = np.arange(len(order))
    language = given.language
    ax = canvas.axes(ax, 7.0, canvas.height_of_rows(len(units)))
    note = canvas.name_rows(ax, [units[unit] for unit in order], language)
    interval = say(language, "ranks.interval", level=language.percent(level, None))
    thickness = min(4.0, 240 * canvas.inches(ax)[1] / 5 / len(units))
    ax.hlines(rows, lower[order], upper[order], color=canvas.SKY, linewidth=thickness, label=interval, zorder=2)
    ax.plot(
        middle[order],
        rows,
        linestyle="none",
        marker="|",
        markersize=min(8.0, 2.2 * thickness + 1),
        markeredgewidth=1.6,
        color=canvas.BLACK,
        label=say(language, "ranks.median"),
        zorder=3,
    )
    if published is not None:
        ax.plot(
            published[order],
            rows,
            linestyle="none",
            marker="D",
            markersize=min(4.5, thickness + 0.8),
            markerfacecolor="none",
            markeredgecolor=canvas.VERMILION,
            markeredgewidth=1.1,
            label=say(language, "ranks.nominal"),
            zorder=4,
        )
    limits = _limits(lower, upper, middle if published is None else published)
    ax.set_xlim(limits)
    canvas.count_from_one(ax.xaxis, *limits)
    canvas.label(ax, say(language, "ranks.axis"))
    canvas.tidy(ax, language, grid="x")
    above = canvas.legend(ax)
    canvas.head(ax, say(language, "ranks.title") if title is None else title, [note], above=above)
    return ax


def _limits(*columns: np.ndarray) -> tuple[float, float]:
    everything = np.concatenate(columns)
    margin = 0.02 * (everything.max() - everything.min()) + 0.5
    return everything.min() - margin, everything.max() + margin
