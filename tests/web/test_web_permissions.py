"""What is too weak is refused before anything listens; and ``dce serve`` on a site that is reached over HTTPS."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from web_guest import KEY, free_port

from dce.errors import DceError, StoreError
from dce.web import create_app, serve
from dce.web.organiser.pages import absolute


def made(database: Path) -> Path:
    create_app(database).extensions["dce_store"].close()
    return database


@pytest.mark.parametrize(
    ("name", "mode", "words"),
    [
        ("dce.db", 0o666, "everybody on this machine may write it; run chmod o-w"),
        ("dce.db-wal", 0o602, "everybody on this machine may write it; run chmod o-w"),
        ("dce.db.key", 0o644, "everybody on this machine may read or change the key; run chmod 600"),
        ("dce.db.key", 0o602, "everybody on this machine may read or change the key; run chmod 600"),
        (".", 0o777, "may put another database here"),
    ],
)
def test_files_that_others_may_change_or_a_key_that_they_may_read_are_refused(
    tmp_path: Path, name: str, mode: int, words: str
):
    database = made(tmp_path / "dce.db")
    (tmp_path / name).touch()
    (tmp_path / name).chmod(mode)
    with pytest.raises(StoreError, match=words):
        create_app(database)
    with pytest.raises(StoreError, match=words):
        serve(database, port=free_port())
    (tmp_path / name).chmod(0o700 if name == "." else 0o600)
    made(database)


def test_a_folder_that_all_share_will_do_where_nobody_may_replace_the_files_of_others(tmp_path: Path):
    tmp_path.chmod(0o1777)
    made(tmp_path / "dce.db")


def test_the_debugger_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(DceError, match="FLASK_DEBUG is on"):
        create_app(tmp_path / "dce.db", secret_key=KEY)
    assert not (tmp_path / "dce.db").exists(), "nothing was made"


def test_what_is_handed_over_is_an_address_of_https_where_the_site_is_secure(tmp_path: Path):
    for secure, start in ((True, "https://localhost/"), (False, "http://localhost/")):
        app = create_app(tmp_path / "dce.db", secret_key=KEY, secure_cookies=secure)
        with app.test_request_context("/desk/accounts"):
            assert absolute("desk.link", link_key="x") == f"{start}desk/link/x"
        app.extensions["dce_store"].close()


def test_a_short_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DCE_SECRET_KEY", "geheim")
    with pytest.raises(StoreError, match="the key has 6 bytes; use at least 32"):
        create_app(tmp_path / "dce.db")


def test_serve_says_nothing_secret_and_speaks_for_https_under_its_own_names_only(tmp_path: Path):
    port = free_port()
    options = ["--secure", "--trusted-host", "survey.example.nl", "--trusted-host", "www.example.nl", "--proxies", "1"]
    command = [Path(sys.executable).with_name("dce"), "serve", "designs/gegevensdeling", "--port", str(port)]
    command += ["--database", tmp_path / "dce.db", "--processes", "1", *options]
    root = Path(__file__).resolve().parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    server = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert server.stdout is not None
        said = server.stdout.readline().decode()
        line = httpx.HTTPTransport(retries=5)  # it says so a moment before it listens
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=line) as client:
            found = {
                host: client.get("/desk/sign-in", headers={"Host": host})
                for host in ("survey.example.nl", "www.example.nl", "evil.example")
            }
    finally:
        server.terminate()
        said += (server.communicate(timeout=30)[0] or b"").decode()
    assert said == f"The survey is at http://127.0.0.1:{port}/ (stop with Ctrl-C)\n"
    assert {host: answer.status_code for host, answer in found.items()} == {
        "survey.example.nl": 200,
        "www.example.nl": 200,
        "evil.example": 400,
    }
    answer = found["survey.example.nl"]
    assert answer.headers["Set-Cookie"].startswith("__Host-dce_desk=")
    assert "Strict-Transport-Security" in answer.headers
    assert "dce user --first" in answer.text
