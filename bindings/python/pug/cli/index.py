"""``pug index``: build an index from a design and data, and save it as an instrument."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pug._atomic import check_target, write_bytes, write_text
from pug._numbers import short
from pug.cli._arguments import add_verb, refuse_overwriting_input, table_file
from pug.cli._output import print_table, progress
from pug.workbench._tables import csv_of, json_of, save_figure
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
    for name, (text, run, more) in _QUESTIONS.items():
        example = f"pug index {name} design.json districts.csv --unit district"
        question = add_verb(actions, name, run, text=text, example=f"{example} {more}".strip())
        add_building(question)
        question.add_argument("--json", action="store_true", help="print everything as JSON")
        _add_options(question, name)
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
        count = len(index.imputed)
        lines.append(f"filled in: {count} {'value' if count == 1 else 'values'}")
    if treated := [report for report in index.treated if report.rule != "none"]:
        told = [f"{each.indicator} ({each.rule}{'' if each.passes else ', still skewed'})" for each in treated]
        lines.append(f"treated: {', '.join(told)}")
    return ["", *lines] if lines else []


def _add_options(parser: argparse.ArgumentParser, question: str) -> None:
    """What a question may be asked with."""
    if question in ("describe", "correlations", "components", "reliability"):
        parser.add_argument("--stage", metavar="STAGE", help="of the indicators after this step (default: the last)")
    if question in ("components", "reliability"):
        parser.add_argument("--part", metavar="PART", help="of the parts of this part (default: the index)")
        parser.add_argument("--level", type=int, help="of all values of this level below it, instead")
    if question == "correlations":
        parser.add_argument("--levels", type=int, nargs=2, default=(1, 1), metavar="L", help="of which (default: 1 1)")
        parser.add_argument("--method", choices=("pearson", "spearman", "kendall"), default="pearson")
    if question == "strengths":
        parser.add_argument("--of", required=True, metavar="UNIT", help="whose")
        parser.add_argument("--most", type=int, default=5, help="of each list (default: 5)")
    if question == "remove-one":
        parser.add_argument("--level", type=int, help="every value of this level (default: 1, indicators)")
    if question == "compare":
        parser.add_argument("--with", required=True, dest="other", metavar="DESIGN", help="the other design")
    if question in ("correlations", "components", "remove-one"):
        parser.add_argument("--plot", metavar="FILE", help="draw to a .png, .svg or .pdf file")


def _describe(options: argparse.Namespace) -> None:
    told = built(options).describe(options.stage, parts=options.stage is None)
    _tell(options, told, ["name", "n", "available", "mean", "sd", "skew", "kurtosis", "flags"])


def _weights(options: argparse.Namespace) -> None:
    _tell(options, built(options).effective_weights(), ["name", "level", "weight", "effective"])


def _correlations(options: argparse.Namespace) -> None:
    found = built(options).correlations(*options.levels, method=options.method, stage=options.stage)
    _draw(options, found)
    if options.json:
        print(json.dumps(plain(vars(found)), ensure_ascii=False, indent=2))
        return
    rows = [[name, *(short(x) for x in found.values[at])] for at, name in enumerate(found.rows)]
    print_table([found.method, *found.columns], rows)
    for first, second in found.alike:
        print(f"nearly the same: {first} and {second}")


def _components(options: argparse.Namespace) -> None:
    found = built(options).components(options.part, level=options.level, stage=options.stage)
    _draw(options, found)
    if options.json:
        print(json.dumps(plain(vars(found)), ensure_ascii=False, indent=2))
        return
    names = [f"component {at + 1}" for at in range(len(found.shares))]
    rows = [["share", *(short(x) for x in found.shares)]]
    rows += [[name, *(short(x) for x in found.loadings[at])] for at, name in enumerate(found.names)]
    print_table(["", *names], rows)


def _reliability(options: argparse.Namespace) -> None:
    found = built(options).reliability(options.part, level=options.level, stage=options.stage)
    if options.json:
        print(json.dumps(plain(vars(found)), ensure_ascii=False, indent=2))
        return
    rows = [["all", short(found.alpha)], *([f"without {name}", short(x)] for name, x in found.without.items())]
    print_table(["Cronbach's alpha of", "alpha"], rows)


def _remove_one(options: argparse.Namespace) -> None:
    found = built(options).remove_one(level=options.level)
    _draw(options, found)
    if options.json:
        print(json.dumps([plain(vars(each)) for each in found], ensure_ascii=False, indent=2))
        return
    rows = [
        [each.name, short(each.mean_shift), short(each.greatest_shift), short(each.spearman), "; ".join(each.problems)]
        for each in found
    ]
    print_table(["without", "shift", "greatest", "spearman", "why there is none"], rows)


def _strengths(options: argparse.Namespace) -> None:
    index = built(options)
    found = index.strengths(options.of, most=options.most)
    if options.json:
        print(json.dumps(plain(vars(found)), ensure_ascii=False, indent=2))
        return
    for title, standings in (("strengths", found.strengths), ("weaknesses", found.weaknesses)):
        print(f"{title} of {found.unit}:")
        rows = [[each.name, str(each.rank), str(each.of), short(each.raw), short(each.effective)] for each in standings]
        print_table(["indicator", "rank", "of", "value", "effective"], rows)
        print()


def _compare(options: argparse.Namespace) -> None:
    other = Design.load(options.other).build(options.data, unit=options.unit, time=options.time)
    found = built(options).compare(other)
    if options.json:
        print(json.dumps(plain(vars(found)), ensure_ascii=False, indent=2))
        return
    units = sorted(found.units, key=lambda each: (each.first_rank is None, each.first_rank))
    rows = [[each.unit, short(each.first_rank), short(each.second_rank), short(each.rise)] for each in units]
    print_table(["unit", "before", "after", "rose"], rows)
    mean, greatest, spearman = map(short, (found.mean_shift, found.greatest_shift, found.spearman))
    print(f"\nmean shift {mean}, greatest {greatest}, Spearman {spearman}")
    for title, names in (("only before", found.only_in_first), ("only after", found.only_in_second)):
        if names:
            print(f"{title}: {', '.join(names)}")


_QUESTIONS: dict[str, tuple[str, Callable[[argparse.Namespace], None], str]] = {
    "describe": ("what the values of every indicator look like, and which are doubtful", _describe, ""),
    "correlations": ("correlations of the values of two levels", _correlations, "--levels 1 2"),
    "components": ("principal components of the parts of a part", _components, "--level 1"),
    "reliability": ("Cronbach's alpha, and without each", _reliability, "--level 1"),
    "weights": ("the weight of every value in the whole index", _weights, ""),
    "remove-one": ("how ranks shift without each indicator", _remove_one, ""),
    "strengths": ("what a unit is best and worst at", _strengths, "--of 6371"),
    "compare": ("the index by two designs side by side", _compare, "--with other.json"),
}


def _tell(options: argparse.Namespace, told: Sequence[Any], columns: list[str]) -> None:
    """Dataclasses as JSON, or some of what they say as a table."""
    if options.json:
        print(json.dumps([plain(vars(each)) for each in told], ensure_ascii=False, indent=2))
        return
    print_table(columns, [[_shown(getattr(each, column)) for column in columns] for each in told])


def _draw(options: argparse.Namespace, found: Any) -> None:
    if options.plot is not None:
        check_target(options.plot)
        refuse_overwriting_input(options.plot, options.design, options.data)
        save_figure(found.plot(), options.plot)


def plain(value: Any) -> Any:
    """Whatever an answer says as JSON has it: arrays as lists, no number as null."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if is_dataclass(value):
        return plain(vars(value))
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124  (NaN alone differs)


def _shown(cell: object) -> str:
    if isinstance(cell, tuple):
        return ", ".join(map(str, cell))
    return "" if cell is None else short(cell) if isinstance(cell, float) else str(cell)


def _design(options: argparse.Namespace) -> None:
    check_target(options.output)
    refuse_overwriting_input(options.output, options.table)
    write_text(options.output, Design.from_imeta(options.table, id=options.id).to_json())
    print(f"written: {Path(options.output)}")
