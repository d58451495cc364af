"""Where in a JSON text a JSON pointer points to."""

from __future__ import annotations

import json
import re

_BLANK = re.compile(r"[ \t\r\n]*")


def locate(text: str, pointer: str) -> tuple[int, int]:
    """Line and column, counted from 1, of the value at a pointer; of the last part of the way that exists.

    Args:
        text: A sound JSON document.
        pointer: RFC 6901.
    """
    at = _skip(text, 0)
    for token in pointer.split("/")[1:]:
        found = _member(text, at, token.replace("~1", "/").replace("~0", "~"))
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _member(text: str, at: int, token: str) -> int | None:
    """Where the member of that key or index begins, in the object or list that begins at `at`."""
    is_object, index = text[at] == "{", 0
    if text[at] not in "{[":
        return None
    at = _skip(text, at + 1)
    while text[at] not in "}]":
        key = str(index)
        if is_object:
            key, at = json.JSONDecoder().raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        if key == token:
            return at
        _, at = json.JSONDecoder().raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1
    return None
