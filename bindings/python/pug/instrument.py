"""Instruments: loaded by id, path, dict or bytes; checked and compiled; immutable."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from pug import _pug
from pug._document import DocumentReader
from pug._errors import Problem, PugError, failure
from pug._html import definitions
from pug._places import locate
from pug.model import Cap, Gate, Grade, Node, Override, Step, Text, Variable, in_language, text_of
from pug.verdict import Row, Verdict, score_unusual


def catalog() -> list[str]:
    """Ids of the built-in instruments, sorted."""
    return _pug.catalog_ids()


class Instrument:
    """A standard, index, checklist or marker, compiled and ready to score.

    Attributes:
        id: Its name, for example ``undp.gii``.
        edition: Which edition of the rules this is.
        status: ``official``, ``reconstructed`` or ``draft``.
        fingerprint: SHA-256 of the canonical document: names exactly this instrument, edition and wording.
        file: The file it was read from, as the caller named it, or None.
        as_of: The day whose dated parameters it uses, ``YYYY-MM-DD``; an empty text for the latest ones.
    """

    def __init__(self, native: _pug.Instrument, document: bytes, file: str | None = None, as_of: str = "") -> None:
        """Wraps a compiled instrument; `load` is how to get one."""
        self._native = native
        self._source = document
        self.file = file
        self.as_of = as_of
        self.id = native.id
        self.edition = native.edition
        self.status = native.status

    @classmethod
    def load(cls, ref: InstrumentLike, as_of: Day | None = None) -> Instrument:
        """The instrument that `ref` stands for.

        Args:
            ref: Id of a built-in instrument, path of a JSON file, the document as bytes or dict, or an instrument.
            as_of: The day (a date, or ``YYYY-MM-DD``) whose dated parameters hold. Without it those of an instrument
                given as such stay as they are, and the latest hold otherwise.

        Raises:
            PugError: Nothing is called so (kind ``not_found``), or the document is no instrument (``document``,
                ``instrument``); every problem found is listed, with line and column.
        """
        day = _day(as_of)
        if isinstance(ref, Instrument):
            return ref if as_of is None or day == ref.as_of else cls._read(ref._source, ref.file, day)
        if isinstance(ref, bytes):
            return cls._read(ref, as_of=day)
        if isinstance(ref, Mapping):
            return cls._read(_encode(ref), as_of=day)
        if isinstance(ref, str) and ref in catalog():
            return cls(_pug.Instrument.load(ref, day), _pug.catalog_document(ref), as_of=day)
        path = Path(ref)
        if isinstance(ref, str) and not (ref and path.exists()) and not _looks_like_path(ref):
            raise _unknown(ref)
        return cls._read(_read_file(path, os.fspath(ref)), os.fspath(ref), day)

    @classmethod
    def _read(cls, document: bytes, file: str | None = None, as_of: str = "") -> Instrument:
        try:
            return cls(_pug.Instrument.read(document, as_of), document, file, as_of)
        except PugError as error:
            raise PugError(error.kind, [replace(problem, file=file) for problem in error.problems]) from None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical document, 64 hexadecimal digits."""
        return self._native.fingerprint

    @cached_property
    def scoring_fingerprint(self) -> str:
        """SHA-256 of what decides scores alone, without titles, sources and examples: the same for a mere rewording."""
        return self._native.scoring_fingerprint

    @property
    def is_relative(self) -> bool:
        """Whether it looks at the cohort, so that scores depend on reference values (see `pug.fit`)."""
        return self._native.is_relative

    @cached_property
    def _text(self) -> str:
        return self._native.pretty()

    @cached_property
    def _document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self._text)
        return document

    @cached_property
    def _reader(self) -> DocumentReader:
        return DocumentReader(self._document, self.as_of)

    @property
    def title(self) -> Text:
        """Its title by language."""
        return text_of(self._document.get("title"))

    @property
    def description(self) -> Text:
        """What it measures and how, by language."""
        return text_of(self._document.get("description"))

    @property
    def authority(self) -> Text:
        """Who stands behind it, by language."""
        return text_of(self._document.get("authority"))

    @property
    def lower_is_better(self) -> bool:
        """Whether a low score is a good one."""
        return bool(self._document.get("direction") == "lower_is_better")

    @property
    def is_draft(self) -> bool:
        """Whether its numbers are nobody's ruling, so that a grade must not be shown without saying so."""
        return self.status == "draft"

    @cached_property
    def variables(self) -> Mapping[str, Variable]:
        """The variables by name, in the order of the columns."""
        return self._reader.variables()

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """The nodes by key (id, or JSON pointer where there is none); the root first, wholes before parts."""
        return self._reader.nodes()

    @property
    def root(self) -> Node | None:
        """The node whose value is the score; None where the instrument makes no total."""
        return next(iter(self.nodes.values())) if "score" in self._document else None

    @cached_property
    def grades(self) -> tuple[Grade, ...]:
        """The bands of the verdict."""
        return self._reader.grades()

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """The mandatory conditions of the verdict."""
        return self._reader.gates()

    @cached_property
    def caps(self) -> tuple[Cap, ...]:
        """The conditions that hold the grade down."""
        return self._reader.caps()

    @cached_property
    def ladder(self) -> tuple[Step, ...]:
        """The levels of the verdict that are earned one after the other, the lowest first."""
        return self._reader.ladder()

    @cached_property
    def overrides(self) -> tuple[Override, ...]:
        """The conditions that decide the grade before all else."""
        return self._reader.overrides()

    @property
    def examples(self) -> int:
        """How many cases with expected results are inside the document."""
        return len(self._document.get("examples", []))

    @property
    def graded(self) -> str | None:
        """Id of the node that is rounded and graded; None where that is the score."""
        on: str | None = self._document.get("verdict", {}).get("on")
        return None if self.root is None or on == self.root.id else on

    @property
    def digits(self) -> int | None:
        """Decimals that the verdict rounds to; None where it does not round."""
        rounding = self._document.get("verdict", {}).get("round")
        return None if rounding is None else int(rounding["digits"])

    def number(self, written: Any) -> float:
        """A number as the document writes it: a decimal, a fraction, or ``{"parameter": name}``."""
        return self._reader.number(written)

    def to_dict(self) -> dict[str, Any]:
        """The document as plain values, numbers as decimal strings, defaults left out; the caller's to change."""
        document: dict[str, Any] = json.loads(self._text)
        return document

    def to_json(self, indent: int | None = 2) -> str:
        """The document as JSON text: laid out for people, or on one line where `indent` is None."""
        return self._text if indent == 2 else json.dumps(self._document, ensure_ascii=False, indent=indent)

    def score_one(self, row: Row) -> Verdict:
        """Scores one unit by itself: in microseconds, without making a table of it.

        The same to the last bit as `pug.score` of a table with this row.

        Args:
            row: A mapping from variables to answers as they stand in a table (numbers, codes, names of statuses, None
                where there is no answer; other keys are ignored), or a sequence of numbers in the order of the
                instrument, as in a row of a matrix: a choice is the index of its level, None or NaN no answer.

        Raises:
            PugError: The row cannot be used; every problem found is listed. An instrument that looks at the cohort
                cannot score a unit by itself (code ``references.missing``).
        """
        return Verdict(*(self._native.score_row(row) or score_unusual(self, row)))

    def validate(self) -> list[Problem]:
        """Runs the examples inside the document.

        Reading and compiling were checked when it was loaded. Returns what disagrees, with its place in the document;
        nothing where every example comes out as printed.
        """
        return self._placed(self._native.check_examples())

    def review(self) -> list[Problem]:
        """What is legal but doubtful, with its place in the document; the codes begin with ``warning.``.

        For example weights that do not sum to 1, a criterion that can never matter, a grade that can never be reached,
        a missing translation.
        """
        return self._placed(self._native.review())

    def _placed(self, found: list[tuple[str, str, int, int, str]]) -> list[Problem]:
        """Problems of the engine with line and column in the text that was read."""
        text = self._source.decode("utf-8-sig")
        return [_placed(Problem(*problem), text, self.file) for problem in found]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Instrument) and (self._text, self.as_of) == (other._text, other.as_of)

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __reduce__(self) -> tuple[Any, ...]:
        # Not the canonical form: it sorts the variables, whose order is that of a matrix's columns.
        return Instrument._read, (self._text.encode("utf-8"), None, self.as_of)

    def __repr__(self) -> str:
        return f"<pug.Instrument {self.id} {self.edition} ({self.status}) {self.fingerprint[:12]}>"

    def _repr_html_(self) -> str:
        return definitions(
            in_language(self.title, "en", self.id),
            {
                "id": self.id,
                "edition": self.edition,
                "status": self.status,
                "authority": in_language(self.authority, "en"),
                "variables": str(len(self.variables)),
                "nodes": str(len(self.nodes)),
                "grades": ", ".join(grade.name for grade in self.grades),
                "fingerprint": self.fingerprint,
            },
        )


