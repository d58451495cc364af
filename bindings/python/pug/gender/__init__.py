"""Gender analyses and budgets: documents that are checked, measures of women and men, counts fit to be published.

>>> from pug import gender
>>> gender.Analysis.load("examples/gender/contradictory.json").check()
>>> gender.sex_gap(56, 48, 70, 80).gap
>>> gender.arg_share(12_500_000, 50_000_000, of="total direct spending").shown
>>> gender.suppress([[20, 3], [18, 9]], threshold=5)
"""

from __future__ import annotations

from pug.gender.analysis import Analysis, Finding
from pug.gender.budget import ArgShare, ArgShares, arg_by_office, arg_share
from pug.gender.measures import Measure, SexGap, sex_gap
from pug.gender.summary import AspectSummary, Count, FigureSummary, Summary
from pug.gender.suppression import suppress

__all__ = [
    "Analysis",
    "ArgShare",
    "ArgShares",
    "AspectSummary",
    "Count",
    "FigureSummary",
    "Finding",
    "Measure",
    "SexGap",
    "Summary",
    "arg_by_office",
    "arg_share",
    "sex_gap",
    "suppress",
]
