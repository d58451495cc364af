"""Principal components: units and indicators in one plane, and what each component explains."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from pug.plots import _canvas as canvas
from pug.plots._arguments import Arguments, Floats, Lang
from pug.plots._labels import Labels, Name
from pug.plots._words import say
from pug.report.language import Language

_NUMBER = (30.0, 11.0)  # points that a share takes beside and above the next one


def pca_biplot(  # noqa: PLR0913  points and arrows with their names, and how they are shown
    scores: ArrayLike,
    loadings: ArrayLike,
    units: Sequence[str],
    indicators: Sequence[str],
    *,
    explained: tuple[float, float] | None = None,
    components: tuple[int, int] = (1, 2),
    title: str | None = None,
    lang: Lang = "en",
    ax: Axes | None = None,
) -> Axes:
    """Units as points and indicators as arrows in the plane of two principal components.

    Arrows are drawn as many times longer as brings the longest one to the rim of the points; the picture says how many.
    The longest arrows and the outermost units are named first; a name that would lie on another one is left out.

    Args:
        scores: Units × 2: the scores of the units on both components.
        loadings: Indicators × 2: the loadings of the indicators.
        units: Names of the units.
        indicators: Names of the indicators.
        explained: Share of the variance that each of the two components explains, for the texts of the axes.
        components: Numbers of the two components, from 1 on.
        title: In place of the usual one; an empty text for none.
        lang: ``en`` or ``id``.
        ax: Where to draw; None makes a figure.

    Returns:
        The axes. The points are its first line; each arrow is an annotation without a text.

    Raises:
        PugError: Kind ``argument``: no unit or indicator (``plots.empty``), matrices of another size
            (``plots.length``), something that is no finite number (``plots.value``), a share outside 0–1 or a component
            below 1 (``plots.range``).
    """
    given = Arguments(lang)
    points_names, arrow_names = given.names(units, "units"), given.names(indicators, "indicators")
    points = given.matrix(scores, "scores", len(points_names), 2)
    arrows = given.matrix(loadings, "loadings", len(arrow_names), 2)
    shares = None if explained is None else given.column(explained, "explained", 2, least=0.0, most=1.0)
    numbers = given.column(components, "components", 2, least=1.0)
    given.done()

    language = given.language
    ax = canvas.axes(ax, 7.2, 6.6)
    factor = _round(_reach(points) / _reach(arrows)) if _reach(arrows) else 1.0
    tips = arrows * factor
    ax.plot(*points.T, linestyle="none", marker="o", markersize=3.2, color=canvas.BLUE, alpha=0.75, zorder=2)
    for tip in tips:
        arrow = {"arrowstyle": "-|>", "color": canvas.VERMILION, "linewidth": 0.8, "mutation_scale": 7}
        ax.annotate("", tuple(tip), (0, 0), arrowprops={**arrow, "shrinkA": 0, "shrinkB": 0})
    reach = 1.18 * np.abs(np.vstack([points, tips])).max(axis=0)
    reach[reach == 0] = 1.0
    ax.set_xlim(-reach[0], reach[0])
    ax.set_ylim(-reach[1], reach[1])
    for line in (ax.axhline, ax.axvline):
        line(0, color=canvas.GREY, linewidth=0.6, zorder=1)
    texts = [_component(language, int(numbers[at]), None if shares is None else shares[at]) for at in (0, 1)]
    canvas.label(ax, *texts)
    canvas.tidy(ax, language)
    about = say(language, "pca.arrows", factor=language.brief(factor))
    note = canvas.head(ax, say(language, "pca.title") if title is None else title, [about])
    names = [*_names(arrow_names, tips, canvas.VERMILION, along=True), *_names(points_names, points, canvas.BLACK)]
    shown = Labels(ax, np.vstack([points, tips])).place(names)
    canvas.tell(ax, note, [about, canvas.unnamed(language, shown, len(names))])
    return ax


def scree(
    variances: ArrayLike,
    *,
    title: str | None = None,
    lang: Lang = "en",
    ax: Axes | None = None,
) -> Axes:
    """The variance of each principal component, with the share that is explained up to there.

    The broken line is the average variance: where indicators are standardised it is 1, and components above it are
    those that Kaiser's rule keeps.

    Args:
        variances: Eigenvalues of all components, the greatest first; none negative.
        title: In place of the usual one; an empty text for none.
        lang: ``en`` or ``id``.
        ax: Where to draw; None makes a figure.

    Returns:
        The axes.

    Raises:
        PugError: Kind ``argument``: no component (``plots.empty``), more than one row of them (``plots.length``),
            something that is no finite number (``plots.value``) or negative (``plots.range``), eigenvalues that do not
            descend (``plots.order``), or that are all 0 (``plots.range``).
    """
    given = Arguments(lang)
    values = given.column(variances, "variances", None, least=0.0)
    for row in np.flatnonzero(np.diff(values) > 0) + 1:
        message = f"found {values[row]:g} after {values[row - 1]:g}, wanted the greatest first"
        given.wrong("plots.order", "variances", message, int(row) + 1)
    given.done()
    if not values.any():
        given.wrong("plots.range", "variances", "found no variance but 0, wanted at least one above it")
    given.done()

    language = given.language
    ax = canvas.axes(ax, 6.4, 4.0)
    places, mean = np.arange(1, len(values) + 1), values.mean()
    is_kept = values > mean
    ax.plot(places, values, color=canvas.BLUE, linewidth=1.2, zorder=2)
    for kept, face in ((is_kept, canvas.BLUE), (~is_kept, "white")):
        ax.plot(
            places[kept],
            values[kept],
            linestyle="none",
            marker="o",
            markersize=5 if len(values) <= 60 else 3,
            markerfacecolor=face,
            markeredgecolor=canvas.BLUE,
            zorder=3,
        )
    ax.axhline(mean, color=canvas.GREY, linestyle="--", linewidth=0.9, zorder=1)
    ax.annotate(
        say(language, "scree.kaiser", mean=language.brief(round(float(mean), 3))),
        (1, mean),
        xycoords=ax.get_yaxis_transform(),
        xytext=(0, 2),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=canvas.SMALL,
        color=canvas.GREY,
    )
    _shares(ax, values, language)
    ax.set_ylim(0, 1.12 * values.max())
    ax.set_xlim(0.5, len(values) + 0.5)
    canvas.count_from_one(ax.xaxis, 0.5, len(values) + 0.5)
    canvas.label(ax, say(language, "scree.axis"), say(language, "scree.value"))
    canvas.tidy(ax, language, grid="y")
    canvas.head(ax, say(language, "scree.title") if title is None else title, [say(language, "scree.shares")])
    return ax


def _shares(ax: Axes, values: Floats, language: Language) -> None:
    """The cumulative share beside the components, where it lies on none before, until all is explained."""
    upto = np.cumsum(values) / values.sum()
    width, height = (72 * side for side in canvas.inches(ax))
    places = np.column_stack([np.arange(len(values)) * width / len(values), values / values.max() * height])
    last = 0
    for at in range(len(values)):
        if at and (np.abs(places[at] - places[last]) < _NUMBER).all():
            continue
        ax.annotate(
            language.percent(float(upto[at]), 0),
            (at + 1, values[at]),
            xytext=(4, 4),
            textcoords="offset points",
            fontsize=canvas.SMALL,
            color=canvas.BLACK,
            path_effects=canvas.HALO,
        )
        last = at
        if upto[at] >= 0.995:
            break


def _component(language: Language, number: int, share: float | None) -> str:
    if share is None:
        return say(language, "pca.component", number=number)
    return say(language, "pca.explained", number=number, share=language.percent(float(share), 0))


def _names(names: Sequence[str], places: Floats, color: str, *, along: bool = False) -> list[Name]:
    """Names from the outermost place on; those of arrows stand beyond their tips."""
    found = []
    for at in np.argsort(-np.hypot(*places.T), kind="stable").tolist():
        x, y = places[at].tolist()
        found.append(Name(names[at], x, y, color, math.atan2(y, x) if along else None))
    return found


def _reach(places: Floats) -> float:
    return float(np.hypot(*places.T).max())


def _round(factor: float) -> float:
    """The next lower number with one digit, two below 2."""
    power = 10.0 ** math.floor(math.log10(factor)) if factor > 0 else 1.0
    steps = (1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9)
    return power * max(step for step in steps if step * power <= factor * (1 + 1e-9)) if factor > 0 else 1.0
