"""What decides a result: Sobol indices and elementary effects."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from pug.plots import _canvas as canvas
from pug.plots._arguments import Arguments, Floats, Lang
from pug.plots._labels import Labels, Name
from pug.plots._words import say

# Where an effect stops being called linear, monotonic and almost monotonic: Garcia Sanchez, Lacarrière, Musy and
# Bourges (2014), Application of sensitivity analysis in building energy simulations, Energy and Buildings 68.
_RATIOS = (0.1, 0.5, 1.0)
_CROWD = 60  # inputs whose bars have no room for hatches and ends of whiskers


def sobol_bars(  # noqa: PLR0913  two columns with their intervals, and how they are shown
    names: Sequence[str],
    first: ArrayLike,
    total: ArrayLike,
    *,
    first_interval: tuple[ArrayLike, ArrayLike] | None = None,
    total_interval: tuple[ArrayLike, ArrayLike] | None = None,
    level: float = 0.95,
    title: str | None = None,
    lang: Lang = "en",
    ax: Axes | None = None,
) -> Axes:
    """First-order and total Sobol indices of each input, the greatest total at the top.

    Args:
        names: Of the inputs.
        first: Share of the variance that an input explains alone. An estimate may be slightly below 0.
        total: Share that it explains with all its interactions.
        first_interval: Lower and upper ends of the confidence intervals of `first`: ends, not distances.
        total_interval: Those of `total`.
        level: Confidence of the intervals, for the note below the title.
        title: In place of the usual one; an empty text for none.
        lang: ``en`` or ``id``.
        ax: Where to draw; None makes a figure whose height suits the number of inputs.

    Returns:
        The axes. Rows count from 0 at the top.

    Raises:
        PugError: Kind ``argument``: no input (``plots.empty``), columns of other lengths (``plots.length``), something
            that is no finite number (``plots.value``), an interval that does not ascend (``plots.interval``), a level
            outside 0–1 (``plots.range``).
    """
    given = Arguments(lang)
    inputs = given.names(names, "names")
    alone, whole = given.column(first, "first", len(inputs)), given.column(total, "total", len(inputs))
    of_alone = given.interval(first_interval, "first_interval", len(inputs))
    of_whole = given.interval(total_interval, "total_interval", len(inputs))
    given.share(level, "level")
    given.done()

    order = np.argsort(-whole, kind="stable")
    language = given.language
    ax = canvas.axes(ax, 7.0, canvas.height_of_rows(2 * len(inputs)))
    note = canvas.name_rows(ax, [inputs[each] for each in order], language)
    rows = np.arange(len(order))
    is_crowded = len(inputs) > _CROWD
    ax.barh(rows - 0.19, alone[order], height=0.36, color=canvas.BLUE, label=say(language, "sobol.first"))
    ax.barh(
        rows + 0.19,
        whole[order],
        height=0.36,
        facecolor="#f6d9a8",
        edgecolor="#a86e00",
        linewidth=0.0 if is_crowded else 0.6,
        hatch=None if is_crowded else "////",
        label=say(language, "sobol.total"),
    )
    for ends, shift in ((of_alone, -0.19), (of_whole, 0.19)):
        if ends is not None:
            _whiskers(ax, ends[0][order], ends[1][order], rows + shift, is_crowded)
    ax.axvline(0, color=canvas.GREY, linewidth=0.8)
    canvas.label(ax, say(language, "sobol.axis"))
    canvas.tidy(ax, language, grid="x")
    above = canvas.legend(ax)
    has_whiskers = of_alone is not None or of_whole is not None
    about = say(language, "sobol.interval", level=language.percent(level, None)) if has_whiskers else ""
    canvas.head(ax, say(language, "sobol.title") if title is None else title, [about, note], above=above)
    return ax


def morris_scatter(  # noqa: PLR0913  two columns, and how they are shown
    names: Sequence[str],
    mu_star: ArrayLike,
    sigma: ArrayLike,
    *,
    mu_star_interval: tuple[ArrayLike, ArrayLike] | None = None,
    title: str | None = None,
    lang: Lang = "en",
    ax: Axes | None = None,
) -> Axes:
    """Elementary effects: how much each input matters, and how far its effect depends on the others.

    Lines of equal sigma/mu* tell effects apart that are nearly linear (below 0.1) and not monotonic (above 1). Inputs
    are named from the most influential on, as far as there is room.

    Args:
        names: Of the inputs.
        mu_star: Mean absolute elementary effect of each, 0 or more.
        sigma: Standard deviation of its elementary effects, 0 or more.
        mu_star_interval: Lower and upper ends of the confidence intervals of `mu_star`.
        title: In place of the usual one; an empty text for none.
        lang: ``en`` or ``id``.
        ax: Where to draw; None makes a figure.

    Returns:
        The axes.

    Raises:
        PugError: Kind ``argument``: no input (``plots.empty``), columns of other lengths (``plots.length``), something
            that is no finite number (``plots.value``) or negative (``plots.range``), an interval that does not ascend
            (``plots.interval``).
    """
    given = Arguments(lang)
    inputs = given.names(names, "names")
    influence = given.column(mu_star, "mu_star", len(inputs), least=0.0)
    spread = given.column(sigma, "sigma", len(inputs), least=0.0)
    ends = given.interval(mu_star_interval, "mu_star_interval", len(inputs))
    given.done()

    language = given.language
    ax = canvas.axes(ax, 6.4, 5.2)
    if ends is not None:
        ax.hlines(spread, ends[0], ends[1], color=canvas.SKY, linewidth=1.2, zorder=2)
    ax.plot(influence, spread, linestyle="none", marker="o", markersize=4.5, color=canvas.BLUE, zorder=3)
    right = 1.12 * max(influence.max(), 0.0 if ends is None else ends[1].max()) or 1.0
    top = 1.12 * spread.max() or 1.0
    for ratio, style in zip(_RATIOS, (":", "--", "-"), strict=True):
        ax.plot([0, right], [0, ratio * right], linestyle=style, color=canvas.GREY, linewidth=0.8, zorder=1)
    ax.set_xlim(0, right)
    ax.set_ylim(0, top)
    canvas.label(ax, say(language, "morris.mu"), say(language, "morris.sigma"))
    canvas.tidy(ax, language)
    ratios = [language.brief(ratio) for ratio in _RATIOS]
    about = say(language, "morris.lines", ratios="; ".join(ratios), least=ratios[0], most=ratios[-1])
    note = canvas.head(ax, say(language, "morris.title") if title is None else title, [about])
    wanted = [
        Name(inputs[each], influence[each], spread[each], canvas.BLACK)
        for each in np.argsort(-influence, kind="stable")
    ]
    shown = Labels(ax, np.column_stack([influence, spread])).place(wanted)
    canvas.tell(ax, note, [about, canvas.unnamed(language, shown, len(inputs))])
    return ax


def _whiskers(ax: Axes, low: Floats, high: Floats, rows: np.ndarray, is_crowded: bool) -> None:
    ax.hlines(rows, low, high, color=canvas.BLACK, linewidth=0.5 if is_crowded else 0.9, zorder=3)
    for end in () if is_crowded else (low, high):
        ax.plot(end, rows, linestyle="none", marker="|", markersize=4, color=canvas.BLACK, zorder=3)
