"""``pug uncertainty``: how sure the ranks of an index are; ``pug sensitivity``: what they depend on."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from pug._atomic import check_target, write_bytes
from pug._errors import failure
from pug._numbers import short
from pug.cli._arguments import add_verb, refuse_overwriting_input, table_file, threads
from pug.cli._output import counting, print_table
from pug.cli.index import add_building, built
from pug.workbench._tables import csv_of, json_of, save_figure
from pug.workbench.certainty import Sensitivity, Uncertainty


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds both verbs to the command line."""
    _add_uncertainty(verbs)
    _add_sensitivity(verbs)


def _add_uncertainty(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "how sure the ranks of an index are when weights, rules or data might be otherwise"
    example = "pug uncertainty design.json districts.csv --unit district --weights 0.25 -n 2000 -o ranks.csv"
    parser = add_verb(verbs, "uncertainty", _uncertainty, text=text, example=example)
    _add_assumptions(parser)
    parser.add_argument("-n", "--replications", type=int, default=1000, help="how many at most (default: 1000)")
    parser.add_argument("--level", type=float, default=0.9, help="of the intervals (default: 0.9)")
    parser.add_argument("--top", type=int, action="append", default=[], metavar="K", help="the chance of the first K")
    parser.add_argument("--tolerance", type=float, help="stop early when every interval's ends are known so well")
    parser.add_argument("-o", "--output", metavar="FILE", type=table_file, help="write the units to .csv or .json")


def _add_sensitivity(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "what the ranks of an index depend on: Sobol indices of what is uncertain"
    example = "pug sensitivity design.json districts.csv --unit district --assumptions doubts.json --points 1024"
    parser = add_verb(verbs, "sensitivity", _sensitivity, text=text, example=example)
    _add_assumptions(parser)
    parser.add_argument("--points", type=int, default=1024, help="size of the sample, a power of two (default: 1024)")
    parser.add_argument("--rank-of", action="append", default=[], metavar="UNIT", help="of the rank of a unit, instead")
    parser.add_argument("--apart", action="store_true", help="with --weights: one factor for each weight")


def _add_assumptions(parser: argparse.ArgumentParser) -> None:
    add_building(parser)
    parser.add_argument("--assumptions", metavar="FILE", help="what is uncertain, a .json file (docs/certainty.md)")
    parser.add_argument(
        "--weights", type=float, metavar="X", help="every weight might be up to this share more or less"
    )
    parser.add_argument("--measurement", type=float, metavar="SD", help="errors of measurement, as a share of values")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same result (default: 0)")
    parser.add_argument("--threads", type=threads, default=1, help="how many; the result is the same (default: 1)")
    parser.add_argument("--plot", metavar="FILE", help="draw to a .png, .svg or .pdf file")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")


def _assumptions(options: argparse.Namespace) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if options.assumptions is not None:
        try:
            read = json.loads(Path(options.assumptions).read_bytes())
        except OSError as error:
            message = f"cannot read the assumptions: {error.strerror}"
            raise failure("not_found", "assumptions.unreadable", message, file=options.assumptions) from None
        except ValueError as error:
            raise failure("document", "document.syntax", str(error), file=options.assumptions) from None
        if not isinstance(read, list):
            message = "found no list, wanted a list of what varies"
            raise failure("document", "document.type", message, file=options.assumptions)
        found += read
    if options.weights is not None:
        found.append({"vary": "weights", "relative": options.weights, "apart": getattr(options, "apart", False)})
    if options.measurement is not None:
        found.append({"vary": "measurement", "relative_sd": options.measurement})
    if not found:
        message = "nothing is uncertain; wanted --assumptions, --weights or --measurement"
        raise failure("argument", "assumptions.empty", message)
    return found


def _check(options: argparse.Namespace, *outputs: str | None) -> None:
    for path in outputs:
        if path is not None:
            check_target(path)
            refuse_overwriting_input(path, options.design, options.data, options.assumptions)


def _uncertainty(options: argparse.Namespace) -> None:
    _check(options, options.output, options.plot)
    assumptions = _assumptions(options)
    index = built(options)
    with counting("replications", options.replications) as progress:
        found = index.uncertainty(
            assumptions,
            replications=options.replications,
            seed=options.seed,
            level=options.level,
            top=options.top,
            tolerance=options.tolerance,
            threads=options.threads,
            progress=progress,
        )
    columns, _ = found._sorted()
    if options.output is not None:
        write_bytes(options.output, json_of(columns) if options.output.endswith(".json") else csv_of(columns))
    if options.plot is not None:
        save_figure(found.plot(), options.plot)
    if options.json:
        print(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
    elif options.output is None:
        cells = [
            ["" if c is None else short(c) if isinstance(c, float) else str(c) for c in column.cells()]
            for column in columns.values()
        ]
        print_table(list(columns), [list(row) for row in zip(*cells, strict=True)])
        for line in _told(found):
            print(line)


def _told(found: Uncertainty) -> list[str]:
    end = {"precise": ", the tolerance was reached", "cancelled": ", stopped before the end"}.get(found.stopped, "")
    share = f"{100 * found.level:g}%"
    lines = [
        "",
        f"{found.replications} replications{end}; low and high: {share} interval; varied: {', '.join(found.factors)}",
    ]
    return lines + [f"failed: {each.count} ({each.code}: {each.message})" for each in found.failures]


def _sensitivity(options: argparse.Namespace) -> None:
    _check(options, options.plot)
    assumptions = _assumptions(options)
    index = built(options)
    targets: list[Any] = [{"target": "rank", "unit": unit} for unit in options.rank_of] or ["rank_shift"]
    with counting("builds", None) as progress:
        found = index.sensitivity(
            assumptions,
            targets=targets,
            points=options.points,
            seed=options.seed,
            threads=options.threads,
            progress=progress,
        )
    if options.plot is not None:
        save_figure(found.plot(), options.plot)
    if options.json:
        print(json.dumps(_document(found), ensure_ascii=False, indent=2))
        return
    for target in found.targets:
        print(f"{os.linesep if target != found.targets[0] else ''}{target}: share of its variance")
        if target in found.constant:
            print("it never varies")
            continue
        rows = [
            [
                factor,
                short(first.value),
                short(first.low),
                short(first.high),
                short(total.value),
                short(total.low),
                short(total.high),
            ]
            for factor, (first, total) in found.of(target).items()
        ]
        print_table(["factor", "alone", "low", "high", "with others", "low", "high"], rows)
    print(f"\n{found.evaluations} builds; intervals of 95%")


def _document(found: Sensitivity) -> list[dict[str, Any]]:
    return [
        {
            "target": target,
            "constant": target in found.constant,
            "factors": {
                name: {"first": vars(first), "total": vars(total)} for name, (first, total) in found.of(target).items()
            },
        }
        for target in found.targets
    ]
