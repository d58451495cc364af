"""Gender analyses (GAP and GBS): documents that are read, checked against themselves and summarised."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from pug import _pug
from pug._errors import PugError, failure, one_line
from pug.gender.summary import Summary
from pug.model import Text, in_language

_WORDS = {
    "id": {
        "contradiction": "bertentangan",
        "arithmetic": "salah hitung",
        "missing": "belum ada",
        "form": "bentuk",
        "correction": "perbaikan",
    },
    "en": {"correction": "correction"},
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in a gender analysis, where, and what would be right.

    Attributes:
        code: Stable dotted name, for example ``claim.contradicted``.
        where: JSON pointer in the document.
        line: Line of the document, counted from 1.
        column: Column, counted from 1.
        severity: ``contradiction``, ``arithmetic``, ``missing`` or ``form``.
        message: What was found, by language (``id``, ``en``).
        correction: What would be right, by language.
        file: The file as the caller named it, or None.
    """

    code: str
    where: str
    line: int
    column: int
    severity: str
    message: Text
    correction: Text
    file: str | None = None

    def text(self, lang: str = "en") -> str:
        """On one line: place, severity, what was found, what would be right."""
        words = _WORDS.get(lang, {})
        place = "" if self.file is None else one_line(self.file) + ":"
        severity = words.get(self.severity, self.severity)
        message, correction = (in_language(text, lang) for text in (self.message, self.correction))
        told = f"{severity}: {message}; {words.get('correction', 'correction')}: {correction}"
        return f"{place}{self.line}:{self.column}: {one_line(told)} ({self.code} {one_line(self.where)})"

    def __str__(self) -> str:
        return self.text()


class Analysis:
    """The gender analysis of one activity: a GAP or, with a budget, a GBS.

    Attributes:
        file: The file it was read from, as the caller named it, or None.
    """

    def __init__(self, document: bytes, file: str | None = None) -> None:
        """Wraps a document that the engine has read; `load` is how to get one."""
        self._source = document
        self.file = file
        self._canonical = self._ask(lambda: _pug.gender_canonical(document))

    @classmethod
    def load(cls, ref: AnalysisLike) -> Analysis:
        """The analysis that `ref` stands for.

        Args:
            ref: Path of a JSON file, the document as bytes or dict, or an analysis.

        Raises:
            PugError: The file is not there (kind ``not_found``), or the document cannot be understood (``document``,
                ``data``); every problem is listed, with line and column.
        """
        if isinstance(ref, Analysis):
            return ref
        if isinstance(ref, bytes):
            return cls(ref)
        if isinstance(ref, Mapping):
            return cls(_encode(ref))
        return cls(_read_file(ref), os.fspath(ref))

    def check(
        self, *, dominated_above: float | str | Decimal = 50, equal_within: float | str | Decimal = 0
    ) -> list[Finding]:
        """What is wrong: numbers that do not add up, claims that the figures contradict, columns that do not follow.

        No official cut-off exists for the words of the claims; both thresholds are yours.

        Args:
            dominated_above: Per cent that a sex has to exceed where the text says that it dominates.
            equal_within: Percentage points by which women and men may differ where the text says that they are equal.

        Returns:
            The findings in the order of the columns; none where the document agrees with itself.

        Raises:
            PugError: A threshold makes no sense (code ``consistency.threshold``).
        """
        request = _request(dominated_above=str(dominated_above), equal_within=str(equal_within))
        content = json.loads(self._ask(lambda: _pug.gender_check(self._source, request)))
        return [Finding(**finding, file=self.file) for finding in content["findings"]]

    def summary(self, *, confidence: float = 0.95, lang: str = "en") -> Summary:
        """What its figures say of women and men: rows for a frame.

        Args:
            confidence: Of the intervals, between 0 and 1.
            lang: Language of the titles, ``id`` or ``en``.

        Raises:
            PugError: The confidence is none (code ``statistics.confidence``).
        """
        return self._summary(lang, confidence=confidence)

    def publish(self, threshold: int = 5, *, confidence: float = 0.95, lang: str = "en") -> Summary:
        """The summary with small counts withheld, and with them all from which they would follow.

        The texts of the document are no part of it: a text can say the number that is withheld.

        Args:
            threshold: Counts from 1 to below it are small, those of people who lack what is counted as well.
            confidence: Of the intervals, between 0 and 1.
            lang: Language of the titles, ``id`` or ``en``.

        Raises:
            PugError: The threshold is below 1 (code ``statistics.threshold``), or counts are impossible
                (``publication.counts``).
        """
        return self._summary(lang, confidence=confidence, threshold=threshold)

    def to_dict(self) -> dict[str, Any]:
        """The canonical document; every number but years is a text that keeps its digits."""
        document: dict[str, Any] = json.loads(self._canonical)
        return document

    def to_json(self) -> str:
        """The canonical document as JSON text."""
        return self._canonical.decode("utf-8")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Analysis) and self._canonical == other._canonical

    def __hash__(self) -> int:
        return hash(self._canonical)

    def __repr__(self) -> str:
        document = self.to_dict()
        return f"<pug.gender.Analysis, a {document['kind'].upper()} of {len(document.get('data', []))} figures>"

    def _summary(self, lang: str, **options: object) -> Summary:
        request = _request(**options)
        return Summary(self._ask(lambda: _pug.gender_summary(self._source, request)).decode("utf-8"), lang)

    def _ask(self, question: Callable[[], bytes]) -> bytes:
        """An answer of the engine; what it complains about gets the name of the file."""
        try:
            return question()
        except PugError as error:
            if error.kind == "argument":
                raise
            raise PugError(error.kind, [replace(problem, file=self.file) for problem in error.problems]) from None


AnalysisLike: TypeAlias = "Analysis | str | os.PathLike[str] | bytes | Mapping[str, Any]"
"""What stands for a gender analysis: itself, a path, the document as bytes or dict."""


def _request(**options: object) -> str:
    """Options for the engine, which refuses what makes no sense."""
    try:
        return json.dumps(options)
    except (TypeError, ValueError) as error:
        raise failure("argument", "argument.type", f"an option cannot be used: {error}") from None


def _encode(document: Mapping[str, Any]) -> bytes:
    """The bytes of a document given as a dict; decimals become their text."""
    try:
        return json.dumps(document, ensure_ascii=False, default=_plain, allow_nan=False).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise failure("document", "document.not_json", f"the dict cannot be written as JSON: {error}") from None


def _plain(value: object) -> object:
    """A number that JSON does not know as one that it does."""
    if isinstance(value, Decimal):
        return str(value)
    item = getattr(value, "item", None)  # a scalar of numpy
    if callable(item):
        return item()
    raise TypeError(f"found {type(value).__name__}")


def _read_file(path: str | os.PathLike[str]) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message = f"cannot read the gender analysis: {reason}"
        raise failure("not_found", "analysis.unreadable", message, file=os.fspath(path)) from None
