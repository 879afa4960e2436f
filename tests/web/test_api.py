"""The API: what a token reads, what is refused and how, and that it is what its description says."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from web_desk import account_of
from web_guest import Guest, people_answer, some_design, store_of

STUDY = "voorbeeld"
PEOPLE = 12
RESOURCES = ("", "/scenarios", "/progress", "/codebook", "/answers", "/advice")


@pytest.fixture
def answered(app: Flask) -> Flask:
    store = store_of(app)
    people_answer(store, store.current(STUDY), PEOPLE)
    return app


def key_of(app: Flask, scope: Any = "answers", days: int = 30, name: str = "anna") -> str:
    account = account_of(app, name, "organiser", STUDY)
    _, key = store_of(app).tokens.make(account, STUDY, scope, datetime.now(UTC).date() + timedelta(days=days))
    return key


def ask(app: Flask, path: str, key: str | None = None, method: str = "GET") -> Any:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return app.test_client().open(f"/api/v1{path}", method=method, headers=headers)


def is_problem(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.headers["API-Version"] == "1.0.0"
    told = answer.get_json()
    assert (told["status"], set(told)) == (status, {"type", "title", "status", "detail"})
    return told


def test_a_program_reads_the_study_and_the_answers_that_people_gave(answered: Flask):
    key, store = key_of(answered), store_of(answered)
    (line,) = ask(answered, "/studies", key).get_json()["studies"]
    assert (line["id"], line["state"]) == (STUDY, "open")
    study = ask(answered, f"/studies/{STUDY}", key).get_json()
    design = store.current(STUDY)
    assert [one["id"] for one in study["criteria"]] == list(design.study.criterion_ids)
    assert study["smallestGroup"] == 10
    scenarios = ask(answered, f"/studies/{STUDY}/scenarios", key).get_json()["scenarios"]
    assert scenarios[0]["levels"] == design.scenario(scenarios[0]["task"])
    given = store.answers(STUDY)
    page = ask(answered, f"/studies/{STUDY}/answers?pageSize=100", key).get_json()
    assert (page["rows"], page["people"], page["synthetic"]) == (len(given), PEOPLE, False)
    assert sorted(row["rating"] for row in page["answers"]) == sorted(given["rating"])
    columns = ask(answered, f"/studies/{STUDY}/codebook", key).get_json()["columns"]
    assert {column["name"] for column in columns} >= set(page["answers"][0])
    assert not set(given["respondent"]) & {row["respondent"] for row in page["answers"]}, "the database's ids stay in"


def test_pages_of_one_edition_belong_together_and_ten_people_make_another(answered: Flask):
    key = key_of(answered)
    whole = ask(answered, f"/studies/{STUDY}/answers?pageSize=5000", key).get_json()
    edition, rows = whole["edition"], []
    for page in range(1, 4):
        found = ask(answered, f"/studies/{STUDY}/answers?page={page}&pageSize=30&edition={edition}", key).get_json()
        rows += found["answers"]
    assert rows == whole["answers"][:90]
    store = store_of(answered)
    people_answer(store, store.current(STUDY), 9, start=100)
    assert ask(answered, f"/studies/{STUDY}/answers?pageSize=5000", key).get_json() == whole, "nine would be told by it"
    people_answer(store, store.current(STUDY), 1, start=200)
    other = ask(answered, f"/studies/{STUDY}/answers?pageSize=5000", key).get_json()
    assert (other["edition"] != edition, other["people"]) == (True, whole["people"] + 10)
    is_problem(ask(answered, f"/studies/{STUDY}/answers?page=2&edition={edition}", key), 409)


def test_c07_progress_moves_in_steps(answered: Flask):
    key = key_of(answered, "results")
    before = ask(answered, f"/studies/{STUDY}/progress", key).get_json()
    assert before["completed"] == {"atLeast": 10, "step": 10, "hidden": None}
    people_answer(store_of(answered), store_of(answered).current(STUDY), 1, start=100)
    assert ask(answered, f"/studies/{STUDY}/progress", key).get_json() == before


def test_c06_answers_of_too_few_people_are_not_given(app: Flask):
    key, told = key_of(app), set()
    for more in (0, 1, 8):
        people_answer(store_of(app), store_of(app).current(STUDY), more, start=more)
        told.add(is_problem(ask(app, f"/studies/{STUDY}/answers", key), 403)["detail"])
    assert told == {"There are answers of fewer than 10 people, and nothing is given about so few."}, "nor how many"


@pytest.mark.parametrize("path", RESOURCES)
def test_c01_who_has_no_token_or_another_one_reads_nothing(answered: Flask, path: str):
    told = is_problem(ask(answered, f"/studies/{STUDY}{path}"), 401)
    assert "Bearer" in told["detail"]
    answer = ask(answered, f"/studies/{STUDY}{path}", "dce_" + "x" * 43)
    is_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    is_problem(ask(answered, f"/studies/nee{path}", key_of(answered)), 404)
    cookie = answered.test_client()
    cookie.set_cookie("dce_desk", "x" * 43)
    is_problem(cookie.get(f"/api/v1/studies/{STUDY}{path}"), 401)


def test_c04_a_token_for_results_reads_no_answers(answered: Flask):
    key = key_of(answered, "results")
    assert ask(answered, f"/studies/{STUDY}/progress", key).status_code == 200
    is_problem(ask(answered, f"/studies/{STUDY}/answers", key), 403)


def test_a_token_ends_when_it_is_revoked_or_its_account_may_no_more(answered: Flask):
    store, key = store_of(answered), key_of(answered)
    other = key_of(answered, name="bert")
    anna = store.accounts.by_name("anna").id
    (own,) = [token for token in store.tokens.of_study(STUDY) if token.account_id == anna]
    store.tokens.revoke(own.id)
    is_problem(ask(answered, f"/studies/{STUDY}", key), 401)
    store.accounts.leave(STUDY, store.accounts.by_name("bert").id)
    is_problem(ask(answered, f"/studies/{STUDY}", other), 401)


def test_reading_the_answers_is_in_the_log(answered: Flask):
    ask(answered, f"/studies/{STUDY}/answers", key_of(answered))
    entry = store_of(answered).audit.of_study(STUDY)[-1]
    assert (entry.action, entry.object, entry.who) == ("answers.exported", "api", "anna")


def test_answers_to_versions_that_ask_different_things_are_not_mixed(answered: Flask):
    key, store = key_of(answered), store_of(answered)
    other = some_design(store.current(STUDY).study, 6)
    store.publish(other)
    for path in RESOURCES[:-1]:
        assert ask(answered, f"/studies/{STUDY}{path}", key).status_code == 200, path
    people_answer(store, other, 1, start=100)
    assert "at the desk" in is_problem(ask(answered, f"/studies/{STUDY}/answers", key), 409)["detail"]
    assert ask(answered, f"/studies/{STUDY}/codebook", key).status_code == 200


def test_no_page_of_answers_is_read_that_the_log_does_not_tell_of(answered: Flask):
    key = key_of(answered)
    rest = ask(answered, f"/studies/{STUDY}/answers?page=2&pageSize=1", key).get_json()
    assert rest["answers"]
    assert store_of(answered).audit.of_study(STUDY)[-1].object == "api"
    ask(answered, f"/studies/{STUDY}/answers?page=3&pageSize=1&edition={rest['edition']}", key)
    made = [entry for entry in store_of(answered).audit.of_study(STUDY) if entry.action == "answers.exported"]
    assert len(made) == 1, "the next pages of the same are one export"


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "pageSize=5001", "page=1&page=2", "pages=1", "edition=zz", "page=%FF", "page=" + "9" * 5000],
)
def test_what_may_not_stand_after_the_question_mark_is_said(answered: Flask, query: str):
    told = is_problem(ask(answered, f"/studies/{STUDY}/answers?{query}", key_of(answered)), 400)
    assert len(told["detail"]) <= 500


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/studies/", 404),
        ("GET", "/nee", 404),
        ("GET", "", 404),
        ("POST", "/studies", 405),
        ("DELETE", f"/studies/{STUDY}", 405),
        ("GET", f"/studies/{STUDY}/", 404),
    ],
)
def test_what_is_not_there_is_a_problem_and_no_redirect(answered: Flask, method: str, path: str, status: int):
    is_problem(ask(answered, path, key_of(answered), method), status)


def test_the_description_is_for_everybody_everywhere(app: Flask):
    answer = ask(app, "/openapi.json")
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert "Access-Control-Allow-Origin" not in ask(app, "/studies").headers
    described = answer.get_json()
    assert set(described["paths"]) == {"/studies", *(f"/studies/{{studyId}}{path}" for path in RESOURCES)}
    assert "Set-Cookie" not in answer.headers
    assert described["info"]["contact"]["email"] == "postmaster@localhost"
    app.config["DCE_SECURITY_CONTACT"] = "veilig@example.nl"
    assert ask(app, "/openapi.json").get_json()["info"]["contact"]["email"] == "veilig@example.nl"


def test_wrong_tokens_from_one_place_are_counted(app: Flask):
    key = key_of(app)
    statuses = {ask(app, "/studies", f"dce_{number}").status_code for number in range(61)}
    assert statuses == {401, 429}
    answer = ask(app, "/studies", key)
    assert answer.headers["Retry-After"] == "3600"


@pytest.mark.parametrize("with_token", [True, False])
def test_schemathesis_finds_nothing_that_is_not_described(answered: Flask, with_token: bool, monkeypatch: Any):
    """Every kind of request that the description allows, and many that it does not, over the whole API."""
    monkeypatch.setattr("dce.web.api.views.WRONG_TOKENS", 10**6)
    headers = {"Authorization": f"Bearer {key_of(answered)}"} if with_token else {}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", answered)
    for operation in schema.get_all_operations():

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.ok().as_strategy())
        def walk(case: Any) -> None:
            if with_token and "studyId" in case.path_parameters and len(case.path_parameters["studyId"]) % 2:
                case.path_parameters["studyId"] = STUDY
            case.call_and_validate(headers=headers)

        walk()


def test_no_page_for_people_is_answered_to_programs(app: Flask):
    assert Guest(app).get("/api/v1/nee").status == 404
    assert json.loads(app.test_client().get("/api/nee").data or b"{}").get("status") == 404
