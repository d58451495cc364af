"""Every instrument of the catalog: sound, documented in both languages, and usable by everything that pug does."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import re
from functools import cache
from pathlib import Path

import pug
import pytest
from pug.cli import main
from pug.model import in_language

IDS = pug.catalog()
EXPECTED = [
    "apkm",
    "bps.idg",
    "bps.ikg",
    "bps.ipg",
    "bps.ipm",
    "eige.gei",
    "eige.h1",
    "eige.h3",
    "eige.h4",
    "kemenpppa.ape-pug",
    "kemenpppa.drppa",
    "kemenpppa.kla",
    "kemenpppa.lpkra-2022",
    "kemenpppa.lplpp",
    "oecd.dac-gender",
    "oecd.sigi-2014",
    "oecd.sigi-2019",
    "pefa.m1",
    "pefa.m2",
    "un.gem",
    "un.sdg-5c1",
    "undp.gdi",
    "undp.gii",
    "undp.hdi",
    "undp.seal",
    "unwomen.un-swap",
    "wef.gggi",
    "worldbank.wbl",
]
# The published weights of the index for health are printed with three decimals and sum to 1.001.
DOUBTFUL = {"wef.gggi": [("warning.weights_sum", "/score/arithmetic/1")]}

every_instrument = pytest.mark.parametrize("name", IDS)


@cache
def instrument(name):
    return pug.Instrument.load(name)


def cell(answer):
    return answer["status"] if isinstance(answer, dict) else answer


@cache
def scores(name):
    """The instrument's own examples, scored."""
    model = instrument(name)
    examples = model.to_dict()["examples"]
    rows = [
        {variable: cell(example["inputs"].get(variable)) for variable in model.variables} | {"unit": f"Example {i}"}
        for i, example in enumerate(examples)
    ]
    return pug.score(rows, model, unit="unit")


def test_the_catalog_is_complete():
    assert IDS == EXPECTED


@every_instrument
def test_sound(name):
    model = instrument(name)
    assert model.examples >= 2
    assert model.validate() == []
    assert [(warning.code, warning.where) for warning in model.review()] == DOUBTFUL.get(name, [])
    assert model.status in ("official", "reconstructed", "draft")
    assert pug.Instrument.load(model.to_dict()) == model


