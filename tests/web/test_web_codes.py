"""Personal codes and the key they are made with."""

import stat
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from web_guest import Guest

from dce.errors import StoreError
from dce.web.codes import ALPHABET, code_hash, personal_code, read_code
from dce.web.keys import secret_key

KEYS = st.binary(min_size=32, max_size=64)
LOOK_ALIKE = {"0": "0Oo", "1": "1IiLl"}


@given(KEYS, st.text(ALPHABET, min_size=1), st.data())
def test_a_code_is_read_however_it_is_typed(key: bytes, respondent: str, data: st.DataObject):
    code = personal_code(key, respondent)
    typed = "".join(
        data.draw(st.sampled_from(["", " ", "-", "  ", " - "]))
        + data.draw(st.sampled_from(LOOK_ALIKE.get(c, c + c.lower())))
        for c in code.replace("-", "")
    )
    assert read_code(typed) == code.replace("-", "")
    assert code_hash(typed) == code_hash(code)


@given(KEYS, st.text(min_size=1).filter(lambda text: text.isprintable()), st.text(min_size=1))
def test_codes_differ_between_people_and_between_keys(key: bytes, one: str, other: str):
    assert personal_code(key, one) == personal_code(key, one)
    if one != other and other.isprintable():
        assert personal_code(key, one) != personal_code(key, other)
    assert personal_code(key, one) != personal_code(key + b"x", one)


@given(st.text(max_size=60))
def test_what_is_read_as_a_code_is_one(typed: str):
    code = read_code(typed)
    assert code is None or (len(code) == 16 and set(code) <= set(ALPHABET))


def test_a_code_resumes_on_another_device_where_the_person_stopped(app: Flask):
    guest = Guest(app).begin().send("answer", answer="4")
    code = guest.get("/voorbeeld/later").code
    other = Guest(app).get("/voorbeeld/").send("resume", code=code.lower().replace("-", " "))
    assert other.path == "/voorbeeld/task/2"
    assert other.answer_all().code == code


def test_who_stops_among_the_background_items_goes_on_there(app: Flask):
    code = Guest(app).get("/voorbeeld/").send("begin").get("/voorbeeld/later").code
    assert Guest(app).get("/voorbeeld/resume").send("resume", code=code).path == "/voorbeeld/background/1"


@pytest.mark.parametrize("typed", ["", "x", "0000-0000-0000-0000", "a" * 40, "' OR 1=1 --", "ÅÅÅÅ-ÅÅÅÅ-ÅÅÅÅ-ÅÅÅÅ"])
def test_every_unknown_code_gets_the_same_answer(guest: Guest, typed: str):
    guest.get("/voorbeeld/resume").send("resume", code=typed)
    assert guest.status == 422
    assert "Deze code kennen wij niet" in guest.words
    assert len(typed) < 2 or typed not in guest.text, "what was typed is not repeated"


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DCE_SECRET_KEY", raising=False)
    database = tmp_path / "dce.db"
    key = secret_key(database)
    assert secret_key(database) == key
    assert len(key) >= 32
    assert stat.S_IMODE((tmp_path / "dce.db.key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["dce.db.key"]


def test_a_given_key_comes_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DCE_SECRET_KEY", "e" * 32)
    assert secret_key(tmp_path / "dce.db") == b"e" * 32
    assert secret_key(tmp_path / "dce.db", b"g" * 32) == b"g" * 32
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_can_be_guessed_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DCE_SECRET_KEY", "secret")
    with pytest.raises(StoreError, match="DCE_SECRET_KEY: the key has 6 bytes; use at least 32"):
        secret_key(tmp_path / "dce.db")
