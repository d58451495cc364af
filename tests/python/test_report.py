"""The HTML report, read back with an HTML parser and compared with the scores."""

from __future__ import annotations

import csv
import math
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from pathlib import Path

import pug
import pytest

pytest.importorskip("jinja2")

from pug import report
from pug.report.messages import MESSAGES

EXAMPLE = Path(__file__).parents[2] / "examples" / "banjarbaru"
LETTERS = ("missing", "not_applicable", "not_assessed", "no_information", "not_computable", "waived", "suppressed")
VOID = {"meta", "br", "link", "img", "input", "hr"}
SVG_SHAPES = {"line", "rect", "circle"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def all(self, tag: str, name: str | None = None) -> list[Element]:
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag and (name is None or name in (child.attributes.get("class") or "").split()):
                    found.append(child)
                found += child.all(tag, name)
        return found

    def one(self, tag: str, name: str | None = None) -> Element:
        return self.all(tag, name)[0]

    def text(self) -> str:
        parts = [c if isinstance(c, str) else "" if c.tag in ("svg", "style") else c.text() for c in self.children]
        return " ".join("".join(parts).split())

    def by_id(self, name: str) -> Element:
        return next(e for tag in ("section", "table") for e in self.all(tag) if e.attributes.get("id") == name)


class Tree(HTMLParser):
    """Builds elements and refuses what is not nested or closed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]
        self.feed(page)
        self.close()
        assert self.open == [self.root], f"never closed: {[element.tag for element in self.open[1:]]}"

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in <{tag}>"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        assert tag in SVG_SHAPES
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(page: str) -> Element:
    return Tree(page).root


def cells(row: Element) -> list[str]:
    return [child.text() for child in row.children if isinstance(child, Element)]


def rows(table: Element) -> list[list[str]]:
    return [cells(row) for body in table.all("tbody") for row in body.all("tr")]


def shown(value: float, digits: int, mark: str = ",") -> str:
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{rounded:f}".replace("-", "−").replace(".", mark)


@pytest.fixture(scope="module")
def banjarbaru():
    return [pug.score(EXAMPLE / f"{name}.csv", "kemenpppa.lplpp", unit="organisasi") for name in ("sebelum", "sesudah")]


@pytest.fixture(scope="module")
def after(banjarbaru):
    return banjarbaru[1]


@pytest.fixture(scope="module")
def page(banjarbaru):
    before, after = banjarbaru
    return report.render(after, reference="REF", before=before)


@pytest.fixture(scope="module")
def tree(page):
    return read(page)


@pytest.fixture
def gii(root):
    return pug.score(str(root / "examples" / "undp" / "gii_2022.csv"), "undp.gii", unit="country")


@pytest.fixture
def small(document, answers):
    return pug.score(answers, document, unit="name")


def without_titles(value):
    if isinstance(value, dict):
        return {key: without_titles(item) for key, item in value.items() if key != "title"}
    return [without_titles(item) for item in value] if isinstance(value, list) else value


# --- the page as a whole ---


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_page_is_well_formed_and_in_its_language(banjarbaru, lang):
    before, after = banjarbaru
    tree = read(report.render(after, lang=lang, reference="REF", before=before))
    assert tree.one("html").attributes["lang"] == lang
    title = {"id": "Standar Lembaga Penyedia Layanan", "en": "Standard for women's-empowerment service"}[lang]
    assert tree.one("h1").text().startswith(title)
    headings = [heading.text() for heading in tree.all("h2")]
    assert ("Peringkat" if lang == "id" else "Ranking") in headings
    assert all(svg.attributes.get("aria-hidden") == "true" or svg.one("title").children for svg in tree.all("svg"))


def test_nothing_is_fetched_or_run(page, tree):
    for forbidden in (
        "<script",
        "<link",
        "<iframe",
        "<img",
        " src=",
        "@import",
        "url(",
        "javascript:",
        " onload",
        "xlink",
    ):
        assert forbidden not in page
    linked = {link.attributes["href"] for link in tree.all("a")}
    outside = {href for href in linked if not href.startswith("#")}
    assert outside == {
        source["url"]
        for source in pug.Instrument.load("kemenpppa.lplpp").to_dict()["sources"].values()
        if "url" in source
    }
    assert set(re.findall(r"https?://[^\s\"<]+", page)) == outside


def test_every_link_leads_somewhere(tree):
    ids = [e.attributes["id"] for tag in ("section", "div", "table") for e in tree.all(tag) if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    targets = {link.attributes["href"][1:] for link in tree.all("a") if link.attributes["href"].startswith("#")}
    assert targets <= set(ids)


def test_the_same_scores_give_the_same_bytes(root, banjarbaru, page, tmp_path):
    before, after = banjarbaru
    assert report.render(after, reference="REF", before=before) == page
    code = (
        "import pug; s = [pug.score(f'examples/banjarbaru/{n}.csv', 'kemenpppa.lplpp', unit='organisasi')"
        " for n in ('sebelum', 'sesudah')]; import sys; s[1].report(sys.argv[1], reference='REF', before=s[0])"
    )
    path = tmp_path / "report.html"
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Makassar"}
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=root, env=environment)
    assert path.read_bytes() == page.encode("utf-8")


def test_it_says_by_which_instrument(tree, after):
    summary = tree.by_id("summary").text()
    assert after.instrument.fingerprint in summary
    assert f"pug {pug.__version__}" in summary
    assert "kemenpppa.lplpp" in summary
    assert "draft-1" in summary
    assert "data sintetis (contoh), bukan organisasi nyata" in tree.one("footer").text()


# --- drafts ---


def test_a_draft_is_called_one_wherever_a_grade_is_shown(tree, after):
    assert "bukan ketetapan resmi" in tree.one("aside", "notice").text()
    for name in ("ranking", "progress", "method"):
        assert tree.by_id(name).one("p", "draft-line").text() == "Predikat rancangan, bukan ketetapan resmi."
    sections = tree.all("section", "unit")
    assert len(sections) == len(after)
    assert all(section.one("dl", "verdict").one("span", "must").text() == "rancangan" for section in sections)
    assert "bukan ketetapan resmi" in tree.one("style").children[0]


def test_an_official_instrument_carries_no_draft_notice(gii):
    page = report.render(gii)
    assert "rancangan" not in page.lower()
    assert not read(page).all("aside", "notice")


# --- numbers ---


def test_the_ranking_is_that_of_the_scores(tree, after):
    table = {row[1].removesuffix(" acuan"): row for row in rows(tree.by_id("ranking"))}
    assert set(table) == set(after.names)
    titles = {name: text["id"] for name, text in after.grade_titles.items()}
    for i, name in enumerate(after.names):
        low, high = shown(after.low[i], 2), shown(after.high[i], 2)
        failed = sum(states[i] in ("not_met", "unanswered") for states in after.gates.values())
        assert table[name] == [
            f"{after.ranks[i]:.0f}",
            table[name][1],
            shown(after.rounded[i], 2),
            "",
            low if low == high else f"{low} – {high}",
            titles[after.grades[i]],
            shown(after.coverages[i] * 100, 0) + "%",
            str(failed or "–"),
        ]
    ranks = [int(row[0]) for row in rows(tree.by_id("ranking"))]
    assert ranks == sorted(ranks)
    assert table["REF"][1] == "REF acuan"


def test_the_bars_stand_where_the_scores_are(tree, after):
    """The axis runs from 0 at 6 to 100 at 194."""
    for row in tree.by_id("ranking").one("tbody").all("tr"):
        name = row.one("a").text()
        i = after.names.index(name)
        dot = float(row.one("circle").attributes["cx"])
        assert dot == pytest.approx(6 + after.values[i] * 1.88, abs=0.06)
        bars = row.all("rect", "range")
        assert bool(bars) == (after.low[i] < after.high[i])
        if bars:
            assert float(bars[0].attributes["x"]) == pytest.approx(6 + after.low[i] * 1.88, abs=0.06)


def test_the_heat_maps_hold_the_values_of_the_nodes(tree, after):
    for section, digits in (("heat-dimensions", 1), ("heat-criteria", 0)):
        table = {row[0].removesuffix(" acuan"): row[1:] for row in rows(tree.by_id(section))}
        nodes = [node for node in after.instrument.nodes.values() if node.id and node.key != after.instrument.root.key]
        leaves = [node.id for node in nodes if node.variable]
        top = list(after.instrument.root.operands)
        columns = top if section == "heat-dimensions" else leaves
        for at, node in enumerate(columns):
            scored = after.node(node)
            for i, name in enumerate(after.names):
                cell = table[name][at]
                if re.fullmatch(r"[\d,]+", cell):
                    assert cell == shown(float(Decimal(repr(float(scored.values[i]))) * 100), digits)
                else:
                    assert cell in {MESSAGES[f"letter.{status}"][0] for status in LETTERS}


def test_every_status_that_occurs_has_its_letters_and_a_legend(tree):
    section = tree.by_id("heat-criteria")
    legend = section.one("p", "legend").text()
    used = {cell.text() for cell in section.all("td", "letter")}
    assert used == {MESSAGES[f"letter.{status}"][0] for status in LETTERS}
    assert all(
        f"{MESSAGES[f'letter.{s}'][0]} {MESSAGES[f'status.{s}'][0]}".replace(" ", "") in legend.replace(" ", "")
        for s in LETTERS
    )


def test_what_is_part_of_something_that_does_not_apply_does_not_apply(tree):
    """ORG-11 has no code of ethics, so nobody asks what is in it."""
    row = next(row for row in tree.by_id("heat-criteria").all("tr") if row.all("a") and row.one("a").text() == "ORG-11")
    assert [cell.text() for cell in row.all("td")[12:19]] == ["0", *["TB"] * 6]
    assert "alarm" in row.all("td")[12].attributes["class"]


def test_each_unit_has_its_dots_beside_the_reference(tree, after):
    section = tree.by_id("unit-7")
    assert section.one("h3").text() == "ORG-07"
    table = rows(section.one("table", "dots"))
    assert len(table) == len(after.instrument.root.operands)
    i, r = after.names.index("ORG-07"), after.names.index("REF")
    for row, node in zip(table, after.instrument.root.operands, strict=True):
        values = after.node(node).values * 100
        assert (row[2], row[4]) == (shown(values[i], 1), shown(values[r], 1))
        assert Decimal(row[5].replace("−", "-").replace(",", ".").replace("+", "")) == Decimal(
            row[2].replace(",", ".")
        ) - Decimal(row[4].replace(",", "."))


def test_every_gap_is_listed_with_what_mends_it(tree, after):
    for i, name in enumerate(after.names):
        section = tree.by_id(f"unit-{i + 1}")
        gaps = after.gaps(name)
        table = section.all("table", "gaps")
        if not gaps:
            assert not table
            continue
        listed = rows(table[0])
        assert len(listed) == len(gaps)
        for row, gap in zip(listed, gaps, strict=True):
            assert row[0].startswith(gap.title["id"])
            assert ("syarat wajib" in row[0]) == bool(gap.gates)
            assert (row[1], row[2], row[3]) == (gap.evidence["id"], gap.remediation["id"], gap.role["id"])
            assert row[4] == f"{gap.effort_days:g}"
            assert row[5].lstrip("+") == shown(gap.points, 2)


def test_the_cheapest_way_is_that_of_the_plan(tree, after):
    for i, name in enumerate(after.names):
        plan = after.plan(name)
        tables = tree.by_id(f"unit-{i + 1}").all("table", "way")
        titles = [change.title["id"] for change in plan.changes]
        assert [row[0] for table in tables for row in rows(table)] == titles
        if plan.changes:
            assert f"tercapai dengan {len(titles)} perubahan" in tree.by_id(f"unit-{i + 1}").text()


def test_a_section_says_on_how_many_answers_the_grade_rests(tree, after):
    for i, name in enumerate(after.names):
        found = after.robustness(name, draws=0)
        text = tree.by_id(f"unit-{i + 1}").text()
        assert ("Predikat ini " in text and "keliru" in text) == (found.can_fall and len(found.decisive) != 1)
        if len(found.fall) > 1:
            assert f"sedikitnya {len(found.fall)} jawaban keliru" in text


def test_moves_between_grades_add_up(tree, banjarbaru, after):
    table = tree.by_id("progress").one("table", "transitions")
    before = banjarbaru[0]
    counts = [[0 if cell == "–" else int(cell) for cell in row[1:]] for row in rows(table)]
    assert sum(map(sum, counts)) == len(after)
    titles = {name: title["id"] for name, title in after.grade_titles.items()}
    for row in rows(table):
        grades = [titles[grade] if grade else "tanpa predikat" for grade in before.grades]
        assert sum(0 if cell == "–" else int(cell) for cell in row[1:]) == grades.count(row[0])


def test_failed_mandatory_criteria_are_named(tree, after):
    for i in range(len(after)):
        titles = {gate.key: gate.title["id"] for gate in after.instrument.gates}
        failed = [titles[key] for key, states in after.gates.items() if states[i] in ("not_met", "unanswered")]
        section = tree.by_id(f"unit-{i + 1}")
        tables = [table for table in section.all("table", "cards") if table.attributes["class"] == "cards"]
        assert [row[0] for table in tables for row in rows(table)] == failed


def test_a_failed_criterion_says_what_is_asked_and_what_was_found(tree):
    table = next(table for table in tree.by_id("unit-1").all("table", "cards"))
    assert rows(table) == [["LPLPP Masyarakat berbadan hukum", "Badan hukum: ya", "tidak"]]


def test_a_criterion_that_nobody_answered_is_not_met(document, answers):
    scores = pug.score(answers | {"decree": ["TL", None, "TT", "TDD"]}, document, unit="name")
    tree = read(report.render(scores, lang="en", reference="C"))
    assert rows(tree.by_id("unit-2").one("table", "cards")) == [
        ["has_decree", "Decree at least TS", "not answered; counts as not met"]
    ]
    assert "1 unit fails at least one mandatory criterion" in tree.by_id("summary").text()


def test_caps_that_held_are_told(tree, after):
    i = after.names.index("ORG-07")
    assert after.caps["pelayanan_lemah"][i] == "holds"
    assert "Predikat paling tinggi Madya (rancangan): Pelayanan di bawah 60%." in tree.by_id(f"unit-{i + 1}").text()


def test_the_summary_counts_all_but_the_reference(tree, after):
    text = tree.by_id("summary").text()
    others = [i for i, name in enumerate(after.names) if name != "REF"]
    for grade in set(after.grades):
        count = sum(after.grades[i] == grade for i in others)
        assert f"{count} “{after.grade_titles[grade]['id']}”" in text
    failing = sum(any(states[i] in ("not_met", "unanswered") for states in after.gates.values()) for i in others)
    assert f"{failing} organisasi belum memenuhi sedikitnya satu syarat wajib" in text
    assert "REF hanya menjadi acuan" in text


# --- two assessments, no reference, no score, no grades, no titles ---


def test_progress_shows_every_unit_before_and_after(tree, banjarbaru):
    before, after = banjarbaru
    table = {row[0].removesuffix(" acuan"): row for row in rows(tree.by_id("progress"))}
    for i, name in enumerate(after.names):
        was, now = before.rounded[i], after.rounded[i]
        assert table[name][1] == (shown(was, 2) if math.isfinite(was) else "tanpa skor")
        assert table[name][2] == shown(now, 2)
        if math.isfinite(was):
            change = shown(float(Decimal(repr(float(now))) - Decimal(repr(float(was)))), 2)
            assert table[name][4] == (f"+{change}" if now > was else change)
    moved = [after.rounded[i] - before.rounded[i] for i, name in enumerate(after.names) if name != "REF"]
    text = tree.by_id("summary").text()
    better, same, worse = (
        sum(test) for test in ([d > 0 for d in moved], [d == 0 for d in moved], [d < 0 for d in moved])
    )
    assert f"{better} membaik, {same} tetap, dan {worse} menurun" in text


def test_without_a_reference_the_best_is_the_benchmark(after):
    tree = read(report.render(after, lang="en"))
    best = after.names[int(after.ranks.argmin())]
    assert f"{best} (best score)" in tree.by_id("unit-1").text()
    assert "best score" not in tree.by_id(f"unit-{after.names.index(best) + 1}").text()
    assert "29 organisations assessed" in tree.one("header").text()
    assert not [e for e in tree.all("section") if e.attributes.get("id") == "progress"]


def test_a_unit_without_score_says_why(banjarbaru):
    before, _ = banjarbaru
    tree = read(report.render(before))
    row = next(row for row in rows(tree.by_id("ranking")) if row[1] == "ORG-25")
    assert (row[0], row[2], row[5]) == ("–", "tanpa skor", "tanpa predikat")
    section = tree.by_id(f"unit-{before.names.index('ORG-25') + 1}").text()
    assert "Tidak ada skor (tidak dapat dihitung)" in section
    assert "instrumen meminta sedikitnya 75%" in section
    assert rows(tree.by_id("ranking"))[-1] == row


def test_an_instrument_without_grades(gii):
    tree = read(report.render(gii, lang="en"))
    assert "This instrument sets no grades." in tree.by_id("method").text()
    assert [heading.text() for heading in tree.by_id("ranking").all("th")][:3] == ["Rank", "Country", "Score"]
    first = rows(tree.by_id("ranking"))[0]
    assert first[1] == gii.names[int(gii.ranks.argmin())]
    assert first[2] == shown(gii.rounded[int(gii.ranks.argmin())], 3, ".")
    assert "A low score is better." in tree.by_id("summary").text()
    assert not tree.all("table", "gaps")


def test_gates_and_grades_of_an_instrument_with_one_band(root):
    scores = pug.score(
        str(root / "tests" / "conformance" / "vectors" / "kemenpppa.lpkra-2022.csv"), "kemenpppa.lpkra-2022"
    )
    tree = read(report.render(scores))
    assert not [e for e in tree.all("section") if e.attributes.get("id") == "heat-criteria"]
    assert "Sesuai standar" in tree.by_id("ranking").text()


def test_an_instrument_without_titles(document, answers):
    scores = pug.score(answers, {**without_titles(document), "title": "Plain"}, unit="name")
    tree = read(report.render(scores, lang="en"))
    assert tree.one("h1").text() == "Plain"
    assert {row[1] for row in rows(tree.by_id("ranking"))} == {"A", "B", "C", "D"}
    assert "has_decree" in tree.by_id("method").text()


def test_the_mark_of_a_grade_fills_with_it(small):
    tree = read(report.render(small, lang="en"))
    marks = {
        row.one("a").text(): row.one("i").attributes["style"] for row in tree.by_id("ranking").one("tbody").all("tr")
    }
    fills = {"failed": 0, "poor": 33, "fair": 67, "good": 100}
    assert marks == {name: f"--fill:{fills[grade]}%" for name, grade in zip(small.names, small.grades, strict=True)}
    assert small.grades[2] == "failed"


def test_weights_are_shares_of_the_whole_score(tree):
    annex = tree.by_id("sources").all("table")[-1]
    weights = {row[0]: float(row[-1].rstrip("%").replace(",", ".")) for row in rows(annex)}
    assert len(weights) == 8 + 44
    assert weights["Pelayanan"] == 25
    assert weights["Layanan bidang ekonomi"] == 2.5
    assert sum(weights.values()) == pytest.approx(200, abs=1)


def test_texts_fall_back_to_the_language_there_is(small):
    tree = read(report.render(small, lang="id"))
    listed = [row for section in tree.all("table", "gaps") for row in rows(section)]
    assert "A copy" in {row[1] for row in listed}
    assert tree.one("h1").text() == "Kecil"


def test_cohorts_are_ranked_one_after_the_other(document, answers):
    scores = pug.score(answers, document, unit="name", by="region")
    tree = read(report.render(scores, lang="en"))
    table = rows(tree.by_id("ranking"))
    assert [row[0] for row in table if len(row) == 1] == ["north", "south"]
    assert [row[1] for row in table if len(row) > 1][:2] == ["A", "B"]
    assert "1 of 2" in tree.by_id("unit-1").text()


def test_units_that_take_no_rank(document, answers):
    scores = pug.score(answers, document, unit="name", rank_where="name!=A")
    tree = read(report.render(scores, lang="en", reference="A"))
    row = next(row for row in rows(tree.by_id("ranking")) if row[1] == "A reference")
    assert row[0] == "–"
    assert "not ranked" in tree.by_id("unit-1").text()


def test_everything_at_its_best(document, answers):
    best = {name: [cells[0]] for name, cells in answers.items()}
    tree = read(report.render(pug.score(best, document, unit="name"), lang="en"))
    assert "None: every indicator that applies is fully met." in tree.by_id("unit-1").text()


# --- names are anybody's text ---

NAMES = [
    "<script>alert(1)</script>",
    "</title><style>*{display:none}</style>",
    "\u202eevil\u202c مرحبا",
    "X" * 5000,
    "two\nlines\x07",
    "{{ 7*7 }}{% raw %}",
    "\"quoted\" & 'single' <b>bold</b>",
    "a]]>b<!-- c",
]


@pytest.fixture(scope="module")
def untrusted():
    with (EXAMPLE / "sesudah.csv").open(encoding="utf-8") as file:
        records = list(csv.DictReader(file))[: len(NAMES)]
    for record, name in zip(records, NAMES, strict=True):
        record |= {"organisasi": name, "catatan": "<i>note</i>", "tanggal": "21 November 2024"}
    scores = pug.score(records, "kemenpppa.lplpp", unit="organisasi")
    return report.render(scores, reference=NAMES[2], before=scores)


def test_names_come_out_as_text(untrusted):
    tree = read(untrusted)
    assert len(tree.all("style")) == 1
    assert not tree.all("script")
    assert not tree.all("b", None) or all("bold" not in element.text() for element in tree.all("b"))
    names = {row[1].removesuffix(" acuan") for row in rows(tree.by_id("ranking"))}
    assert {NAMES[0], NAMES[1], NAMES[5], NAMES[7]} <= names
    assert "two[U+000A]lines[U+0007]" in names
    assert not re.search("[\u202a-\u202e\u2066\u2067\x00-\x08]", untrusted)
    assert "<i>note</i>" in tree.one("footer").text()
    assert "21 November 2024" in tree.one("header").text()


def test_a_long_name_stands_in_full_once(untrusted):
    assert [len(run) for run in re.findall("X{60,}", untrusted)] == [5000]
    heading = read(untrusted).by_id("unit-4").one("h3").text()
    assert heading == "X" * 59 + "…"


# --- what can go wrong ---


def test_wrong_arguments_are_refused(small, gii, tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")
    for options, code in [
        ({"lang": "fr"}, "report.language"),
        ({"reference": "nobody"}, "unit.unknown"),
        ({"before": gii}, "report.before"),
    ]:
        with pytest.raises(pug.PugError) as caught:
            report.write(small, path, **options)
        assert (caught.value.kind, caught.value.code) == ("argument", code)
    assert path.read_text(encoding="utf-8") == "old"
    with pytest.raises(pug.PugError, match=r"output\.folder"):
        report.write(small, tmp_path / "nowhere" / "report.html")


def test_without_the_extra_it_says_what_to_install(small, monkeypatch):
    monkeypatch.delitem(sys.modules, "pug.report.page", raising=False)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(pug.PugError, match=r'pip install "pug-scoring\[report\]"'):
        report.render(small)


def test_importing_pug_imports_nothing_optional():
    code = "import sys, pug, pug.report; print([m for m in ('jinja2', 'matplotlib', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
