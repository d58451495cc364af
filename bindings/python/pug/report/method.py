"""The method page: the rules that produced the figures, and where the numbers in them are from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pug.model import Document
from pug.report.cohort import Cohort
from pug.report.language import Language
from pug.report.naming import Naming
from pug.report.rules import STATUSES
from pug.report.tree import Criterion

_USES = ("variables", "nodes", "grades", "gates", "caps", "parameters")


@dataclass(frozen=True)
class Part:
    """One step of the computation."""

    title: str
    weight: str
    rule: str
    limits: list[str]


@dataclass(frozen=True)
class Treatment:
    """What a status means and how the score takes it."""

    letters: str
    meaning: str
    action: str


@dataclass(frozen=True)
class Source:
    """Where numbers are from and which."""

    title: str
    year: str
    url: str
    note: str
    used: str

    @property
    def is_link(self) -> bool:
        """Whether the address can be followed; anything but the web is shown as text."""
        return self.url.startswith(("https://", "http://"))


@dataclass(frozen=True)
class Entry:
    """An indicator of the annex."""

    title: str
    question: str
    rule: str
    weight: str
    mandatory: bool


@dataclass(frozen=True)
class Chapter:
    """A dimension and its indicators in the annex."""

    title: str
    weight: str
    entries: list[Entry]


@dataclass(frozen=True)
class Method:
    """Everything on the method page."""

    parts: list[Part]
    scales: list[tuple[str, str, str]]
    treatments: list[Treatment]
    exceptions: list[str]
    coverage: str
    rounding: str
    grades: list[tuple[str, str]]
    gates: list[tuple[str, str]]
    caps: list[str]
    overrides: list[str]
    has_ladder: bool
    references: str
    ranks: str
    exact: str
    sources: list[Source]
    ours: str
    annex: list[Chapter]

    @property
    def has_weights(self) -> bool:
        """Whether the score is a weighted mean, so that its parts have weights."""
        return any(entry.weight for chapter in self.annex for entry in chapter.entries)


class Methodology:
    """Reads the rules of an instrument and puts them into words."""

    def __init__(self, cohort: Cohort, naming: Naming) -> None:
        self.cohort = cohort
        self.naming = naming
        self.tree = cohort.tree
        self.rules = naming.rules
        self.language = naming.language
        self.say = naming.language.say
        self.verdict: Document = cohort.tree.document.get("verdict", {})

    def describe(self) -> Method:
        """The rules in words."""
        return Method(
            parts=self._parts(),
            scales=self._scales(),
            treatments=self._treatments(),
            exceptions=self._exceptions(),
            coverage=self._coverage(),
            rounding=self._rounding(),
            grades=[
                (self.naming.grade(band["grade"]), self.rules.band(band)) for band in self.naming.grades.best_first
            ],
            gates=[
                (self._gate_title(i, gate), self._gate(gate)) for i, gate in enumerate(self.verdict.get("gates", []))
            ],
            caps=[self._cap(cap) for cap in self.verdict.get("caps", [])],
            overrides=[self._override(override) for override in self.verdict.get("overrides", [])],
            has_ladder="ladder" in self.verdict,
            references=self._references(),
            ranks=self._ranks(),
            exact=self._exact(),
            sources=self._sources(),
            ours=self._ours(),
            annex=self._annex(),
        )

    def _parts(self) -> list[Part]:
        rule = self.rules.value(self.tree.root) if self.tree.has_score else self.say("method.no_score")
        root = Part(self._title(self.tree.root), "", rule, self._limits(self.tree.root))
        parts = [self._part(d.node, d.weight) for d in self.tree.dimensions]
        listed = {d.key for d in self.tree.dimensions}
        below = [node for d in self.tree.dimensions for node in self.tree.walk(d.node) if self._is_middle(node, listed)]
        return [root, *parts, *(self._part(node, None) for node in below)]

    def _is_middle(self, node: Document, listed: set[str]) -> bool:
        return "id" in node and node["id"] not in listed and not self.tree.is_leaf(node)

    def _part(self, node: Document, weight: Fraction | None) -> Part:
        return Part(self._title(node), _weight(self.language, weight), self.rules.value(node), self._limits(node))

    def _title(self, node: Document) -> str:
        if node is self.tree.root and not node.get("title"):
            return self.say("method.root")
        return self.language.text(self.tree.node_title(node))

    def _limits(self, node: Document) -> list[str]:
        limits = []
        for word, least in node.get("coverage", {}).items():
            value = self.rules.number(least) if word == "count_at_least" else self._share(least)
            limits.append(self.say(f"method.{word}", value=value))
        if "when" in node:
            limits.append(self.say("method.when", condition=self.rules.condition(node["when"])))
        return limits

    def _share(self, written: Any) -> str:
        return self.language.percent(float(self.tree.number(written)))

    def _treatments(self) -> list[Treatment]:
        usual: dict[str, Any] = dict.fromkeys(STATUSES, "propagate")
        usual |= dict.fromkeys(("not_applicable", "waived"), "renormalise")
        policy = usual | self.rules.policy(self.tree.document) | self.rules.policy(self.tree.root)
        return [
            Treatment(self.say(f"letter.{status}"), self.say(f"status.{status}"), self.rules.action(policy[status]))
            for status in STATUSES
        ]

    def _exceptions(self) -> list[str]:
        sentences = []
        for node in self.tree.every_node():
            if node is self.tree.root or "id" not in node:
                continue
            for status, written in self.rules.policy(node).items():
                name, action = self.say(f"status.{status}"), self.rules.action(written)
                sentences.append(self.say("method.except", title=self._title(node), status=name, action=action))
        return sentences

    def _coverage(self) -> str:
        least = self.tree.root.get("coverage", {}).get("at_least")
        extra = self.say("method.coverage_least", value=self._share(least)) if least is not None else ""
        return self.say("method.coverage", at_least=extra).strip()

    def _rounding(self) -> str:
        if "round" in self.verdict:
            return self.say("method.rounding", rounding=self.rules.rounding(self.verdict["round"]))
        return self.say("method.no_rounding", digits=self.language.whole(self.cohort.digits))

    def _gate_title(self, index: int, gate: Document) -> str:
        return self.language.text(gate.get("title")) or str(gate.get("id", index + 1))

    def _gate(self, gate: Document) -> str:
        grade = self.naming.grade(gate["otherwise"]["grade"])
        return f"{self.rules.condition(gate)}; {self.say('method.otherwise', grade=grade)}"

    def _cap(self, cap: Document) -> str:
        grade = self.naming.grade(cap["grade_at_most"])
        return self.say("method.cap", condition=self.rules.condition(cap["when"]), grade=grade)

    def _override(self, override: Document) -> str:
        grade = self.naming.grade(override["grade"])
        return self.say("method.override", condition=self.rules.condition(override["when"]), grade=grade)

    def _references(self) -> str:
        """What the cohort's reference values were taken from."""
        references = self.cohort.scores.references
        if references is None:
            return ""
        units = [f"{name} {self.language.whole(size)}".strip() for name, size in references.units.items()]
        counted = self.naming.counted(next(iter(references.units.values()))) if len(units) == 1 else ", ".join(units)
        return self.say("method.references", data=references.data, units=counted)

    def _ranks(self) -> str:
        rank: Document = self.verdict.get("rank", {})
        if rank.get("on") == "none" or not self.tree.has_score:
            return self.say("method.rank.none") + "."
        direction = self.tree.document.get("direction", "higher_is_better")
        words = [self.say(f"method.rank.{rank.get('on', 'value')}"), self.say(f"method.direction.{direction}")]
        return "; ".join([*words, self.say(f"method.ties.{rank.get('ties', 'min')}")]) + "."

    def _exact(self) -> str:
        recomputed = sum(unit.verdict["decided"] != "in_doubles" for unit in self.cohort.units)
        sentence = self.say("method.exact")
        return sentence + (self.say("method.recomputed", units=self.naming.counted(recomputed)) if recomputed else "")

    def _uses(self) -> dict[str, Counter[str]]:
        """How many numbers and questions of each kind name a source."""
        document = self.tree.document
        found: dict[str, list[Document]] = {
            "variables": list(self.tree.variables.values()),
            "nodes": list(self.tree.every_node()),
            "grades": self.verdict.get("grades", []),
            "gates": self.verdict.get("gates", []),
            "caps": self.verdict.get("caps", []),
            "parameters": list(document.get("parameters", {}).values()),
        }
        return {kind: Counter(thing["source"] for thing in found[kind] if thing.get("source")) for kind in _USES}

    def _sources(self) -> list[Source]:
        uses = self._uses()
        return [self._source(name, source, uses) for name, source in self.tree.document.get("sources", {}).items()]

    def _source(self, name: str, source: Document, uses: dict[str, Counter[str]]) -> Source:
        counts = {kind: uses[kind][name] for kind in _USES if uses[kind][name]}
        used = [self.say(f"source.{kind}", count=self.language.whole(count)) for kind, count in counts.items()]
        return Source(
            title=self.language.text(source["title"]),
            year=str(source.get("year", "")),
            url=str(source.get("url", "")),
            note=self.language.text(source.get("note")),
            used=self.language.listed(used) or self.say("source.none"),
        )

    def _ours(self) -> str:
        """Names the source that a draft gives for its own numbers."""
        source = self.tree.document.get("sources", {}).get("draft")
        return self.say("source.ours", title=self.language.text(source["title"])) if source else ""

    def _scales(self) -> list[tuple[str, str, str]]:
        """Code, title and points of every level that earns points."""
        levels = [level for scale in self.tree.document.get("scales", {}).values() for level in scale["levels"]]
        return [
            (level["code"], self.language.text(level.get("title")), self.rules.number(level["points"]))
            for level in levels
            if "points" in level
        ]

    def _annex(self) -> list[Chapter]:
        dimensions = self.tree.dimensions
        chapters = [
            Chapter(self.language.text(d.title), _weight(self.language, d.weight), [self._entry(c) for c in d.criteria])
            for d in dimensions
            if d.criteria and not self.tree.is_flat
        ]
        return chapters or [Chapter("", "", [self._entry(criterion) for criterion in self.tree.criteria])]

    def _entry(self, criterion: Criterion) -> Entry:
        leaf: Document = self.tree.by_key(criterion.key) if criterion.is_node else {}
        steps = [] if leaf.get("then") == ["points"] else self.rules.steps(leaf)
        return Entry(
            title=self.language.text(criterion.title),
            question=self.language.text(self.tree.variables[criterion.variable].get("question")),
            rule="; ".join([*steps, *self._limits(leaf)]),
            weight=_weight(self.language, criterion.weight),
            mandatory=criterion.variable in self.rules.gate_variables(),
        )


def _weight(language: Language, weight: Fraction | None) -> str:
    return language.percent(float(weight), 1) if weight is not None else ""
