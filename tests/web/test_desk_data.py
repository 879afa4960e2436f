"""Answers out and in at the desk."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from flask import Flask
from test_desk_field import HERE, STUDY, logged, sent
from web_desk import Colleague, colleague
from web_guest import held, people_answer, some_design, store_of

from dce.design import Design
from dce.report.exchange import FILES, FOLDERS
from dce.web import exporting
from dce.web.results.snapshot import make_snapshot

NO_RATINGS = ("logitr", "xlogit")  # programs that know no ratings
ASKED = {"form": "csv", "shape": "long", "language": "en", "design": "", "why": "for the report"}


@pytest.fixture
def anna(app: Flask, design: Design) -> Colleague:
    people_answer(store_of(app), design, 30)
    return colleague(app, "anna", "organiser", STUDY, language="en")


def tell(app: Flask, small: int) -> None:
    """Let ``small`` of the people be of one position and the others of the other."""
    store = store_of(app)
    for number, row in enumerate(store._database.run("people_of_study", study_id=STUDY)):
        store.record_background(row["id"], {"rol": "jurist" if number < small else "beleid"})


def test_a_table_goes_out_with_its_reason_in_the_log(app: Flask, anna: Colleague):
    tell(app, 14)
    sent(anna, "data/export", **ASKED)
    frame = pd.read_csv(io.StringIO(anna.text), dtype=str)
    assert frame["respondent"].nunique() == 30
    assert set(frame["respondent"]) == {f"{n:02}" for n in range(1, 31)}, "numbers of this file only"
    headers = anna.response.headers
    assert headers["Content-Disposition"] == 'attachment; filename="voorbeeld-answers.csv"'
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")
    (entry,) = [entry for entry in store_of(app).audit.of_study(STUDY) if entry.action == "answers.exported"]
    assert (entry.who, entry.object, entry.why) == ("anna", "csv, long, k 14", "for the report")


@pytest.mark.parametrize("form", [*FILES, *FOLDERS])
def test_every_form_goes_out_as_a_file(app: Flask, anna: Colleague, form: str):
    token = anna.get(f"{HERE}/data").page.xpath("string(//input[@name='csrf_token']/@value)")
    data = ASKED | {"form": form, "csrf_token": token, "sure": "all"}
    answer = anna.client.post(f"{HERE}/data/export", data=data)
    if form in NO_RATINGS:
        assert (answer.status_code, "No file was made" in answer.text) == (422, True)
        return
    assert answer.status_code == 200
    ending = form if form in FILES else "zip"
    assert answer.headers["Content-Disposition"].endswith(f'.{ending}"')
    if ending == "zip":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            assert archive.namelist()
            assert {about.date_time for about in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_without_a_reason_nothing_goes_out(app: Flask, anna: Colleague):
    assert sent(anna, "data/export", **ASKED | {"why": " "}).status == 422
    assert "what the answers are for" in anna.words
    assert not logged(app, "answers.exported")


@pytest.mark.parametrize("change", [{"form": "exe"}, {"form": "../x"}, {"shape": "' OR 1=1 --"}, {"design": "x"}])
def test_e01_what_no_page_of_ours_asks_is_refused(app: Flask, anna: Colleague, change: dict[str, str]):
    assert sent(anna, "data/export", **ASKED | change).status == 400
    assert not logged(app, "answers.exported")


def test_c09_k_is_told_first_and_people_choose(app: Flask, anna: Colleague):
    tell(app, 1)
    assert "shared by fewer than 10 people" in anna.get(f"{HERE}/data").words
    sent(anna, "data/export", **ASKED)
    assert anna.status == 409
    assert "k is 1" in anna.words
    assert "1 person is the only one" in anna.words
    assert not logged(app, "answers.exported")
    fewer = anna.send("export-check", sure="fewer").text
    assert "rol" not in fewer.splitlines()[0].split(",")
    sent(anna, "data/export", **ASKED)
    everything = anna.send("export-check", sure="all").text
    assert "rol" in everything.splitlines()[0].split(",")
    assert logged(app, "answers.exported") == ["csv, long, k 30, without rol", "csv, long, k 1"]


def test_k_is_judged_on_the_very_rows_that_are_written(app: Flask, anna: Colleague, monkeypatch):
    """Somebody leaves after the page was looked at, and before the file is made."""
    tell(app, 10)
    make, people = exporting.export, store_of(app)._database.run("people_of_study", study_id=STUDY)
    jurists = [row["id"] for row in people if store_of(app).background(row["id"]) == {"rol": "jurist"}]

    def after_one_left(*asked: Any) -> Any:
        store_of(app).forget(jurists.pop())
        return make(*asked)

    monkeypatch.setattr("dce.web.organiser.data.export", after_one_left)
    assert (sent(anna, "data/export", **ASKED).status, "k is 9:" in anna.words) == (409, True)
    assert (anna.send("export-check", sure="all").status, "k is 8:" in anna.words) == (409, True)
    assert not logged(app, "answers.exported")
    monkeypatch.setattr("dce.web.organiser.data.export", make)
    assert anna.send("export-check", sure="all").status == 200
    assert logged(app, "answers.exported") == ["csv, long, k 8"]


def test_c06_nothing_goes_out_about_few_people(app: Flask, design: Design):
    anna = colleague(app, "anna", "organiser", STUDY, language="en")
    for people in (0, 9):
        people_answer(store_of(app), design, people)
        assert sent(anna, "data/export", **ASKED).status == 409
        assert "Too few people answered" in anna.words
    assert not logged(app, "answers.exported")


def test_c06_who_imports_people_does_not_get_at_the_few_who_answered_here(app: Flask, design: Design):
    """Ten imported answers that are known beside one that is not: what is left is the one."""
    anna, store = colleague(app, "anna", "organiser", STUDY, language="en"), store_of(app)
    table = pd.DataFrame([(f"p{n}", str(task), "4") for n in range(12) for task in design.tasks_of(1)])
    store.import_answers(STUDY, table.set_axis(["respondent", "task", "rating"], axis=1))
    store.life.change(STUDY, "closed", "system")
    assert sent(anna, "data/export", **ASKED).status == 200, "imported ones alone are known to who imported them"
    store.life.change(STUDY, "open", "system")
    ends = datetime.now(UTC).date()
    _, key = store.tokens.make(anna.account, STUDY, "answers", ends)
    headers = {"Authorization": f"Bearer {key}"}
    for people, status in ((0, 409), (1, 409), (8, 409), (1, 200)):
        people_answer(store, design, people, start=store.progress(STUDY).started)
        assert sent(anna, "data/export", **ASKED).status == status
        answer = app.test_client().get(f"/api/v1/studies/{STUDY}/answers", headers=headers)
        assert answer.status_code == (403 if status == 409 else 200)
        assert status == 200 or make_snapshot(store, STUDY, groups=False, reach=print)["moved"] == []


def test_of_versions_that_ask_different_things_one_is_to_be_chosen(app: Flask, anna: Colleague, design: Design):
    store, other = store_of(app), some_design(design.study, 6)
    store.publish(other)
    people_answer(store, other, 11, start=100)
    sent(anna, "data/export", **ASKED | {"sure": "all"})
    assert (anna.status, "ask different things" in anna.words) == (422, True)
    assert str(app.extensions["dce_database"]) not in anna.text
    sent(anna, "data/export", **ASKED | {"sure": "all", "design": other.hash})
    assert anna.status == 200


@pytest.mark.parametrize(("language", "kind"), [("nl", "md"), ("en", "csv")])
def test_the_codebook_is_a_file_in_each_language(anna: Colleague, language: str, kind: str):
    anna.get(f"{HERE}/data/codebook-{language}.{kind}")
    assert anna.response.headers["Content-Disposition"].endswith(f'codebook-{language}.{kind}"')
    assert anna.get(f"{HERE}/data/codebook-fr.md").status == 404


def table(design: Design, ids: tuple[str, ...] = ("001", "1", "1e3", "1000")) -> str:
    tasks = design.tasks_of(1)
    rows = [f"{who};{task};{1 + number % 5}" for number, who in enumerate(ids) for task in tasks]
    return "\r\n".join(["respondent;task;rating", *rows])


def test_f13_earlier_answers_come_in_with_their_ids_as_text(app: Flask, anna: Colleague, design: Design):
    sent(anna, "data/import", table=(io.BytesIO(table(design).encode("utf-8-sig")), "../../x.csv"))
    assert anna.status == 200, anna.words
    assert "4 people were taken in, with 16 answers" in anna.words
    assert store_of(app).progress(STUDY).started == 34
    assert logged(app, "answers.imported") == ["4 people, 16 answers"]
    before = store_of(app).progress(STUDY)
    sent(anna, "data/import", table=(io.BytesIO(table(design).encode()), "again.csv"))
    assert anna.status == 422
    assert store_of(app).progress(STUDY) == before


WRONG = {
    "f10": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "x.xlsx", ""),
    "f11": (b"\x89PNG\r\n\x1a\n\x00\x01", "picture.csv", ""),
    "f14": (b"respondent,task,rating\na,1,2\na,1,3", "x.csv", "row"),
    "f16": (b"respondent,task,rating,doel\na,1,2,<script>alert(1)</script>", "x.csv", "row 2"),
    "f08": (b"respondent,task,rating\na,1,2", "x.php", ""),
    "e02": (b"respondent,<img src=x onerror=alert(1)>,<img src=x onerror=alert(1)>\na,1,2", "<svg onload=x>.csv", ""),
}


@pytest.mark.parametrize("attack", WRONG)
def test_what_is_no_table_of_this_study_comes_in_not_at_all(app: Flask, anna: Colleague, database, attack: str):
    content, name, told = WRONG[attack]
    before = held(database)
    sent(anna, "data/import", table=(io.BytesIO(content), name))
    assert anna.status == 422
    assert told in anna.words.lower()
    assert "Nothing was taken in" in anna.words
    page = anna.text.split("<main")[1]
    assert not [tag for tag in ("<script", "<img", "<svg") if tag in page], "E02"
    assert held(database) == before
    assert "root:" not in anna.text


def test_e07_nothing_that_goes_out_is_a_sum_to_a_spreadsheet(app: Flask, anna: Colleague):
    for why in ("=HYPERLINK(1)", "+1", "@SUM(A1)", "-1"):
        sent(anna, "tokens/make", scope="results", days="3", label=why)
    lines = anna.get(f"{HERE}/log.csv").text.splitlines()[1:]
    told = [line.rpartition(",")[2] for line in lines if "token.made" in line]
    assert told == ["'-1", "'@SUM(A1)", "'+1", "'=HYPERLINK(1)"]


def test_the_numbers_of_people_differ_between_files(app: Flask, anna: Colleague):
    first, second = (sent(anna, "data/export", **ASKED | {"shape": "wide"}).text for _ in range(2))
    one, other = (pd.read_csv(io.StringIO(text), dtype=str).set_index("respondent") for text in (first, second))
    assert not np.array_equal(one.to_numpy(), other.loc[one.index].to_numpy())
