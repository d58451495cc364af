"""Scores the published inputs and compares the results with the published ones."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from math import isnan
from pathlib import Path

import numpy as np

from pug._errors import Problem, PugError, failure
from pug.conformance import asem
from pug.conformance.manifest import Figure, Manifest, TableRule
from pug.conformance.outcome import ColumnOutcome, IndexOutcome, Outcome, TableOutcome
from pug.conformance.speed import measure
from pug.instrument import Instrument
from pug.scores import Scores, score

HERE = Path(__file__).parent
VECTORS = HERE / "vectors"
"""The published figures that come with the package."""

_WIDE = Context(prec=400)  # holds any double

# Folders that hold an index with all its steps, and what builds it again.
_INDICES: Mapping[str, Callable[[Path], tuple[IndexOutcome, list[Problem]]]] = {asem.NAME: asem.reproduce}

Row = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A row of published results: where it stands, the row with its inputs, and what is published."""

    number: int
    inputs: int | None
    row: Row


def reproduce(folder: Path | None = None, *, timed: bool = False) -> Outcome:
    """Compares every published figure of a folder with what the catalog computes.

    Args:
        folder: Where the files are; those that come with the package without it.
        timed: Measure the time of fast and exact scoring as well.

    Raises:
        PugError: The folder cannot be read (kind ``not_found``).
    """
    folder = VECTORS if folder is None else folder
    manifest, outcome = Manifest.read(HERE / "manifest.json"), Outcome()
    for path in _entries(folder):
        rules = manifest.rules(path.name)
        if path.name in manifest.skipped:
            outcome.skipped[path.name] = manifest.skipped[path.name]
        elif path.name in _INDICES and path.is_dir():
            index, problems = _INDICES[path.name](path)
            outcome.indices.append(index)
            outcome.problems.extend(problems)
        elif not rules and path.name not in manifest.ignored:
            outcome.unknown.append(path.name)
        for rule in rules:
            try:
                _compare(path, rule, outcome, timed)
            except PugError as error:
                outcome.problems.extend(error.problems)
    return outcome


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        message = f"cannot read the folder: {error.strerror or error}"
        raise failure("not_found", "conformance.folder", message, file=str(folder)) from None


def _compare(path: Path, rule: TableRule, outcome: Outcome, timed: bool) -> None:
    comparison = Comparison(path, rule)
    outcome.tables.append(comparison.outcome())
    outcome.problems.extend(comparison.problems)
    if timed:
        outcome.tables[-1].speed = measure(comparison.scores)


