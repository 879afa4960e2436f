"""What the site writes for who watches it: every refusal at the desk and every fault, and nothing of who answers."""

import json
from typing import Any

import pytest
from flask import Flask
from web_desk import PASSWORD, account_of, colleague, token_of
from web_guest import Guest

STUDY = "voorbeeld"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_wrong_password_is_told_without_the_name_or_the_password(
    app: Flask, capsys: pytest.CaptureFixture[str], quick_passwords: None
):
    account_of(app, "anna@example.nl", password=True)
    guest = Guest(app).get("/desk/")
    capsys.readouterr()
    guest.send("sign-in", name="anna@example.nl", password=f"{PASSWORD}s")
    written = capsys.readouterr().err
    (line,) = [json.loads(one) for one in written.splitlines()]
    assert line.items() >= {"event": "refused", "status": 401, "rule": "/desk/sign-in", "method": "POST"}.items()
    assert line["timestamp"].endswith("Z")
    assert "anna" not in written
    assert PASSWORD not in written


def test_what_a_colleague_may_not_do_is_told_with_who_asked(app: Flask, capsys: pytest.CaptureFixture[str]):
    viewer = colleague(app, "kijker", "viewer", STUDY).get(f"/desk/{STUDY}/")
    capsys.readouterr()
    viewer.client.get(f"/desk/{STUDY}/fieldwork")
    colleague(app, "ander", "organiser").client.get(f"/desk/{STUDY}/")
    viewer.client.post("/desk/sign-out", data=token_of(viewer), headers={"Origin": "https://elsewhere.example"})
    viewer.client.get("/api/v1/studies", headers={"Authorization": "Bearer dce_wrong"})
    found = lines(capsys)
    assert [(line["status"], line.get("reason")) for line in found] == [
        (403, "no right"),
        (404, "unknown page"),
        (403, "form of another site"),
        (401, None),
    ]
    assert found[0]["account"] == viewer.account.id
    assert found[0]["rule"] == "/desk/<own_study:study_id>/fieldwork"


def test_what_people_who_answer_do_wrong_is_theirs(app: Flask, capsys: pytest.CaptureFixture[str]):
    guest = Guest(app).begin()
    guest.client.get(f"/{STUDY}/task/999")
    guest.client.post(guest.path, data=token_of(guest) | {"answer": "9"})
    assert not lines(capsys)


def test_a_fault_is_told_by_its_place_and_not_in_its_words(
    app: Flask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise ValueError("what Anna answered")

    monkeypatch.setattr("dce.web.survey.visit.first_page", broken)
    guest = Guest(app).begin()
    capsys.readouterr()
    assert guest.client.get(f"/{STUDY}/onward").status_code == 500
    written = capsys.readouterr().err
    line = json.loads(written.splitlines()[0])
    assert line.items() >= {"event": "fault", "kind": "ValueError", "rule": "/<study_id>/onward"}.items()
    assert line["places"][-1].endswith(" broken")
    assert "Anna" not in written
