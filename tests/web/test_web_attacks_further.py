"""Attacks that stand on no list: what a hostile tester would try next on forms, methods, headers, paths and visits."""

from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from web_guest import Guest, held, some_design, stored

from dce.store import Store
from dce.study import Study

pytestmark = pytest.mark.usefixtures("watch")
ANSWER = 5  # where the answer stands in a row of the table
FORM = "application/x-www-form-urlencoded"
Pairs = list[tuple[str, str]]


def fields(guest: Guest, without: str = "answer") -> Pairs:
    return [(name, value) for name, value in guest.fields("answer").items() if name != without]


def post(guest: Guest, pairs: Pairs, *, path: str = "/voorbeeld/task/1", kind: str = FORM) -> int:
    """Post fields that may stand there more than once."""
    return int(guest.client.post(path, data=urlencode(pairs), content_type=kind).status_code)


TWICE = ["answer", "task", "showing", "csrf_token", "opened", "respondent"]
NEARLY = ["answer[]", "answer[0]", "answer[$ne]", "answer.0", "Answer", "answer ", "answer\u200b", "answer%00"]
KINDS = ["text/plain", "", "application/json", "application/xml", "multipart/form-data", "*/*", f"x, {FORM}"]
CHARSETS = ["utf-16", "utf-7", "latin-1", "x" * 5000]


@pytest.mark.parametrize("value", ["4", "5"])
def test_a_field_that_stands_twice_is_refused_for_nobody_can_say_which_is_meant(
    guest: Guest, database: Path, value: str
) -> None:
    own = dict(fields(guest.begin())) | {"answer": "4"}
    for name in TWICE:
        assert post(guest, [*own.items(), (name, own.get(name, value)), (name, value)]) == 400, name
    assert stored(database) == []


def test_a_name_that_is_nearly_right_is_no_answer(guest: Guest, database: Path) -> None:
    own = fields(guest.begin())
    for name in NEARLY:
        assert post(guest, [*own, (name, "4")]) in (400, 422), name
    assert stored(database) == []


def test_thousands_of_fields_are_no_form_of_ours(guest: Guest, database: Path) -> None:
    many = [(f"f{number}", "") for number in range(6000)]
    assert post(guest, [*many, *fields(guest.begin()), ("answer", "4")]) == 400
    assert stored(database) == []


def test_a_form_that_says_that_it_is_something_else_is_refused(guest: Guest, database: Path) -> None:
    own = [*fields(guest.begin()), ("answer", "4")]
    for kind in KINDS:
        assert post(guest, own, kind=kind) == 400, kind
    assert stored(database) == []


def test_a_form_is_read_as_utf_8_whatever_it_says(guest: Guest, database: Path) -> None:
    own = [*fields(guest.begin()), ("answer", "4")]
    for charset in CHARSETS:
        assert post(guest, own, kind=f"{FORM}; charset={charset}") == 303, charset
    assert [row[ANSWER] for row in stored(database)] == ["4"]


METHODS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "FOO"]
FORMS = ["/language", "/voorbeeld/begin", "/voorbeeld/task/1", "/voorbeeld/background/1", "/voorbeeld/leave"]


def test_only_get_and_post_do_anything(guest: Guest, database: Path) -> None:
    own = dict(fields(guest.begin())) | {"answer": "4"}
    before = held(database)
    for method in METHODS:
        for path in FORMS:
            status = guest.client.open(path, method=method, data=own).status_code
            assert status in ((200, 308, 405) if method in ("HEAD", "OPTIONS") else (405,)), (method, path)
    assert held(database) == before
    assert guest.get("/voorbeeld/task/1").path == "/voorbeeld/task/1", "still taking part"


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_method_in_a_header_or_a_field_is_not_believed(guest: Guest, database: Path, method: str) -> None:
    own = urlencode(guest.begin().fields("answer") | {"answer": "4", "_method": method})
    before = held(database)
    for name in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        assert guest.client.get(f"/voorbeeld/task/1?{own}", headers={name: method}).status_code == 200
    assert held(database) == before