def texts(value, where=""):
    """Every text by language inside a document, with its place."""
    if isinstance(value, dict):
        if value and value.keys() <= {"id", "en", "und"} and all(isinstance(text, str) for text in value.values()):
            yield where, value
        for key, inner in value.items():
            yield from texts(inner, f"{where}/{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from texts(inner, f"{where}/{i}")


@every_instrument
def test_told_in_indonesian_and_english(name):
    model = instrument(name)
    for text in (model.title, model.description, model.authority):
        assert {"id", "en"} <= text.keys()
    for variable in model.variables.values():
        assert {"id", "en"} <= (variable.title or variable.question).keys(), variable.name
    for grade in model.grades:
        assert not grade.title or {"id", "en"} <= grade.title.keys(), grade.name
    assert model.title["id"] != ""


@every_instrument
def test_says_where_its_numbers_are_from(name):
    model = instrument(name)
    document = model.to_dict()
    assert document["sources"]
    named = {node.source for node in model.nodes.values()} | {grade.source for grade in model.grades}
    named |= {parameter.get("source", "") for parameter in document.get("parameters", {}).values()}
    named |= {variable.source for variable in model.variables.values()}
    assert named - {""}
    assert named - {""} <= document["sources"].keys()
    for source in document["sources"].values():
        assert in_language(source["title"] if isinstance(source["title"], dict) else {"und": source["title"]}, "en")
        assert not re.search(r"localhost|/home/|/tmp/", str(source))


@every_instrument
def test_examples_cover_every_grade_or_say_a_score(name):
    expected = [example["expect"] for example in instrument(name).to_dict()["examples"]]
    assert all(expect.keys() & {"score", "grade", "status", "nodes"} for expect in expected)


@every_instrument
@pytest.mark.parametrize("language", ["id", "en"])
def test_explained(name, language):
    scored = scores(name)
    for unit in scored.names:
        explanation = scored.explain(unit)
        text = explanation.text(language)
        assert text.startswith(f"{unit}: {name} ")
        assert explanation.has_score == (instrument(name).root is not None)
        for node in explanation.nodes.values():
            if node.value is not None and node.baseline is not None:
                shared = [operand.contribution for operand in node.operands if operand.contribution is not None]
                assert node.baseline + sum(shared) == pytest.approx(node.value, rel=1e-9, abs=1e-9)
        for key in scored.nodes:
            assert key in text


@every_instrument
def test_gaps_are_gains(name):
    scored = scores(name)
    for place, unit in enumerate(scored.names):
        gaps = scored.gaps(unit)
        assert len({gap.variable for gap in gaps}) == len(gaps)
        assert gaps == [] or instrument(name).root is not None
        for gap in gaps:
            assert gap.points is None or gap.points >= 0
            assert {"id", "en"} <= gap.title.keys()
            assert gap.best not in (gap.code, None)
        if gaps and gaps[0].points is not None and gaps[0].points > 0 and not gaps[0].gates:
            assert closed(name, scored, place, gaps[0]) == pytest.approx(gaps[0].points, rel=1e-9)


def closed(name, scored, place, gap):
    """What the score gains when the answer is at its best, by scoring again."""
    model = instrument(name)
    example = model.to_dict()["examples"][place]
    row = {variable: cell(example["inputs"].get(variable)) for variable in model.variables}
    again = pug.score([row | {gap.variable: gap.best}], model)
    return (again.values[0] - scored.values[place]) * (-1 if model.lower_is_better else 1)


@every_instrument
@pytest.mark.parametrize("language", ["id", "en"])
def test_reported(name, language, tmp_path):
    scored, path = scores(name), tmp_path / "report.html"
    scored.report(path, lang=language)
    text = path.read_text(encoding="utf-8")
    assert instrument(name).fingerprint[:16] in text
    assert all(unit in text for unit in scored.names)
    assert not re.search(
        r">\s*None\s*<|Undefined|<bound method|\bnan\b", re.sub(r"<style>.*?</style>", "", text, flags=re.S)
    )


@every_instrument
def test_shown_by_the_command(name, run):
    done = run("show", name)
    assert (done.returncode, done.stderr) == (0, "")
    model = instrument(name)
    for word in (*model.variables, *(node.id for node in model.nodes.values() if node.id), model.fingerprint):
        assert word in done.stdout
    for grade in (*(grade.name for grade in model.grades), *(step.grade for step in model.ladder)):
        assert grade in done.stdout


def test_validated_by_the_command(run):
    done = run("validate", *IDS)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(IDS)
    for line, name in zip(done.stdout.splitlines(), IDS, strict=True):
        count = instrument(name).examples
        assert line.endswith(f"is sound, {count} of {count} examples agree")
    warned = [line for line in done.stderr.splitlines() if line]
    assert len(warned) == sum(len(doubts) for doubts in DOUBTFUL.values())
    assert all(": warning." in line for line in warned)


# --- whatever else can be said in the language ------------------------------------------------------------------------


def guides():
    """The documents of the guides that have examples, which tell what answers are sound."""
    for page in ("constructs.md", "writing-an-instrument.md"):
        text = (Path(__file__).resolve().parents[2] / "docs" / page).read_text(encoding="utf-8")
        for block in re.findall(r"^```json\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            document = json.loads(block)
            if document.get("examples"):
                yield pytest.param(document, id=document["id"])


@pytest.mark.parametrize("document", list(guides()))
def test_a_document_of_the_guides_is_explained_shown_and_reported(document, tmp_path, capsys):
    model = pug.Instrument.load(document)
    rows = [
        {name: cell(example["inputs"].get(name)) for name in model.variables} | {"unit": f"Case {number}"}
        for number, example in enumerate(model.to_dict()["examples"])
    ]
    scored = pug.score(rows, model, unit="unit")
    for unit in scored.names:
        assert scored.explain(unit).text("id").startswith(f"{unit}: {model.id} ")
        assert all(gap.points is None or gap.points >= 0 for gap in scored.gaps(unit))
    for language in ("id", "en"):
        scored.report(tmp_path / "report.html", lang=language)
    (tmp_path / "document.json").write_text(json.dumps(document))
    assert main(["show", str(tmp_path / "document.json")]) == 0
    shown = capsys.readouterr().out
    named = [*model.variables, *(override.grade for override in model.overrides), *(s.grade for s in model.ladder)]
    assert all(name in shown for name in named)


def test_an_override_is_told(document, answers, tmp_path):
    document["verdict"]["overrides"] = [{"id": "harm", "when": {"variable": "permit", "is": "yes"}, "grade": "halted"}]
    scores = pug.score(answers, document, unit="name")
    assert scores.overrides == ["harm", None, "harm", None]
    assert scores.grades[::2] == ["halted", "halted"]
    assert "override harm: decides the grade before all else" in str(scores.explain("A"))
    assert "override" not in str(scores.explain("B"))
    scores.report(tmp_path / "report.html", lang="en")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert text.count("The grade was decided before all else by: permit: yes.") == 2


# --- the pages of the documentation ----------------------------------------------------------------------------------


@pytest.fixture
def pages(root):
    """The script that writes them."""
    loader = importlib.machinery.SourceFileLoader("catalog_pages", str(root / "scripts" / "catalog-pages"))
    spec = importlib.util.spec_from_loader("catalog_pages", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_pages_are_up_to_date(pages, capsys):
    assert pages.main(["--check"]) == 0, capsys.readouterr().err


def test_a_page_that_is_out_of_date_is_named(pages, capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(pages, "FOLDER", tmp_path)
    assert pages.main([]) == 0
    assert pages.main(["--check"]) == 0
    (tmp_path / "undp.gii.md").write_text("something else", encoding="utf-8")
    (tmp_path / "undp.hdi.md").unlink()
    (tmp_path / "no.such.md").write_text("", encoding="utf-8")
    capsys.readouterr()
    assert pages.main(["--check"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        f"docs/catalog/{name}.md" for name in ("undp.gii", "undp.hdi", "no.such")
    ]
    assert pages.main([]) == 0
    assert not (tmp_path / "no.such.md").exists()
    assert pages.main(["--what"]) == 2


@every_instrument
def test_a_page_tells_everything(root, name):
    text = Path(root / "docs" / "catalog" / f"{name}.md").read_text(encoding="utf-8")
    model = instrument(name)
    assert model.title["id"].replace("|", "\\|") in text
    for word in (*model.variables, *(node.id for node in model.nodes.values() if node.id)):
        assert f"`{word}`" in text
    for grade in model.grades:
        assert f"`{grade.name}`" in text
    for source in model.to_dict()["sources"]:
        assert f"| `{source}` |" in text
    assert f"({name}.md)" in (root / "docs" / "catalog" / "README.md").read_text(encoding="utf-8")
