"""The peers, one module each: `tree(work)` makes a contender for a tree, `ranking(scores, threads)` one for ranks.

A module is imported only when its peer is asked for: some take seconds to import.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from pug_bench.contender import Contender
from pug_bench.tree import Floats
from pug_bench.workload import Workload

__all__ = ["of_ranking", "of_tree"]

_MODULES = {
    "numpy": "numpy_plain",
    "numpy-fused": "numpy_fused",
    "pandas": "pandas_plain",
    "polars": "polars_expressions",
    "scikit-criteria": "scikit_criteria",
    "pymcdm": "pymcdm_methods",
    "c-loop": "c_loop",
    "read": "read",
}


def of_tree(name: str) -> Callable[[Workload], Contender]:
    """How a peer scores a tree.

    Raises:
        ImportError: Its library is not installed.
    """
    make: Callable[[Workload], Contender] = import_module(f"{__name__}.{_MODULES[name]}").tree
    return make


def of_ranking(name: str) -> Callable[[Floats, int], Contender]:
    """How a peer ranks.

    Raises:
        ImportError: Its library is not installed.
    """
    make: Callable[[Floats, int], Contender] = import_module(f"{__name__}.{_MODULES[name]}").ranking
    return make