HEADERS = [
    ("Range", "bytes=0-3", 200),
    ("Range", "bytes=9-,-1,x", 200),
    ("If-None-Match", "*", 200),
    ("If-Modified-Since", "Fri, 31 Dec 9999 23:59:59 GMT", 200),
    ("Accept", "application/json", 200),
    ("Accept-Language", "en;q=1e309, nl;q=nan, " + "x-" * 5000, 200),
    ("Accept-Language", "../../etc/passwd", 200),
    ("Cookie", "dce_session=\xff\xfe", 303),
    ("Cookie", "dce_session", 303),
    ("Cookie", "; ".join(f"c{number}=x" for number in range(3000)), 303),
    ("Referer", "https://evil.example/", 200),
    ("Origin", "https://evil.example", 200),
    ("X-Forwarded-Host", "evil.example", 200),
    ("X-Forwarded-Prefix", "/evil.example", 200),
    ("X-Original-URL", "/evil.example", 200),
    ("X-Rewrite-Url", "/evil.example", 200),
    ("Content-Length", "-1", 200),
    ("Content-Type", "multipart/form-data; boundary=" + "x" * 5000, 200),
]


def test_odd_headers_break_nothing_and_are_not_repeated(guest: Guest) -> None:
    cookie = {"Cookie": f"dce_session={guest.begin().cookie}"}
    client = guest.client.application.test_client(use_cookies=False)
    for name, value, status in HEADERS:
        response = client.get("/voorbeeld/task/1", headers=cookie | {name: value})
        assert response.status_code == status, (name, value)
        assert "evil.example" not in response.text + str(response.headers)


def test_a_part_of_a_style_sheet_can_be_asked_and_nonsense_is_refused(guest: Guest) -> None:
    for part in ("bytes=0-3", "bytes=99999999-", "bytes=-0", "bytes=abc", "bytes=0-1,2-3", "bytes=5-2"):
        response = guest.client.get("/static/theme.css", headers={"Range": part})
        assert response.status_code == (206 if part == "bytes=0-3" else 416), part
        response.close()


PATHS = [
    "/voorbeeld/task/" + "9" * 5000,
    "/voorbeeld/background/" + "9" * 5000,
    "/voorbeeld/task/1%00",
    "/voorbeeld/task/1%0d%0aSet-Cookie:%20x=y",
    "/voorbeeld/task/1;x=y",
    "/voorbeeld/task/1/",
    "/voorbeeld/%2e%2e/%2e%2e/etc/passwd",
    "/voorbeeld/%3Cscript%3Ealert(1)%3C/script%3E",
    "/VOORBEELD/",
    "/voorbeeld%00/",
    "/" + "a" * 50_000 + "/",
    "/" + "a/" * 20_000,
    "/%ff%fe/",
    "/\u202e/",
    "/static/%2e%2e/%2e%2e/app.py",
    "/static/..%2f..%2fapp.py",
    "/static//etc/passwd",
    "/static/%00",
    "/bootstrap/static/..%5c..%5capp.py",
]


def test_an_odd_path_is_not_found_in_words_and_not_repeated(guest: Guest) -> None:
    guest.begin()
    for path in PATHS:
        assert guest.get(path).status == 404, path[:60]
        assert "Deze pagina kunnen wij niet vinden" in guest.words
        assert not any(trace in guest.text for trace in ("alert(1)", "passwd", "aaaa", "Set-Cookie"))
        assert "x=y" not in str(guest.response.headers)


def test_an_odd_query_shows_the_page_and_changes_nothing(guest: Guest, database: Path) -> None:
    before = held(database) if guest.begin() else []
    for query in ("change=%00", "change=%FF", "change=" + "9" * 5000, "x=%ED%A0%80", "change[]=1", "&&&=&"):
        assert guest.get(f"/voorbeeld/task/1?{query}").status == 200, query[:60]
    assert held(database) == before


