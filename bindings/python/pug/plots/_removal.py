"""What happens to ranks when an indicator is left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from pug.plots import _canvas as canvas
from pug.plots._arguments import Arguments, Lang
from pug.plots._words import say


def leave_one_out(
    indicators: Sequence[str],
    shift: ArrayLike,
    *,
    title: str | None = None,
    lang: Lang = "en",
    ax: Axes | None = None,
) -> Axes:
    """How far units move on average when one indicator is left out, the greatest shift at the top.

    Args:
        indicators: Names of the indicators (or of whole parts) that are left out, one at a time.
        shift: Mean absolute shift of rank over all units, for each of them.
        title: In place of the usual one; an empty text for none.
        lang: ``en`` or ``id``.
        ax: Where to draw; None makes a figure whose height suits the number of indicators.

    Returns:
        The axes. Rows count from 0 at the top.

    Raises:
        PugError: Kind ``argument``: no indicator (``plots.empty``), a column of another length (``plots.length``),
            something that is no finite number (``plots.value``) or negative (``plots.range``).
    """
    given = Arguments(lang)
    names = given.names(indicators, "indicators")
    shifts = given.column(shift, "shift", len(names), least=0.0)
    given.done()

    order = np.argsort(-shifts, kind="stable")
    rows = np.arange(len(order))
    language = given.language
    ax = canvas.axes(ax, 6.4, canvas.height_of_rows(len(names)))
    note = canvas.name_rows(ax, [names[each] for each in order], language)
    ax.hlines(rows, 0, shifts[order], color=canvas.SKY, linewidth=1.6, zorder=2)
    ax.plot(shifts[order], rows, linestyle="none", marker="o", markersize=4, color=canvas.BLUE, zorder=3)
    ax.set_xlim(0, 1.06 * shifts.max() or 1.0)
    canvas.label(ax, say(language, "removal.axis"))
    canvas.tidy(ax, language, grid="x")
    canvas.head(ax, say(language, "removal.title") if title is None else title, [note])
    return ax


def rank_changes(  # noqa: PLR0913  one unit's ranks, and how they are shown
    indicators: Sequence[str],
    ranks: ArrayLike,
    nominal: float,
    *,
    unit: str = "",
    title: str | None = None,
    lang: Lang = "en",
    ax: Axes | None = None,
) -> Axes:
    """The rank of one unit when each indicator is left out, beside its rank with all of them.

    A triangle points to the side to which the unit moves: left is better. The indicators without which it ranks best
    stand at the top.

    Args:
        indicators: Names of the indicators that are left out, one at a time.
        ranks: Rank of the unit without each of them; 1 is the best.
        nominal: Its rank with all of them.
        unit: Name of the unit, for the title.
        title: In place of the usual one; an empty text for none.
        lang: ``en`` or ``id``.
        ax: Where to draw; None makes a figure whose height suits the number of indicators.

    Returns:
        The axes. Rows count from 0 at the top.

    Raises:
        PugError: Kind ``argument``: no indicator (``plots.empty``), a column of another length (``plots.length``),
            something that is no finite number (``plots.value``), a rank below 1 (``plots.range``).
    """
    given = Arguments(lang)
    names = given.names(indicators, "indicators")
    without = given.column(ranks, "ranks", len(names), least=1.0)
    given.column([nominal], "nominal", 1, least=1.0)
    given.done()

    order = np.argsort(without, kind="stable")
    rows, sorted_ranks = np.arange(len(order)), without[order]
    language = given.language
    ax = canvas.axes(ax, 6.4, canvas.height_of_rows(len(names)))
    note = canvas.name_rows(ax, [names[each] for each in order], language)
    ax.axvline(nominal, color=canvas.GREY, linewidth=1.0, zorder=1)
    ax.hlines(rows, nominal, sorted_ranks, color=canvas.FAINT, linewidth=1.6, zorder=2)
    for key, moved, marker, color in (
        ("changes.better", sorted_ranks < nominal, "<", canvas.BLUE),
        ("changes.same", sorted_ranks == nominal, "o", canvas.GREY),
        ("changes.worse", sorted_ranks > nominal, ">", canvas.VERMILION),
    ):
        if moved.any():
            ax.plot(
                sorted_ranks[moved],
                rows[moved],
                linestyle="none",
                marker=marker,
                markersize=5,
                color=color,
                label=say(language, key),
                zorder=3,
            )
    low, high = min(nominal, without.min()), max(nominal, without.max())
    limits = (low - 0.6 - 0.03 * (high - low), high + 0.6 + 0.03 * (high - low))
    ax.set_xlim(limits)
    canvas.count_from_one(ax.xaxis, *limits)
    canvas.label(ax, say(language, "changes.axis"))
    canvas.tidy(ax, language, grid="x")
    above = canvas.legend(ax)
    usual = say(language, "changes.title", unit=unit) if unit else say(language, "changes.title.any")
    with_all = say(language, "changes.nominal", rank=language.exact(nominal))
    canvas.head(ax, usual if title is None else title, [with_all, note], above=above)
    return ax
