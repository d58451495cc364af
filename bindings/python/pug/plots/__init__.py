"""Pictures of composite indices: how sure ranks are, what moves them, and what the data look like.

Every function takes plain arrays and names, draws on the ``Axes`` given as ``ax`` or on a new figure, and returns the
``Axes``. Shapes and hatches say what colours say. Where there are more names than fit, the picture says which it shows.

>>> from pug import plots
>>> ax = plots.rank_intervals(["Ayu", "Bima", "Cinta"], [1, 2, 3], [1, 1, 2], [2, 3, 3], nominal=[1, 3, 2])
>>> ax.figure.savefig("ranks.png")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pug._errors import failure

if TYPE_CHECKING:
    from pug.plots._certainty import rank_intervals
    from pug.plots._components import pca_biplot, scree
    from pug.plots._correlations import correlation_map
    from pug.plots._distributions import distribution
    from pug.plots._removal import leave_one_out, rank_changes
    from pug.plots._sensitivity import morris_scatter, sobol_bars
    from pug.plots._weights import weight_curve

__all__ = [
    "correlation_map",
    "distribution",
    "leave_one_out",
    "morris_scatter",
    "pca_biplot",
    "rank_changes",
    "rank_intervals",
    "scree",
    "sobol_bars",
    "weight_curve",
]

# The pictures need matplotlib, which is optional and takes long to import: it is imported with the first of them.
_LATER = {
    "correlation_map": "_correlations",
    "distribution": "_distributions",
    "leave_one_out": "_removal",
    "morris_scatter": "_sensitivity",
    "pca_biplot": "_components",
    "rank_changes": "_removal",
    "rank_intervals": "_certainty",
    "scree": "_components",
    "sobol_bars": "_sensitivity",
    "weight_curve": "_weights",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module 'pug.plots' has no attribute {name!r}")
    try:
        module = import_module(f"pug.plots.{_LATER[name]}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "matplotlib":
            raise
        raise failure("argument", "plots.extra", 'plots need matplotlib: pip install "pug-scoring[report]"') from None
    value: object = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
