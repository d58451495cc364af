"""Words, numbers and colours of the report."""

from __future__ import annotations

import re
import string
from pathlib import Path

from pug import report
from pug.report.language import Language, plain
from pug.report.messages import MESSAGES, NOUNS, UNIT_SYNONYMS


def test_both_languages_fill_in_the_same_blanks():
    for key, texts in MESSAGES.items():
        blanks = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts]
        assert blanks[0] == blanks[1], key
        assert all(text.strip() for text in texts), key
    assert set(UNIT_SYNONYMS.values()) <= set(NOUNS)


def test_numbers_in_both_languages():
    indonesian, english = Language("id"), Language("en")
    assert indonesian.number(1234567.895, 2) == "1.234.567,90"
    assert english.number(-1234.5, 1) == "−1,234.5"
    assert indonesian.number(2.675, 2) == "2,68"
    assert indonesian.number(79.995, 2) == "80,00"
    assert indonesian.number(float("nan"), 2) == indonesian.percent(None) == "–"
    assert indonesian.percent(0.145, 0) == "15%"
    assert indonesian.change(54.2, 61.3, 2) == "+7,10"
    assert indonesian.change(2.0, 2.0, 1) == "0,0"
    assert english.listed(["a", "b", "c"]) == "a, b and c"
    assert indonesian.listed(["a", "b", "c"]) == "a, b, dan c"
    assert plain("a\u2066b\x00") == "a[U+2066]b[U+0000]"


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    linear = []
    for i in (0, 2, 4):
        share = int(digits[i : i + 2], 16) / 255
        linear.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_from_its_ground():
    style = (Path(report.__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
    root = dict(re.findall(r"--([\w-]+): (#\w+)", style))
    pairs = [
        (root["soft"], "#fff"),
        (root["soft"], root["wash"]),
        (root["rust"], root["rust-wash"]),
        (root["blue"], "#fff"),
    ]
    for ground, text in re.findall(
        r"\.(?:t\d|letter) \{ background: (#\w+);(?: box-shadow: [^;]+;)?(?: color: (#\w+);)?", style
    ):
        pairs.append((text or root["ink"], ground))
    assert len(pairs) == 11
    for text, ground in pairs:
        light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
