"""Histories: what was appended cannot be changed unnoticed, whoever else writes and whenever the power fails."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pug
import pytest
from pug.history import HistoryRecord

EVENTS: list[dict[str, Any]] = [
    {"what": "assessed", "unit": "ORG-07", "score": 76.48},
    {"what": "note", "text": 'perempuan \u00e9 \U0001f469 "quoted"\n\u2028'},
    {},
    {"nested": {"list": [1, 2.5, None, True, [], {}]}, "big": 2**63},
]


@pytest.fixture
def history(tmp_path) -> pug.History:
    made = pug.History(tmp_path / "rounds.jsonl")
    for event in EVENTS:
        made.append(event)
    return made


def refused(act: Any) -> pug.PugError:
    with pytest.raises(pug.PugError) as caught:
        act()
    return caught.value


# --- appending and reading -------------------------------------------------------------------------------------------


def test_events_come_back_as_they_were(history):
    assert list(history) == EVENTS
    records = history.records()
    assert [record.number for record in records] == [1, 2, 3, 4]
    assert records[0] == HistoryRecord(1, records[0].hash, EVENTS[0])
    end = history.check()
    assert end == pug.HistoryEnd(4, records[-1].hash)
    assert history.check(expected=end.hash) == end


def test_a_record_is_what_the_page_says(history):
    """The chain read again with nothing but hashlib and json."""
    previous = "0" * 64
    for number, line in enumerate(history.path.read_text(encoding="utf-8").split("\n")[:-1], start=1):
        record = json.loads(line)
        claimed = record.pop("hash")
        unsigned = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(unsigned.encode()).hexdigest() == claimed
        assert (record["number"], record["previous"]) == (number, previous)
        previous = claimed


def test_append_says_where_the_history_stands(tmp_path):
    history = pug.History(str(tmp_path / "new.jsonl"))
    assert history.check() == pug.HistoryEnd(0, "0" * 64)
    assert list(history) == []
    for number in range(1, 4):
        end = history.append(json.dumps({"number": number}).encode())
        assert end == history.check()
        assert end.records == number


def test_a_long_event_is_found_again(tmp_path):
    """Lines longer than what is read at once, and just as long."""
    history = pug.History(tmp_path / "long.jsonl")
    for length in (10, 65536 - 200, 65536, 200_000, 1):
        history.append({"text": "x" * length})
    for offset in range(190, 230):
        history.append({"text": "y" * (65536 - offset)})
        assert history.append({}).records == history.check().records


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ([1], "document.type"),
        ("text", "document.type"),
        (b"[]", "document.type"),
        (b"{", "document.syntax"),
        (b"", "document.empty"),
        (b'{"a": 1, "a": 2}', "document.duplicate_key"),
        (b'{"a": "\xff"}', "document.not_utf8"),
        ({"a": float("nan")}, "history.event"),
        ({"a": {1, 2}}, "history.event"),
        ({"a": "\ud800"}, "history.event"),
    ],
    ids=repr,
)
def test_what_is_no_event_is_refused(tmp_path, event, code):
    history = pug.History(tmp_path / "new.jsonl")
    assert refused(lambda: history.append(event)).code == code
    assert not history.path.exists()


# --- what was changed ------------------------------------------------------------------------------------------------


def test_a_flipped_bit_at_every_byte_is_found_in_its_line(history):
    content = history.path.read_bytes()
    line = 1
    for at, byte in enumerate(content):
        changed = bytearray(content)
        changed[at] ^= 1 << at % 8
        history.path.write_bytes(changed)
        error = refused(history.check)
        assert error.line == line, (at, error)
        assert error.code in {"history.form", "history.changed", "history.order", "history.unfinished"}
        assert error.problems[0].file == str(history.path)
        line += byte == ord("\n")
    assert line == 5
    history.path.write_bytes(content)
    assert history.check().records == 4


def test_lines_cannot_be_taken_out_put_in_or_moved(history):
    lines = history.path.read_bytes().splitlines(keepends=True)
    end = history.check()

    def found(*kept: bytes) -> tuple[str, int]:
        history.path.write_bytes(b"".join(kept))
        error = refused(history.check)
        return error.code, error.line

    assert found(lines[0], lines[2]) == ("history.order", 2)
    assert found(lines[1]) == ("history.order", 1)
    assert found(lines[0], lines[0]) == ("history.order", 2)
    assert found(lines[1], lines[0], *lines[2:]) == ("history.order", 1)
    assert found(lines[0], b"\n", lines[1]) == ("history.form", 2)
    # What is only shortened, or written anew, is told by the hash that was kept elsewhere.
    history.path.write_bytes(b"".join(lines[:3]))
    assert history.check().records == 3
    assert refused(lambda: history.check(expected=end.hash)).code == "history.end"
    history.path.write_bytes(b"")
    assert refused(lambda: history.check(expected=end.hash)).code == "history.end"
    assert refused(lambda: history.check(expected="")).code == "history.end"


def forged(record: dict[str, Any]) -> bytes:
    """A line in the right form, with its own right hash."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    record = record | {"hash": hashlib.sha256(text.encode()).hexdigest()}
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


