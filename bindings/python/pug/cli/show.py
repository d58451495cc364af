"""``pug show``: what an instrument asks, computes and decides."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from pug._errors import one_line
from pug.cli._arguments import add_language, add_verb
from pug.cli._output import print_draft_notice, print_table
from pug.instrument import Instrument
from pug.model import Node, Text, Variable, in_language


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
    _section("grades", ["grade", "from", "to", "title"], _grades(instrument, options.lang))
    _section("gates", ["gate", "otherwise", "title"], _gates(instrument, options.lang))
    _section("caps", ["cap", "at most", "title"], _caps(instrument, options.lang))
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
    yield f"a {'low' if instrument.lower_is_better else 'high'} score is good; fingerprint {instrument.fingerprint}"


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
    inner = {name for node in instrument.nodes.values() for name in node.operands if name in instrument.nodes}
    tops = [node for node in instrument.nodes.values() if node is instrument.root or node.key not in inner]
    for node in tops:
        yield from _branch(instrument, node, language, 0, set())


def _branch(instrument: Instrument, node: Node, language: str, depth: int, seen: set[str]) -> Iterator[list[str]]:
    again = node.key in seen
    seen.add(node.key)
    indent = "  " * depth
    title = _title(instrument, node, language) + (" (as above)" if again else "")
    yield [indent + (node.id or "·"), _rule(node), node.weight, title]
    for name in node.operands if not again and node.variable is None else ():
        if name in instrument.nodes:
            yield from _branch(instrument, instrument.nodes[name], language, depth + 1, seen)
        elif name in instrument.variables:
            yield [f"{indent}  {name}", "variable", "", in_language(instrument.variables[name].title, language)]


def _rule(node: Node) -> str:
    words = [transform if isinstance(transform, str) else next(iter(transform)) for transform in node.then]
    source = f"from {node.variable}" if node.variable else f"{node.aggregate} of {len(node.operands)}"
    return " > ".join([source, *words])


def _title(instrument: Instrument, node: Node, language: str) -> str:
    variable = instrument.variables.get(node.variable or "")
    text: Text = node.title or (variable.title if variable else {})
    return in_language(text, language)


def _grades(instrument: Instrument, language: str) -> Iterator[list[str]]:
    for grade in instrument.grades:
        yield [grade.name, grade.lower, grade.upper, in_language(grade.title, language)]


def _gates(instrument: Instrument, language: str) -> Iterator[list[str]]:
    for gate in instrument.gates:
        yield [gate.key, gate.otherwise, in_language(gate.title, language)]


def _caps(instrument: Instrument, language: str) -> Iterator[list[str]]:
    for cap in instrument.caps:
        yield [cap.key, cap.grade_at_most, in_language(cap.title, language)]
