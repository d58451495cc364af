"""The JSON Schema accepts and refuses the documents that the loader does, as far as a schema can say it."""

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


CATALOG = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "src/catalog").glob("*.json"))
}
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

# What changes start from; changes that schema and loader see alike; those that take two places of the document to see;
# those of a profile; what random changes put in. `code` is that of the loader's refusal, null where it accepts.
CHANGES = json.loads(Path(__file__).with_name("schema_changes.json").read_text(encoding="utf-8"))
BASE = CHANGES["base"]
SAYABLE = [change for group in CHANGES["sayable"].values() for change in group]


def changed(document: Any, change: dict[str, Any]) -> Any:
    """A copy in which one member is dropped, renamed, replaced or added (`-`: at the end of a list)."""
    document = copy.deepcopy(document)
    *way, last = change["at"].removeprefix("/").split("/")
    parent = document
    for step in way:
        parent = parent[int(step)] if isinstance(parent, list) else parent[step]
    key = int(last) if isinstance(parent, list) and last != "-" else last
    if "drop" in change:
        del parent[key]
    elif "rename" in change:
        parent[change["rename"]] = parent.pop(key)
    elif key == "-":
        parent.append(change["put"])
    else:
        parent[key] = change["put"]
    return document


def named(change: dict[str, Any]) -> str:
    return " ".join(str(value) for value in change.values())[:70]


def check_alike(document: Any, code: str | None) -> None:
    """Schema and loader agree on the document, and the loader gives the reason that is expected."""
    found = refusals(document)
    assert (code in found) if code else found == []
    assert bool(complaints(document)) == bool(found)


def test_the_base_is_accepted_by_both():
    check_alike(BASE, None)


@pytest.mark.parametrize("change", SAYABLE, ids=named)
def test_the_schema_says_what_the_loader_says(change):
    check_alike(changed(BASE, change), change["code"])


@pytest.mark.parametrize("change", CHANGES["unsayable"], ids=named)
def test_the_schema_keeps_quiet_about_what_it_cannot_say(change):
    document = changed(BASE, change)
    assert change["code"] in refusals(document)
    assert complaints(document) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"at": "/verdict", "drop": True}, None),
        ({"at": "/verdict/on", "put": "mean"}, None),
        ({"at": "/verdict/on", "drop": True}, "grades.no_score"),
        ({"at": "/nodes", "put": []}, "document.missing_key"),
        ({"at": "/nodes", "drop": True}, "document.missing_key"),
    ],
    ids=str,
)
def test_without_a_score(more, code):
    document = changed(BASE, {"at": "/score", "drop": True})
    document["verdict"]["on"] = "mean"
    document["examples"] = []
    check_alike(changed(document, more), code)


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
        "verdict": {
            "rank": {"ties": "dense"},
            "grades": [{"grade": "low", "below": "0.5", "source": "ours"}, {"grade": "high", "from": "0.5"}],
        },
        "examples": [{"inputs": {"mmr": "10"}, "expect": {"status": "missing"}}],
        "x-ours": 1,
    }


def test_a_profile_is_accepted_by_both(profile):
    check_alike(profile, None)
    assert complaints(pug.Instrument.load(profile).to_dict()) == []


@pytest.mark.parametrize("change", CHANGES["of_profiles"], ids=named)
def test_the_schema_says_of_profiles_what_the_loader_says(change, profile):
    check_alike(changed(profile, change), change["code"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"at": "/profile_of", "put": "undp.gii@2023-24#000000000000"}, "profile.basis"),
        ({"at": "/profile_of", "put": "no.such@1#000000000000"}, "profile.basis"),
        ({"at": "/weights/nobody", "put": "1"}, "name.unknown"),
        ({"at": "/parameters/nobody", "put": "1"}, "name.unknown"),
    ],
    ids=str,
)
def test_the_schema_cannot_know_what_a_profile_overlays(change, code, profile):
    document = changed(profile, change)
    assert code in refusals(document)
    assert complaints(document) == []


# --- random changes --------------------------------------------------------------------------------------------------

# Whatever the loader refuses with one of these codes, a schema can refuse as well.
STRUCTURAL = set(CHANGES["structural"])


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
KEYS = [*sorted({*vocabulary(SCHEMA, "properties")}), "", "1", "two words", "x-ours"]
WORDS = sorted({str(word) for word in (*vocabulary(SCHEMA, "enum"), *vocabulary(SCHEMA, "const"))})
Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def mutated(draw: Draw) -> Any:
    """A document that is sound, changed in one to three places: members dropped, renamed, replaced, added, moved in."""
    document = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(list(places(document))))
        value = draw(st.sampled_from([*CHANGES["junk"], *WORDS]) | grafts())
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