@pytest.mark.parametrize(
    "record",
    [
        {"event": {}, "number": 6, "previous": "*"},
        {"event": {}, "number": 4, "previous": "*"},
        {"event": {}, "number": "5", "previous": "*"},
        {"event": {}, "number": 5, "previous": "0" * 64},
        {"event": {}, "number": 5},
        {"event": {}, "previous": "*"},
        {"event": {}, "number": 5, "previous": "*", "more": 1},
        {"event": {}, "number": 5, "previous": 1},
    ],
    ids=str,
)
def test_forged_records_are_found(history, record):
    end = history.check()
    record = {key: end.hash if value == "*" else value for key, value in record.items()}
    sound = history.path.read_bytes()
    history.path.write_bytes(sound + forged({"event": {}, "number": 5, "previous": end.hash}))
    assert history.check().records == 5
    history.path.write_bytes(sound + forged(record))
    error = refused(history.check)
    assert (error.code, error.line) == ("history.order", 5)


def test_nothing_is_appended_to_a_last_line_that_was_changed(history):
    content = history.path.read_bytes()
    changed = content[:-10] + bytes([content[-10] ^ 1]) + content[-9:]
    history.path.write_bytes(changed)
    error = refused(lambda: history.append({}))
    assert (error.code, error.line, error.problems[0].file) == ("history.changed", 4, str(history.path))
    assert history.path.read_bytes() == changed
    history.path.write_bytes(b"hello\n")
    assert refused(lambda: history.append({})).code == "history.form"


# --- writing that was interrupted ------------------------------------------------------------------------------------


def test_an_unfinished_line_is_found_and_moved_aside_wherever_it_ends(history):
    content = history.path.read_bytes()
    start = content.rindex(b"\n", 0, len(content) - 1) + 1
    for length in range(start + 1, len(content)):
        history.path.write_bytes(content[:length])
        for act in (history.check, history.records, lambda: history.append({"what": "later"})):
            error = refused(act)
            assert (error.code, error.line) == ("history.unfinished", 4)
            assert "repair()" in error.message
        assert history.path.read_bytes() == content[:length]
        beside = history.repair()
        assert beside is not None
        assert beside.read_bytes() == content[start:length]
        assert history.path.read_bytes() == content[:start]
        beside.unlink()
    assert history.append(EVENTS[3]).records == 4
    assert history.path.read_bytes() == content


def test_nothing_beside_is_ever_replaced(history):
    sound = history.path.read_bytes()
    for number in range(1, 4):
        history.path.write_bytes(sound + b"half %d" % number)
        assert history.repair() == history.path.with_name(f"rounds.jsonl.unfinished-{number}")
    kept = [path.read_text() for path in sorted(history.path.parent.glob("*.unfinished-*"))]
    assert kept == ["half 1", "half 2", "half 3"]
    assert history.repair() is None
    assert history.path.read_bytes() == sound


def test_an_unfinished_first_line(tmp_path):
    history = pug.History(tmp_path / "new.jsonl")
    assert history.repair() is None
    assert not history.path.exists()
    history.path.write_bytes(b'{"event"')
    assert refused(lambda: history.append({})).line == 1
    assert history.repair().read_bytes() == b'{"event"'
    assert history.append({}).records == 1


def test_what_is_not_sound_is_not_repaired(history):
    content = history.path.read_bytes().replace(b"ORG-07", b"ORG-08") + b"half"
    history.path.write_bytes(content)
    error = refused(history.repair)
    assert (error.code, error.line) == ("history.changed", 1)
    assert history.path.read_bytes() == content
    assert list(history.path.parent.iterdir()) == [history.path]


def test_a_write_that_fails_leaves_no_trace(history, monkeypatch):
    content = history.path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    error = refused(lambda: history.append({"what": "lost"}))
    assert error.code == "history.unwritable"
    assert "No space left" in error.message
    assert history.path.read_bytes() == content
    monkeypatch.undo()
    assert history.append({"what": "kept"}).records == 5


WRITER = """
import sys
import pug
from pug import history as module

def half(file, content):
    file.write(content[: len(content) // 2])
    print("half", flush=True)
    sys.stdin.read()

history = pug.History(sys.argv[1], wait=0.2)
module._write_all = half
history.append({"what": "interrupted"})
"""


