"""pug scores organisations, districts and countries with declarative gender-mainstreaming instruments.

>>> import pug
>>> scores = pug.score("answers.csv", "kemenpppa.lplpp", unit="organisasi")
>>> scores.rank()
>>> print(scores.explain("ORG-07"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pug._errors import Problem, PugError
from pug._pug import version as __version__
from pug.instrument import Instrument, catalog
from pug.verdict import Verdict

if TYPE_CHECKING:
    from pug import gender, plots
    from pug.agreements import Agreement, agreement
    from pug.assessments import AssessedAnswer, Assessments, Expiring
    from pug.benchmarks import Benchmark
    from pug.changes import Progress, progress
    from pug.explanation import Explanation
    from pug.gaps import CommonGap, Gap, GradeDistance
    from pug.history import History, HistoryEnd
    from pug.plans import Plan, Robustness, Spending, WhatIf
    from pug.references import References, fit
    from pug.scores import Scores, score
    from pug.workbench.comparisons import AnalyticHierarchy, ahp, copeland, outranking
    from pug.workbench.design import Design
    from pug.workbench.index import Index
    from pug.workbench.linear_programmes import BenefitOfTheDoubt, BestWorst, benefit_of_the_doubt, best_worst

__all__ = [
    "Agreement",
    "AnalyticHierarchy",
    "AssessedAnswer",
    "Assessments",
    "Benchmark",
    "BenefitOfTheDoubt",
    "BestWorst",
    "CommonGap",
    "Design",
    "Expiring",
    "Explanation",
    "Gap",
    "GradeDistance",
    "History",
    "HistoryEnd",
    "Index",
    "Instrument",
    "Plan",
    "Problem",
    "Progress",
    "PugError",
    "References",
    "Robustness",
    "Scores",
    "Spending",
    "Verdict",
    "WhatIf",
    "__version__",
    "agreement",
    "ahp",
    "benefit_of_the_doubt",
    "best_worst",
    "catalog",
    "copeland",
    "fit",
    "gender",
    "outranking",
    "plots",
    "progress",
    "score",
]

# Scoring needs numpy, which takes longer to import than all of pug; it is imported with the first use.
_LATER = {
    "Agreement": "pug.agreements",
    "Benchmark": "pug.benchmarks",
    "Progress": "pug.changes",
    "agreement": "pug.agreements",
    "progress": "pug.changes",
    "AssessedAnswer": "pug.assessments",
    "Assessments": "pug.assessments",
    "Expiring": "pug.assessments",
    "History": "pug.history",
    "HistoryEnd": "pug.history",
    "Explanation": "pug.explanation",
    "Design": "pug.workbench.design",
    "Index": "pug.workbench.index",
    "AnalyticHierarchy": "pug.workbench.comparisons",
    "ahp": "pug.workbench.comparisons",
    "copeland": "pug.workbench.comparisons",
    "outranking": "pug.workbench.comparisons",
    "CommonGap": "pug.gaps",
    "Gap": "pug.gaps",
    "GradeDistance": "pug.gaps",
    "Plan": "pug.plans",
    "Robustness": "pug.plans",
    "Spending": "pug.plans",
    "WhatIf": "pug.plans",
    "BenefitOfTheDoubt": "pug.workbench.linear_programmes",
    "BestWorst": "pug.workbench.linear_programmes",
    "benefit_of_the_doubt": "pug.workbench.linear_programmes",
    "best_worst": "pug.workbench.linear_programmes",
    "References": "pug.references",
    "Scores": "pug.scores",
    "fit": "pug.references",
    "gender": "pug.gender",
    "plots": "pug.plots",
    "score": "pug.scores",
}


def __getattr__(name: str) -> object:
    module = _LATER.get(name)
    if module is None:
        raise AttributeError(f"module 'pug' has no attribute {name!r}")
    found = import_module(module)
    value: object = found if module == f"pug.{name}" else getattr(found, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