def test_a_change_of_a_revision_that_is_not_there_is_refused(guest: Guest, database: Path) -> None:
    own = guest.begin().fields("answer") | {"answer": "5"}
    guest.send("answer", answer="2")
    for typed in ("1" + "0" * 30, "-1", "0", "2", "1.0", "0x1", "9" * 5000, "", "null", "1;1", "[1]"):
        assert post(guest, [*own.items(), ("instead_of", typed)]) == 409, typed[:60]
    assert [row[ANSWER] for row in stored(database)] == ["2"]


def test_a_change_before_there_is_an_answer_is_a_first_answer(guest: Guest, database: Path) -> None:
    assert guest.begin().send("answer", answer="4", instead_of="1" + "0" * 30).status == 200
    assert [row[3:6] for row in stored(database)] == [(1, 1, "4")]


def test_of_two_cookies_the_first_counts_with_its_own_token_only(app: Flask, database: Path) -> None:
    one, other = Guest(app).begin(), Guest(app).begin()
    client = app.test_client(use_cookies=False)
    both = {"Cookie": f"dce_session={one.cookie}; dce_session={other.cookie}"}
    own, theirs = (dict(fields(guest)) | {"answer": "4"} for guest in (one, other))
    assert client.post("/voorbeeld/task/1", data=theirs, headers=both).status_code == 400
    assert stored(database) == []
    assert client.post("/voorbeeld/task/1", data=own, headers=both).status_code == 303
    assert other.get("/voorbeeld/task/2").path == "/voorbeeld/task/1", "not an answer of the other"


def test_the_page_of_one_person_sent_in_the_visit_of_another_stores_nothing(app: Flask, database: Path) -> None:
    one, other = Guest(app).begin(), Guest(app).begin()
    mixed = dict(fields(one)) | {"answer": "4"}
    assert other.client.post("/voorbeeld/task/1", data=mixed).status_code == 400
    assert stored(database) == []


def test_the_time_on_the_page_of_another_person_is_not_taken_over(app: Flask, database: Path) -> None:
    one, other = Guest(app).begin(), Guest(app).begin()
    other.send("answer", answer="4", opened=dict(fields(one))["opened"])
    assert [row[4] for row in stored(database, "circumstances")] == [None]


def test_a_form_of_before_the_visit_is_worth_nothing_in_it(guest: Guest, database: Path) -> None:
    before = guest.get("/voorbeeld/").fields("begin")["csrf_token"]
    assert guest.begin().send("answer", answer="4", csrf_token=before).status == 400
    assert stored(database) == []


def test_an_answer_sent_to_another_study_stores_nothing(guest: Guest, database: Path, study: Study) -> None:
    store = Store.open(database)
    store.publish(some_design(study, 3))
    store.close()
    own = [*fields(guest.begin()), ("answer", "4")]
    assert post(guest, own, path="/gegevensdeling/task/1") == 303
    assert stored(database) == []
    assert post(guest, own) == 303, "it was a good answer"


def test_a_scenario_that_has_not_been_shown_yet_cannot_be_answered(guest: Guest, database: Path) -> None:
    own = dict(fields(guest.begin()))
    ((respondent, *_),) = stored(database, "respondents")
    tasks = guest.client.application.extensions["dce_store"].respondent(respondent).tasks
    for position, task in enumerate(tasks[1:], 2):
        later = [*(own | {"task": str(task), "answer": "4"}).items()]
        assert post(guest, later, path=f"/voorbeeld/task/{position}") in (404, 409)
    assert stored(database) == []


def test_a_change_names_its_revision_as_a_page_of_ours_writes_it(guest: Guest, database: Path) -> None:
    own = guest.begin().fields("answer") | {"answer": "5"}
    guest.send("answer", answer="2")
    for typed in ("\u0661", "+1", " 1", "01", "0_1"):
        assert post(guest, [*own.items(), ("instead_of", typed)]) == 409, typed
    assert [row[ANSWER] for row in stored(database)] == ["2"]
