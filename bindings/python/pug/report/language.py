"""Words and numbers as a reader of one language expects them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal

from pug.report.messages import LANGUAGES, MESSAGES, NOUNS

DASH = "–"
_MINUS = "−"
_WIDE = Context(prec=400)  # holds any double
# Characters that steer the direction of text, which a name could use to show something else than it is.
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Language:
    """Texts, numbers and lists in Indonesian or English."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self._at = LANGUAGES.index(tag)
        self._decimal, self._thousands = (",", ".") if tag == "id" else (".", ",")

    def say(self, key: str, **values: object) -> str:
        """The message of that name, its `{blanks}` filled in."""
        return MESSAGES[key][self._at].format(**values)

    def counted(self, number: int, noun: str) -> str:
        """A number with its noun in the right form: 1 unit, 28 units."""
        singular, plural = self.noun(noun)
        return f"{self.whole(number)} {singular if number == 1 else plural}"

    def noun(self, noun: str) -> tuple[str, str]:
        """Singular and plural of a noun of the catalogue."""
        indonesian, singular, plural = NOUNS[noun]
        return (indonesian, indonesian) if self.tag == "id" else (singular, plural)

    def text(self, text: Mapping[str, str] | str | None) -> str:
        """A text of the instrument in this language, else in the best other one it has."""
        if not text:
            return ""
        if isinstance(text, str):
            return text
        for tag in (self.tag, "und", "en", "id"):
            if text.get(tag):
                return text[tag]
        return next(iter(text.values()))

    def number(self, value: float | None, digits: int) -> str:
        """A number with so many decimals; a dash where there is none."""
        return DASH if value is None or not math.isfinite(value) else self._written(rounded(value, digits))

    def change(self, before: float | None, after: float | None, digits: int) -> str:
        """The difference of two numbers as they are shown, with its sign, so that the reader's subtraction agrees."""
        if before is None or after is None or not (math.isfinite(before) and math.isfinite(after)):
            return DASH
        difference = rounded(after, digits) - rounded(before, digits)
        return ("+" if difference > 0 else "") + self._written(difference)

    def whole(self, value: float) -> str:
        """A whole number."""
        return self.number(value, 0)

    def exact(self, value: float | Decimal) -> str:
        """A number with as many decimals as it has."""
        places = -int(decimal(value).normalize().as_tuple().exponent)
        return self._written(rounded(value, max(0, places)))

    def brief(self, value: float) -> str:
        """A number from the data: as it is, or with three decimals where it has more."""
        places = -int(decimal(value).normalize().as_tuple().exponent)
        return self.number(value, min(3, max(0, places)))

    def fraction(self, text: str) -> str:
        """A fraction as it is written, e.g. 1/6."""
        return text.replace(".", self._decimal)

    def percent(self, share: float | None, digits: int | None = 0) -> str:
        """A share, 0–1, in per cent; with as many decimals as it has where no number of them is named."""
        if share is None or not math.isfinite(share):
            return DASH
        if digits is None:
            return self.exact(hundredfold(share)) + "%"
        return self._written(rounded(hundredfold(share), digits)) + "%"

    def listed(self, parts: list[str]) -> str:
        """An enumeration: a dan b; a, b, dan c."""
        if len(parts) < 3:
            return self.say("and").join(parts)
        return ", ".join(parts[:-1]) + self.say("and.last") + parts[-1]

    def _written(self, number: Decimal) -> str:
        text = f"{abs(number):,f}".translate({ord(","): self._thousands, ord("."): self._decimal})
        return _MINUS + text if number < 0 else text


def decimal(value: float | Decimal) -> Decimal:
    """The decimal that a double stands for: the shortest one that reads back as it."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def rounded(value: float | Decimal, digits: int) -> Decimal:
    """Half-up, as the tables print numbers."""
    return decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _WIDE)


def hundredfold(share: float) -> float:
    """A share in per cent, without what multiplying doubles would add."""
    return float(decimal(share) * 100)


def plain(name: object) -> str:
    """A name from the data with every character that is no text shown by its code point."""
    shown = _STEERING.sub(_code_point, str(name))
    return "".join(_code_point(c) if unicodedata.category(c) in ("Cc", "Cs") else c for c in shown)


def shortened(name: str, length: int = 60) -> str:
    """A name that fits a cell."""
    return name if len(name) <= length else name[: length - 1].rstrip() + "…"


def _code_point(character: re.Match[str] | str) -> str:
    return f"[U+{ord(character if isinstance(character, str) else character.group()):04X}]"
