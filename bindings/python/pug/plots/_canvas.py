"""What all pictures share: axes to draw on, titles, colours, names along an axis."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Final

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from pug._errors import failure
from pug.plots._words import say
from pug.report.language import Language, plain, shortened

# Colours that remain different to colour-blind readers (Okabe and Ito, 2008, Color Universal Design), darkest first.
BLACK: Final = "#222222"
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
GREEN: Final = "#009E73"
PURPLE: Final = "#CC79A7"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
PALETTE: Final = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK)
GREY: Final = "#6b6b6b"
FAINT: Final = "#d4d4d4"

HALO: Final = [withStroke(linewidth=1.8, foreground="white")]  # of texts that may lie on lines

SMALL: Final = 7.5  # points
USUAL: Final = 9.0
LARGE: Final = 11.0

_POINTS = 72.0  # an inch
_TALLEST = 12.0  # inches: a page
_ROW = 0.165  # inches that a name needs
LONGEST = 40  # characters of a name


def axes(ax: Axes | None, width: float, height: float) -> Axes:
    """The axes given, or those of a new figure of so many inches.

    Raises:
        PugError: It is no `Axes` (``plots.axes``).
    """
    if ax is None:
        return plt.subplots(figsize=(width, height), layout="constrained")[1]
    if not isinstance(ax, Axes):
        raise failure("argument", "plots.axes", f"found {type(ax).__name__}, wanted matplotlib axes", where="ax")
    return ax


def height_of_rows(rows: int) -> float:
    """Inches that a figure with so many names one below the other takes; at most a page."""
    return min(_TALLEST, max(2.6, 1.5 + _ROW * rows))


def head(ax: Axes, title: str, notes: Sequence[str] = (), *, above: float = 0.0) -> Annotation:
    """A title at the left with small notes below it; so many points above the axes stay free."""
    note = ax.annotate(
        "",
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 4 + above),
        textcoords="offset points",
        va="bottom",
        fontsize=SMALL,
        linespacing=1.15,
        color=GREY,
        parse_math=False,
    )
    ax.set_title(textwrap.fill(plain(title), _columns(ax, LARGE)), loc="left")
    tell(ax, note, notes)
    return note


def tell(ax: Axes, note: Annotation, notes: Sequence[str]) -> None:
    """Puts these notes below the title."""
    note.set_text(textwrap.fill(" ".join(each for each in notes if each), _columns(ax, SMALL)))
    lines = note.get_text().count("\n") + 1 if note.get_text() else 0
    ax.set_title(
        ax.get_title(loc="left"),
        loc="left",
        pad=note.xyann[1] + 2 + lines * SMALL * 1.3,
        fontsize=LARGE,
        fontweight="bold",
        color=BLACK,
        parse_math=False,
    )


def unnamed(language: Language, shown: int, count: int) -> str:
    """What the picture has to say where only so many names are shown."""
    return "" if shown == count else say(language, "named", shown=language.whole(shown), count=language.whole(count))


def label(ax: Axes, x: str = "", y: str = "") -> None:
    """Texts of the axes."""
    ax.set_xlabel(x, fontsize=USUAL, color=BLACK, parse_math=False)
    ax.set_ylabel(y, fontsize=USUAL, color=BLACK, parse_math=False)


def tidy(ax: Axes, language: Language, *, grid: str = "both") -> None:
    """A light frame and grid, and numbers as the language writes them."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(GREY)
    ax.set_axisbelow(True)
    ax.tick_params(labelsize=SMALL, color=GREY, labelcolor=BLACK)
    ax.grid(False)
    if grid != "none":
        ax.grid(True, axis="both" if grid == "both" else "x" if grid == "x" else "y", color=FAINT, linewidth=0.6)
    for axis in (ax.xaxis, ax.yaxis):
        if isinstance(axis.get_major_formatter(), ScalarFormatter):
            axis.set_major_formatter(_Numbers(language))


def count_from_one(axis: Axis, low: float, high: float) -> None:
    """Ticks at whole numbers between two, the first of them 1 where 0 would be: ranks and components know no 0."""
    ticks = MaxNLocator(10, integer=True).tick_values(low, high)
    axis.set_ticks([tick for tick in np.unique(np.maximum(ticks, 1)) if low <= tick <= high])


def name_rows(ax: Axes, names: Sequence[str], language: Language) -> str:
    """Names from top to bottom, as many as there is room for; what the picture has to say where that is not all."""
    ax.set_ylim(len(names) - 0.5, -0.5)
    return _name(ax.yaxis, names, inches(ax)[1], language)


def name_columns(ax: Axes, names: Sequence[str], language: Language) -> str:
    """Names from left to right, each written upwards; as `name_rows`."""
    ax.set_xlim(-0.5, len(names) - 0.5)
    note = _name(ax.xaxis, names, inches(ax)[0], language)
    ax.tick_params(axis="x", labelrotation=90)
    return note


def _name(axis: Axis, names: Sequence[str], room: float, language: Language) -> str:
    step = max(1, math.ceil(len(names) * 0.8 * _ROW / max(room, 0.1)))
    shown = range(0, len(names), step)
    axis.set_ticks(shown, labels=[shortened(names[at], LONGEST) for at in shown], fontsize=SMALL, parse_math=False)
    axis.set_tick_params(length=0)
    return say(language, "every", step=step, count=language.whole(len(names))) if step > 1 else ""


def inches(ax: Axes) -> tuple[float, float]:
    """Width and height of the axes."""
    figure = ax.get_figure(root=True)
    extent = ax.get_window_extent()
    dpi = figure.dpi if figure is not None else _POINTS
    return extent.width / dpi, extent.height / dpi


def written(value: float, language: Language) -> str:
    """A number with four digits."""
    digits = f"{value:.4g}".replace("-", "−")
    return digits.replace(".", ",") if language.tag == "id" else digits


def settle(ax: Axes) -> None:
    """Lays the figure out, so that from here on the axes have the size that they will be drawn in."""
    figure = ax.get_figure(root=True)
    if isinstance(figure, Figure):
        figure.draw_without_rendering()


def short(name: str) -> str:
    """A name that fits beside a point."""
    return shortened(name, 30)


def legend(ax: Axes) -> float:
    """A legend above the axes, where it hides nothing; the points that it takes."""
    names = ax.get_legend_handles_labels()[1]
    widths = [len(name) * 0.57 * SMALL + 36 for name in names]
    room = inches(ax)[0] * _POINTS
    columns = len(names) if sum(widths) <= room else max(1, int(room / max(widths)))
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=columns,
        frameon=False,
        fontsize=SMALL,
        borderpad=0.2,
        borderaxespad=0.1,
        columnspacing=1.6,
    )
    return 3 + math.ceil(len(names) / columns) * 1.6 * SMALL


def _columns(ax: Axes, size: float) -> int:
    """Characters of a line as wide as the axes; a character is about half as wide as it is high."""
    return max(24, int(inches(ax)[0] * _POINTS / (0.53 * size)))


class _Numbers(ScalarFormatter):
    """Numbers with the decimal sign of a language."""

    def __init__(self, language: Language) -> None:
        super().__init__(useOffset=False, useLocale=False, useMathText=False)
        self._has_comma = language.tag == "id"

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The number at a tick."""
        written = super().__call__(x, pos)
        return written.replace(".", ",") if self._has_comma else written
