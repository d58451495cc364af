"""Histories that nobody can change unnoticed: files to which events are only ever appended."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from io import FileIO
from itertools import count
from pathlib import Path
from typing import Any

from pug import _pug
from pug._errors import Problem, PugError, failure

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE = 0.01  # seconds between two attempts to get the lock
_BLOCK = 65536  # bytes that are read at once when the last line is looked for


@dataclass(frozen=True)
class HistoryEnd:
    """Where a history stands.

    Attributes:
        records: How many records it has.
        hash: SHA-256 of the last one, which stands for all. Keep it where nobody who writes the history can write: with
            it a history that was shortened or written anew is found out.
    """

    records: int
    hash: str


@dataclass(frozen=True)
class HistoryRecord:
    """One record: its number, counted from 1, the hash that it ends with, and the event."""

    number: int
    hash: str
    event: dict[str, Any]


class History:
    """A file of events (JSON Lines) in which each record carries the hash of the one before.

    Appending reads the last line alone; `check` reads everything. Writers wait for each other, also in several
    processes; the lock ends with the process that holds it.

    Attributes:
        path: The file; it is made by the first `append`.
        wait: How many seconds to wait for another writer.
    """

    def __init__(self, path: str | os.PathLike[str], *, wait: float = 10.0) -> None:
        """Names the file; nothing is read yet."""
        self.path = Path(path)
        self.wait = wait

    def append(self, event: Mapping[str, Any] | bytes) -> HistoryEnd:
        """Adds an event, and returns where the history stands then. What was returned is on the disk.

        Args:
            event: A dict that can be written as JSON, or the JSON text of an object as bytes.

        Raises:
            PugError: The event is no JSON object; the last line is not sound, or has no end because writing it was
                interrupted (code ``history.unfinished``: see `repair`); another writer does not finish (code
                ``history.locked``); or the file cannot be written. Nothing is added then.
        """
        content = event if isinstance(event, bytes) else _encode(event)
        _pug.history_record(content, 0, "")  # an event that is none makes no file
        with self._opened("a+", is_writing=True) as file:
            size = file.seek(0, os.SEEK_END)
            end = self._end_of(file, size)
            line = _pug.history_record(content, end.records, end.hash)
            try:
                _write_all(file, line)
            except BaseException:
                # A part of a line helps nobody.
                with suppress(OSError):
                    os.ftruncate(file.fileno(), size)
                raise
            if size == 0:
                _sync_folder(self.path)
            return HistoryEnd(*_pug.history_end(line))

    def check(self, expected: str | None = None) -> HistoryEnd:
        """Reads the whole history and says where it stands; one that does not exist yet is empty.

        Args:
            expected: The hash that it has to end with.

        Raises:
            PugError: With the line: ``history.unfinished``, ``history.form``, ``history.changed``, ``history.order``;
                ``history.end`` where it is sound but does not end as expected.
        """
        if expected == "":
            raise failure("argument", "history.end", "found no hash that it has to end with, wanted its 64 digits")
        return self._checked(self._content(), expected)

    def records(self) -> list[HistoryRecord]:
        """Every record, once all of them are known to be sound.

        Raises:
            PugError: As `check` does.
        """
        content = self._content()
        self._checked(content, None)
        lines = (json.loads(line) for line in content.splitlines())
        return [HistoryRecord(line["number"], line["hash"], line["event"]) for line in lines]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The events, once all of them are known to be sound."""
        return (record.event for record in self.records())

    def repair(self) -> Path | None:
        """Moves a last line that has no end to a file beside, so that one can append again.

        Nothing is lost: what is moved is written first, to ``NAME.unfinished-1`` or the next number that is free.

        Returns:
            That file; None where the history has no unfinished line.

        Raises:
            PugError: The rest of the history is not sound, or a file cannot be written.
        """
        if not self.path.exists():
            return None
        with self._opened("r+", is_writing=True) as file:
            content = file.read()
            length = content.rfind(b"\n") + 1
            if length == len(content):
                return None
            self._checked(content[:length], None)
            beside = self._save_beside(content[length:])
            os.ftruncate(file.fileno(), length)
            os.fsync(file.fileno())
            return beside

    def __repr__(self) -> str:
        return f"<pug.History {self.path}>"

    # --- how it is done ---

    def _checked(self, content: bytes, expected: str | None) -> HistoryEnd:
        with self._told():
            return HistoryEnd(*_pug.history_check(content, expected or ""))

    def _content(self) -> bytes:
        if not self.path.exists():
            return b""
        with self._opened("r", is_writing=False) as file:
            return file.read()

    def _end_of(self, file: FileIO, size: int) -> HistoryEnd:
        """Where the history stands, by its last line; where that is not sound, a look at all of it tells why."""
        try:
            return HistoryEnd(*_pug.history_end(_last_line(file, size)))
        except PugError:
            file.seek(0)
            self._checked(file.read(), None)
            raise

    def _save_beside(self, content: bytes) -> Path:
        for number in count(1):
            beside = self.path.with_name(f"{self.path.name}.unfinished-{number}")
            try:
                handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
            except FileExistsError:
                continue
            with FileIO(handle, "w") as file:
                _write_all(file, content)
            return beside
        raise AssertionError  # numbers do not end

    @contextmanager
    def _opened(self, mode: str, *, is_writing: bool) -> Iterator[FileIO]:
        """The file, locked: for others to read while it is read, for nobody while it is written."""
        try:
            with FileIO(self.path, mode) as file, self._locked(file, is_writing):
                file.seek(0)
                yield file
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            message = f"cannot {'write' if is_writing else 'read'} the history: {reason}"
            if is_writing:
                raise failure("argument", "history.unwritable", message, file=self._name) from None
            raise failure("not_found", "history.unreadable", message, file=self._name) from None

    @contextmanager
    def _locked(self, file: FileIO, is_writing: bool) -> Iterator[None]:
        ends = time.monotonic() + self.wait
        while not _take_lock(file, is_writing):
            if time.monotonic() >= ends:
                message = f"another process has been writing for {self.wait:g} seconds; try again when it has ended"
                raise failure("argument", "history.locked", message, file=self._name)
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            _end_lock(file)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Says of which file the problems are."""
        try:
            yield
        except PugError as error:
            raise PugError(error.kind, [self._advised(problem) for problem in error.problems]) from None

    def _advised(self, problem: Problem) -> Problem:
        advice = "; repair() moves it aside" if problem.code == "history.unfinished" else ""
        return replace(problem, message=problem.message + advice, file=self._name)

    @property
    def _name(self) -> str:
        return os.fspath(self.path)


def _encode(event: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(event, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise failure("argument", "history.event", f"the event cannot be written as JSON: {error}") from None


def _last_line(file: FileIO, size: int) -> bytes:
    """The last line, or what stands behind the last line feed; empty where the file is."""
    line = b""
    while size > 0:
        start = max(0, size - _BLOCK)
        file.seek(start)
        line = file.read(size - start) + line
        feed = line.rfind(b"\n", 0, len(line) - 1)
        if feed >= 0:
            return line[feed + 1 :]
        size = start
    return line


def _write_all(file: FileIO, content: bytes) -> None:
    """Writes to the disk; a raw file may take less than it is given."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]
    os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    """Sees to it that a new file is in its folder on the disk, too, where the system can be told so."""
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


if sys.platform == "win32":
    # Locks of Windows keep others from reading, so what is locked is a byte far behind the end.
    _FAR = 2**62

    def _take_lock(file: FileIO, is_writing: bool) -> bool:
        del is_writing
        try:
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _end_lock(file: FileIO) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:

    def _take_lock(file: FileIO, is_writing: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if is_writing else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _end_lock(file: FileIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
