"""Folders of exports that were killed: gone at the next one and at the start, and nobody else's touched."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from dce.errors import DceError
from dce.store import Store
from dce.web import serve
from dce.web.files import clear_leftovers, work_folder

KILLED = """
import os, signal
from dce.web.files import work_folder
with work_folder() as folder:
    (folder / "answers.csv").write_text("respondent,rating")
    print(folder, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def own_temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def left() -> Path:
    """What an export leaves behind that was killed half-way."""
    ran = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)
    folder = Path(ran.stdout.strip())
    assert (folder / "answers.csv").exists()
    return folder


def test_the_next_export_deletes_what_a_killed_one_left(left: Path):
    with work_folder() as own:
        assert own.is_dir()
        assert not left.exists()
    assert not own.exists()


def test_the_start_of_the_server_does_so_too(left: Path, tmp_path: Path):
    Store.open(tmp_path / "dce.db", synthetic=True).close()
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(DceError, match="cannot be served here"):
        serve(tmp_path / "dce.db", port=taken.getsockname()[1])
    assert not left.exists()


def test_what_is_in_use_or_not_ours_stays(own_temp: Path, left: Path):
    elsewhere = own_temp / "elsewhere"
    elsewhere.mkdir()
    link, named = own_temp / "dce-999999999-link", own_temp / "dce-numbers-x"
    link.symlink_to(elsewhere)
    named.mkdir()
    with work_folder() as own:
        clear_leftovers()
        assert own.is_dir()
    assert (elsewhere.is_dir(), link.is_symlink(), named.is_dir()) == (True, True, True)
    old = own_temp / f"dce-{os.getpid()}-of-a-process-that-had-our-number"
    old.mkdir()
    os.utime(old, (time.time() - 7200,) * 2)
    clear_leftovers()
    assert not old.exists()
