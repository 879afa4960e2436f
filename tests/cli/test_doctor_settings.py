"""dce doctor on what is set: key, variables, HTTPS, names, limits, packages; nothing secret is ever told."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest
from doctor_case import GOOD, SECRET, database_in, told

from dce.store import Store


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return database_in(tmp_path / "data")


@pytest.mark.parametrize(
    ("key", "words"),
    [("kort", "shorter than 32"), ("ab" * 30, "repeats itself"), ("0123456789" + "0" * 30, "repeats")],
)
def test_a_weak_key_is_told_and_never_shown(database: Path, key: str, words: str) -> None:
    found = told(database, "secret key", environment={"DCE_SECRET_KEY": key})
    assert (found.verdict, words in found.found, key in str(found)) == ("mend", True, False)
    beside = database.with_name("dce.db.key")
    beside.write_text(key)
    beside.chmod(0o600)
    assert words in told(database, "secret key", environment={}).found
    beside.write_text(SECRET)
    assert told(database, "secret key", environment={}).verdict == GOOD
    beside.chmod(0o640)
    assert "open to others" in told(database, "secret key", environment={}).found
    assert "holds another" in told(database, "secret key", environment={"DCE_SECRET_KEY": SECRET[::-1]}).found


@pytest.mark.parametrize(
    ("about", "options", "verdict", "words"),
    [
        ("HTTPS", {}, "mend", "answers of people travel in the open"),
        ("HTTPS", {"secure": True}, "mend", "one address"),
        ("HTTPS", {"proxies": 1}, "mend", "cookies"),
        ("HTTPS", {"secure": True, "proxies": 1}, GOOD, "HTTPS only"),
        ("trusted hosts", {"secure": True, "proxies": 1}, "mend", "refused"),
        ("trusted hosts", {"trusted_hosts": ("https://a.nl",)}, "mend", "no name"),
        ("trusted hosts", {"trusted_hosts": ("*",)}, "mend", "no name"),
        ("trusted hosts", {"trusted_hosts": (".a.nl",)}, "mind", "every name"),
        ("trusted hosts", {"trusted_hosts": ("a.nl", "[::1]")}, GOOD, "a.nl"),
        ("security contact", {}, "mind", "nobody to tell"),
        ("security contact", {"contact": "a b"}, "mend", "neither"),
        ("security contact", {"contact": "veilig@example.nl"}, GOOD, "security.txt"),
        ("security contact", {"environment": {"DCE_SECURITY_CONTACT": "veilig@example.nl"}}, GOOD, "security.txt"),
        ("sign-in elsewhere", {"environment": {"DCE_OIDC_ISSUER": "https://x.nl"}}, "mend", "in part"),
        ("environment", {"environment": {"FLASK_DEBUG": "1"}}, "mend", "run what is typed"),
        ("environment", {"environment": {"DCE_WRONG_THING": "1"}}, "mend", "nothing reads it"),
        ("processes", {"processes": 16}, "mind" if (os.cpu_count() or 1) < 8 else GOOD, "16 processes"),
    ],
)
def test_settings_are_judged(database: Path, about: str, options: dict[str, object], verdict: str, words: str) -> None:
    found = told(database, about, **options)
    assert (found.verdict, words in found.found) == (verdict, True), found


def test_invented_answers_may_do_without_https(tmp_path: Path) -> None:
    Store.open(tmp_path / "dce.db", synthetic=True).close()
    assert told(tmp_path / "dce.db", "HTTPS").verdict == "mind"


def test_few_open_files_are_told(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for most, verdict in ((256, "mend"), (1024, "mind"), (65536, GOOD), (resource.RLIM_INFINITY, GOOD)):
        monkeypatch.setattr("resource.getrlimit", lambda _, most=most: (most, most))
        assert told(database, "open files").verdict == verdict


def test_packages_that_were_not_tested_together_are_told(database: Path, tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text(
        "click==0.1 \\\n    --hash=sha256:0\n"
        'no-such-thing==1 ; python_version >= "3"\nnor-this==1 ; python_version < "3"\n'
    )
    found = told(database, "packages", lock=lock)
    assert (found.verdict, found.found) == (
        "mend",
        "against some.lock: no-such-thing missing; click of another version",
    )
    assert told(database, "packages").found.endswith("the ranges of dce itself")
