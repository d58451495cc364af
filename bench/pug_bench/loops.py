"""The loops of loops/loops.c, called through ctypes."""

from __future__ import annotations

import ctypes
from ctypes import c_double, c_int32, c_size_t, c_ssize_t, c_void_p
from functools import cache
from pathlib import Path

import numpy as np

from pug_bench.tree import CUTOFFS, Floats
from pug_bench.workload import Grades, Workload

LIBRARY = Path(__file__).resolve().parents[2] / "build" / "bench" / "libloops.so"

_ARGUMENTS = {
    "weighted_sum": (c_void_p, c_void_p, c_double, c_void_p),
    "nested_means": (c_void_p, c_void_p),
    "grade": (c_void_p, c_void_p, c_size_t, c_void_p, c_size_t, c_void_p, c_void_p),
    "rank_scores": (c_void_p, c_size_t, c_void_p),
    "read_memory": (c_void_p, c_size_t, c_int32),
}


class _Tree(ctypes.Structure):
    """The struct of the same name."""

    _fields_ = (
        ("values", c_void_p),
        ("statuses", c_void_p),
        ("units", c_size_t),
        ("indicators", c_size_t),
        ("row_stride", c_ssize_t),
        ("column_stride", c_ssize_t),
        ("low", c_void_p),
        ("scale", c_void_p),
        ("levels", c_size_t),
        ("nodes", c_void_p),
        ("children", c_void_p),
        ("weights", c_void_p),
        ("is_geometric", c_int32),
        ("threads", c_int32),
    )


class TreeLoops:
    """The loops over one tree and its answers."""

    def __init__(self, work: Workload) -> None:
        """Lays the tree out as the struct wants it."""
        self._work = work
        tree = work.tree
        self._low, self._scale = tree.low, 1 / tree.span
        self._slopes = tree.weights * self._scale
        self._constant = -float((tree.low * self._slopes).sum())
        self._nodes = np.array([len(level.sizes) for level in tree.levels], dtype=np.intp)
        self._children = np.concatenate([level.sizes for level in tree.levels])
        self._weights = np.concatenate([level.weights for level in tree.levels])
        row, column = work.values.strides
        self._tree = _Tree(
            values=work.values.ctypes.data,
            statuses=None if work.statuses is None else work.statuses.ctypes.data,
            units=work.values.shape[0],
            indicators=work.values.shape[1],
            row_stride=row // work.values.itemsize,
            column_stride=column // work.values.itemsize,
            low=self._low.ctypes.data,
            scale=self._scale.ctypes.data,
            levels=len(tree.levels),
            nodes=self._nodes.ctypes.data,
            children=self._children.ctypes.data,
            weights=self._weights.ctypes.data,
            is_geometric=work.mean == "geometric",
            threads=work.threads,
        )

    def weighted_sum(self) -> Floats:
        """Scores where every answer is there."""
        scores = np.empty(len(self._work.values))
        _library().weighted_sum(
            ctypes.addressof(self._tree), self._slopes.ctypes.data, self._constant, scores.ctypes.data
        )
        return scores

    def nested_means(self) -> Floats:
        """Scores of any tree."""
        scores = np.empty(len(self._work.values))
        _library().nested_means(ctypes.addressof(self._tree), scores.ctypes.data)
        return scores

    def grade(self, scores: Floats) -> Grades:
        """Grades; the scores become the rounded ones."""
        grades, least = np.empty(len(scores), dtype=np.int32), self._work.tree.least
        bands = (CUTOFFS.ctypes.data, len(CUTOFFS))
        gates = (least.ctypes.data, len(least))
        _library().grade(ctypes.addressof(self._tree), *bands, *gates, scores.ctypes.data, grades.ctypes.data)
        return grades


def rank(scores: Floats) -> Floats:
    """1 is the best; equal scores share the least rank."""
    ranks = np.empty(len(scores))
    _library().rank_scores(scores.ctypes.data, len(scores), ranks.ctypes.data)
    return ranks


def read(array: np.ndarray, threads: int) -> None:
    """Reads every byte of an array."""
    _library().read_memory(array.ctypes.data, array.nbytes, threads)


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(str(LIBRARY))
    for name, arguments in _ARGUMENTS.items():
        function = getattr(library, name)
        function.argtypes, function.restype = arguments, None
    return library