def test_a_writer_that_is_killed(history):
    """It holds the lock until it is killed in the middle of a line; then its lock is gone, and its half is found."""
    content = history.path.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(history.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"half\n"
        impatient = pug.History(history.path, wait=0.05)
        for act in (lambda: impatient.append({}), impatient.check, impatient.repair):
            assert refused(act).code == "history.locked"
        writer.kill()
    assert history.path.read_bytes().startswith(content)
    error = refused(lambda: history.append({}))
    assert (error.code, error.line) == ("history.unfinished", 5)
    beside = history.repair()
    assert beside.read_bytes().startswith(b'{"event":{"what":"inter')
    assert history.path.read_bytes() == content
    assert history.append({}).records == 5


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped there")
def test_a_writer_waits_for_another(history):
    """One that is stopped and goes on is waited for."""
    script = WRITER.replace("sys.stdin.read()", "sys.stdin.readline(); file.write(content[len(content) // 2 :])")
    with subprocess.Popen(
        [sys.executable, "-c", script, str(history.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdin is not None
        writer.stdout.readline()
        os.kill(writer.pid, signal.SIGSTOP)
        ends: list[pug.HistoryEnd] = []
        waiting = threading.Thread(target=lambda: ends.append(history.append({"what": "second"})))
        waiting.start()
        time.sleep(0.1)
        assert ends == []
        os.kill(writer.pid, signal.SIGCONT)
        writer.stdin.write(b"\n")
        writer.stdin.flush()
        waiting.join(timeout=10)
    assert [end.records for end in ends] == [6]
    assert [event.get("what") for event in history][4:] == ["interrupted", "second"]


MANY = """
import sys
import pug

history = pug.History(sys.argv[1], wait=60)
for number in range(100):
    history.append({"writer": sys.argv[2], "number": number})
"""


def test_two_processes_append_at_once(tmp_path):
    path = tmp_path / "shared.jsonl"
    history = pug.History(path, wait=60)
    writers = [subprocess.Popen([sys.executable, "-c", MANY, str(path), name]) for name in "ab"]
    while any(writer.poll() is None for writer in writers):
        history.check()  # a reader never sees half a line
    assert [writer.returncode for writer in writers] == [0, 0]
    assert history.check().records == 200
    for name in "ab":
        assert [event["number"] for event in history if event["writer"] == name] == list(range(100))


def test_threads_of_one_process_append_at_once(tmp_path):
    history = pug.History(tmp_path / "shared.jsonl", wait=60)

    def append_many() -> None:
        for number in range(30):
            history.append({"number": number})

    threads = [threading.Thread(target=append_many) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert history.check().records == 90


# --- files -----------------------------------------------------------------------------------------------------------


def test_places_where_no_history_can_be(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere" / "x.jsonl", tmp_path / "a\0b"):
        assert refused(lambda path=path: pug.History(path).append({})).code == "history.unwritable"
    assert refused(pug.History(tmp_path).check).code == "history.unreadable"


# --- the command line ------------------------------------------------------------------------------------------------


def test_the_command_appends_checks_and_shows(run, tmp_path):
    path, event = tmp_path / "h.jsonl", tmp_path / "event.json"
    event.write_text(json.dumps(EVENTS[0]))
    first = run("history", "append", path, event)
    assert (first.returncode, first.stdout.split()[:2]) == (0, ["1", "record,"])
    second = run("history", "append", path, "-", input='{"what": "\\u001b[31m"}')
    assert second.stdout.split()[:2] == ["2", "records,"]
    end = second.stdout.split()[-1]
    assert end == pug.History(path).check().hash
    assert run("history", "check", path).stdout == second.stdout
    assert run("history", "check", path, "--expected", end).returncode == 0
    wrong = run("history", "check", path, "--expected", "0" * 64)
    assert (wrong.returncode, "history.end" in wrong.stderr) == (1, True)
    assert run("history", "check", path, "--expected", "").returncode == 1
    shown = run("history", "show", path).stdout
    assert "ORG-07" in shown
    assert "\x1b" not in shown
    told = [json.loads(line) for line in run("history", "show", path, "--json").stdout.splitlines()]
    assert [record["number"] for record in told] == [1, 2]
    assert told[0]["event"] == EVENTS[0]


def test_the_command_tells_the_line_and_repairs(run, history):
    content = history.path.read_bytes()
    history.path.write_bytes(content + b"half")
    done = run("history", "check", history.path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{history.path}:5: history.unfinished")
    assert "unfinished-1" in run("history", "repair", history.path).stdout
    assert run("history", "check", history.path).returncode == 0
    assert run("history", "repair", history.path).stdout == "nothing to repair\n"
    assert history.path.read_bytes() == content


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["check", "nowhere.jsonl"], 1, "history.unreadable"),
        (["show", "nowhere.jsonl"], 1, "history.unreadable"),
        (["repair", "nowhere.jsonl"], 1, "history.unreadable"),
        (["append", "new.jsonl", "nowhere.json"], 1, "history.event"),
        (["append", "new.jsonl"], 2, "EVENT"),
        (["erase", "new.jsonl"], 2, "invalid choice"),
        ([], 2, "ACTION"),
    ],
)
def test_the_command_refuses(run, tmp_path, arguments, status, told):
    done = run("history", *arguments, cwd=tmp_path)
    assert done.returncode == status
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_importing_histories_needs_no_numpy():
    code = "import sys, pug; pug.History; assert 'numpy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
