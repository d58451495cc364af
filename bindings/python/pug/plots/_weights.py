"""What becomes of units as one weight changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from pug.plots import _canvas as canvas
from pug.plots._arguments import Arguments, Floats, Lang
from pug.plots._words import say
from pug.report.language import plain

_MOST: Final = 8  # lines that can be told apart by colour and dashes
_DASHES: Final = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), "-", "--", "-.")


def weight_curve(  # noqa: PLR0913  curves with names, what they are of, and how they are shown
    weights: ArrayLike,
    values: ArrayLike,
    units: Sequence[str],
    *,
    of: str = "",
    nominal: float | None = None,
    what: Literal["score", "rank"] = "score",
    highlight: Iterable[str] | None = None,
    title: str | None = None,
    lang: Lang = "en",
    ax: Axes | None = None,
) -> Axes:
    """The score or rank of units as the weight of one part goes from 0 to 1 and its siblings share the rest.

    At most eight units are drawn in colour, with dashes of their own and their names at the right; the others stay
    grey.

    Args:
        weights: The weights tried, ascending, from 0 to 1.
        values: Units × weights: the score or the rank of each unit at each weight.
        units: Names of the units.
        of: Name of the part whose weight changes, for the title.
        nominal: Its weight in the design, marked by a vertical line.
        what: ``score``, or ``rank`` (1 at the top).
        highlight: Names of the units to draw in colour; without it those whose values change most.
        title: In place of the usual one; an empty text for none.
        lang: ``en`` or ``id``.
        ax: Where to draw; None makes a figure.

    Returns:
        The axes. Lines that are highlighted have the name of the unit as their label.

    Raises:
        PugError: Kind ``argument``: no unit or weight (``plots.empty``), values of another size (``plots.length``),
            something that is no finite number (``plots.value``), a weight outside 0–1 or a rank below 1
            (``plots.range``), weights that do not ascend (``plots.order``), a unit to highlight that there is none of,
            or more than eight (``plots.unit``), neither score nor rank (``plots.what``).
    """
    given = Arguments(lang)
    names = given.names(units, "units")
    tried = given.column(weights, "weights", None, least=0.0, most=1.0)
    for row in np.flatnonzero(np.diff(tried) <= 0) + 1:
        message = f"found weight {tried[row]:g} after {tried[row - 1]:g}, wanted them to ascend"
        given.wrong("plots.order", "weights", message, int(row) + 1)
    if what not in ("score", "rank"):
        given.wrong("plots.what", "what", f'found "{what}", wanted score or rank')
    curves = given.matrix(values, "values", len(names), len(tried), least=1.0 if what == "rank" else -np.inf)
    if nominal is not None:
        given.column([nominal], "nominal", 1, least=0.0, most=1.0)
    chosen = _chosen(given, names, curves, highlight)
    given.done()

    language = given.language
    ax = canvas.axes(ax, 7.2, 5.0)
    for curve in np.delete(curves, chosen, axis=0):
        ax.plot(tried, curve, color=canvas.FAINT, linewidth=0.8, zorder=1)
    for at, unit in enumerate(chosen):
        color, dashes = canvas.PALETTE[at % len(canvas.PALETTE)], _DASHES[at]
        ax.plot(tried, curves[unit], color=color, linestyle=dashes, linewidth=1.6, label=names[unit], zorder=2)
    if nominal is not None:
        ax.axvline(nominal, color=canvas.GREY, linestyle=":", linewidth=1.0)
        ax.annotate(
            say(language, "weight.nominal", weight=language.brief(nominal)),
            (nominal, 0),
            xycoords=ax.get_xaxis_transform(),
            xytext=(3, 3),
            textcoords="offset points",
            fontsize=canvas.SMALL,
            color=canvas.GREY,
            path_effects=canvas.HALO,
        )
    ax.set_xlim(tried[0], tried[-1] if len(tried) > 1 else tried[0] + 1)
    if what == "rank":
        limits = (curves.min() - 0.5, curves.max() + 0.5)
        ax.set_ylim(*reversed(limits))
        canvas.count_from_one(ax.yaxis, *limits)
    canvas.label(ax, say(language, "weight.axis"), say(language, f"weight.{what}"))
    canvas.tidy(ax, language, grid="y")
    about = ""
    if len(chosen) < len(names):
        key = "weight.most" if highlight is None else "weight.chosen"
        about = say(language, key, shown=language.whole(len(chosen)), count=language.whole(len(names)))
    usual = say(language, "weight.title", part=of) if of else say(language, "weight.title.any")
    canvas.head(ax, usual if title is None else title, [about])
    canvas.settle(ax)
    _name_ends(
        ax,
        [(names[unit], curves[unit, -1], canvas.PALETTE[at % len(canvas.PALETTE)]) for at, unit in enumerate(chosen)],
    )
    return ax


def _chosen(given: Arguments, names: Sequence[str], curves: Floats, highlight: Iterable[str] | None) -> list[int]:
    """Rows to draw in colour."""
    if highlight is None:
        moved = curves.max(axis=1) - curves.min(axis=1)
        return sorted(np.argsort(-moved, kind="stable")[:_MOST].tolist())
    wanted = list(dict.fromkeys(plain(name) for name in highlight))
    for name in wanted:
        if name not in names:
            given.wrong("plots.unit", "highlight", f'found unit "{name}", wanted one of the units')
    if len(wanted) > _MOST:
        given.wrong("plots.unit", "highlight", f"found {len(wanted)} units, wanted at most {_MOST}")
    return [names.index(name) for name in wanted if name in names][:_MOST]


def _name_ends(ax: Axes, ends: Sequence[tuple[str, float, str]]) -> None:
    """Names at the right ends of their lines, moved apart where those meet."""
    height = canvas.inches(ax)[1] * 72
    step = 1.15 * canvas.SMALL / height
    to_axes = ax.transLimits.transform
    places = sorted((float(to_axes((0, value))[1]), name, value, color) for name, value, color in ends)
    wanted = [place for place, *_ in places]
    for (_, name, value, color), at in zip(places, _apart(wanted, step), strict=True):
        ax.annotate(
            canvas.short(name),
            (1, value),
            xycoords=ax.get_yaxis_transform(),
            xytext=(1.03, at),
            textcoords="axes fraction",
            va="center",
            fontsize=canvas.SMALL,
            color=color,
            parse_math=False,
            arrowprops={"arrowstyle": "-", "color": color, "linewidth": 0.5, "shrinkA": 0, "shrinkB": 0},
        )


def _apart(places: Sequence[float], step: float) -> list[float]:
    """Ascending places, moved so that neighbours are a step apart; groups stay around their mean."""
    groups: list[list[float]] = []  # sum of the places wanted, and how many they are
    for place in places:
        groups.append([place, 1])
        while len(groups) > 1 and _low(groups[-1], step) < _low(groups[-2], step) + groups[-2][1] * step:
            total, count = groups.pop()
            groups[-1][0] += total
            groups[-1][1] += count
    return [_low(group, step) + at * step for group in groups for at in range(int(group[1]))]


def _low(group: Sequence[float], step: float) -> float:
    """The lowest place of a group."""
    total, count = group
    return total / count - (count - 1) * step / 2
