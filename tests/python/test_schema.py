"""The JSON Schema of the instrument language accepts and refuses what the loader does, as far as a schema can say it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pug
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "src/schema/instrument.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def refusals(document: Any) -> list[str]:
    """Codes of what the loader finds wrong with a document; none where it accepts it."""
    try:
        pug.Instrument.load(json.dumps(document).encode())
    except pug.PugError as error:
        return [problem.code for problem in error.problems]
    return []


def complaints(document: Any) -> list[str]:
    """What the schema finds wrong with it."""
    return [f"/{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in VALIDATOR.iter_errors(document)]


def fenced(path: Path) -> list[Any]:
    """The JSON documents of a page of documentation, in order."""
    blocks = re.findall(r"^```json\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [json.loads(block) for block in blocks]


CATALOG = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "src/catalog").glob("*.json"))}
EXAMPLES = [d for page in ("constructs.md", "writing-an-instrument.md") for d in fenced(ROOT / "docs" / page)]

# --- whole documents -------------------------------------------------------------------------------------------------


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", CATALOG)
def test_the_catalog_is_valid(name):
    assert complaints(CATALOG[name]) == []
    assert complaints(pug.Instrument.load(name).to_dict()) == []


def test_the_documentation_is_valid():
    assert len(EXAMPLES) > 100
    for document in EXAMPLES:
        assert complaints(document) == [], document["id"]
        assert complaints(pug.Instrument.load(document).to_dict()) == [], document["id"]


@pytest.mark.parametrize("document", [None, True, 1, "instrument", [], {}, {"pug": 1}])
def test_what_is_no_instrument_at_all(document):
    assert refusals(document)
    assert complaints(document)


# --- one change at a time --------------------------------------------------------------------------------------------

BASE: dict[str, Any] = {
    "pug": 1,
    "id": "test.base",
    "edition": "1",
    "status": "draft",
    "title": {"en": "Every part once", "id": "Setiap bagian sekali"},
    "description": "What mutations start from",
    "authority": "Nobody",
    "sources": {"note": {"title": "Note", "year": "2024", "url": "https://example.org", "note": "Table 2"}},
    "direction": "higher_is_better",
    "parameters": {
        "k": {"value": "2", "title": "A number", "source": "note"},
        "dated": {"values": [{"from": "2020-02-29", "value": "1"}, {"from": "2022-01-01", "value": 2}]},
    },
    "scales": {
        "letter": {
            "levels": [{"code": "D*", "points": "0", "counts_as": "D"}, {"code": "D", "points": "0"}, {"code": "C", "points": 1, "title": "C"}],
            "statuses": {"NA": "not_applicable"},
        }
    },
    "variables": {
        "n": {"type": "number", "unit": "per cent", "range": ["0", "100"], "direction": "lower_is_better", "source": "note"},
        "p": {"type": "percent", "title": "P", "question": "How many?", "guidance": "As printed"},
        "c": {"type": "count", "range": [None, "9"]},
        "y": {
            "type": "yes_no",
            "evidence": "A copy",
            "remediation": {"text": "Sign it", "effort_days": "2.5", "role": "Chair"},
        },
        "l1": {"type": "choice", "scale": "letter"},
        "l2": {"type": "choice", "scale": "letter"},
    },
    "missing": {"missing": "propagate"},
    "nodes": [
        {"id": "leaf", "title": "Leaf", "source": "note", "from": "l1", "then": ["points", "complement"]},
        {
            "id": "mean",
            "arithmetic": ["n", {"weight": "2", "from": "p"}, "1/2", 3, {"parameter": "k"}],
            "then": [
                {"clip": ["0", None]},
                {"replace": {"0": "0.1"}},
                {"reciprocal": "1"},
                {"scale": {"parameter": "k"}},
                {"affine": ["1", "0"]},
                {"minmax": ["0", "100"]},
                {"power": "2"},
                {"steps": [[None, "0"], ["1", "1"], {"above": "2", "value": "2"}]},
                "exp",
            ],
            "missing": {"missing": "lowest", "not_computable": "0", "waived": {"parameter": "k"}, "suppressed": "if_needed"},
            "coverage": {"at_least": "0.5", "count_at_least": 1, "applicable_at_least": "0.5"},
            "when": {"variable": "l1", "at_least": "D"},
            "round": {"digits": 2, "mode": "half-even"},
        },
        {"id": "even", "geometric": ["n", "p"], "weights": "equal"},
        {
            "id": "seen",
            "harmonic": ["n", "p"],
            "weights": {"inverse_sd": "cohort"},
            "then": [
                {"minmax": "cohort"},
                {"zscore": "cohort"},
                {"rank": "cohort"},
                {"percentile": "cohort"},
                {"relative_to": "max"},
                {"deviation_from": {"unit": "A"}},
            ],
        },
        {"id": "parity", "ratio": ["n", "p"]},
        {"id": "letters", "lookup": ["l1", "l2"], "unordered": True, "table": {"D D": "0", "D C": "1", "C C": "2"}},
        {
            "id": "held",
            "holds": {
                "all": [
                    {"node": "mean", "above": "1"},
                    {"any": [{"variable": "y", "is": "yes"}, {"variable": "l1", "in": ["D", "C"]}]},
                    {"not": {"variable": "n", "below": {"parameter": "k"}}},
                ]
            },
        },
    ],
    "score": {"id": "total", "sum": ["mean", "held"]},
    "verdict": {
        "on": "total",
        "round": {"digits": 1},
        "grades": [{"grade": "low", "below": "1", "source": "note"}, {"grade": "high", "from": "2", "to": "9", "title": "High"}],
        "gaps": "lower",
        "otherwise": {"grade": "none", "title": "None"},
        "gates": [{"id": "g", "title": "G", "variable": "y", "is": "yes", "otherwise": {"grade": "out"}, "source": "note"}],
        "caps": [{"id": "c", "title": "C", "when": {"node": "mean", "below": "1"}, "grade_at_most": "low", "source": "note"}],
        "overrides": [{"id": "o", "title": "O", "when": {"variable": "y", "is": "no"}, "grade": "x", "grade_title": "X", "source": "note"}],
        "rank": {"on": "value", "ties": "min"},
    },
    "examples": [
        {
            "title": "One",
            "source": "note",
            "inputs": {"n": "1", "p": 2, "y": {"status": "missing"}, "l1": "NA"},
            "expect": {"score": "1.50", "grade": None, "status": "observed", "nodes": {"mean": 1}},
        }
    ],
    "x-ours": {"anything": [1, None]},
}
LADDER = [{"grade": "a", "when": {"variable": "y", "is": "yes"}, "title": "A", "source": "note"}]


class Gone:
    """In place of a value: the member is taken away."""

    def __repr__(self) -> str:
        return "gone"


class Renamed(str):
    """In place of a value: the member keeps its value under another name."""

    def __repr__(self) -> str:
        return f"renamed {str(self)!r}"


GONE = Gone()


def changed(document: Any, pointer: str, to: Any) -> Any:
    """A copy in which the member at the pointer is replaced, added (`-`: at the end of a list), renamed or taken away."""
    document = copy.deepcopy(document)
    *way, last = pointer.removeprefix("/").split("/")
    parent = document
    for step in way:
        parent = parent[int(step)] if isinstance(parent, list) else parent[step]
    if isinstance(parent, list):
        if last == "-":
            parent.append(to)
        elif to is GONE:
            del parent[int(last)]
        else:
            parent[int(last)] = to
    elif to is GONE:
        del parent[last]
    elif isinstance(to, Renamed):
        parent[str(to)] = parent.pop(last)
    else:
        parent[last] = to
    return document


# Pointer, what is put there, and the code with which the loader refuses it; None where it accepts it.
Change = tuple[str, Any, "str | None"]

SAYABLE: list[Change] = [
    # the document
    *[(f"/{key}", GONE, "document.missing_key") for key in ("pug", "id", "status", "title", "variables")],
    *[(f"/{key}", GONE, None) for key in ("edition", "description", "authority", "direction", "missing", "verdict", "examples")],
    ("/pug", 2, "document.version"),
    ("/pug", "1", None),
    ("/pug", "one", "document.version"),
    ("/pug", True, "document.version"),
    ("/id", "Test.base", "document.name"),
    ("/id", "1base", "document.name"),
    ("/id", "", "document.name"),
    ("/id", "base\n", "document.name"),
    ("/id", "a" * 128, None),
    ("/id", "a" * 129, "document.name"),
    ("/id", 7, "document.type"),
    ("/edition", 2024, "document.type"),
    ("/status", "final", "document.word"),
    ("/status", None, "document.type"),
    ("/direction", "up", "document.word"),
    ("/title", "One language", None),
    ("/title", {}, "document.type"),
    ("/title", {"en": 1}, "document.type"),
    ("/title", ["x"], "document.type"),
    ("/basis", "a@1#000000000000", None),
    ("/unknown", 1, "document.unknown_key"),
    ("/x-more", None, None),
    ("/Title", "x", "document.unknown_key"),
    ("/variables", {}, "name.unknown"),
    ("/variables", [], "document.type"),
    ("/nodes", {}, "document.type"),
    ("/score", "mean", "document.type"),
    ("/examples", {}, "document.type"),
    # sources
    ("/sources/note/title", GONE, "document.missing_key"),
    ("/sources/note/year", 2024, "document.type"),
    ("/sources/note/page", "3", "document.unknown_key"),
    ("/sources/1", {"title": "x"}, "document.name"),
    ("/variables/n/source", "", "name.unknown"),
    ("/variables/n/source", {"title": "x"}, "document.type"),
    # numbers
    *[("/parameters/k/value", number, None) for number in (0, -2.5, "0.8", "+1", "1.", ".5", "5e-5", "1/6", "-1/-3", "1e400", "1e-0400")],
    *[("/parameters/k/value", text, "document.number") for text in ("", "x", "1/0", "1/0.0e3", "1,5", " 1", "1\n", "0x1", "1e", "1e401")],
    *[("/parameters/k/value", text, "document.number") for text in (".", "1/2/3", "--1", "1e+-2", "NaN", "Infinity", "1" * 201)],
    *[("/parameters/k/value", value, "document.type") for value in (None, True, [1], {"parameter": "dated"})],
    ("/parameters/k/value", "1" * 200, None),
    # parameters
    ("/parameters/k/value", GONE, "document.missing_key"),
    ("/parameters/k/unit", "x", "document.unknown_key"),
    ("/parameters/2k", {"value": "1"}, "document.name"),
    ("/parameters/dated/value", "1", "document.unknown_key"),
    ("/parameters/dated/values", [], "parameter.no_value"),
    ("/parameters/dated/values", "1", "document.type"),
    ("/parameters/dated/values/0/value", GONE, "document.missing_key"),
    ("/parameters/dated/values/0/from", "2020-02-30", "document.date"),
    ("/parameters/dated/values/0/from", "1900-02-29", "document.date"),
    ("/parameters/dated/values/0/from", "2000-02-29", None),
    ("/parameters/dated/values/0/from", "2020-04-31", "document.date"),
    ("/parameters/dated/values/0/from", "2020-2-01", "document.date"),
    ("/parameters/dated/values/0/from", "2020-13-01", "document.date"),
    ("/parameters/dated/values/0/to", "2021-01-01", "document.unknown_key"),
    ("/nodes/1/then/3/scale", {"parameter": "k", "note": "x"}, "document.unknown_key"),
    ("/nodes/1/then/3/scale", {}, "document.missing_key"),
    ("/nodes/1/then/3/scale", {"parameter": 2}, "document.type"),
    # scales
    ("/scales/letter/levels", [], "scale.empty"),
    ("/scales/letter/levels", GONE, "document.missing_key"),
    ("/scales/letter/levels/0/code", GONE, "document.missing_key"),
    ("/scales/letter/levels/0/code", 1, "document.type"),
    ("/scales/letter/levels/0/points", GONE, "scale.points_incomplete"),
    ("/scales/letter/levels/0/points", "-1", "scale.points_order"),
    ("/scales/letter/levels/0/points", "1/-2", "scale.points_order"),
    ("/scales/letter/levels/0/points", "-0.0", None),
    ("/scales/letter/levels/0/points", {"parameter": "k"}, "document.type"),
    ("/scales/letter/levels/0/value", "1", "document.unknown_key"),
    ("/scales/letter/statuses", ["NA"], "document.type"),
    ("/scales/letter/statuses/NA", "observed", "document.word"),
    ("/scales/letter/statuses/NA", "unknown", "document.word"),
    ("/scales/letter/name", "x", "document.unknown_key"),
    # variables
    ("/variables/n/type", GONE, "document.missing_key"),
    ("/variables/n/type", "decimal", "document.word"),
    ("/variables/n/type", "choice", "document.missing_key"),
    ("/variables/n/Range", ["0", "1"], "document.unknown_key"),
    ("/variables/n/range", "0-1", "document.type"),
    ("/variables/n/range", ["0"], "document.type"),
    ("/variables/n/range", ["0", "1", "2"], "document.type"),
    ("/variables/c/range", [None, None], None),
    ("/variables/n/range", ["0", {"parameter": "k"}], "document.type"),
    ("/variables/n/scale", "letter", "document.unknown_key"),
    ("/variables/n/unit", 5, "document.type"),
    ("/variables/n/direction", "higher", "document.word"),
    ("/variables/y/range", ["0", "1"], "document.unknown_key"),
    ("/variables/y/remediation", "Sign it", "document.type"),
    ("/variables/y/remediation/effort_days", "a week", "document.number"),
    ("/variables/y/remediation/cost", "3", "document.unknown_key"),
    ("/variables/l1/range", ["0", "1"], "document.unknown_key"),
    ("/variables/l1/scale", GONE, "document.missing_key"),
    ("/variables/l1/scale", "", "name.unknown"),
    ("/variables/a b", {"type": "number"}, "document.name"),
    # nodes
    ("/nodes/0/id", GONE, "node.unnamed"),
    ("/nodes/0/id", "", "document.name"),
    ("/nodes/0/form", "l1", "document.unknown_key"),
    ("/nodes/0/from", GONE, "node.no_source"),
    ("/nodes/0/from", Renamed("form"), "node.no_source"),
    ("/nodes/0/sum", ["n"], "node.several_sources"),
    ("/nodes/0/holds", {"variable": "y", "is": "yes"}, "node.several_sources"),
    ("/nodes/0/from", ["l1"], "document.type"),
    ("/nodes/0/from", None, "document.type"),
    ("/nodes/0/source", "", None),
    ("/nodes/0/weight", None, "document.type"),
    ("/nodes/0/weight", "heavy", "document.number"),
    ("/nodes/1/arithmetic", "n", "document.type"),
    ("/nodes/1/arithmetic", [], "node.operand_count"),
    ("/nodes/1/arithmetic/-", True, "document.type"),
    ("/nodes/1/arithmetic/-", "two words", "name.unknown"),
    ("/nodes/1/arithmetic/-", {}, "node.no_source"),
    ("/nodes/1/arithmetic/-", {"parameter": "k", "from": "n"}, "document.unknown_key"),
    ("/nodes/1/arithmetic/1/weight", "-2", "weight.negative"),
    ("/nodes/1/arithmetic/1/weight", -2, "weight.negative"),
    ("/nodes/1/arithmetic/1/weight", "0", None),
    ("/nodes/2/geometric/-", {"weight": "-2", "from": "n"}, None),
    ("/nodes/1/table", {"D": "1"}, "document.unknown_key"),
    ("/nodes/1/unordered", True, "document.unknown_key"),
    ("/score/sum", [], "node.operand_count"),
    ("/nodes/4/ratio", ["n"], "node.operand_count"),
    ("/nodes/4/ratio/-", "n", "node.operand_count"),
    ("/nodes/4/ratio", Renamed("difference"), None),
    ("/nodes/4/ratio", Renamed("product"), None),
    ("/nodes/4/ratio", Renamed("quotient"), "node.no_source"),
    ("/nodes/4/weights", "equal", "weights.unused"),
    ("/nodes/2/weights", "even", "document.word"),
    ("/nodes/2/weights", None, "document.type"),
    ("/nodes/2/weights", {}, "document.missing_key"),
    ("/nodes/3/weights/inverse_sd", "world", "document.word"),
    ("/nodes/3/weights/by", "year", "document.unknown_key"),
    # look-ups
    ("/nodes/5/lookup", [], "node.operand_count"),
    ("/nodes/5/lookup/0", "1", "lookup.operand"),
    ("/nodes/5/lookup/0", {"from": "l1"}, "lookup.operand"),
    ("/nodes/5/lookup", ["l1"] * 9, "lookup.operand"),
    ("/nodes/5/table", GONE, "document.missing_key"),
    ("/nodes/5/table", {}, "lookup.incomplete"),
    ("/nodes/5/table", [["D", "D", "0"]], "document.type"),
    ("/nodes/5/table/D D", "D", "document.number"),
    ("/nodes/5/table/D D", {"parameter": "k"}, None),
    ("/nodes/5/table/D", "0", None),
    ("/nodes/5/table/D D D D D D D D D", "0", "lookup.key"),
    ("/nodes/5/unordered", "yes", "document.type"),
    # transforms
    ("/nodes/1/then", "exp", "document.type"),
    ("/nodes/1/then/0", "sqrt", "document.word"),
    ("/nodes/1/then/0", None, "document.type"),
    ("/nodes/1/then/0", {}, "transform.one_key"),
    ("/nodes/1/then/0", {"scale": "1", "power": "2"}, "transform.one_key"),
    ("/nodes/1/then/0", {"exp": "1"}, "document.unknown_key"),
    ("/nodes/1/then/0", {"clip": ["0"]}, "document.type"),
    ("/nodes/1/then/0", {"clip": {"low": "0"}}, "document.type"),
    ("/nodes/1/then/0", {"clip": [None, None]}, None),
    ("/nodes/1/then/0", {"replace": [["0", "1"]]}, "document.type"),
    ("/nodes/1/then/0", {"replace": {"zero": "1"}}, "document.number"),
    ("/nodes/1/then/0", {"replace": {"0": None}}, "document.type"),
    ("/nodes/1/then/0", {"replace": {}}, None),
    ("/nodes/1/then/0", {"reciprocal": None}, "document.type"),
    ("/nodes/1/then/0", {"affine": ["1"]}, "document.type"),
    ("/nodes/1/then/0", {"affine": "1"}, "document.type"),
    ("/nodes/1/then/0", {"minmax": "cohorts"}, "document.word"),
    ("/nodes/1/then/0", {"minmax": ["0", None]}, "document.type"),
    ("/nodes/1/then/0", {"rank": "min"}, "document.word"),
    ("/nodes/1/then/0", {"zscore": {"unit": "A"}}, "document.type"),
    ("/nodes/1/then/0", {"relative_to": "cohort"}, "document.word"),
    ("/nodes/1/then/0", {"relative_to": {"unit": 1}}, "document.type"),
    ("/nodes/1/then/0", {"relative_to": {}}, "document.missing_key"),
    ("/nodes/1/then/0", {"deviation_from": "sd"}, "document.word"),
    ("/nodes/1/then/0", {"steps": []}, "transform.steps"),
    ("/nodes/1/then/0", {"steps": [["0", "1"], [None, "2"]]}, "transform.steps"),
    ("/nodes/1/then/0", {"steps": [["0"]]}, "document.type"),
    ("/nodes/1/then/0", {"steps": [{"value": "1"}]}, "transform.steps"),
    ("/nodes/1/then/0", {"steps": [{"from": "0", "above": "0", "value": "1"}]}, "transform.steps"),
    ("/nodes/1/then/0", {"steps": [{"above": "0"}]}, "document.missing_key"),
    ("/nodes/1/then/0", {"steps": [{"above": "0", "value": "1", "to": "2"}]}, "document.unknown_key"),
    ("/nodes/0/then", ["complement", "points"], "type.points"),
    ("/nodes/0/from", {"from": "l1", "then": ["points"]}, "type.points"),
    ("/nodes/1/then/0", "points", "type.points"),
    # rounding
    ("/nodes/1/round/digits", GONE, "document.missing_key"),
    *[("/nodes/1/round/digits", whole, None) for whole in (-15, 15, 2.0, "2", "2.0", "-03")],
    *[("/nodes/1/round/digits", number, "document.number") for number in (-16, 16, 2.5, "2.5", "16", "two")],
    *[("/nodes/1/round/digits", value, "document.type") for value in (None, True, {"parameter": "k"})],
    ("/nodes/1/round/mode", "half_up", "document.word"),
    ("/nodes/1/round/to", 3, "document.unknown_key"),
    ("/nodes/1/round", 2, "document.type"),
    # policies and coverage
    *[("/nodes/1/missing", action, None) for action in ("renormalise", "lowest", "propagate", "if_needed", "0", 1, {"parameter": "k"}, {})],
    ("/nodes/1/missing", "ignore", "document.word"),
    ("/nodes/1/missing", None, "document.type"),
    ("/nodes/1/missing", ["lowest"], "document.type"),
    ("/nodes/1/missing", {"parameter": "k", "missing": "lowest"}, "document.unknown_key"),
    ("/nodes/1/missing/observed", "0", "document.unknown_key"),
    ("/nodes/1/missing/absent", "0", "document.unknown_key"),
    ("/nodes/1/missing/missing", "skip", "document.word"),
    ("/missing", "skip", "document.word"),
    ("/missing", "renormalise", None),
    ("/nodes/1/coverage", {}, "coverage.empty"),
    ("/nodes/1/coverage", "0.5", "document.type"),
    ("/nodes/1/coverage/at_most", "0.5", "document.unknown_key"),
    ("/nodes/1/coverage/at_least", "half", "document.number"),
    ("/nodes/1/coverage/at_least", {"parameter": "k"}, None),
    *[("/nodes/1/coverage/count_at_least", count, "document.number") for count in (0, -1, 1.5, 1000001, "0")],
    ("/nodes/1/coverage/count_at_least", "2", None),
    ("/nodes/1/coverage/count_at_least", {"parameter": "k"}, "document.type"),
    # conditions
    ("/nodes/1/when", "y", "document.type"),
    ("/nodes/1/when", {}, "condition.subject"),
    ("/nodes/1/when/node", "leaf", "condition.subject"),
    ("/nodes/1/when/variable", GONE, "condition.subject"),
    ("/nodes/1/when/at_least", GONE, "condition.comparison"),
    ("/nodes/1/when/above", "D", "condition.comparison"),
    ("/nodes/1/when/equals", "D", "document.unknown_key"),
    ("/nodes/1/when/at_least", None, "document.type"),
    ("/nodes/1/when/at_least", ["D"], "document.type"),
    ("/nodes/1/when/variable", 1, "document.type"),
    ("/nodes/1/when/variable", "", "name.unknown"),
    ("/nodes/6/holds/all", [], "condition.empty"),
    ("/nodes/6/holds/all", {"variable": "y", "is": "yes"}, "document.type"),
    ("/nodes/6/holds/any", [{"variable": "y", "is": "yes"}], "condition.one_key"),
    ("/nodes/6/holds/variable", "y", "condition.one_key"),
    ("/nodes/6/holds/all/0/above", "much", "condition.value"),
    ("/nodes/6/holds/all/0/above", {"parameter": "k"}, None),
    ("/nodes/6/holds/all/1/any/1/in", [], "condition.value"),
    ("/nodes/6/holds/all/1/any/1/in", "D", "document.type"),
    ("/nodes/6/holds/all/2/not", [], "document.type"),
    # the verdict
    ("/verdict", [], "document.type"),
    ("/verdict/grade", "x", "document.unknown_key"),
    ("/verdict/on", "", None),
    ("/verdict/on", None, "document.type"),
    ("/verdict/on", "two words", "name.unknown"),
    ("/verdict/grades/0/grade", GONE, "document.missing_key"),
    ("/verdict/grades/0/below", GONE, "grades.edge"),
    ("/verdict/grades/1/above", "2", "grades.edge"),
    ("/verdict/grades/1/below", "9", "grades.edge"),
    ("/verdict/grades/1/to", None, "document.type"),
    ("/verdict/grades/1/to", {"parameter": "k"}, None),
    ("/verdict/grades/1/until", "9", "document.unknown_key"),
    ("/verdict/gaps", "middle", "document.word"),
    ("/verdict/otherwise", "none", "document.type"),
    ("/verdict/otherwise/grade", GONE, "document.missing_key"),
    ("/verdict/ladder", LADDER, "grades.twice"),
    ("/verdict/ladder", [], None),
    ("/verdict/ladder", {"grade": "a"}, "document.type"),
    ("/verdict/gates/0/otherwise", GONE, "document.missing_key"),
    ("/verdict/gates/0/variable", GONE, "condition.subject"),
    ("/verdict/gates/0/at_least", "yes", "condition.comparison"),
    ("/verdict/gates/0/all", [], "document.unknown_key"),
    ("/verdict/gates/0/when", {"variable": "y", "is": "yes"}, "document.unknown_key"),
    ("/verdict/gates/0/id", 1, "document.type"),
    ("/verdict/caps/0/when", GONE, "document.missing_key"),
    ("/verdict/caps/0/grade_at_most", GONE, "document.missing_key"),
    ("/verdict/caps/0/grade", "low", "document.unknown_key"),
    ("/verdict/grades", [], "name.unknown"),
    ("/verdict/overrides/0/grade", GONE, "document.missing_key"),
    ("/verdict/overrides/0/when", GONE, "document.missing_key"),
    ("/verdict/overrides/0/otherwise", {"grade": "x"}, "document.unknown_key"),
    ("/verdict/rank", "value", "document.type"),
    ("/verdict/rank/on", "printed", "document.word"),
    ("/verdict/rank/ties", "first", "document.word"),
    ("/verdict/rank/by", "year", "document.unknown_key"),
    ("/verdict/rank", {}, None),
    # examples
    ("/examples/0/inputs", GONE, "document.missing_key"),
    ("/examples/0/expect", GONE, "document.missing_key"),
    ("/examples/0/output", {}, "document.unknown_key"),
    ("/examples/0/inputs", ["1"], "document.type"),
    ("/examples/0/inputs/a b", "1", "document.name"),
    ("/examples/0/inputs/n", None, "document.type"),
    ("/examples/0/inputs/n", True, "document.type"),
    ("/examples/0/inputs/n", {"status": "observed"}, "document.word"),
    ("/examples/0/inputs/n", {}, "document.missing_key"),
    ("/examples/0/inputs/n", {"status": "missing", "reason": "x"}, "document.unknown_key"),
    ("/examples/0/inputs/n", "anything", None),
    ("/examples/0/expect", {}, None),
    ("/examples/0/expect/score", "high", "document.number"),
    ("/examples/0/expect/score", None, "document.type"),
    ("/examples/0/expect/grade", 1, "document.type"),
    ("/examples/0/expect/status", "fine", "document.word"),
    ("/examples/0/expect/nodes", ["mean"], "document.type"),
    ("/examples/0/expect/nodes/mean", {"status": "missing"}, "document.type"),
    ("/examples/0/expect/rank", 1, "document.unknown_key"),
]

# What takes two places of the document to see.
UNSAYABLE: list[Change] = [
    ("/variables/n/source", "other", "name.unknown"),
    ("/nodes/1/then/3/scale", {"parameter": "other"}, "name.unknown"),
    ("/parameters/dated/values/1/from", "2019-01-01", "parameter.order"),
    ("/scales/letter/levels/1/code", "C", "scale.duplicate_code"),
    ("/scales/letter/levels/0/counts_as", "E", "name.unknown"),
    ("/scales/letter/levels/1/points", "2", "scale.points_order"),
    ("/scales/letter/levels/2/points", "0", "scale.points_order"),
    ("/variables/n/range", ["1", "0"], "variable.range"),
    ("/variables/l1/scale", "other", "name.unknown"),
    ("/nodes/0/id", "even", "name.duplicate"),
    ("/nodes/0/id", "n", "name.duplicate"),
    ("/nodes/0/from", "mean", "type.points"),
    ("/nodes/0/then", [], "type.choice"),
    ("/nodes/1/arithmetic/0", "total", "node.cycle"),
    ("/nodes/1/arithmetic/0", "nobody", "name.unknown"),
    ("/nodes/1/arithmetic", [{"weight": "0", "from": "n"}], "weights.zero_sum"),
    ("/nodes/1/arithmetic/1/weight", {"parameter": "other"}, "name.unknown"),
    ("/nodes/1/then/0", {"clip": ["1", "0"]}, "transform.clip"),
    ("/nodes/1/then/0", {"minmax": ["1", "1.0"]}, "transform.minmax"),
    ("/nodes/1/then/0", {"replace": {"0": "1", "0.0": "2"}}, "document.duplicate_key"),
    ("/nodes/1/then/0", {"steps": [["1", "1"], ["1", "2"]]}, "transform.steps"),
    ("/nodes/5/lookup/0", "n", "lookup.operand"),
    ("/nodes/5/table/D C", GONE, "lookup.incomplete"),
    ("/nodes/5/table/D* C", "1", "lookup.key"),
    ("/nodes/5/table/D C D", "1", "lookup.key"),
    ("/nodes/5/table/C D", "1", "lookup.duplicate"),
    ("/nodes/1/when/at_least", "E", "condition.value"),
    ("/nodes/1/when/variable", "nobody", "name.unknown"),
    ("/nodes/6/holds/all/0/node", "nobody", "name.unknown"),
    ("/nodes/6/holds/all/2/not/below", "much", "condition.value"),
    ("/variables/n/range", [None, None], "policy.unbounded"),
    ("/score/id", GONE, "name.unknown"),
    ("/verdict/on", "nobody", "name.unknown"),
    ("/verdict/grades/1/grade", "low", "grade.duplicate"),
    ("/verdict/grades/-", {"grade": "middle", "from": "1", "to": "3"}, "grades.overlap"),
    ("/verdict/grades/1/to", "1", "grades.empty"),
    ("/verdict/gaps", GONE, "grades.gap"),
    ("/verdict/gaps", "refuse", "grades.gap"),
    ("/verdict/caps/0/grade_at_most", "none", "name.unknown"),
    ("/examples/0/inputs/nobody", "1", "name.unknown"),
]


def named(change: Change) -> str:
    return f"{change[0]}={change[1]!r}"[:60]


def test_the_base_is_accepted_by_both():
    assert refusals(BASE) == []
    assert complaints(BASE) == []


@pytest.mark.parametrize("change", SAYABLE, ids=named)
def test_the_schema_says_what_the_loader_says(change):
    pointer, to, code = change
    document = changed(BASE, pointer, to)
    found = refusals(document)
    assert (code in found) if code else found == []
    assert bool(complaints(document)) == bool(found)


@pytest.mark.parametrize("change", UNSAYABLE, ids=named)
def test_the_schema_keeps_quiet_about_what_it_cannot_say(change):
    pointer, to, code = change
    document = changed(BASE, pointer, to)
    assert code in refusals(document)
    assert complaints(document) == []


def test_what_there_is_no_score_for():
    nodes_only = changed(changed(BASE, "/score", GONE), "/nodes/6/holds", {"variable": "y", "is": "yes"})
    for document, code in [
        (changed(nodes_only, "/verdict", GONE), None),
        (changed(nodes_only, "/verdict/on", "mean"), None),
        (changed(nodes_only, "/verdict/on", GONE), "grades.no_score"),
        (changed(nodes_only, "/nodes", []), "document.missing_key"),
        (changed(nodes_only, "/nodes", GONE), "document.missing_key"),
    ]:
        found = refusals(document)
        assert (code in found) if code else found == []
        assert bool(complaints(document)) == bool(found)


# --- profiles --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def profile() -> dict[str, Any]:
    gii = pug.Instrument.load("undp.gii")
    return {
        "pug": 1,
        "id": "test.profile",
        "edition": "1",
        "status": "draft",
        "title": "A profile",
        "profile_of": f"{gii.id}@{gii.edition}#{gii.fingerprint[:12]}",
        "sources": {"ours": {"title": "Ours"}},
        "weights": {"empowerment_f": "2"},
        "parameters": {"seat_floor": "0.5"},
        "verdict": {"rank": {"ties": "dense"}, "grades": [{"grade": "low", "below": "0.5", "source": "ours"}, {"grade": "high", "from": "0.5"}]},
        "examples": [{"inputs": {"mmr": "10"}, "expect": {"status": "missing"}}],
        "x-ours": 1,
    }


PROFILE_CHANGES: list[Change] = [
    *[(f"/{key}", GONE, "document.missing_key") for key in ("pug", "id", "status", "title")],
    *[(f"/{key}", GONE, None) for key in ("edition", "weights", "parameters", "verdict", "examples")],
    ("/profile_of", "undp.gii", "profile.basis"),
    ("/profile_of", "undp.gii@2023-24#123", "profile.basis"),
    ("/profile_of", "undp.gii@2023-24#GGGGGGGGGGGG", "profile.basis"),
    ("/profile_of", 1, "document.type"),
    ("/variables", {"n": {"type": "number"}}, "document.unknown_key"),
    ("/score", {"from": "1"}, "document.unknown_key"),
    ("/direction", "higher_is_better", "document.unknown_key"),
    ("/weights", ["2"], "document.type"),
    ("/weights/empowerment_f", "heavy", "document.number"),
    ("/weights/a b", "1", "document.name"),
    ("/parameters/seat_floor", {"value": "0.5"}, "document.type"),
    ("/verdict/rank/ties", "first", "document.word"),
    ("/verdict/grades/0/until", "1", "document.unknown_key"),
    ("/verdict/caps", [{"when": {"variable": "mmr", "above": "1"}, "grade_at_most": "low"}], None),
]


def test_a_profile_is_accepted_by_both(profile):
    assert refusals(profile) == []
    assert complaints(profile) == []
    assert complaints(pug.Instrument.load(profile).to_dict()) == []


@pytest.mark.parametrize("change", PROFILE_CHANGES, ids=named)
def test_the_schema_says_of_profiles_what_the_loader_says(change, profile):
    pointer, to, code = change
    document = changed(profile, pointer, to)
    found = refusals(document)
    assert (code in found) if code else found == []
    assert bool(complaints(document)) == bool(found)


def test_the_schema_cannot_know_what_a_profile_overlays(profile):
    for pointer, to, code in [
        ("/profile_of", "undp.gii@2023-24#000000000000", "profile.basis"),
        ("/profile_of", "no.such@1#000000000000", "profile.basis"),
        ("/weights/nobody", "1", "name.unknown"),
        ("/parameters/nobody", "1", "name.unknown"),
    ]:
        document = changed(profile, pointer, to)
        assert code in refusals(document)
        assert complaints(document) == []


# --- random changes --------------------------------------------------------------------------------------------------

# Whatever the loader refuses with one of these, a schema can refuse as well.
STRUCTURAL = {
    *("document.type", "document.word", "document.missing_key", "document.unknown_key", "document.name", "document.number"),
    *("document.date", "document.version", "transform.one_key", "condition.one_key", "condition.subject", "condition.comparison"),
    *("condition.empty", "node.no_source", "node.several_sources", "node.unnamed", "node.operand_count", "weights.unused"),
    *("coverage.empty", "parameter.no_value", "variables.none", "scale.empty", "scale.points_incomplete", "grades.edge"),
    *("grades.twice", "grades.no_score"),
}


def vocabulary(schema: Any, word: str) -> Iterator[Any]:
    """Everything that stands under `properties`, `enum` or `const` anywhere in the schema."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == word:
                yield from value if isinstance(value, (dict, list)) else [value]
            yield from vocabulary(value, word)
    elif isinstance(schema, list):
        for value in schema:
            yield from vocabulary(value, word)


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value of a document."""
    yield way
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*way, key))


def follow(document: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        document = document[step]
    return document


DOCUMENTS = [BASE, *CATALOG.values(), *EXAMPLES]
KEYS = sorted({*vocabulary(SCHEMA, "properties")}) + ["", "1", "two words", "x-ours"]
JUNK: list[Any] = [
    *(None, True, 0, -1, 2.5, 16, "", "0.5", "-1/2", "1/0", "e5", "a", "two words", "0.5\n", "2023-02-29", [], [[]], {}),
    *(["0", "1"], [None, "1"], ["0", None], ["1"], {"parameter": "k"}, {"parameter": 1}, {"status": "missing"}, {"unit": "A"}),
    *({"from": "0"}, {"code": "a"}, {"id": "n", "from": "1"}, {"variable": "a", "is": "1"}, {"node": "a", "is": "b"}, {"all": []}),
    *({"digits": 2}, {"en": "x"}, {"en": 1}, {"0": "1"}, ["points"], ["abs", "points"], {"above": "0", "value": "1"}),
    *sorted({str(word) for word in (*vocabulary(SCHEMA, "enum"), *vocabulary(SCHEMA, "const"))}),
]
Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def mutated(draw: Draw) -> Any:
    """A document that is sound, changed in one to three places: members dropped, renamed, replaced, added, moved in."""
    document = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(list(places(document))))
        value = draw(st.sampled_from(JUNK) | grafts())
        target = follow(document, way)
        action = draw(st.sampled_from(["drop", "rename", "replace", "replace", "insert", "insert"]))
        if action == "insert" and isinstance(target, dict):
            target[draw(st.sampled_from(KEYS))] = copy.deepcopy(value)
        elif action == "insert" and isinstance(target, list):
            target.insert(draw(st.integers(0, len(target))), copy.deepcopy(value))
        elif way:
            parent = follow(document, way[:-1])
            if action == "drop":
                del parent[way[-1]]
            elif action == "rename" and isinstance(parent, dict):
                parent[draw(st.sampled_from(KEYS))] = parent.pop(way[-1])
            else:
                parent[way[-1]] = copy.deepcopy(value)
    return document


@st.composite
def grafts(draw: Draw) -> Any:
    """A part of some document."""
    document = draw(st.sampled_from(DOCUMENTS))
    return follow(document, draw(st.sampled_from(list(places(document)))))


@settings(
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=1500,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large],
)
@given(document=mutated())
def test_random_changes_are_refused_by_both_or_by_neither(document):
    found = refusals(document)
    complained = complaints(document)
    if complained:
        assert found, complained
    if STRUCTURAL & set(found):
        assert complained, found
