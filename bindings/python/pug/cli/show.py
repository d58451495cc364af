"""``pug show``: what an instrument asks, computes and decides."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from pug._errors import one_line
from pug.cli._arguments import add_language, add_verb
from pug.cli._output import print_draft_notice, print_table
from pug.instrument import Instrument
from pug.model import Node, Text, Variable, condition_text, in_language

_CODES = 10  # combinations in a line of a table


def add(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the verb to the command line."""
    text = "show an instrument: variables, nodes, grades, gates"
    parser = add_verb(verbs, "show", _run, text=text, example="pug show undp.gii")
    parser.add_argument("instrument", metavar="INSTRUMENT", help="id or path of an instrument")
    parser.add_argument("--json", action="store_true", help="the document itself")
    add_language(parser, "en")


def _run(options: argparse.Namespace) -> None:
    instrument = Instrument.load(options.instrument)
    if options.json:
        print(instrument.to_json(), end="")
        return
    for line in _head(instrument, options.lang):
        print(one_line(line))
    _section("variables", ["name", "type", "values", "title"], _variables(instrument, options.lang))
    _section("nodes", ["node", "rule", "weight", "title"], _nodes(instrument, options.lang))
    _section("tables", ["node", "codes", "value"], _tables(instrument))
    _section("grades", ["grade", "from", "to", "title"], _grades(instrument, options.lang))
    _section("ladder, from the lowest level", ["grade", "when", "title"], _ladder(instrument, options.lang))
    _section("overrides", ["override", "when", "grade", "title"], _overrides(instrument, options.lang))
    _section("gates", ["gate", "condition", "otherwise", "title"], _gates(instrument, options.lang))
    _section("caps", ["cap", "when", "at most", "title"], _caps(instrument, options.lang))
    print_draft_notice(instrument)


def _section(title: str, headers: Sequence[str], rows: Iterator[list[str]]) -> None:
    cells = list(rows)
    if cells:
        print(f"\n{title}")
        print_table(headers, cells)


def _head(instrument: Instrument, language: str) -> Iterator[str]:
    yield f"{instrument.id} {instrument.edition} ({instrument.status})"
    for text in (instrument.title, instrument.authority, instrument.description):
        if text:
            yield in_language(text, language)
    if instrument.root is None:
        yield "no total: only the nodes are reported"
    else:
        yield f"a {'low' if instrument.lower_is_better else 'high'} score is good"
    if instrument.is_relative:
        yield "looks at the cohort: units are scored on the scale of reference values, see pug score --references"
    yield f"fingerprint {instrument.fingerprint}, of what decides scores {instrument.scoring_fingerprint}"


def _variables(instrument: Instrument, language: str) -> Iterator[list[str]]:
    for variable in instrument.variables.values():
        title = in_language(variable.title or variable.question, language)
        yield [variable.name, variable.type, _values(variable), title]


def _values(variable: Variable) -> str:
    if variable.scale is not None:
        return " < ".join(level.code for level in variable.scale.levels)
    if variable.type == "yes_no":
        return "no, yes"
    low, high = ("" if end is None else f"{end:.12g}" for end in (variable.low, variable.high))
    return f"{low or '…'} to {high or '…'} {variable.unit}".rstrip()


def _nodes(instrument: Instrument, language: str) -> Iterator[list[str]]:
    """The tree, wholes before parts; what is written in place stands below its user."""
    inner = {name for node in instrument.nodes.values() for name in node.operands if _is_part(instrument, node, name)}
    tops = [node for node in instrument.nodes.values() if node is instrument.root or node.key not in inner]
    seen: set[str] = set()
    for node in tops:
        yield from _branch(instrument, node, language, 0, seen)


def _branch(instrument: Instrument, node: Node, language: str, depth: int, seen: set[str]) -> Iterator[list[str]]:
    again = node.key in seen
    seen.add(node.key)
    indent = "  " * depth
    title = _title(instrument, node, language) + (" (as above)" if again else "")
    yield [indent + (node.id or "·"), _rule(node), node.weight, title]
    # What a condition is about stands in its rule.
    for name in node.operands if not again and node.variable is None and node.condition is None else ():
        if name in instrument.nodes:
            yield from _branch(instrument, instrument.nodes[name], language, depth + 1, seen)
        elif name in instrument.variables:
            yield [f"{indent}  {name}", "variable", "", in_language(instrument.variables[name].title, language)]


def _is_part(instrument: Instrument, node: Node, name: str) -> bool:
    return name in instrument.nodes and name != node.key and node.condition is None


def _rule(node: Node) -> str:
    words = [transform if isinstance(transform, str) else next(iter(transform)) for transform in node.then]
    source = f"from {node.variable}" if node.variable else f"{node.aggregate} of {len(node.operands)}"
    if node.condition is not None:
        source = f"holds: {condition_text(node.condition)}"
    return " > ".join([source, *words])


def _tables(instrument: Instrument) -> Iterator[list[str]]:
    for node in instrument.nodes.values():
        values: dict[float, list[str]] = {}
        for codes, value in node.table.items():
            values.setdefault(instrument.number(value), []).append(codes)
        for value, row in sorted(values.items()):
            for first in range(0, len(row), _CODES):
                yield [node.key, " / ".join(row[first : first + _CODES]), f"{value:.12g}"]


def _title(instrument: Instrument, node: Node, language: str) -> str:
    variable = instrument.variables.get(node.variable or "")
    text: Text = node.title or (variable.title if variable else {})
    return in_language(text, language)


def _grades(instrument: Instrument, language: str) -> Iterator[list[str]]:
    for grade in instrument.grades:
        yield [grade.name, grade.lower, grade.upper, in_language(grade.title, language)]


def _gates(instrument: Instrument, language: str) -> Iterator[list[str]]:
    for gate in instrument.gates:
        yield [gate.key, condition_text(gate.condition), gate.otherwise, in_language(gate.title, language)]


def _ladder(instrument: Instrument, language: str) -> Iterator[list[str]]:
    for step in instrument.ladder:
        yield [step.grade, condition_text(step.condition), in_language(step.title, language)]


def _overrides(instrument: Instrument, language: str) -> Iterator[list[str]]:
    for override in instrument.overrides:
        title = in_language(override.title, language)
        yield [override.key, condition_text(override.condition), override.grade, title]


def _caps(instrument: Instrument, language: str) -> Iterator[list[str]]:
    for cap in instrument.caps:
        yield [cap.key, condition_text(cap.condition), cap.grade_at_most, in_language(cap.title, language)]
