"""Names beside points, placed so that none lies on another; what has no room is left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text
from numpy.typing import NDArray

from pug.plots._canvas import GREY, HALO, SMALL, settle, short

_DIRECTIONS: Final = tuple(math.radians(angle) for angle in (35, -35, 145, -145, 0, 180, 90, -90))
_DISTANCES: Final = (5.0, 9.0, 15.0)  # points
_FAR: Final = 8.0  # from here on a line leads from the name to its point

Box = tuple[float, float, float, float]  # left, bottom, right, top in pixels


@dataclass(frozen=True)
class Name:
    """A name and the point, in the data, that it belongs to.

    Attributes:
        toward: Direction in which it should stand, an angle; None where any will do.
    """

    text: str
    x: float
    y: float
    color: str
    toward: float | None = None


class Labels:
    """Places names on axes whose limits are set."""

    def __init__(self, ax: Axes, points: NDArray[np.float64]) -> None:
        """`points`, in the data, are kept free."""
        self._ax = ax
        settle(ax)
        figure = ax.get_figure(root=True)
        self._scale = figure.dpi / 72 if figure is not None else 1.0
        self._frame = ax.get_window_extent()
        pixels = ax.transData.transform(points) if len(points) else np.zeros((0, 2))
        margin = 3.5 * self._scale
        self._taken: list[Box] = [(x - margin, y - margin, x + margin, y + margin) for x, y in pixels]

    def place(self, names: Iterable[Name]) -> int:
        """Writes each name that has room, in the order given, and returns how many had."""
        return sum(self._place(name) for name in names)

    def _place(self, name: Name) -> bool:
        text = self._ax.text(
            name.x, name.y, short(name.text), fontsize=SMALL, color=name.color, parse_math=False, path_effects=HALO
        )
        extent = text.get_window_extent()
        x, y = self._ax.transData.transform((name.x, name.y))
        for distance in _DISTANCES:
            for angle in _directions(name.toward):
                left, bottom = x + _start(distance * self._scale, extent.width, math.cos(angle)), y
                bottom += _start(distance * self._scale, extent.height, math.sin(angle))
                box = (left, bottom, left + extent.width, bottom + extent.height)
                if self._is_free(box):
                    self._write(text, name, box, distance)
                    return True
        text.remove()
        return False

    def _write(self, text: Text, name: Name, box: Box, distance: float) -> None:
        left, bottom, right, top = box
        self._taken.append((left - 2 * self._scale, bottom, right + 2 * self._scale, top))
        to_data = self._ax.transData.inverted().transform
        text.set_position(tuple(to_data((left, bottom))))
        text.set_verticalalignment("bottom")
        if distance > _FAR:
            x, y = self._ax.transData.transform((name.x, name.y))
            near = to_data((min(max(x, left), right), min(max(y, bottom), top)))
            self._ax.plot([name.x, near[0]], [name.y, near[1]], color=GREY, linewidth=0.5, zorder=1.5)

    def _is_free(self, box: Box) -> bool:
        left, bottom, right, top = box
        frame = self._frame
        if left < frame.x0 or right > frame.x1 or bottom < frame.y0 or top > frame.y1:
            return False
        if not self._taken:
            return True
        taken = np.array(self._taken)
        hits = (taken[:, 0] < right) & (taken[:, 2] > left) & (taken[:, 1] < top) & (taken[:, 3] > bottom)
        return not bool(hits.any())


def _start(distance: float, length: float, part: float) -> float:
    """Where a text of that length begins along an axis; `part` of the distance to its nearest edge lies along it."""
    if abs(part) < 0.3:
        return distance * part - length / 2
    return distance * part - (length if part < 0 else 0.0)


def _directions(toward: float | None) -> Sequence[float]:
    if toward is None:
        return _DIRECTIONS
    return sorted((toward, *_DIRECTIONS), key=lambda angle: -math.cos(angle - toward))[:6]