class Comparison:
    """The figures of one instrument in one file.

    Attributes:
        scores: What the instrument gives for the inputs as they are published.
        problems: Figures that disagree.
    """

    def __init__(self, path: Path, rule: TableRule) -> None:
        self.problems: list[Problem] = []
        self._file = path.name
        self._rule = rule
        self._results = _read(path)
        self._inputs_file = rule.inputs_of(path.name)
        self._inputs = self._results if rule.inputs is None else _read(path.with_name(self._inputs_file))
        self._figures = [figure for figure in rule.figures if self._results and figure.column in self._results[0]]
        if not self._figures:
            wanted = ", ".join(figure.column for figure in rule.figures)
            message = f"found no column of results, wanted {wanted}"
            raise failure("data", "conformance.no_figures", message, file=path.name)
        self._model = Instrument.load(rule.instrument)
        self._data = self._scored_columns()
        self.scores = self._score(self._data)

    def outcome(self) -> TableOutcome:
        """Compares every column of results."""
        lines = self._lines()
        columns = [self._column(figure, lines) for figure in self._figures]
        why = self._rule.left_out.why if self._rule.left_out else ""
        return TableOutcome(self._file, self._rule.instrument, columns, len(self._results) - len(lines), why)

    def _scored_columns(self) -> dict[str, list[object]]:
        """The columns that are scored; every cell a text, which the instrument reads."""
        rule, rows = self._rule, self._inputs
        column, variables = rule.letters or ("", ())
        columns: dict[str, list[object]] = {}
        for place, name in enumerate(variables):
            columns[name] = [row[column][place : place + 1] for row in rows]
        for name in [*self._model.variables, *([rule.rank_where.partition("=")[0]] if rule.rank_where else [])]:
            if name not in variables and all(name in row for row in rows):
                columns[name] = [row[name] for row in rows]
        return columns

    def _score(self, data: Mapping[str, list[object]]) -> Scores:
        try:
            return score(data, self._model, rank_where=self._rule.rank_where)
        except PugError as error:
            # The rows of a table of columns count from 1, those of the file have a header above them.
            raise PugError(
                error.kind,
                [replace(p, line=p.line + 1 if p.line else 0, file=self._inputs_file) for p in error.problems],
            ) from None

    def _lines(self) -> list[Line]:
        """The rows that are cases."""
        key, left_out = self._rule.joined_by, self._rule.left_out
        places = {row[key]: place for place, row in enumerate(self._inputs)} if key else {}
        return [
            Line(number + 2, places.get(row[key]) if key else number, row)
            for number, row in enumerate(self._results)
            if left_out is None or row[left_out.column] != left_out.value
        ]

    def _column(self, figure: Figure, lines: Sequence[Line]) -> ColumnOutcome:
        computed = [_results(scores, figure.of) for scores in [self.scores, *self._ends(figure)]]
        outcome = ColumnOutcome(figure.column, figure.of, figure.rule)
        for line in lines:
            published = line.row[figure.column].strip()
            if not published:
                continue
            outcome.compared += 1
            found = ["not among the inputs"] if line.inputs is None else [column[line.inputs] for column in computed]
            if _agrees(published, found, figure):
                outcome.agree += 1
            else:
                self._differs(figure, line, published, found)
        return outcome

    def _differs(self, figure: Figure, line: Line, published: str, found: Sequence[float | str]) -> None:
        label = " ".join(line.row[column] for column in self._rule.label if line.row.get(column))
        shown = " to ".join(str(each) for each in found[1:] or found)
        message = f"{label}: published {published}, computed {shown}"
        self.problems.append(Problem("conformance.differs", figure.column, line.number, 0, message, self._file))

    def _ends(self, figure: Figure) -> list[Scores]:
        """The scores of the lowest and of the highest inputs that could have been rounded to those published."""
        if figure.inputs_digits is None:
            return []
        half = _half(figure.inputs_digits)
        return [self._score(self._moved(step)) for step in (-half, half)]

    def _moved(self, step: Decimal) -> dict[str, list[object]]:
        """The inputs, all of them moved by a step and kept within what is admissible."""
        moved = dict(self._data)
        for name, variable in self._model.variables.items():
            cells = np.array([np.nan if not cell else float(Decimal(str(cell)) + step) for cell in self._data[name]])
            low = -np.inf if variable.low is None else variable.low
            high = np.inf if variable.high is None else variable.high
            moved[name] = [None if isnan(cell) else cell for cell in np.clip(cells, low, high).tolist()]
        return moved


def _read(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise failure("data", "conformance.unreadable", f"cannot be read: {error}", file=path.name) from None


def _results(scores: Scores, of: str) -> list[float | str]:
    """What was computed for each unit; where there is none, why."""
    statuses = scores.statuses
    if of == "grade":
        pairs = zip(scores.grades, statuses, strict=True)
        return [grade if grade is not None else f"none ({status})" for grade, status in pairs]
    if of in ("score", "rounded", "rank"):
        values = {"score": scores.values, "rounded": scores.rounded, "rank": scores.ranks}[of]
    else:
        node = scores.node(of)
        values, statuses = node.values, node.statuses
    return [status if isnan(value) else value for value, status in zip(values.tolist(), statuses, strict=True)]


def _agrees(published: str, found: Sequence[float | str], figure: Figure) -> bool:
    if figure.of == "grade":
        return published == found[0]
    values = [Decimal(repr(value)) for value in found if isinstance(value, float)]
    if len(values) < len(found):
        return False
    try:
        return _is_near(Decimal(published), values, figure)
    except InvalidOperation:  # what is published is no number
        return False


def _is_near(published: Decimal, values: Sequence[Decimal], figure: Figure) -> bool:
    if figure.inputs_digits is not None:
        half = _half(figure.digits or 0)
        return min(values) <= published + half and max(values) >= published - half
    if figure.within is not None:
        return abs(values[0] - published) <= figure.within
    if figure.digits is None:
        return values[0] == published
    return values[0].quantize(Decimal(1).scaleb(-figure.digits), ROUND_HALF_UP, _WIDE) == published


def _half(digits: int) -> Decimal:
    """Half a unit of the last digit."""
    return Decimal(5).scaleb(-digits - 1)
