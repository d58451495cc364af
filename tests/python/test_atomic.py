import os
import stat
from pathlib import Path

import pytest
from pug import PugError
from pug._atomic import write_bytes, write_text


def leftovers(folder):
    return [path for path in folder.iterdir() if path.name.startswith(".pug-")]


def test_a_file_is_written_and_replaced(tmp_path):
    path = tmp_path / "out.csv"
    write_text(path, "é\n")
    assert path.read_bytes() == "é\n".encode()
    path.chmod(0o640)
    write_bytes(str(path), b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert leftovers(tmp_path) == []


def test_a_new_file_has_the_permissions_that_the_umask_gives(tmp_path):
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "out.csv", "")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o640


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_was_there_survives_a_failure(tmp_path, monkeypatch, error):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def fail(_):
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((PugError, KeyboardInterrupt)) as caught:
        write_text(path, "new")
    assert path.read_text() == "old"
    assert leftovers(tmp_path) == []
    if isinstance(error, OSError):
        assert str(caught.value) == f"{path}: output.write: cannot write: No space left on device"


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_text(tmp_path / "link.csv", "new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new"


def test_a_device_is_written_to_not_replaced():
    write_text("/dev/null", "gone")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_folder_is_no_file_and_a_missing_folder_is_named(tmp_path):
    with pytest.raises(PugError, match="found a folder"):
        write_text(tmp_path, "x")
    with pytest.raises(PugError, match=r'the folder ".*missing" does not exist'):
        write_text(tmp_path / "missing" / "out.csv", "x")
    assert not (tmp_path / "missing").exists()
