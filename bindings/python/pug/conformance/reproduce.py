"""Scores the published inputs and compares the results with the published ones."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from math import isnan
from pathlib import Path

import numpy as np

from pug._errors import Problem, PugError, failure
from pug.conformance.manifest import Figure, Manifest, TableRule
from pug.conformance.outcome import ColumnOutcome, Outcome, TableOutcome
from pug.conformance.speed import measure
from pug.instrument import Instrument
from pug.scores import Scores, score

HERE = Path(__file__).parent
VECTORS = HERE / "vectors"
"""The published figures that come with the package."""

_WIDE = Context(prec=400)  # holds any double

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
        reason = error.strerror or str(error)
        raise failure(
            "not_found", "conformance.folder", f"cannot read the folder: {reason}", file=str(folder)
        ) from None


def _compare(path: Path, rule: TableRule, outcome: Outcome, timed: bool) -> None:
    results = _read(path)
    figures = [figure for figure in rule.figures if results and figure.column in results[0]]
    if not figures:
        wanted = ", ".join(figure.column for figure in rule.figures)
        raise failure("data", "conformance.no_figures", f"found no column of results, wanted {wanted}", file=path.name)
    inputs_path = path.with_name(rule.inputs_of(path.name))
    inputs = results if rule.inputs is None else _read(inputs_path)
    model = Instrument.load(rule.instrument)
    data = _inputs(model, rule, inputs)
    scores = _score(model, data, rule, inputs_path.name)
    lines = _lines(rule, results, inputs)
    table = TableOutcome(path.name, rule.instrument, [], len(results) - len(lines))
    table.why = rule.left_out.why if rule.left_out else ""
    for figure in figures:
        ends = _ends(model, data, rule, figure, inputs_path.name)
        table.columns.append(_column(path, rule, figure, lines, [scores, *ends], outcome.problems))
    table.speed = measure(scores) if timed else None
    outcome.tables.append(table)


def _read(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise failure("data", "conformance.unreadable", f"cannot be read: {error}", file=path.name) from None


def _inputs(model: Instrument, rule: TableRule, rows: Sequence[Row]) -> dict[str, list[object]]:
    """The columns that are scored; every cell a text, which the instrument reads."""
    column, variables = rule.letters or ("", ())
    needed = [*model.variables, *([rule.rank_where.partition("=")[0]] if rule.rank_where else [])]
    return {
        name: [
            dict(zip(variables, row[column], strict=False)).get(name, "") if name in variables else row[name]
            for row in rows
        ]
        for name in needed
        if name in variables or all(name in row for row in rows)
    }


def _score(model: Instrument, data: Mapping[str, list[object]], rule: TableRule, file: str) -> Scores:
    try:
        return score(data, model, rank_where=rule.rank_where)
    except PugError as error:
        # The rows of a table of columns count from 1, those of the file have a header above them.
        lines = [p.line + 1 if p.line else 0 for p in error.problems]
        told = [
            Problem(p.code, p.where, line, p.column, p.message, file)
            for p, line in zip(error.problems, lines, strict=True)
        ]
        raise PugError(error.kind, told) from None


def _lines(rule: TableRule, results: Sequence[Row], inputs: Sequence[Row]) -> list[Line]:
    """The rows that are cases."""
    places = {row[rule.joined_by]: place for place, row in enumerate(inputs)} if rule.joined_by else {}
    return [
        Line(number + 2, places.get(row[rule.joined_by]) if rule.joined_by else number, row)
        for number, row in enumerate(results)
        if rule.left_out is None or row[rule.left_out.column] != rule.left_out.value
    ]


def _ends(
    model: Instrument, data: Mapping[str, list[object]], rule: TableRule, figure: Figure, file: str
) -> list[Scores]:
    """The scores of the lowest and of the highest inputs that could have been rounded to those published."""
    if figure.inputs_digits is None:
        return []
    half = Decimal(5).scaleb(-figure.inputs_digits - 1)
    return [_score(model, _moved(model, data, step), rule, file) for step in (-half, half)]


def _moved(model: Instrument, data: Mapping[str, list[object]], step: Decimal) -> dict[str, list[object]]:
    """The inputs, all of them moved by a step and kept within what is admissible."""
    moved = dict(data)
    for name, variable in model.variables.items():
        cells = np.array([np.nan if not cell else float(Decimal(str(cell)) + step) for cell in data[name]])
        low, high = (
            end if end is not None else sign * np.inf for end, sign in ((variable.low, -1), (variable.high, 1))
        )
        moved[name] = [None if isnan(cell) else cell for cell in np.clip(cells, low, high).tolist()]
    return moved


def _column(
    path: Path,
    rule: TableRule,
    figure: Figure,
    lines: Sequence[Line],
    scores: Sequence[Scores],
    problems: list[Problem],
) -> ColumnOutcome:
    computed = [_results(each, figure.of) for each in scores]
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
            label = " ".join(line.row[column] for column in rule.label if line.row.get(column))
            message = (
                f"{label}: published {published}, computed {' to '.join(str(each) for each in found[1:] or found)}"
            )
            problems.append(Problem("conformance.differs", figure.column, line.number, 0, message, path.name))
    return outcome


def _results(scores: Scores, of: str) -> list[float | str]:
    """What was computed for each unit; where there is none, why."""
    if of == "grade":
        return [grade if grade is not None else f"none ({status})" for grade, status in _told(scores)]
    if of in ("score", "rounded", "rank"):
        values = {"score": scores.values, "rounded": scores.rounded, "rank": scores.ranks}[of].tolist()
        statuses = scores.statuses
    else:
        node = scores.node(of)
        values, statuses = node.values.tolist(), node.statuses
    return [status if isnan(value) else value for value, status in zip(values, statuses, strict=True)]


def _told(scores: Scores) -> list[tuple[str | None, str]]:
    return list(zip(scores.grades, scores.statuses, strict=True))


def _agrees(published: str, found: Sequence[float | str], figure: Figure) -> bool:
    if figure.of == "grade":
        return published == found[0]
    try:
        target, values = Decimal(published), [Decimal(repr(value)) for value in found if isinstance(value, float)]
    except InvalidOperation:
        return False
    if len(values) < len(found):
        return False
    if figure.inputs_digits is not None:
        half = Decimal(5).scaleb(-(figure.digits or 0) - 1)
        return min(values) <= target + half and max(values) >= target - half
    if figure.within is not None:
        return abs(values[0] - target) <= figure.within
    if figure.digits is None:
        return values[0] == target
    return values[0].quantize(Decimal(1).scaleb(-figure.digits), ROUND_HALF_UP, _WIDE) == target
