import json

import pytest
from pug._places import locate

TEXT = """{
  "a": [1, {"b/c": "x, ]}\\"",
            "d~e": {"f": [10, 20]}}],
  "": null
}"""


@pytest.mark.parametrize(
    ("pointer", "line", "found"),
    [
        ("", 1, "{"),
        ("/a", 2, "[1"),
        ("/a/0", 2, "1,"),
        ("/a/1/b~1c", 2, '"x,'),
        ("/a/1/d~0e", 3, '{"f"'),
        ("/a/1/d~0e/f/1", 3, "20"),
        ("/", 4, "null"),
        ("/a/7/x", 2, "[1"),
        ("/a/0/deeper", 2, "1,"),
        ("/nothing", 1, "{"),
    ],
)
def test_a_pointer_is_found(pointer, line, found):
    at_line, column = locate(TEXT, pointer)
    assert at_line == line
    assert TEXT.splitlines()[at_line - 1][column - 1 :].startswith(found)


def test_every_place_of_a_document_is_found():
    document = {"x": [{"y": i, "z": [str(i)] * 3} for i in range(5)]}
    text = json.dumps(document, indent=2)
    for i in range(5):
        line, column = locate(text, f"/x/{i}/z/2")
        assert text.splitlines()[line - 1][column - 1 :] == f'"{i}"'
