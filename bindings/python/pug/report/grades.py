"""The grades of an instrument in their order, and the values where they meet."""

from __future__ import annotations

import math

from pug.model import Document
from pug.report.tree import Tree

_LOWER, _UPPER = ("from", "above"), ("to", "below")


class Grades:
    """Names, titles and order of everything that a verdict can give."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        verdict: Document = tree.document.get("verdict", {})
        bands = sorted(verdict.get("grades", []), key=lambda band: _place(tree, band, verdict["grades"]))
        if tree.document.get("direction") == "lower_is_better":
            bands.reverse()
        bands = bands or list(verdict.get("ladder", []))
        outside = [gate["otherwise"] for gate in verdict.get("gates", []) if "otherwise" in gate]
        outside += [verdict["otherwise"]] if "otherwise" in verdict else []
        outside += [
            {"grade": override["grade"], "title": override.get("grade_title", override["grade"])}
            for override in verdict.get("overrides", [])
        ]
        known = {band["grade"] for band in bands}
        below = [other for other in outside if other["grade"] not in known]
        ordered = [*{other["grade"]: other for other in below}.values(), *bands]
        self.titles = {grade["grade"]: grade.get("title", grade["grade"]) for grade in ordered}
        # What only a gate gives is below every band, all of it on one level.
        first = 1 if below else 0
        self.levels = dict.fromkeys((other["grade"] for other in below), 0)
        self.levels |= {band["grade"]: i for i, band in enumerate(bands, first)}
        self.best_first: list[Document] = bands[::-1]
        edges = (band[word] for band in bands for word in (*_LOWER, *_UPPER) if word in band)
        self.cuts = sorted({float(tree.number(edge)) for edge in edges})

    @property
    def count(self) -> int:
        """How many levels there are."""
        return max(self.levels.values(), default=-1) + 1


def _place(tree: Tree, band: Document, bands: list[Document]) -> tuple[float, int]:
    """Where a band lies: at its lower edge, or just under its upper one."""
    for word in _LOWER:
        if word in band:
            return float(tree.number(band[word])), 1
    for word in _UPPER:
        if word in band:
            return float(tree.number(band[word])), 0
    others_have_lower = any(word in other for other in bands for word in _LOWER)
    return (-math.inf, 0) if others_have_lower else (math.inf, 0)
