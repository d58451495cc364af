"""``pug index``: build an index from a design and data, and save it as an instrument."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from pug._atomic import check_target, write_bytes, write_text
from pug._numbers import short
from pug.cli._arguments import add_verb, refuse_overwriting_input, table_file
from pug.cli._output import print_table, progress
from pug.workbench._tables import csv_of, json_of
from pug.workbench.design import Design

if TYPE_CHECKING:
    from pug.workbench.index import Index


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    text = "build an index from a design and data, look into it, save it as an instrument"
    example = "pug index build design.json districts.csv --unit district -o index.csv"
    parser = add_verb(verbs, "index", _build, text=text, example=example)
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_build(actions)
    _add_design(actions)


def _add_build(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    build = add_verb(
        actions,
        "build",
        _build,
        text="build the index: every part, rank and grade of every unit",
        example="pug index build design.json districts.csv --unit district --instrument i.json --references r.json",
    )
    add_building(build)
    build.add_argument("--stage", metavar="STAGE", help="write the indicators after a step (raw, imputed, …) instead")
    build.add_argument("-o", "--output", metavar="FILE", type=table_file, help="write to a .csv or .json file")
    build.add_argument("--instrument", metavar="FILE", help="save the index as an instrument, a .json file")
    build.add_argument("--references", metavar="FILE", help="save the references of that instrument, a .json file")
    build.add_argument("--json", action="store_true", help="print everything, with what each step did, as JSON")


def _add_design(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    design = add_verb(
        actions,
        "design",
        _design,
        text="make a design of a table of indicators and aggregates as the R package COINr keeps it",
        example="pug index design iMeta.csv -o design.json",
    )
    design.add_argument("table", metavar="TABLE", help="a file with columns iCode, Parent, Level, Weight, Direction, …")
    design.add_argument("--id", default="index", help="name of the design (default: index)")
    design.add_argument("-o", "--output", metavar="FILE", required=True, help="the design, a .json file")


def add_building(parser: argparse.ArgumentParser) -> None:
    """What an index is built from."""
    parser.add_argument("design", metavar="DESIGN", help="a design, a .json file")
    parser.add_argument(
        "data", metavar="DATA", help="a .csv, .tsv, .json or .xlsx file, one row a unit (or unit and time)"
    )
    parser.add_argument("--unit", metavar="COLUMN", help="the column with the names of the units (else: row numbers)")
    parser.add_argument(
        "--time", metavar="COLUMN", help="the column with the time of each row, where a unit has several"
    )


def built(options: argparse.Namespace) -> Index:
    """The index that the options of `add_building` stand for."""
    with progress("building the index"):
        return Design.load(options.design).build(options.data, unit=options.unit, time=options.time)


def _build(options: argparse.Namespace) -> None:
    inputs = (options.design, options.data)
    for path in (options.output, options.instrument, options.references):
        if path is not None:
            check_target(path)
            refuse_overwriting_input(path, *inputs)
    index = built(options)
    columns = index._columns() if options.stage is None else index._stage_columns(options.stage)
    if options.instrument is not None:
        index.save(options.instrument, references=options.references)
    if options.output is not None:
        write_bytes(options.output, json_of(columns) if options.output.endswith(".json") else csv_of(columns))
    if options.json:
        print(json.dumps(index.to_dict(), ensure_ascii=False, indent=2))
    elif options.output is None and options.instrument is None:
        _print(index, options.stage)


def _print(index: Index, stage: str | None) -> None:
    if stage is not None:
        columns = index._stage_columns(stage)
    else:
        columns = index._columns()
        order = sorted(range(len(index)), key=lambda at: (index.ranks[at] != index.ranks[at], index.ranks[at]))
        columns = {name: column.picked(order) for name, column in columns.items()}
    cells = [[_shown(cell) for cell in column.cells()] for column in columns.values()]
    print_table(list(columns), [list(row) for row in zip(*cells, strict=True)])
    if stage is None:
        for line in summary(index):
            print(line)


def summary(index: Index) -> list[str]:
    """What the steps did, a line each."""
    lines = []
    if out := [unit.unit for unit in index.screened if not unit.is_in]:
        lines.append(f"screening left out {len(out)}: {', '.join(out)}")
    if index.imputed:
        lines.append(f"filled in: {len(index.imputed)} values")
    if treated := [report for report in index.treated if report.rule != "none"]:
        told = [f"{each.indicator} ({each.rule}{'' if each.passes else ', still skewed'})" for each in treated]
        lines.append(f"treated: {', '.join(told)}")
    return ["", *lines] if lines else []


def _shown(cell: object) -> str:
    return "" if cell is None else short(cell) if isinstance(cell, float) else str(cell)


def _design(options: argparse.Namespace) -> None:
    check_target(options.output)
    refuse_overwriting_input(options.output, options.table)
    write_text(options.output, Design.from_imeta(options.table, id=options.id).to_json())
    print(f"written: {Path(options.output)}")
