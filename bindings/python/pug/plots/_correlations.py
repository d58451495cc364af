"""Correlations as a map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from numpy.typing import ArrayLike

from pug.plots import _canvas as canvas
from pug.plots._arguments import Arguments, Floats, Lang
from pug.plots._words import say
from pug.report.language import Language, plain, shortened

_COLOURS: Final = "PuOr"  # orange to violet: told apart by every kind of colour blindness (Brewer, ColorBrewer 2)
_ROUNDING: Final = 1e-9  # by which a coefficient may leave −1 … 1
_CELL: Final = 0.25  # inches
_CELL_OF_FEW: Final = 0.55
_COMFORTABLE: Final = 6.0  # points of a number
_READABLE: Final = 4.2  # points of a number, at least
_ABOVE: Final = 14.0  # points that names of groups take
_DARK: Final = 0.179  # luminance below which white has more contrast than black


class _Band(NamedTuple):
    """Neighbours of one group: from this place up to that one."""

    name: str
    start: int
    end: int

    @property
    def middle(self) -> float:
        """The place of its name."""
        return (self.start + self.end - 1) / 2


def correlation_map(  # noqa: PLR0913  a matrix with names and groups on both sides, and how it is shown
    correlations: ArrayLike,
    rows: Sequence[str],
    columns: Sequence[str] | None = None,
    *,
    row_groups: Sequence[str] | None = None,
    column_groups: Sequence[str] | None = None,
    title: str | None = None,
    lang: Lang = "en",
    ax: Axes | None = None,
) -> Axes:
    """Coefficients of correlation, a cell each: violet positive, orange negative, the number in it.

    Args:
        correlations: Rows × columns, from -1 to 1; NaN where there is none, which is hatched.
        rows: Names of the rows.
        columns: Names of the columns; those of the rows without it.
        row_groups: Group of each row; a line is drawn wherever it changes.
        column_groups: Group of each column; that of the rows where the columns are the rows.
        title: In place of the usual one; an empty text for none.
        lang: ``en`` or ``id``.
        ax: Where to draw; None makes a figure whose size suits the number of cells.

    Returns:
        The axes; cell (0, 0) is at the top left.

    Raises:
        PugError: Kind ``argument``: no name (``plots.empty``), a matrix or groups of another size (``plots.length``),
            something that is no number or infinite (``plots.value``), a coefficient outside -1 … 1 (``plots.range``).
    """
    given = Arguments(lang)
    down = given.names(rows, "rows")
    across = down if columns is None else given.names(columns, "columns")
    most = 1 + _ROUNDING
    cells = given.matrix(correlations, "correlations", len(down), len(across), least=-most, most=most, may_miss=True)
    groups_across = row_groups if columns is None and column_groups is None else column_groups
    bands_down = _bands(given, row_groups, "row_groups", len(down))
    bands_across = _bands(given, groups_across, "column_groups", len(across))
    given.done()

    language = given.language
    ax = canvas.axes(ax, _side(across, down), _side(down, across))
    image = ax.imshow(np.ma.masked_invalid(cells), cmap=_COLOURS, vmin=-1, vmax=1, aspect="auto", interpolation="none")
    _scale(ax, image, language)
    notes = [canvas.name_rows(ax, down, language), canvas.name_columns(ax, across, language)]
    notes = [_hatch(ax, cells, language), *dict.fromkeys(notes)]
    texts = _separate(ax, bands_down, bands_across)
    _shorten(ax, texts, cells.shape)
    words = say(language, "corr.title") if title is None else title
    note = canvas.head(ax, words, notes, above=_ABOVE if bands_across else 0.0)
    canvas.settle(ax)  # what fits depends on how large the cells are
    canvas.tell(ax, note, [*notes, _print(ax, image, cells, language)])
    _shorten(ax, texts, cells.shape)
    return ax


def _side(cells: Sequence[str], names: Sequence[str]) -> float:
    """Inches of a figure with these cells beside each other, and these names before them."""
    longest = min(canvas.LONGEST, max(map(len, names)))
    cell = min(_CELL_OF_FEW, max(_CELL, 5 / len(cells)))
    return min(14.0, 1.8 + 0.57 * canvas.SMALL / 72 * longest + cell * len(cells))


def _bands(given: Arguments, groups: Sequence[str] | None, where: str, count: int) -> list[_Band]:
    if groups is None:
        return []
    if isinstance(groups, str) or len(groups) != count:
        given.wrong("plots.length", where, f"found {len(groups)} groups, wanted {count}, one for each name")
        return []
    found: list[_Band] = []
    for name, members in groupby(plain(group) for group in groups):
        start = found[-1].end if found else 0
        found.append(_Band(name, start, start + len(list(members))))
    return found


def _hatch(ax: Axes, cells: Floats, language: Language) -> str:
    """Hatches the cells without a value; what the picture has to say where there are any."""
    missing = np.argwhere(np.isnan(cells))
    for row, column in missing:
        corner = (column - 0.5, row - 0.5)
        ax.add_patch(Rectangle(corner, 1, 1, facecolor="#f2f2f2", edgecolor="#8a8a8a", hatch="////", linewidth=0))
    return say(language, "corr.missing") if len(missing) else ""


def _print(ax: Axes, image: AxesImage, cells: Floats, language: Language) -> str:
    """Writes the numbers where they can be read; what the picture has to say where they cannot."""
    rows, columns = cells.shape
    width, height = (72 * side / count for side, count in zip(canvas.inches(ax), (columns, rows), strict=True))
    size = min(8.0, 0.6 * height, width / 3.4)
    is_tight = size < _COMFORTABLE
    if is_tight:  # without the zero before the point a number needs less room
        size = min(_COMFORTABLE, 0.6 * height, width / 2.75)
    if size < _READABLE:
        return say(language, "corr.plain", rows=language.whole(rows), columns=language.whole(columns))
    for row, column in np.argwhere(~np.isnan(cells)).tolist():
        value = float(cells[row, column])
        color = "white" if _luminance(image.cmap((value + 1) / 2)) < _DARK else canvas.BLACK
        text = _number(value, language, is_tight)
        ax.text(column, row, text, ha="center", va="center", fontsize=size, color=color, parse_math=False)
    return ""


def _luminance(color: Sequence[float]) -> float:
    """Relative luminance. Source: Web Content Accessibility Guidelines 2.1."""
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _number(value: float, language: Language, is_tight: bool) -> str:
    """Two decimals; where it is tight .64 and 1 in place of 0.64 and 1.00."""
    text = language.number(value, 2)
    if not is_tight:
        return text
    return text[:-3] if abs(value) >= 0.995 else text.replace("0", "", 1)


def _separate(ax: Axes, bands_down: list[_Band], bands_across: list[_Band]) -> list[tuple[Text, _Band, int]]:
    """Lines between the groups; and the names of the groups, each with its band and the axis that this is along."""
    style: dict[str, Any] = {
        "textcoords": "offset points",
        "fontsize": canvas.SMALL,
        "color": canvas.GREY,
        "parse_math": False,
    }
    texts: list[tuple[Text, _Band, int]] = []
    for band in bands_across:
        if band.start:
            ax.axvline(band.start - 0.5, color=canvas.BLACK, linewidth=1.1)
        place: dict[str, Any] = {"xycoords": ax.get_xaxis_transform(), "xytext": (0, 4), "va": "bottom", "ha": "center"}
        texts.append((ax.annotate(band.name, (band.middle, 1), **place, **style), band, 0))
    for band in bands_down:
        if band.start:
            ax.axhline(band.start - 0.5, color=canvas.BLACK, linewidth=1.1)
        place = {"xycoords": ax.get_yaxis_transform(), "xytext": (4, 0), "va": "center", "ha": "left", "rotation": -90}
        texts.append((ax.annotate(band.name, (1, band.middle), **place, **style), band, 1))
    return texts


def _shorten(ax: Axes, texts: list[tuple[Text, _Band, int]], shape: tuple[int, ...]) -> None:
    """Cuts the name of each group to the room beside its cells."""
    width, height = canvas.inches(ax)
    for text, band, axis in texts:
        cell = width / shape[1] if axis == 0 else height / shape[0]
        room = (band.end - band.start) * cell * 72 / (0.6 * canvas.SMALL)
        text.set_text(shortened(band.name, max(2, int(room))))


def _scale(ax: Axes, image: AxesImage, language: Language) -> None:
    figure = ax.get_figure()
    if figure is None:
        return
    bar = figure.colorbar(image, ax=ax, shrink=min(0.8, 2.2 / canvas.inches(ax)[1]), pad=0.03, aspect=18)
    ticks = (-1.0, -0.5, 0.0, 0.5, 1.0)
    bar.set_ticks(ticks, labels=[language.brief(tick) for tick in ticks])
    bar.ax.tick_params(labelsize=canvas.SMALL, length=2)
    bar.set_label(say(language, "corr.axis"), fontsize=canvas.SMALL)
    for side in ("left", "right", "top", "bottom"):
        ax.spines[side].set_color(canvas.GREY)
