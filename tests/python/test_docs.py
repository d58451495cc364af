"""Every block of the documentation is loaded, validated and scored, and every construct of the language has one."""

from __future__ import annotations

import copy
import csv
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pug
import pytest

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "src/schema/instrument.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
GUIDES = ("constructs.md", "writing-an-instrument.md")  # whose blocks are all complete documents

# --- the blocks ------------------------------------------------------------------------------------------------------


@dataclass
class Block:
    """A fenced block and where it stands."""

    page: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def is_sketch(self) -> bool:
        """Whether it leaves something out, and says so by an ellipsis."""
        return '…"' in self.text

    @property
    def content(self) -> Any:
        """What it says: a document, or the members of one."""
        text = self.text.strip()
        return json.loads(text if text[0] in "{[" else "{" + text + "}")

    @property
    def is_document(self) -> bool:
        return self.language == "json" and isinstance(self.content, dict) and "pug" in self.content


def blocks_of(path: Path) -> Iterator[Block]:
    opening: tuple[int, str] | None = None
    lines: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(keepends=True), start=1):
        if not line.startswith("```"):
            lines.append(line)
        elif opening is None:
            opening, lines = (number, line[3:].strip()), []
        else:
            yield Block(path.name, opening[0], opening[1], "".join(lines))
            opening = None
    assert opening is None, f"{path.name}:{opening} is not closed"


BLOCKS = [block for path in sorted((ROOT / "docs").glob("*.md")) for block in blocks_of(path)]
DOCUMENTS = [block for block in BLOCKS if block.is_document and not block.is_sketch]
TABLES = [
    pytest.param(before, block, id=str(block))
    for before, block in pairwise(BLOCKS)
    if block.language == "csv" and before.page == block.page
]


def test_the_pages_have_blocks():
    for page in GUIDES:
        of_page = [block for block in BLOCKS if block.page == page]
        assert of_page
        for block in of_page:
            if block.language == "json":
                assert block.is_document, block
                assert not block.is_sketch, block
    assert {block.page for block in BLOCKS if block.is_document and block.is_sketch} <= {"language.md"}
    assert len(TABLES) == sum(block.language == "csv" for block in BLOCKS)


@pytest.mark.parametrize("block", DOCUMENTS, ids=str)
def test_a_document_says_what_its_examples_expect(block):
    instrument = pug.Instrument.load(block.text.encode())
    assert instrument.validate() == []
    assert instrument == pug.Instrument.load(block.content)


@pytest.mark.parametrize("block", DOCUMENTS, ids=str)
def test_a_wrong_expectation_is_noticed(block):
    """Or the test before this one would prove nothing."""
    for number, example in enumerate(block.content.get("examples", [])):
        for key, expected in example["expect"].items():
            if key == "nodes":
                continue
            wrong = copy.deepcopy(block.content)
            wrong["examples"][number]["expect"][key] = {
                "score": lambda shown: str(Decimal(shown) + Decimal(1).scaleb(Decimal(shown).as_tuple().exponent)),
                "grade": lambda _: "no such grade",
                "status": lambda _: "not_assessed",
            }[key](expected)
            found = [problem.code for problem in pug.Instrument.load(wrong).validate()]
            assert found == [f"example.{key}"], (number, key)


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "json" and b.page == "language.md"], ids=str)
def test_the_fragments_of_the_reference_fit_the_schema(block):
    if block.is_document:
        return
    members = SCHEMA["$defs"]["instrument"]["properties"]
    for key, value in block.content.items():
        assert key in members
        complaints = [
            e.message for e in VALIDATOR.evolve(schema={**members[key], "$defs": SCHEMA["$defs"]}).iter_errors(value)
        ]
        assert complaints == [], key


