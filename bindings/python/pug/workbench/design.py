"""What an index is made of and how: data, like an instrument, and changed only by making another."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pug import _pug
from pug._errors import PugError, failure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pug.frames import Data
    from pug.workbench.index import Index

Rule: TypeAlias = str | Mapping[str, Any]
"""A rule as documents write it: its word, or an object with the word as ``method`` and parameters beside it."""

OwnFunction: TypeAlias = "Callable[[NDArray[Any]], Any]"
"""A normalisation of one's own: takes the column of an indicator (NaN: no value), gives one as long."""

_STEPS = ("denominate", "screen", "impute", "treat", "normalise")


class Design:
    """All that makes an index out of data: indicators, steps, the tree, weights, rules, grades.

    A design never changes; what changes one gives another. The order of the steps is that in which they were added; a
    step that is there already is replaced in its place.

    >>> design = pug.Design({"id": "Index", "parts": [{"id": "Work", "parts": ["pay", "jobs"]}, "health"]})
    >>> design = design.impute("median").treat().normalise("minmax").aggregate("geometric", part="Work")
    >>> index = design.build("districts.csv", unit="district")
    """

    def __init__(
        self,
        index: Mapping[str, Any],
        indicators: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        id: str = "",  # noqa: A002  (the word of the document)
        title: str | Mapping[str, str] = "",
    ) -> None:
        """A design without steps, of arithmetic means with the weights given.

        Args:
            index: The tree: ``{"id", "weight"?, "parts": [name of an indicator, or a part like this one]}``.
            indicators: By name what is to be said of an indicator: ``direction``, ``denominator``, ``target``,
                ``title``. Those of the tree that are not named are added with higher values better.
            id: Its name, which an instrument made of it has too.
            title: In one language or by language.

        Raises:
            PugError: It is no design; every problem is listed.
        """
        told = dict(indicators or {})
        names = dict.fromkeys([*_leaves(index), *told])
        found = {name: dict(told.get(name, {})) for name in names}
        document = {"pug_design": 1, "indicators": found, "columns": list(found), "index": dict(index)}
        document |= {key: value for key, value in (("id", id), ("title", title)) if value}
        self._set(document, {})

    def _set(self, document: Mapping[str, Any], functions: Mapping[str, OwnFunction], file: str | None = None) -> None:
        text = json.dumps(document, ensure_ascii=False).encode("utf-8")
        self._native = _read(text, file)
        self._functions = dict(functions)
        self._file = file

    @classmethod
    def _of(cls, document: Mapping[str, Any], functions: Mapping[str, OwnFunction]) -> Design:
        design = cls.__new__(cls)
        design._set(document, functions)
        return design

    @classmethod
    def load(cls, ref: DesignLike) -> Design:
        """The design that `ref` stands for: a path, the document as bytes or dict, or a design.

        Raises:
            PugError: There is no such file, or it is no design; every problem is listed with line and column.
        """
        if isinstance(ref, Design):
            return ref
        if isinstance(ref, Mapping):
            return cls._of(ref, {})
        design = cls.__new__(cls)
        file = None if isinstance(ref, bytes) else os.fspath(ref)
        design._native = _read(ref if isinstance(ref, bytes) else _read_file(os.fspath(ref)), file)
        design._functions = {}
        design._file = file
        return design

    @classmethod
    def from_imeta(cls, data: Data, *, id: str = "index") -> Design:  # noqa: A002
        """A design from a table of indicators and aggregates as the R package COINr keeps it (``iMeta``).

        Args:
            data: A table or file with the columns ``iCode``, ``Parent``, ``Level``, ``Weight`` and, if there are any,
                ``Direction`` (1 or −1), ``Denominator``, ``Target``, ``iName`` and ``Type``. Rows of another type than
                ``Indicator`` and ``Aggregate`` are left out, as are those without a level.
            id: Name of the design.

        Raises:
            PugError: A column or a parent is missing, or there is not one whole.
        """
        from pug.workbench.imeta import document_of_imeta  # noqa: PLC0415

        return cls._of(document_of_imeta(data, id), {})

    # Steps

    def denominate(self) -> Design:
        """With each indicator divided by the denominator that it names."""
        return self._with_step("denominate", {})

    def screen(
        self,
        available_at_least: float = 0,
        *,
        nonzero_at_least: float = 0,
        keep: Sequence[str] = (),
        leave_out: Sequence[str] = (),
    ) -> Design:
        """Without units that say too little.

        Args:
            available_at_least: Share of the indicators that must have a value.
            nonzero_at_least: Share of those values that must not be zero.
            keep: Units that stay whatever they say.
            leave_out: Units that go whatever they say.
        """
        rule: dict[str, Any] = {"available_at_least": available_at_least, "nonzero_at_least": nonzero_at_least}
        return self._with_step("screen", rule | {"keep": list(keep), "leave_out": list(leave_out)})

    def impute(self, rule: Rule = "mean", *, group: str = "", others: Mapping[str, Rule] | None = None) -> Design:
        """With missing values filled in.

        Args:
            rule: ``mean``, ``median``, ``group_mean``, ``group_median``, ``linear`` (in time),
                ``expectation_maximisation``, ``none``.
            group: Column of the groups, for ``group_mean`` and ``group_median``.
            others: Other rules by indicator.
        """
        return self._with_step("impute", _rule(rule, others, group=group or None))

    def treat(self, rule: Rule | None = None, *, others: Mapping[str, Rule] | None = None, **parameters: Any) -> Design:
        """With outliers treated where an indicator is too skewed.

        Args:
            rule: One rule (``winsorise``, ``log``, ``box_cox``, ``none``) or an object; by default winsorise, then log.
            others: Other rules by indicator.
            **parameters: ``rules`` (a list, tried in turn), ``skew``, ``kurtosis``, ``most``, ``always``, ``lambda``.
        """
        base: dict[str, Any] = {} if rule is None else {"rules": [rule]} if isinstance(rule, str) else dict(rule)
        if others:
            parameters["others"] = dict(others)
        return self._with_step("treat", base | parameters)

    def normalise(
        self,
        rule: Rule | OwnFunction = "minmax",
        *,
        others: Mapping[str, Rule | OwnFunction] | None = None,
        **more: Any,
    ) -> Design:
        """With comparable values; where lower is better, they are turned round.

        Args:
            rule: ``minmax``, ``goalposts``, ``zscore``, ``scaled``, ``rank``, ``percentile_rank``, ``borda``,
                ``distance_to_max``, ``distance_to_reference``, ``distance_to_target``, ``fraction_of_max``,
                ``around_reference``, ``categorical``, ``none``; or a function that takes a column and gives one.
            others: Other rules by indicator.
            **more: ``low``, ``high``, ``from``, ``to``, ``hold``, ``mean``, ``sd``, ``unit``, ``reference``, ``steps``
                (a name that is a word of Python with an underscore behind it: ``from_``).
        """
        functions = {name: each for name, each in (others or {}).items() if callable(each)}
        written: dict[str, Rule] = {name: "own" if callable(each) else each for name, each in (others or {}).items()}
        if callable(rule):
            functions[""] = rule
            rule = "own"
        parameters = {name.rstrip("_"): value for name, value in more.items()}
        made = self._with_step("normalise", _rule(rule, written, **parameters))
        made._functions = functions
        return made

    def without(self, step: str) -> Design:
        """Without a step.

        Raises:
            PugError: It has no such step.
        """
        document = self.to_dict()
        steps = document.get("steps", [])
        kept = [each for each in steps if step not in each]
        if len(kept) == len(steps):
            raise failure("argument", "design.step", f'found "{step}", wanted one of the steps {_listed(steps)}')
        return self._of(document | {"steps": kept}, {} if step == "normalise" else self._functions)

    # The tree

    def aggregate(
        self, rule: Rule = "arithmetic", *, part: str | Sequence[str] = (), level: int | None = None, **more: Any
    ) -> Design:
        """With another rule of aggregation: for every part, or for those named, or for those of one level.

        Args:
            rule: ``arithmetic``, ``geometric``, ``harmonic``, ``power``, ``median``, ``mazziotta_pareto``, ``owa``,
                ``mean_min``, ``copeland``, ``topsis``, ``vikor``, ``promethee``.
            part: Names of the parts that it is for.
            level: Level of the parts that it is for; indicators have level 1.
            **more: ``available_at_least``, ``p``, ``downward``, ``sample_sd``, ``order_weights``, ``alpha``, ``beta``,
                ``v``, ``preference``.
        """
        return self._with_rule("aggregate", _rule(rule, None, **more), part, level)

    def weigh(
        self,
        rule: Rule | Mapping[str, float],
        *,
        part: str | Sequence[str] = (),
        level: int | None = None,
        **more: Any,
    ) -> Design:
        """With other weights.

        Args:
            rule: ``given``, ``equal``, ``inverse_sd``, ``pca``, ``entropy``, ``critic``, ``ahp``, ``budget``,
                ``correlation``; or weights by name, each of an indicator or part among its siblings.
            part: Names of the parts whose own parts are weighed so.
            level: Level of the parts whose own parts are weighed so.
            **more: ``judgements``, for ``ahp``, ``budget`` and ``correlation``.
        """
        if isinstance(rule, Mapping) and "method" not in rule:
            return self._with_weights(rule)
        return self._with_rule("weights", _rule(rule, None, **more), part, level)

    def remove(self, name: str) -> Design:
        """Without an indicator, or without a part and everything in it; a part that is left empty goes too.

        Raises:
            PugError: Nothing is called so, or nothing would be left.
        """
        self._need(name)
        document = self.to_dict()
        kept = _pruned(document["index"], name)
        if kept is None:
            raise failure("argument", "design.empty", f'without "{name}" nothing is left of the index')
        left = set(_leaves(kept))
        document["index"] = kept
        document["indicators"] = {i: told for i, told in document["indicators"].items() if i in left}
        document["columns"] = [i for i in document["columns"] if i in left]
        for step in document.get("steps", []):
            for rule in step.values():
                if "others" in rule:
                    rule["others"] = {i: each for i, each in rule["others"].items() if i in left}
        return self._of(document, {i: each for i, each in self._functions.items() if i in left or not i})

    def grade(self, grades: Mapping[str, float | None]) -> Design:
        """With grades: the edge from which each holds (included), ascending; None begins at −∞."""
        bands = [{"grade": name} | ({} if edge is None else {"from": edge}) for name, edge in grades.items()]
        return self._of(self.to_dict() | {"grades": bands}, self._functions)

    # Use

    def build(self, data: Data, *, unit: str | None = None, time: str | None = None) -> Index:
        """Builds the index of some data.

        Args:
            data: A pandas, polars or pyarrow table, dict of lists, list of dicts, the path of a file, or a matrix with
                the indicators as its columns. Text columns are groups. An empty cell is missing.
            unit: Column with the names of the units; without it they are called by their rows.
            time: Column with the time of each row, where a unit has several.

        Raises:
            PugError: The data do not suit the design; every problem is listed, with its place.
        """
        from pug.workbench.index import build_index  # noqa: PLC0415  (needs numpy)

        return build_index(self, data, unit, time)

    # What it says

    @cached_property
    def _document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self._native.pretty())
        return document

    @property
    def id(self) -> str:
        """Its name."""
        return str(self._document.get("id", ""))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical document, 64 hexadecimal digits."""
        return self._native.fingerprint

    @property
    def indicators(self) -> list[str]:
        """Names of the indicators, in the order of the columns."""
        return list(self._document["columns"])

    @property
    def parts(self) -> dict[str, int]:
        """Level of every part by name, the index first."""
        return dict(_levels(self._document["index"]))

    @property
    def steps(self) -> list[str]:
        """The steps in their order."""
        return [next(iter(step)) for step in self._document.get("steps", [])]

    @property
    def columns(self) -> list[str]:
        """The columns of data that it needs: indicators, then denominators."""
        return self._native.columns

    @property
    def groups(self) -> list[str]:
        """The columns of groups that it needs."""
        rules = [
            rule
            for step in self._document.get("steps", [])
            for rule in (step.get("impute", {}), *step.get("impute", {}).get("others", {}).values())
        ]
        return list(dict.fromkeys(rule["group"] for rule in rules if "group" in rule))

    def to_dict(self) -> dict[str, Any]:
        """The document as plain values, defaults left out; the caller's to change."""
        return deepcopy(self._document)

    def to_json(self) -> str:
        """The document as JSON text, laid out for people.

        Raises:
            PugError: It has a normalisation of one's own, which no document can hold (code ``design.own``).
        """
        if self._functions:
            message = "a normalisation of your own is a function, which a document cannot hold"
            raise failure("argument", "design.own", message)
        return self._native.pretty()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the document to a file."""
        from pug._atomic import write_text  # noqa: PLC0415

        write_text(path, self.to_json())

    # Making others

    def _with_step(self, name: str, rule: Mapping[str, Any]) -> Design:
        document = self.to_dict()
        steps = document.get("steps", [])
        at = next((i for i, step in enumerate(steps) if name in step), len(steps))
        steps[at : at + 1] = [{name: dict(rule)}]
        return self._of(document | {"steps": steps}, {} if name == "normalise" else self._functions)

    def _with_rule(self, key: str, rule: Mapping[str, Any], part: str | Sequence[str], level: int | None) -> Design:
        document = self.to_dict()
        names = [part] if isinstance(part, str) else list(part)
        if not names and level is None:
            # For every part: what parts state by themselves goes.
            for each in _parts(document["index"]):
                each.pop(key, None)
            return self._of(document | {key: dict(rule)}, self._functions)
        self._need(*names)
        levels = dict(_levels(document["index"]))
        wanted = {name for name in levels if name in names or levels[name] == level}
        if level is not None and level not in levels.values():
            found = sorted(set(levels.values()))
            raise failure("argument", "design.level", f"found level {level}, wanted one of {found}")
        for each in _parts(document["index"]):
            if each["id"] in wanted:
                each[key] = dict(rule)
        if missing := [name for name in names if name not in levels]:
            raise failure("argument", "design.part", f'"{missing[0]}" is an indicator; wanted a part, which has parts')
        return self._of(document, self._functions)

    def _with_weights(self, weights: Mapping[str, float]) -> Design:
        document = self.to_dict()
        self._need(*weights)
        for each in _parts(document["index"]):
            each["parts"] = [
                (child | {"weight": weights[child["id"]]} if child["id"] in weights else child)
                for child in each["parts"]
            ]
            # Weights that are stated by number are meant to hold.
            if any(child["id"] in weights for child in each["parts"]):
                each["weights"] = "given"
        return self._of(document, self._functions)

    def _need(self, *names: str) -> None:
        import difflib  # noqa: PLC0415

        known = [*self.parts, *self.indicators]
        unknown = [name for name in names if name not in known]
        if not unknown:
            return
        name = unknown[0]
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        advice = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known)}"
        raise failure("argument", "design.unknown", f'nothing of the design is called "{name}"; {advice}')

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Design) and (self._document, self._functions) == (other._document, other._functions)

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __reduce__(self) -> tuple[Any, ...]:
        return Design._of, (self._document, self._functions)

    def __repr__(self) -> str:
        what = f"{len(self.indicators)} indicators, {len(self.parts)} parts, steps: {', '.join(self.steps) or 'none'}"
        return f"<pug.Design {self.id or 'without a name'}: {what}>"


DesignLike: TypeAlias = Design | str | os.PathLike[str] | bytes | Mapping[str, Any]
"""What stands for a design: itself, a path, the document as bytes or dict."""


def _read(document: bytes, file: str | None) -> _pug.Design:
    try:
        return _pug.Design.read(document)
    except PugError as error:
        raise PugError(error.kind, [replace(problem, file=file) for problem in error.problems]) from None


def _read_file(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message = f"cannot read the design: {reason}"
        raise failure("not_found", "design.unreadable", message, file=path) from None


def _rule(rule: Rule, others: Mapping[str, Rule] | None, **parameters: Any) -> dict[str, Any]:
    """A rule as an object, with the parameters that are given."""
    made: dict[str, Any] = {"method": rule} if isinstance(rule, str) else dict(rule)
    made |= {name: value for name, value in parameters.items() if value is not None}
    if others:
        made["others"] = {name: each if isinstance(each, str) else dict(each) for name, each in others.items()}
    return made


def _leaves(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping) and part.get("parts"):
        for child in part["parts"]:
            yield from _leaves(child)
    elif isinstance(part, Mapping) and isinstance(part.get("id"), str):
        yield part["id"]


def _parts(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts that have parts, wholes before parts; the caller's to change."""
    if part.get("parts"):
        yield part
        for child in part["parts"]:
            yield from _parts(child)


def _levels(part: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for each in _parts(dict(part)):
        yield each["id"], _level(each)


def _level(part: Mapping[str, Any]) -> int:
    return 1 + max((_level(child) for child in part.get("parts", ())), default=0)


def _pruned(part: dict[str, Any], name: str) -> dict[str, Any] | None:
    if part["id"] == name:
        return None
    if "parts" not in part:
        return part
    kept = [left for child in part["parts"] if (left := _pruned(child, name)) is not None]
    return part | {"parts": kept} if kept else None


def _listed(steps: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(next(iter(step)) for step in steps) or "(there are none)"
