"""A deed and its line in the log are stored together: where the line cannot be written, nothing was done."""

import io

import pytest
from flask import Flask
from test_desk_field import STUDY, logged, sent
from web_desk import Colleague, colleague
from web_guest import Guest, store_of, stored

TABLES = ("respondents", "answers", "tokens", "accounts", "recovery_codes", "jobs", "members", "audit")
ROWS = b"respondent,task,rating\n" + b"".join(b"p%d,1,4\n" % number for number in range(12))
ZIPPED = "study.exported"


class DiedError(Exception):
    """The process ends here."""


def dies(*_args: object, **_more: object) -> None:
    raise DiedError


@pytest.fixture
def anna(app: Flask) -> Colleague:
    return colleague(app, "anna", "organiser", STUDY, language="en")


def make_token(app: Flask, anna: Colleague, _code: str) -> None:
    sent(anna, "tokens/make", scope="answers", days="7", label="Dashboard")


def revoke_token(app: Flask, anna: Colleague, _code: str) -> None:
    token, *_ = store_of(app).tokens.of_study(STUDY)
    sent(anna, "tokens/revoke", token=token.id)


def delete_person(app: Flask, anna: Colleague, code: str) -> None:
    sent(anna, "personal-data/delete-person", code=code, why="asked for it", sure="yes")


def import_answers(app: Flask, anna: Colleague, _code: str) -> None:
    sent(anna, "data/import", table=(io.BytesIO(ROWS), "earlier.csv"))


def end_visits(app: Flask, anna: Colleague, _code: str) -> None:
    anna.get("/desk/account").send("everywhere")


def renew_codes(app: Flask, anna: Colleague, _code: str) -> None:
    anna.get("/desk/account/recovery-codes").send("new-codes")


@pytest.mark.parametrize("deed", [make_token, revoke_token, delete_person, import_answers, end_visits, renew_codes])
def test_no_deed_is_done_without_its_line(app: Flask, database, anna: Colleague, deed, monkeypatch):
    code = Guest(app).begin().answer_all().code
    sent(anna, "tokens/make", scope="results", days="7", label="Other")
    before = [stored(database, table) for table in TABLES]
    app.testing = True  # what happens inside comes out
    with monkeypatch.context() as patch:
        patch.setattr("dce.store.audit.append", dies)
        with pytest.raises(DiedError):
            deed(app, anna, code)
    assert [stored(database, table) for table in TABLES] == before
    deed(app, anna, code)
    assert [stored(database, table) for table in TABLES] != before, "it was the line alone that was in the way"


def test_a_study_is_begun_whole_or_not_at_all(app: Flask, anna: Colleague, database, monkeypatch):
    """One that nobody belonged to would be there for nobody, and its id be taken."""
    app.testing = True
    anna.get("/desk/begin")
    with monkeypatch.context() as patch:
        patch.setattr("dce.store.membership.Membership.join", dies)
        with pytest.raises(DiedError):
            anna.send("begin", source="template:voorbeeld", id="park")
    assert "park" not in store_of(app).life.study_ids()
    assert anna.send("begin", source="template:voorbeeld", id="park").path == "/desk/park/text"


def test_a_study_leaves_as_a_zip_only_after_its_line(app: Flask, anna: Colleague, monkeypatch):
    seen: list[str] = []
    monkeypatch.setattr("dce.report.exchange.study_zip", lambda *_, **__: seen.extend(logged(app, ZIPPED)) or b"")
    anna.client.get(f"/desk/{STUDY}/study.zip")
    assert len(seen) == 1
