"""The distribution of an indicator before and after treatment."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from pug.plots import _canvas as canvas
from pug.plots._arguments import Arguments, Floats, Lang
from pug.plots._words import say
from pug.report.language import Language

_BINS = 25
_HEIGHT = 0.55  # of the highest bar; rows are 1 apart


def distribution(  # noqa: PLR0913  two columns, and how they are shown
    before: ArrayLike,
    after: ArrayLike,
    *,
    name: str = "",
    title: str | None = None,
    lang: Lang = "en",
    ax: Axes | None = None,
) -> Axes:
    """One indicator before and after treatment: a histogram, every value as a mark, skew and kurtosis.

    Each row runs from its least to its greatest value, as it will once it is scaled: it is the shape that treatment is
    about. The two values stand at the right. Where at most half of the values changed (winsorising), diamonds mark
    those that did.

    Args:
        before: The values as they were.
        after: The same units' values after treatment.
        name: Of the indicator, for the title.
        title: In place of the usual one; an empty text for none.
        lang: ``en`` or ``id``.
        ax: Where to draw; None makes a figure.

    Returns:
        The axes; before is the row at 1, after the row at 0.

    Raises:
        PugError: Kind ``argument``: no value (``plots.empty``), columns of different lengths (``plots.length``),
            something that is no finite number (``plots.value``).
    """
    given = Arguments(lang)
    old = given.column(before, "before", None)
    new = given.column(after, "after", None)
    if len(old) != len(new):
        given.wrong("plots.length", "after", f"found {len(new)} values, wanted {len(old)}, as before treatment")
    given.done()

    language = given.language
    ax = canvas.axes(ax, 6.8, 4.0)
    is_changed = old != new
    is_marked = bool(is_changed.mean() <= 0.5)
    for row, values, color in ((1, old, canvas.GREY), (0, new, canvas.BLUE)):
        places = _within(values)
        _histogram(ax, places, row, color)
        _marks(ax, places, is_changed & is_marked, row, color)
        _describe(ax, values, row, language)
    _frame(ax, language)
    count, of = language.whole(is_changed.sum()), language.whole(len(old))
    about = say(language, "dist.changed" if is_marked else "dist.transformed", count=count, all=of)
    usual = say(language, "dist.title.of", name=name) if name else say(language, "dist.title")
    canvas.head(ax, usual if title is None else title, [about])
    return ax


def skew_and_kurtosis(values: Floats) -> tuple[float, float]:
    """Sample-adjusted skewness G1 and excess kurtosis G2; NaN where there are too few values or all are equal.

    Source: Joanes and Gill (1998), Comparing measures of sample skewness and kurtosis, The Statistician 47.
    """
    n, deviations = len(values), values - values.mean()
    second = float((deviations**2).mean())
    if n < 4 or second == 0:
        return math.nan, math.nan
    g1 = float((deviations**3).mean()) / second**1.5
    g2 = float((deviations**4).mean()) / second**2 - 3
    skew = math.sqrt(n * (n - 1)) / (n - 2) * g1
    return skew, (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6)


def _within(values: Floats) -> Floats:
    """From 0 for the least value to 1 for the greatest; in the middle where all are equal."""
    low, high = values.min(), values.max()
    return np.full(len(values), 0.5) if high == low else (values - low) / (high - low)


def _histogram(ax: Axes, places: Floats, row: int, color: str) -> None:
    counts, edges = np.histogram(places, bins=_BINS, range=(0, 1))
    heights = _HEIGHT * counts / counts.max()
    ax.bar(edges[:-1], heights, np.diff(edges), bottom=row, align="edge", color=color, alpha=0.35, linewidth=0)
    ax.stairs(row + heights, edges, baseline=row, color=color, linewidth=1.0)


def _marks(ax: Axes, places: Floats, is_changed: np.ndarray, row: int, color: str) -> None:
    kept = places[~is_changed]
    ax.plot(kept, np.full(len(kept), row - 0.1), linestyle="none", marker="|", markersize=8, color=color)
    changed = places[is_changed]
    ax.plot(
        changed,
        np.full(len(changed), row - 0.1),
        linestyle="none",
        marker="D",
        markersize=4.5,
        markerfacecolor="white",
        markeredgecolor=canvas.VERMILION,
    )


def _describe(ax: Axes, values: Floats, row: int, language: Language) -> None:
    """Skew, kurtosis and the ends, at the right."""
    skew, kurtosis = (language.number(moment, 2) for moment in skew_and_kurtosis(values))
    ends = (canvas.written(float(end), language) for end in (values.min(), values.max()))
    texts = [
        say(language, "dist.moments", skew=skew, kurtosis=kurtosis),
        say(language, "dist.ends", **dict(zip(("low", "high"), ends, strict=True))),
    ]
    ax.text(
        1.02,
        row + 0.5 * _HEIGHT,
        "\n".join(texts),
        transform=ax.get_yaxis_transform(),
        ha="left",
        va="center",
        fontsize=canvas.SMALL,
        linespacing=1.4,
        color=canvas.BLACK,
    )


def _frame(ax: Axes, language: Language) -> None:
    ax.set_ylim(-0.3, 1.7)
    ax.set_yticks([1, 0], [say(language, "dist.before"), say(language, "dist.after")])
    canvas.label(ax, say(language, "dist.axis"))
    canvas.tidy(ax, language, grid="x")
    ax.tick_params(axis="y", length=0, labelsize=canvas.USUAL)
