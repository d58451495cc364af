"""What to do next: the cheapest way up, what costs can buy, how to spend a budget, how firm a grade is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

from pug import _pug
from pug._errors import PugError, failure
from pug._html import preformatted
from pug._numbers import short
from pug.model import Remediation, Text, in_language
from pug.pieces import Pieces

if TYPE_CHECKING:
    from pug.scores import Scores

Number: TypeAlias = int | float | str | Decimal | Fraction
"""A number; decimals are taken as they are written, 0.1 as one tenth."""

Costs: TypeAlias = Mapping[str, Number | Mapping[str, Number]]
"""By variable what a change costs: one number, or one for each answer that it can be changed to."""


@dataclass(frozen=True)
class Answer:
    """An answer: its status and, where it is observed, the value and the code that stands for it."""

    status: str
    value: float | None
    code: str | None

    def __str__(self) -> str:
        if self.status != "observed":
            return self.status
        return self.code if self.code is not None else short(self.value)


@dataclass(frozen=True)
class End:
    """What a unit comes to: score, what is graded, and the grade (None where there is none)."""

    score: float | None
    rounded: float | None
    grade: str | None


@dataclass(frozen=True)
class Change:
    """One change of a plan.

    Attributes:
        variable: Name of the variable.
        title: Its title by language.
        before: The answer as it is.
        after: What it is to become.
        costs: By resource; exact.
        is_assumed: Neither the caller nor the instrument says what it costs: 1 was taken.
        evidence: What has to be shown then.
        remediation: What to do, with how many days of effort, by whom; None where the instrument does not say.
    """

    variable: str
    title: Text
    before: Answer
    after: Answer
    costs: Mapping[str, Fraction]
    is_assumed: bool
    evidence: Text
    remediation: Remediation | None


@dataclass(frozen=True)
class Plan:
    """The cheapest changes that reach a target.

    Attributes:
        unit: Name of the unit.
        target: The grade wanted, or the score as text; None on a frontier.
        is_reached: There are such changes. None are needed where the target is reached already.
        is_proved: Nothing cheaper reaches the target; or, where nothing was found, nothing reaches it.
        costs: By resource what all changes together cost, the one that is to be little first; exact.
        at_least: No plan costs less than this; the cost itself where it is proved.
        before: What the unit comes to now.
        after: What it comes to with all changes.
        changes: In the order of the instrument.
        combinations: How many were looked at.
    """

    unit: str
    target: str | None
    is_reached: bool
    is_proved: bool
    costs: Mapping[str, Fraction]
    at_least: Fraction
    before: End
    after: End
    changes: tuple[Change, ...]
    combinations: int

    @property
    def cost(self) -> Fraction:
        """What is to be as little as possible."""
        return next(iter(self.costs.values()))

    def text(self, language: str = "en") -> str:
        """The plan as lines: what it reaches, at which cost, and every change."""
        lines = [self._headline()]
        for change in self.changes:
            title = in_language(change.title, language, change.variable)
            costs = ", ".join(f"{_shown(cost)} {name}" for name, cost in change.costs.items())
            assumed = " (assumed)" if change.is_assumed else ""
            lines.append(f"  {change.variable}: {change.before} -> {change.after}  {costs}{assumed}  “{title}”")
            if change.remediation is not None:
                what = in_language(change.remediation.text, language)
                role = in_language(change.remediation.role, language)
                lines.append(f"      {what}" + (f" [{role}]" if role else ""))
        return "\n".join(lines)

    def _headline(self) -> str:
        if not self.is_reached:
            proof = "proved" if self.is_proved else "not proved: the search was ended"
            return f"{self.unit}: nothing reaches {self.target} within these limits ({proof})"
        if not self.changes:
            return f"{self.unit}: {self.target} is reached already"
        costs = ", ".join(f"{_shown(cost)} {name}" for name, cost in self.costs.items())
        proof = "the least, proved" if self.is_proved else f"not proved: at least {_shown(self.at_least)}"
        before, after = (f"{short(end.rounded)} {end.grade or '–'}" for end in (self.before, self.after))
        return f"{self.unit}: {before} -> {after} with {_counted(len(self.changes), 'change')}, {costs} ({proof})"

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return preformatted(self.text())


@dataclass(frozen=True)
class Spending:
    """How one budget is spent on many units.

    Attributes:
        steps: How many grades are gained in all.
        cost: What is spent; exact.
        is_proved: No more grades can be had for the budget, and these for no less.
        plans: Of the units that get something.
    """

    steps: int
    cost: Fraction
    is_proved: bool
    plans: tuple[Plan, ...]

    def text(self, language: str = "en") -> str:
        """The plans as lines, after what they come to."""
        proof = "the most, proved" if self.is_proved else "not proved"
        gained = f"{_counted(self.steps, 'grade')} gained at {_counted(len(self.plans), 'unit')}"
        head = f"{gained} for {_shown(self.cost)} ({proof})"
        return "\n".join([head, *(plan.text(language) for plan in self.plans)])

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True)
class Difference:
    """A node or answer that differs in a supposition; values are None where there is none."""

    name: str
    before: float | None
    after: float | None
    before_status: str
    after_status: str


@dataclass(frozen=True)
class WhatIf:
    """A unit as it is, and as it would be.

    Attributes:
        unit: Name of the unit.
        before: What it comes to now.
        after: What it would come to.
        gates_closed: Keys of the gates that it fails now and would not then.
        gates_opened: Keys of the gates that it would fail then only.
        answers: The answers that differ, by variable: as they are, and as they would be.
        nodes: The named nodes that differ, parts before wholes.
    """

    unit: str
    before: End
    after: End
    gates_closed: tuple[str, ...]
    gates_opened: tuple[str, ...]
    answers: Mapping[str, tuple[Answer, Answer]]
    nodes: tuple[Difference, ...]

    def text(self) -> str:
        """The difference as lines."""
        before, after = (f"{short(end.rounded)} {end.grade or '–'}" for end in (self.before, self.after))
        lines = [f"{self.unit}: {before} -> {after}"]
        lines += [f"  {name}: {was} -> {then}" for name, (was, then) in self.answers.items()]
        lines += [
            f"  {node.name}: {short(node.before, node.before_status)} -> {short(node.after, node.after_status)}"
            for node in self.nodes
        ]
        lines += [f"  gate met then: {key}" for key in self.gates_closed]
        lines += [f"  gate failed then: {key}" for key in self.gates_opened]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return preformatted(self.text())


@dataclass(frozen=True)
class WrongAnswer:
    """An answer that would have to be wrong, and what it could be instead."""

    variable: str
    title: Text
    found: Answer
    instead: Answer


@dataclass(frozen=True)
class Chance:
    """How often a grade (None: no grade) is given in the simulation, with the 95 % interval of its chance."""

    grade: str | None
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Robustness:
    """How firm the grade of a unit is.

    Attributes:
        unit: Name of the unit.
        grade: Its grade; None where it has none.
        can_fall: There is a lower grade that wrong answers alone would lead to.
        is_proved: No fewer wrong answers than those of `fall` suffice.
        fall: The fewest answers that must be wrong for a lower grade.
        decisive: Single answers on which the grade depends.
        draws: Of the simulation.
        chances: Of every grade under the stated errors.
    """

    unit: str
    grade: str | None
    can_fall: bool
    is_proved: bool
    fall: tuple[WrongAnswer, ...]
    decisive: tuple[WrongAnswer, ...]
    draws: int
    chances: tuple[Chance, ...]

    def text(self, language: str = "en") -> str:
        """How firm the grade is, as lines."""
        if self.can_fall:
            proof = "" if self.is_proved else " (or fewer: not proved)"
            count = "1 answer is" if len(self.fall) == 1 else f"{len(self.fall)} answers are"
            head = f"{self.unit}: {self.grade} falls if {count} wrong{proof}"
        else:
            head = f"{self.unit}: {self.grade or 'no grade'}; no wrong answers lead to a lower one"
        lines = [head]
        for wrong in self.decisive or self.fall:
            title = in_language(wrong.title, language, wrong.variable)
            lines.append(f"  {wrong.variable}: {wrong.found}, if it were {wrong.instead}  “{title}”")
        for chance in self.chances:
            lines.append(f"  {chance.grade or 'no grade'}: {chance.share:.1%} ({chance.low:.1%} to {chance.high:.1%})")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return preformatted(self.text())


def plan_document(plan: Plan) -> dict[str, Any]:
    """A plan as plain values for JSON; exact costs as text."""
    document: dict[str, Any] = json.loads(json.dumps(asdict(plan), default=str))
    return document


# --- requests ---


def plan_request(  # noqa: PLR0913  (keywords; each says one thing)
    *,
    target: str | None = None,
    score: Number | None = None,
    costs: Costs | None = None,
    cost_name: str | None = None,
    budget: Number | None = None,
    resources: Mapping[str, Mapping[str, Any]] | None = None,
    days: Mapping[str, Number] | None = None,
    deadline: Number | None = None,
    requires: Iterable[Mapping[str, Any]] = (),
    fixed: Iterable[str] = (),
    only_priced: bool = False,
    limit: int | None = None,
) -> str:
    """The request for a plan as the engine reads it."""
    request: dict[str, Any] = {"requires": [dict(each) for each in requires], "fixed": list(fixed)}
    cost: dict[str, Any] = {} if costs is None else {"of": costs}
    cost |= {} if cost_name is None else {"name": cost_name}
    cost |= {} if budget is None else {"budget": budget}
    given = {"target": target, "score": score, "cost": cost or None, "days": days, "deadline": deadline, "limit": limit}
    request |= {name: value for name, value in given.items() if value is not None}
    request |= {"only_priced": True} if only_priced else {}
    if resources:
        request["resources"] = [{"name": name, **each} for name, each in resources.items()]
    return written(request)


def written(request: object) -> str:
    """A request as JSON; decimals and fractions as text."""
    return json.dumps(_plain(request), ensure_ascii=False)


def _plain(value: object) -> object:
    """A value of a request in the types that JSON has."""
    if isinstance(value, Mapping):
        return {_key(name): _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, (Decimal, Fraction)):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    if hasattr(value, "item"):
        return _plain(value.item())
    if isinstance(value, float) and not isfinite(value):
        raise failure("argument", "request.value", f"found {value}, wanted a number")
    if value is None or isinstance(value, (str, int, float)):
        return value
    raise failure("argument", "request.value", f"found {type(value).__name__}, wanted a number, a text or a mapping")


def _key(name: object) -> str:
    """The name of a variable, or an answer as it stands in data."""
    if isinstance(name, str):
        return name
    plain = _plain(name)
    return ("yes" if plain else "no") if isinstance(plain, bool) else str(plain)


@contextmanager
def in_request() -> Iterator[None]:
    """Tells what is wrong with a request by its names: lines and columns are those of no text that the caller has."""
    try:
        yield
    except PugError as error:
        problems = [replace(problem, line=0, column=0) for problem in error.problems]
        raise PugError(error.kind, problems) from None


# --- questions ---


def find_plan(scores: Scores, unit: int, request: str) -> Plan:
    """The plan of one unit."""
    native, place = scores._asked(unit)
    with in_request():
        return _plan(scores.names[unit], json.loads(_pug.plan(native, place, request)))


def find_plans(scores: Scores, request: str) -> list[Plan]:
    """The plan of every unit."""
    native = scores._native
    if isinstance(native, Pieces):
        return [find_plan(scores, unit, request) for unit in range(len(scores))]
    with in_request():
        documents = json.loads(_pug.plan_all(native, request))
    return [_plan(name, document) for name, document in zip(scores.names, documents, strict=True)]


def find_frontier(scores: Scores, unit: int, request: str) -> list[Plan]:
    """What each cost can buy."""
    native, place = scores._asked(unit)
    with in_request():
        documents = json.loads(_pug.frontier(native, place, request))
    return [_plan(scores.names[unit], document) for document in documents]


def find_spending(scores: Scores, request: str) -> Spending:
    """How a budget is spent."""
    native = scores._native
    if isinstance(native, Pieces):
        message = "a budget is spent on the units of one cohort: score each cohort by itself"
        raise failure("argument", "plan.cohorts", message)
    with in_request():
        document = json.loads(_pug.spend(native, request))
    plans = tuple(_plan(scores.names[plan["index"]], plan) for plan in document["plans"])
    return Spending(document["steps"], Fraction(document["cost"]), document["is_proved"], plans)


def suppose(scores: Scores, unit: int, changes: Mapping[str, object]) -> WhatIf:
    """What a unit would come to with other answers."""
    native, place = scores._asked(unit)
    with in_request():
        document = json.loads(_pug.what_if(native, place, written(dict(changes))))
    keys = [gate.key for gate in scores.instrument.gates]
    before, after = (set(document[when]["gates_unmet"]) for when in ("before", "after"))
    return WhatIf(
        unit=scores.names[unit],
        before=_end(document["before"]),
        after=_end(document["after"]),
        gates_closed=tuple(keys[gate] for gate in sorted(before - after)),
        gates_opened=tuple(keys[gate] for gate in sorted(after - before)),
        answers={each["variable"]: (Answer(**each["before"]), Answer(**each["after"])) for each in document["answers"]},
        nodes=tuple(
            Difference(node["node"], node["before"], node["after"], node["before_status"], node["after_status"])
            for node in document["nodes"]
        ),
    )


def find_robustness(scores: Scores, unit: int, options: Mapping[str, Any]) -> Robustness:
    """How firm the grade of a unit is."""
    native, place = scores._asked(unit)
    request = written({"name": scores.names[unit], **{k: v for k, v in options.items() if v is not None}})
    with in_request():
        document = json.loads(_pug.robustness(native, place, request))
    return Robustness(
        unit=scores.names[unit],
        grade=document["grade"],
        can_fall=document["can_fall"],
        is_proved=document["is_proved"],
        fall=_wrong(document["fall"]),
        decisive=_wrong(document["decisive"]),
        draws=document["draws"],
        chances=tuple(Chance(**chance) for chance in document["chances"]),
    )


def _plan(unit: str, document: Mapping[str, Any]) -> Plan:
    names = document["resources"]
    return Plan(
        unit=unit,
        target=_target(document),
        is_reached=document["is_reached"],
        is_proved=document["is_proved"],
        costs=_costs(names, document["costs"]),
        at_least=Fraction(document["at_least"]),
        before=_end(document["before"]),
        after=_end(document["after"]),
        changes=tuple(_change(names, change) for change in document["changes"]),
        combinations=document["combinations"],
    )


def _target(document: Mapping[str, Any]) -> str | None:
    score = document["score_wanted"]
    return document["target"] or (None if score is None else f"score {score}")


def _change(names: Sequence[str], document: Mapping[str, Any]) -> Change:
    remediation = document["remediation"]
    return Change(
        variable=document["variable"],
        title=document["title"],
        before=Answer(**document["from"]),
        after=Answer(**document["to"]),
        costs=_costs(names, document["costs"]),
        is_assumed=document["is_assumed"],
        evidence=document["evidence"],
        remediation=None if remediation is None else _remediation(remediation),
    )


def _remediation(document: Mapping[str, Any]) -> Remediation:
    days = document["effort_days"]
    return Remediation(document["text"], None if days is None else float(Fraction(days)), document["role"])


def _costs(names: Sequence[str], costs: Sequence[str]) -> dict[str, Fraction]:
    return {name: Fraction(cost) for name, cost in zip(names, costs, strict=True)}


def _end(document: Mapping[str, Any]) -> End:
    return End(document["score"], document["rounded"], document["grade"])


def _wrong(documents: Iterable[Mapping[str, Any]]) -> tuple[WrongAnswer, ...]:
    return tuple(
        WrongAnswer(each["variable"], each["title"], Answer(**each["found"]), Answer(**each["instead"]))
        for each in documents
    )


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" + ("" if count == 1 else "s")


def _shown(cost: Fraction) -> str:
    return str(cost.numerator) if cost.denominator == 1 else short(float(cost))
