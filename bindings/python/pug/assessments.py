"""Assessments as documents: what each stage found, on what evidence, and what of it counts on a day."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pug import _pug
from pug._atomic import write_text
from pug._errors import Problem, PugError, failure
from pug.instrument import Day, Instrument, InstrumentLike, _day
from pug.model import Text, Variable

if TYPE_CHECKING:
    from pug.references import ReferencesLike
    from pug.scores import Scores

STAGES = ("self", "administrative", "field", "final")


@dataclass(frozen=True)
class Stage:
    """A round of looking at a unit.

    Attributes:
        kind: ``self``, ``administrative``, ``field`` or ``final``.
        date: The day on which it took place, ``YYYY-MM-DD``.
        by: The role that did it, by language.
        evidence_required: Whether a value counts only if it names evidence.
    """

    kind: str
    date: str
    by: Text
    evidence_required: bool


@dataclass(frozen=True)
class EvidenceUse:
    """A piece of evidence that an answer rests on.

    Attributes:
        name: Its name in the document.
        state: ``stands``, ``expired`` or ``not_yet`` on the day.
        expires: The last day on which it stands; None where it never runs out.
    """

    name: str
    state: str
    expires: str | None


@dataclass(frozen=True)
class Answered:
    """What a stage answered, whether it counts or not.

    Attributes:
        status: ``observed`` or the status that was given.
        value: As a number; None unless observed.
        code: The code of a level, ``yes`` or ``no``; None for numbers.
        reason: Why there is no value.
    """

    status: str
    value: float | None
    code: str | None
    reason: Text
    note: Text
    evidence: tuple[EvidenceUse, ...]


@dataclass(frozen=True)
class Waiver:
    """A decision that lifts the requirement behind a variable.

    Attributes:
        decision: What finds the decision.
        decided: The day from which it holds.
        until: The last day on which it holds; None where it never ends.
        reason: Why.
        by: The role that decided.
    """

    decision: Text
    decided: str
    until: str | None
    reason: Text
    by: Text


@dataclass(frozen=True)
class AssessedAnswer:
    """What counts for a variable on a day, and why.

    Attributes:
        variable: Its name.
        title: Its title by language.
        status: ``observed`` or another status.
        value: As a number; None unless observed.
        code: The code of a level, ``yes`` or ``no``; None for numbers.
        why: ``as_answered``; ``carried_over`` from an earlier stage; ``waived``; ``evidence_expired``,
            ``evidence_not_yet`` where no evidence stands; ``no_evidence`` where a stage requires some; ``unanswered``.
        stage: The stage that answered last; None where no stage did.
        answered: What that stage answered.
        waiver: The waiver in force, or None.
    """

    variable: str
    title: Text
    status: str
    value: float | None
    code: str | None
    why: str
    stage: str | None
    answered: Answered | None
    waiver: Waiver | None

    @property
    def text(self) -> str:
        """The answer as it stands in data: a code, a number or the name of a status."""
        if self.value is None:
            return self.status
        if self.code is not None:
            return self.code
        return str(int(self.value)) if self.value.is_integer() and abs(self.value) < 2**53 else repr(self.value)


@dataclass(frozen=True)
class Expiring:
    """A piece of evidence that runs out.

    Attributes:
        unit: Whose it is.
        evidence: Its name in the document.
        kind: What kind of evidence it is.
        reference: What finds it.
        expires: The last day on which it stands.
        answers: Names of the variables whose value falls with it.
    """

    unit: str
    evidence: str
    kind: str
    reference: Text
    expires: str
    answers: tuple[str, ...]


class Assessments:
    """Assessments of several units in one round, made with one instrument.

    What counts is always asked for a day; nothing here knows what day it is.

    Attributes:
        instrument: What they were made with.
        units: Names of the units, in the order of the documents.
        round: Name of the round; may be empty.
    """

    def __init__(self, instrument: Instrument, native: _pug.Assessments) -> None:
        """Wraps assessments that were read; `load` is how to get them."""
        self.instrument = instrument
        self._native = native
        self.units: list[str] = native.units
        self.round: str = native.round

    @classmethod
    def load(cls, source: AssessmentsLike, instrument: InstrumentLike) -> Assessments:
        """Reads assessments.

        Args:
            source: A document or a list of documents: a path, its content as bytes, or dicts; or a list of those.
            instrument: What the assessments were made with, as `pug.score` takes it.

        Raises:
            PugError: A file cannot be read, is no document, or says what the instrument does not admit; every problem
                is listed with its place. A unit may stand only once, and all documents belong to one round.
        """
        model = Instrument.load(instrument)
        parts, problems, kind = list[tuple[_pug.Assessments, str | None]](), list[Problem](), "data"
        for content, file in _contents(source):
            try:
                parts.append((_pug.Assessments.read(content, model._native), file))
            except PugError as error:
                kind = error.kind if not problems else kind
                problems += [replace(problem, file=file) for problem in error.problems]
        problems = problems or _clashes(parts)
        if problems:
            raise PugError(kind, problems)
        native = parts[0][0] if len(parts) == 1 else _pug.Assessments.joined([part for part, _ in parts])
        return cls(model, native)

    def __len__(self) -> int:
        return len(self.units)

    @cached_property
    def stages(self) -> Mapping[str, tuple[Stage, ...]]:
        """The stages of every unit, in the order in which they took place."""
        return {
            unit: tuple(Stage(*stage) for stage in stages)
            for unit, stages in zip(self.units, self._native.stages, strict=True)
        }

    # --- what counts on a day ---

    def score(  # noqa: PLR0913  (keywords; each says one thing)
        self,
        *,
        as_of: Day,
        stage: str | None = None,
        references: ReferencesLike | None = None,
        threads: int = 1,
        nodes: bool = True,
        intervals: bool = True,
    ) -> Scores:
        """Scores what counts on a day: every unit that has had the stage by then; the others are left out.

        The scores are those of `pug.score`, with the columns ``unit`` and ``stage``. Dated parameters of the instrument
        are those of the day, unless it was loaded for another.

        Args:
            as_of: The day, a date or ``YYYY-MM-DD``.
            stage: ``self``, ``administrative``, ``field`` or ``final``; without it the latest that each unit has had.
            references: As `pug.score` takes them.
            threads: How many threads share the units.
            nodes: Whether to keep the values and statuses of the nodes.
            intervals: Whether to compute what the score of a unit with unanswered variables could be.

        Raises:
            PugError: No day is given, or no unit has had the stage by then (code ``assessment.no_stage``); or what
                `pug.score` refuses.
        """
        options = {"references": references, "threads": threads, "nodes": nodes, "intervals": intervals}
        return self._scored(as_of, stage, {}, options)

    def stage_scores(self, *, as_of: Day) -> dict[str, Scores]:
        """The scores of every stage that some unit has had by a day, by stage.

        Raises:
            PugError: As `score` does; of code ``assessment.no_stage`` where no unit has had any.
        """
        day = _day(as_of)
        self._native.observed(day)  # refuses a day by which no unit has had any
        held = {stage.kind for stages in self.stages.values() for stage in stages if stage.date <= day}
        return {stage: self.score(as_of=day, stage=stage) for stage in STAGES if stage in held}

    def answers(self, unit: str, *, as_of: Day, stage: str | None = None) -> dict[str, AssessedAnswer]:
        """What counts for a unit on a day, and why: by variable, in the order of the instrument.

        Args:
            unit: Its name.
            as_of: The day, a date or ``YYYY-MM-DD``.
            stage: The stage after which it counts; without it the latest that the unit has had by then.

        Raises:
            PugError: No unit is called so, no day is given, or the unit has not had the stage by then.
        """
        told = json.loads(self._native.answers(self._index(unit), _day(as_of), stage), parse_int=float)
        return {answer["variable"]: _answer(answer) for answer in told["answers"]}

    def expiring(self, *, before: Day, since: Day | None = None) -> list[Expiring]:
        """The evidence whose last day lies before a day, soonest first, with the answers that fall with it.

        An answer falls with the last piece that it rests on; one that another piece still holds up does not.

        Args:
            before: The day, a date or ``YYYY-MM-DD``.
            since: Leaves out what ran out before this day.

        Raises:
            PugError: No day is given.
        """
        told = json.loads(self._native.expiring(_day(before), _day(since)))
        return [_expiring(each) for each in told["expiring"]]

    # --- documents ---

    def to_json(self) -> str:
        """The documents as JSON text in canonical form: an object where there is one, else a list."""
        return self._native.canonical().decode("utf-8")

    def to_dicts(self) -> list[dict[str, Any]]:
        """The documents as plain values; the caller's to change."""
        documents = json.loads(self.to_json())
        return documents if isinstance(documents, list) else [documents]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the documents to a file; one that is there is replaced only when the new one is complete.

        Raises:
            PugError: The file cannot be written.
        """
        write_text(path, self.to_json() + "\n")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Assessments):
            return NotImplemented
        return self.instrument == other.instrument and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __reduce__(self) -> tuple[Any, ...]:
        return Assessments.load, (self.to_json().encode("utf-8"), self.instrument)

    def __repr__(self) -> str:
        return f"<pug.Assessments of {len(self)} units with {self.instrument.id} {self.instrument.edition}>"

    # --- how it is done ---

    def _scored(
        self, as_of: Day, stage: str | None, more: Mapping[str, Mapping[str, object]], options: Mapping[str, Any]
    ) -> Scores:
        """Scores what counts; `more` are columns for the result, each by unit."""
        from pug.scores import score  # noqa: PLC0415  (needs numpy)

        day = _day(as_of)
        rows, stages, columns = self._native.observed(day, stage)
        units = [self.units[row] for row in rows]
        name = _free("unit", self.instrument)
        data: dict[str, Any] = {name: units, _free("stage", self.instrument): stages}
        data |= {_free(title, self.instrument): [cells.get(unit) for unit in units] for title, cells in more.items()}
        variables = self.instrument.variables.values()
        for variable, (values, statuses) in zip(variables, columns, strict=True):
            pairs = zip(values.tolist(), statuses.tolist(), strict=True)
            data[variable.name] = [_cell(variable, value, status) for value, status in pairs]
        return score(data, self._instrument_on(day), unit=name, **options)

    def _instrument_on(self, day: str) -> Instrument:
        """The instrument with the dated parameters of a day; one that was loaded for a day stays as it is."""
        parameters = self.instrument._document.get("parameters", {})
        is_dated = any("values" in parameter for parameter in parameters.values())
        return Instrument.load(self.instrument, day) if is_dated and not self.instrument.as_of else self.instrument

    def _index(self, unit: str) -> int:
        if unit in self._places:
            return self._places[unit]
        near = difflib.get_close_matches(unit, self.units[:10_000], n=3)
        advice = f"; did you mean {' or '.join(near)}?" if near else ""
        raise failure("argument", "unit.unknown", f'no unit is called "{unit}"{advice}')

    @cached_property
    def _places(self) -> dict[str, int]:
        return {unit: place for place, unit in enumerate(self.units)}


AssessmentsLike: TypeAlias = (
    str | os.PathLike[str] | bytes | Mapping[str, Any] | Sequence["str | os.PathLike[str] | bytes | Mapping[str, Any]"]
)
"""What assessments are read from: a path, the content of a file as bytes, a dict, or a list of those."""


def _contents(source: Any) -> list[tuple[bytes, str | None]]:
    """The documents to read, each as bytes and the file it comes from; dicts make one document together."""
    if isinstance(source, (str, os.PathLike)):
        return [(_read_file(source), os.fspath(source))]
    if isinstance(source, bytes):
        return [(source, None)]
    if isinstance(source, Mapping):
        return [(_encode(source), None)]
    if not isinstance(source, Sequence):
        message = f"found {type(source).__name__}, wanted a path, bytes, a dict, or a list of those"
        raise failure("argument", "assessment.source", message)
    if not source or all(isinstance(part, Mapping) for part in source):
        return [(_encode(list(source)), None)]
    return [content for part in source for content in _contents(part)]


def _encode(documents: object) -> bytes:
    """The bytes of documents given as plain values; decimals and dates become their text."""
    try:
        return json.dumps(documents, ensure_ascii=False, default=str).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise failure("document", "document.not_json", f"the dict cannot be written as JSON: {error}") from None


def _read_file(path: str | os.PathLike[str]) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message = f"cannot read the assessment: {reason}"
        raise failure("not_found", "assessment.unreadable", message, file=os.fspath(path)) from None


def _clashes(parts: Sequence[tuple[_pug.Assessments, str | None]]) -> list[Problem]:
    """Units that stand in two documents, and documents of another round; within one document its reader has looked."""
    found = list[Problem]()
    first: dict[str, str | None] = {}
    for part, file in parts:
        for unit in part.units:
            if unit in first:
                place = f", first in {first[unit]}" if first[unit] else ""
                message = f'unit "{unit}" stands twice{place}'
                found.append(Problem("assessment.duplicate_unit", "", 0, 0, message, file))
            first.setdefault(unit, file)
        if part.round != parts[0][0].round:
            message = (
                f'the assessments are of round "{part.round}", others of round "{parts[0][0].round}"; '
                "score each round by itself"
            )
            found.append(Problem("assessment.other_round", "", 0, 0, message, file))
    return found


def _free(name: str, instrument: Instrument) -> str:
    """The name of a column beside the variables."""
    while name in instrument.variables:
        name += "_"
    return name


def _cell(variable: Variable, value: float, status: int) -> object:
    """An answer as it stands in data."""
    word = _pug.status_names[status]
    if word != "observed":
        return None if word == "missing" else word
    if variable.type == "yes_no":
        return "yes" if value else "no"
    return value if variable.scale is None else variable.scale.levels[int(value)].code


def _answer(told: dict[str, Any]) -> AssessedAnswer:
    given, waiver = told.pop("answered"), told.pop("waiver")
    if given is not None:
        uses = tuple(EvidenceUse(**use) for use in given.pop("evidence"))
        given = Answered(**given, evidence=uses)
    return AssessedAnswer(**told, answered=given, waiver=None if waiver is None else Waiver(**waiver))


def _expiring(told: dict[str, Any]) -> Expiring:
    return Expiring(answers=tuple(told.pop("variables")), **told)