@pytest.mark.parametrize("page", GUIDES)
def test_links_lead_somewhere(page):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([a-z-]+\.md)?(?:#([^)]*))?\)", text)
    assert links
    for file, anchor in links:
        headings = re.findall(r"^#+ (.*)$", (ROOT / "docs" / (file or page)).read_text(encoding="utf-8"), re.MULTILINE)
        slugs = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
        assert not anchor or anchor in slugs, (file, anchor)


# --- what looks at the cohort ----------------------------------------------------------------------------------------


def results(scores: pug.Scores, column: str) -> list[Any]:
    """A column of results, None where there is none."""
    if column == "grade":
        return list(scores.grades)
    values = {"score": scores.values, "rank": scores.ranks}.get(column)
    if values is None:
        values = scores.node(column).values
    return [None if math.isnan(value) else value for value in values.tolist()]


def agrees(shown: str, found: Any) -> bool:
    """Whether a result is the one that is shown, to the decimals that are shown."""
    if found is None or isinstance(found, str):
        return (found or "") == shown
    digits = Decimal(1).scaleb(Decimal(shown).as_tuple().exponent) if shown else None
    return digits is not None and Decimal(repr(found)).quantize(digits, ROUND_HALF_UP) == Decimal(shown)


@pytest.mark.parametrize(("document", "table"), TABLES)
def test_a_table_shows_what_its_units_score(document, table):
    assert document.is_document
    rows = list(csv.DictReader(table.text.splitlines()))
    variables = set(document.content["variables"])
    shown = [column for column in rows[0] if column != "unit" and column not in variables]
    assert variables < set(rows[0])
    assert shown
    data = [{column: cell for column, cell in row.items() if column == "unit" or column in variables} for row in rows]
    scores = pug.score(data, document.text.encode(), unit="unit")
    for column in shown:
        for row, found in zip(rows, results(scores, column), strict=True):
            assert agrees(row[column], found), (row["unit"], column, row[column], found)


# --- every construct has a block -------------------------------------------------------------------------------------

# What nobody writes: pug says of the instrument that a profile made what it overlays.
WRITTEN_BY_PUG = {"instrument.basis"}
# Definitions that only restrict what others describe.
RESTRICTIONS = {"has_grades", "weighed", "not_negative"}


def words_of(schema: dict[str, Any]) -> Iterator[str]:
    """The words that a schema allows, and the kinds of value where it allows several."""
    for word in [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]:
        if isinstance(word, str) and word:
            yield f"={word}"
    kinds = schema.get("type", ())
    if isinstance(kinds, list) or kinds == "null":
        yield from (f":{kind}" for kind in ([kinds] if isinstance(kinds, str) else kinds))


def constructs(schema: Any, name: str) -> Iterator[str]:
    """Everything that can be said: members by the object they belong to, words, kinds of value."""
    if not isinstance(schema, dict):
        return
    yield from (name + word for word in words_of(schema))
    for key, value in schema.get("properties", {}).items():
        if value is not False:
            yield f"{name}.{key}"
            yield from constructs(value, f"{name}.{key}")
    for key in ("then", "else", "items", "additionalProperties"):
        yield from constructs(schema.get(key), name)
    for key in ("allOf", "anyOf", "oneOf", "prefixItems"):
        for part in schema.get(key, ()):
            yield from constructs(part, name)


def applying(value: Any, schema: dict[str, Any]) -> Iterator[Any]:
    """The subschemas that speak of the value itself, of alternatives those that it fits."""

    def fits(part: Any) -> bool:
        return VALIDATOR.evolve(schema=part).is_valid(value)

    if "if" in schema:
        yield schema.get("then" if fits(schema["if"]) else "else")
    yield from schema.get("allOf", ())
    yield from (part for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ())) if fits(part))


def children(value: Any, schema: dict[str, Any], name: str) -> Iterator[tuple[Any, Any, str]]:
    """The members or elements of a value, with their schemas and names."""
    if isinstance(value, dict):
        members = schema.get("properties", {})
        for key, member in value.items():
            known = key in members
            yield (
                member,
                members[key] if known else schema.get("additionalProperties"),
                f"{name}.{key}" if known else name,
            )
    if isinstance(value, list):
        first = schema.get("prefixItems", [])
        for place, item in enumerate(value):
            yield item, first[place] if place < len(first) else schema.get("items"), name


def said(value: Any, schema: Any, name: str) -> Iterator[str]:
    """Those of the constructs that a value makes use of, by the same names."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        target = schema["$ref"].removeprefix("#/$defs/")
        yield from said(value, SCHEMA["$defs"][target], target)
    kind = {str: "string", dict: "object", type(None): "null", int: "number", float: "number"}.get(type(value))
    yield from (name + word for word in words_of(schema) if word in {f"={value}", f":{kind}"})
    for part in applying(value, schema):
        yield from said(value, part, name)
    for child, its_schema, its_name in children(value, schema, name):
        if its_name != name:
            yield its_name
        yield from said(child, its_schema, its_name)


def test_every_construct_of_the_language_has_a_block():
    language = {
        construct
        for name, schema in SCHEMA["$defs"].items()
        if name not in RESTRICTIONS
        for construct in constructs(schema, name)
    }
    shown = {
        construct
        for block in DOCUMENTS
        if block.page in GUIDES
        for construct in said(block.content, SCHEMA, "document")
    }
    assert {"node.geometric", "rule=if_needed", "transform.steps", "verdict.rank.ties=dense", "end:null"} <= language
    assert sorted(language - shown - WRITTEN_BY_PUG) == []
