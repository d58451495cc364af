"""``pug assess``: scores of assessments, stage by stage, and what of their answers counts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict

import pug
from pug._atomic import check_target
from pug._errors import PugError
from pug._numbers import fixed
from pug._write import results_json, write_results
from pug.assessments import STAGES, AssessedAnswer, Assessments
from pug.cli._arguments import add_verb, refuse_overwriting_input, result_file
from pug.cli._output import print_draft_notice, print_table, progress
from pug.instrument import _day


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    example = "pug assess -i kemenpppa.lplpp org-07.json org-08.json --as-of 2025-06-30"
    text = "score assessments: every stage side by side, or one with --stage"
    parser = add_verb(verbs, "assess", _run, text=text, example=example)
    parser.add_argument("-i", "--instrument", required=True, metavar="INSTRUMENT", help="id or path of an instrument")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a .json file with one assessment or a list of them")
    parser.add_argument("--as-of", required=True, metavar="DAY", help="what counts on this day, YYYY-MM-DD")
    parser.add_argument("--stage", choices=STAGES, help="what counts after this stage (else: the latest of each unit)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    results = parser.add_mutually_exclusive_group()
    results.add_argument(
        "-o", "--output", metavar="FILE", type=result_file, help="write a .csv, .tsv, .json or .xlsx file"
    )
    results.add_argument("--answers", action="store_true", help="show every answer, and why it counts or does not")


def _run(options: argparse.Namespace) -> None:
    if options.output is not None:
        check_target(options.output)
        refuse_overwriting_input(options.output, options.instrument, *options.files)
    with progress("reading assessments"):
        assessments = Assessments.load(options.files, options.instrument)
    if options.answers:
        _show_answers(assessments, options)
        return
    with progress("scoring assessments"):
        by_stage = {} if options.stage else assessments.stage_scores(as_of=options.as_of)
        scores = assessments._scored(options.as_of, options.stage, _columns(by_stage), {})
        if options.output is not None:
            write_results(scores, options.output)
    if options.json:
        print(results_json(scores), end="")
    elif options.output is None:
        print_table(*(scores.ranking_texts() if options.stage else _side_by_side(scores.names, by_stage)))
        print_draft_notice(scores.instrument)


def _columns(by_stage: Mapping[str, pug.Scores]) -> dict[str, dict[str, object]]:
    """Score and grade of each stage, by unit, as columns of the result."""
    columns = dict[str, dict[str, object]]()
    for stage, scores in by_stage.items():
        values = (None if status != "observed" else value for value, status in _shown(scores))
        columns[f"{stage}_score"] = dict(zip(scores.names, values, strict=True))
        columns[f"{stage}_grade"] = dict(zip(scores.names, scores.grades, strict=True))
    return columns


def _shown(scores: pug.Scores) -> list[tuple[float, str]]:
    """The scores, rounded as they are graded."""
    values = scores.rounded if scores.instrument.graded is None else scores.values
    return list(zip(values.tolist(), scores.statuses, strict=True))


def _side_by_side(units: list[str], by_stage: Mapping[str, pug.Scores]) -> tuple[list[str], list[list[str]]]:
    """Headers and cells: a row for each unit, score and grade of every stage that it has had."""
    headers, rows = ["unit"], {unit: [unit] for unit in units}
    for stage, scores in by_stage.items():
        headers += [stage, "grade"]
        digits = scores.instrument.digits if scores.instrument.graded is None else None
        texts = {
            unit: [fixed(value, digits) if status == "observed" else status, grade or ""]
            for unit, (value, status), grade in zip(scores.names, _shown(scores), scores.grades, strict=True)
        }
        for unit, cells in rows.items():
            cells.extend(texts.get(unit, ["", ""]))
    return headers, list(rows.values())


def _show_answers(assessments: Assessments, options: argparse.Namespace) -> None:
    found = _answers(assessments, options)
    if options.json:
        told = {unit: [asdict(answer) for answer in answers] for unit, answers in found.items()}
        document = {"as_of": _day(options.as_of), "stage": options.stage, "units": told}
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return
    rows = [
        [unit, answer.variable, answer.text, answer.why, answer.stage or ""]
        for unit, answers in found.items()
        for answer in answers
    ]
    print_table(["unit", "variable", "answer", "why", "stage"], rows)


def _answers(assessments: Assessments, options: argparse.Namespace) -> dict[str, list[AssessedAnswer]]:
    """The answers of every unit that has had the stage; the error of the first where none has."""
    found, refusal = dict[str, list[AssessedAnswer]](), None
    for unit in assessments.units:
        try:
            answers = assessments.answers(unit, as_of=options.as_of, stage=options.stage)
        except PugError as error:
            if error.code != "assessment.no_stage":
                raise
            refusal = refusal or error
            continue
        found[unit] = list(answers.values())
    if refusal is not None and not found:
        raise refusal
    return found
