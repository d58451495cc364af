"""How units, grades and scores of one cohort are called in one language."""

from __future__ import annotations

import unicodedata

from pug.report.cohort import Cohort, Unit
from pug.report.grades import Grades
from pug.report.language import DASH, Language, decimal, plain, rounded, shortened
from pug.report.messages import UNIT_SYNONYMS, UNITS
from pug.report.rules import Rules


class Naming:
    """Names and numbers of a cohort as the report writes them."""

    def __init__(self, cohort: Cohort, language: Language) -> None:
        self.cohort = cohort
        self.language = language
        self.rules = Rules(cohort.tree, language)
        column = (cohort.scores.unit or "").lower()
        self.noun = UNIT_SYNONYMS.get(column, column if column in UNITS else "unit")
        verdict = cohort.tree.document.get("verdict", {})
        self.has_gates = bool(verdict.get("gates"))
        self.grades = Grades(cohort.tree)
        self.has_grades = bool(self.grades.levels)
        self.ranks_on: str = verdict.get("rank", {}).get("on", "value")
        self._on_root = verdict.get("on") in (None, cohort.tree.root.get("id"))

    def counted(self, number: int) -> str:
        """So many units."""
        return self.language.counted(number, self.noun)

    def units(self, number: int = 2) -> str:
        """The word for so many units."""
        return self.language.noun(self.noun)[number != 1]

    def short(self, name: str) -> str:
        """A unit's name where there is little room, in a sentence: isolated when its letters run from right to left."""
        text = shortened(plain(name))
        runs_left = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
        return f"\u2068{text}\u2069" if runs_left else text

    def grade(self, name: str | None) -> str:
        """A grade's title."""
        return self.language.text(self.grades.titles.get(name or "")) or name or self.language.say("no_grade")

    def level(self, name: str | None) -> int:
        """Place of a grade among the grades, 0 for the worst; -1 for none."""
        return self.grades.levels.get(name or "", -1)

    def shown(self, unit: Unit) -> float | None:
        """The score as it is printed: as the verdict rounds it, where the verdict is on the score."""
        return unit.shown if self._on_root and unit.score is not None else unit.score

    def score(self, value: float | None) -> str:
        """A score with the decimals of the verdict."""
        return self.language.number(value, self.cohort.digits)

    def interval(self, unit: Unit) -> str:
        """The ends of the interval, one number where they are the same."""
        ends = [self.score(end) if end is not None else self.language.say("unknown") for end in (unit.low, unit.high)]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} – {ends[1]}"

    def rank(self, unit: Unit) -> str:
        """The rank; a dash for a unit that takes none."""
        return self.language.exact(unit.rank) if unit.rank is not None else DASH

    def rank_of(self, unit: Unit) -> str:
        """The rank among those ranked."""
        if unit.rank is None:
            return self.language.say("not_ranked")
        count = sum(other.rank is not None for other in self.cohort.units if other.cohort == unit.cohort)
        return self.language.say("rank.of", rank=self.rank(unit), count=self.language.whole(count))

    @property
    def all_shares(self) -> bool:
        """Whether every row of the dot plots is a share of the best."""
        return all(part.share for part in self.cohort.tree.dimensions or self.cohort.tree.criteria)

    def gain(self, unit: Unit) -> float | None:
        """By how much a unit is better than before; negative when worse."""
        before = self.shown(unit.before) if unit.before else None
        after = self.shown(unit)
        if before is None or after is None:
            return None
        digits = self.cohort.digits
        difference = float(rounded(decimal(after), digits) - rounded(decimal(before), digits))
        return -difference if self.cohort.lower_is_better else difference

    def rise(self, unit: Unit) -> int:
        """By how many grades a unit rose; 0 where it has none now or before."""
        if unit.before is None or self.level(unit.grade) < 0 or self.level(unit.before.grade) < 0:
            return 0
        return self.level(unit.grade) - self.level(unit.before.grade)
