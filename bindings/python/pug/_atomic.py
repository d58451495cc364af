"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from pug._errors import PugError, failure


def check_target(path: str | os.PathLike[str]) -> None:
    """Refuses a place where no file can be written, before any work is done for it.

    Raises:
        PugError: The folder does not exist, or the path is a folder (code ``output.folder``).
    """
    target = Path(path)
    if target.is_dir():
        raise failure("argument", "output.folder", "found a folder, wanted the name of a file", file=str(path))
    if not target.parent.is_dir():
        message = f'the folder "{target.parent}" does not exist; make it first'
        raise failure("argument", "output.folder", message, file=str(path))


def write_bytes(path: str | os.PathLike[str], content: bytes) -> None:
    """Writes a file beside its place and moves it there when complete: what was there before survives any failure.

    Raises:
        PugError: The file cannot be written (codes ``output.folder``, ``output.write``).
    """
    check_target(path)
    # A link stays a link, and a device or pipe is written to, not replaced.
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            _replace(target, content)
    except OSError as error:
        raise _refusal(path, error) from None


def write_text(path: str | os.PathLike[str], content: str) -> None:
    """The same for a text, in UTF-8."""
    write_bytes(path, content.encode("utf-8"))


def _refusal(path: str | os.PathLike[str], error: OSError) -> PugError:
    reason = error.strerror or str(error)
    return failure("argument", "output.write", f"cannot write: {reason}", file=str(path))


def _replace(target: Path, content: bytes) -> None:
    temporary = target.parent / f".pug-{secrets.token_hex(8)}.tmp"
    # Opened like any new file, so that it gets the permissions that the user's umask gives.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
