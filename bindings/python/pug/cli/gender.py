"""``pug gender``: check and summarise gender analyses, compute shares of a budget."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from pug._errors import Problem, PugError, failure
from pug._numbers import fixed
from pug.cli._arguments import add_language, add_verb
from pug.cli._output import complain, print_table

if TYPE_CHECKING:
    from pug.gender import FigureSummary, Finding

_NOTES = {
    "id": {"fine": "tidak ada yang bertentangan", "wrong": "{0} temuan: {1} keliru, {2} belum ada"},
    "en": {"fine": "nothing contradicts itself", "wrong": "{0} findings: {1} wrong, {2} missing"},
}


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    text = "check and summarise gender analyses (GAP, GBS), compute the ARG share of budgets"
    # An action has to be named, and what that runs takes the place of this.
    parser = add_verb(verbs, "gender", _check, text=text, example="pug gender check gap.json --lang id")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_check(actions)
    _add_summary(actions)
    _add_arg(actions)


def _add_check(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "find what contradicts itself; exit status 1 where something does"
    check = add_verb(
        actions, "check", _check, text=text, example="pug gender check gap-2024.json gbs-2024.json --lang id"
    )
    check.add_argument("files", nargs="+", metavar="FILE", help="a gender analysis, JSON")
    check.add_argument(
        "--dominated-above",
        metavar="PERCENT",
        default="50",
        help="what a sex has to exceed where the text says that it dominates (default: 50; no figure is official)",
    )
    check.add_argument(
        "--equal-within",
        metavar="POINTS",
        default="0",
        help="by how many percentage points women and men may differ where the text says that they are equal "
        "(default: 0)",
    )
    check.add_argument("--strict", action="store_true", help="exit status 1 also where something is merely missing")
    check.add_argument("--json", action="store_true", help="as JSON: the findings by file")
    add_language(check, "en")


def _add_summary(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "show for each figure the share of women, the rates of women and men, their gap and ratio"
    summary = add_verb(actions, "summary", _summary, text=text, example="pug gender summary gap-2024.json --publish 5")
    summary.add_argument("file", metavar="FILE", help="a gender analysis, JSON")
    summary.add_argument(
        "--publish",
        metavar="THRESHOLD",
        type=int,
        help="withhold counts below it, and all from which they would follow",
    )
    summary.add_argument("--confidence", metavar="C", type=float, default=0.95, help="of the intervals (default: 0.95)")
    summary.add_argument("--json", action="store_true", help="as JSON")
    add_language(summary, "en")


def _add_arg(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "compute the share of the gender-responsive budget, of amounts or of the offices in a table"
    example = (
        'pug gender arg --responsive 12500000 --denominator 50000000 --of "total direct spending"\n'
        '  pug gender arg budgets.csv --office office --responsive arg --denominator direct --of "direct spending"'
    )
    arg = add_verb(actions, "arg", _arg, text=text, example=example)
    arg.add_argument(
        "data", nargs="?", metavar="DATA", help="a .csv, .tsv, .json or .xlsx file, one or more rows an office"
    )
    arg.add_argument("--office", metavar="COLUMN", help="the column with the offices; their rows are summed")
    arg.add_argument(
        "--responsive", required=True, metavar="AMOUNT", help="the budget, or its column where DATA is given"
    )
    arg.add_argument("--denominator", required=True, metavar="AMOUNT", help="what it is a share of, or its column")
    arg.add_argument(
        "--of", required=True, metavar="TEXT", help="what the denominator is; none is official for every use"
    )
    arg.add_argument("--digits", metavar="N", type=int, default=2, help="decimals shown (default: 2)")
    arg.add_argument("--json", action="store_true", help="as JSON, with the exact shares")


def _check(options: argparse.Namespace) -> None:
    from pug.gender import Analysis  # noqa: PLC0415  (its tables need numpy, which takes long to import)

    problems: list[Problem] = []
    kind = "data"
    found: dict[str, list[Finding]] = {}
    for file in options.files:
        try:
            found[file] = Analysis.load(file).check(
                dominated_above=options.dominated_above, equal_within=options.equal_within
            )
        except PugError as error:
            if error.kind == "argument":
                raise
            kind = error.kind
            problems += error.problems
    if options.json:
        print(
            json.dumps({file: [_record(finding) for finding in of] for file, of in found.items()}, ensure_ascii=False)
        )
    else:
        for file, findings in found.items():
            _tell(file, findings, options.lang)
    if problems:
        raise PugError(kind, problems)
    if any(options.strict or finding.severity != "missing" for of in found.values() for finding in of):
        raise SystemExit(1)


def _tell(file: str, findings: list[Finding], lang: str) -> None:
    for finding in findings:
        print(finding.text(lang))
    grave = sum(finding.severity != "missing" for finding in findings)
    note = (
        _NOTES[lang]["fine"]
        if not findings
        else _NOTES[lang]["wrong"].format(len(findings), grave, len(findings) - grave)
    )
    complain(f"{file}: {note}")


def _record(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "where": finding.where,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "message": dict(finding.message),
        "correction": dict(finding.correction),
    }


def _summary(options: argparse.Namespace) -> None:
    from pug.gender import Analysis  # noqa: PLC0415  (see above)

    analysis = Analysis.load(options.file)
    how = {"confidence": options.confidence, "lang": options.lang}
    summary = analysis.summary(**how) if options.publish is None else analysis.publish(options.publish, **how)
    if options.json:
        print(summary.to_json())
        return
    headers = [
        "aspect",
        "figure",
        "women",
        "men",
        "share of women %",
        "rate women %",
        "rate men %",
        "gap points",
        "F/M",
    ]
    print_table(headers, [[aspect or "–", *_cells(figure)] for aspect, figure in summary.by_aspect()])


def _cells(figure: FigureSummary) -> list[str]:
    counts = (
        str(count.value) if count.value is not None else _told(count.status) for count in (figure.women, figure.men)
    )
    measures = figure.measures
    of_two = (measures.women_share, measures.women_rate, measures.men_rate, measures.gap)
    shown = [*((measure, 2) for measure in of_two), (measures.parity, 3)]
    return [
        figure.name,
        *counts,
        *(fixed(m.value, digits) if m.value is not None else _told(m.status) for m, digits in shown),
    ]


def _told(status: str) -> str:
    return "–" if status == "missing" else status


def _arg(options: argparse.Namespace) -> None:
    from pug.gender import arg_by_office, arg_share  # noqa: PLC0415  (see above)

    if (options.data is None) != (options.office is None):
        raise failure(
            "argument", "arg.office", "DATA and --office belong together: the offices are a column of the data"
        )
    if options.data is None:
        share = arg_share(options.responsive, options.denominator, of=options.of, digits=options.digits)
        shares = {"": share}
    else:
        of_offices = arg_by_office(
            options.data,
            office=options.office,
            responsive=options.responsive,
            denominator=options.denominator,
            of=options.of,
            digits=options.digits,
        )
        shares, share = dict(of_offices.offices), of_offices.total
    if options.json:
        exact = {name: {"percent": str(of.percent), "shown": of.shown} for name, of in shares.items()}
        total = {"of": share.of, "percent": str(share.percent), "shown": share.shown}
        print(json.dumps(total if options.data is None else {"offices": exact, "total": total}, ensure_ascii=False))
        return
    if options.data is not None:
        print_table(["office", "ARG %"], [[name, of.shown] for name, of in shares.items()])
        print()
    print(share)