InstrumentLike: TypeAlias = Instrument | str | os.PathLike[str] | bytes | Mapping[str, Any]
"""What stands for an instrument wherever one is wanted: itself, an id, a path, the document as bytes or dict."""

Day: TypeAlias = str | date
"""A day: a date, or ``YYYY-MM-DD``."""


def _day(written: Day | None) -> str:
    """A day as ``YYYY-MM-DD``; an empty text for none."""
    if written is None or isinstance(written, date):
        return "" if written is None else written.strftime("%Y-%m-%d")
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
            return date.fromisoformat(written).isoformat()
    except ValueError:
        pass
    raise failure("argument", "as_of.syntax", f'found "{written}", wanted a day of the form YYYY-MM-DD')


def _encode(document: Mapping[str, Any]) -> bytes:
    """The bytes of a document given as a dict; decimals and fractions become their text."""
    try:
        return json.dumps(document, ensure_ascii=False, default=str).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise failure("document", "document.not_json", f"the dict cannot be written as JSON: {error}") from None


def _looks_like_path(ref: str) -> bool:
    return ref.endswith(".json") or os.sep in ref


def _read_file(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise failure(
            "not_found", "instrument.unreadable", f"cannot read the instrument: {reason}", file=name
        ) from None


def _unknown(name: str) -> PugError:
    ids = catalog()
    near = [i for i in ids if name.lower() in i] or difflib.get_close_matches(name.lower(), ids, n=3, cutoff=0.5)
    advice = f"did you mean {' or '.join(near)}?" if near else f"the catalog has {', '.join(ids)}"
    message = f'found "{name[:80]}", wanted the id of an instrument or the path of a file; {advice}'
    return failure("not_found", "instrument.unknown", message)


def _placed(problem: Problem, text: str, file: str | None) -> Problem:
    line, column = locate(text, problem.where)
    return replace(problem, line=line, column=column, file=file)
