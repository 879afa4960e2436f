"""Members, tokens, the log, personal data, and who may do what of it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from test_desk_field import HERE, STUDY, logged, sent
from web_desk import Colleague, account_of, colleague
from web_guest import KEY, Guest, people_answer, store_of, stored

import dce
from dce.design import Design
from dce.store import FOLLOWS, Role
from dce.web import create_app
from dce.web.organiser.words import STUDY_DONE

GETS = {  # page: roles that see it
    "text": ("organiser",),
    "preview/": ("organiser",),
    "design": ("organiser",),
    "fieldwork": ("organiser",),
    "invitations": ("organiser",),
    "progress": ("organiser", "analyst", "viewer"),
    "progress/figures": ("organiser", "analyst", "viewer"),
    "data": ("organiser", "analyst"),
    "data/codebook-nl.md": ("organiser", "analyst", "viewer"),
    "personal-data": ("organiser", "analyst", "viewer"),
    "personal-data/record": ("organiser", "analyst", "viewer"),
    "personal-data/dpia.md": ("organiser", "analyst", "viewer"),
    "tokens": ("organiser", "analyst"),
    "members": ("organiser",),
    "log": ("organiser",),
    "log.csv": ("organiser",),
}
POSTS = {
    "fieldwork": ("organiser",),
    "invitations/make": ("organiser",),
    "invitations/revoke": ("organiser",),
    "invitations/revoke-unused": ("organiser",),
    "data/export": ("organiser", "analyst"),
    "data/import": ("organiser",),
    "personal-data/delete-person": ("organiser",),
    "tokens/make": ("organiser", "analyst"),
    "tokens/revoke": ("organiser", "analyst"),
    "members/add": ("organiser",),
    "members/remove": ("organiser",),
}
ROLES: tuple[Role, ...] = ("organiser", "analyst", "viewer")


@pytest.fixture
def anna(app: Flask) -> Colleague:
    return colleague(app, "anna", "organiser", STUDY, language="en")


@pytest.mark.parametrize("role", ROLES)
def test_c04_each_role_sees_and_does_its_own_and_nothing_else(app: Flask, database, role: Role):
    person = colleague(app, "someone", role, STUDY)
    seen = [page for page in GETS if person.get(f"{HERE}/{page}").status == 200]
    assert seen == [page for page, roles in GETS.items() if role in roles]
    assert all(person.get(f"{HERE}/{page}").status == 403 for page in GETS if page not in seen)
    linked = person.get(f"{HERE}/").page.xpath("//nav/ul/li/a/@href")
    assert [path for path in linked if person.get(path).status != 200] == [], "nobody is led to what is refused"
    before = [stored(database, name) for name in ("members", "tokens", "fieldworks", "invitations", "respondents")]
    for page, roles in POSTS.items():
        if role not in roles:
            assert sent(person, page, kind="table", name="anna", scope="answers", days="3").status == 403, page
    assert [
        stored(database, name) for name in ("members", "tokens", "fieldworks", "invitations", "respondents")
    ] == before


@pytest.mark.parametrize("who", ["nobody", "respondent", "stranger", "administrator"])
def test_c03_no_page_of_a_study_is_there_for_others(app: Flask, who: str):
    guest: Guest = {
        "nobody": lambda: Guest(app),
        "respondent": lambda: Guest(app).begin(),
        "stranger": lambda: colleague(app, "bert"),
        "administrator": lambda: colleague(app, "beheer", "administrator"),
    }[who]()
    wanted = 404 if who in ("stranger", "administrator") else 303
    assert {guest.client.get(f"{HERE}/{page}").status_code for page in GETS} == {wanted}
    token = "" if wanted == 303 else guest.get("/desk/").page.xpath("string(//input[@name='csrf_token']/@value)")
    found = {guest.client.post(f"{HERE}/{page}", data={"csrf_token": token}).status_code for page in POSTS}
    assert found <= {404, 400, 303}


def test_members_come_and_go_and_the_last_organiser_stays(app: Flask, anna: Colleague):
    account_of(app, "Bert", "analyst")
    sent(anna, "members/add", name=" bert ")
    assert "bert now works on this study" in anna.words.lower()
    bert = store_of(app).accounts.by_name("bert")
    assert sent(anna, "members/add", name="bert").status == 200, "again changes nothing"
    assert len(logged(app, "member.added")) == 1
    own = store_of(app).accounts.by_name("anna")
    assert sent(anna, "members/remove", account=own.id).status == 409
    sent(anna, "members/remove", account=bert.id)
    assert [member.name for member in store_of(app).accounts.members(STUDY)] == ["anna"]
    assert logged(app, "member.removed") == [bert.id]
    assert "Bert" in anna.get(f"{HERE}/log").words, "the log page gives the name while there is one"


@pytest.mark.parametrize("name", ["niemand", "beheer", "' OR 1=1 --", ""])
def test_e01_nobody_is_added_by_a_name_that_cannot_be(app: Flask, anna: Colleague, name: str):
    account_of(app, "beheer", "administrator")
    assert sent(anna, "members/add", name=name).status == 422
    assert len(store_of(app).accounts.members(STUDY)) == 1


def test_a_token_is_shown_once_and_works_until_it_is_revoked(app: Flask, anna: Colleague):
    sent(anna, "tokens/make", scope="answers", days="7", label="Dashboard")
    key = anna.page.xpath("string(//*[@id='key'])")
    found = store_of(app).tokens.find(key)
    assert found is not None
    assert found.expires == (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
    assert key not in anna.get(f"{HERE}/tokens").text
    assert "Dashboard" in anna.words
    assert sent(anna, "tokens/revoke", token=found.id).status == 200
    assert store_of(app).tokens.find(key) is None
    assert sent(anna, "tokens/revoke", token=found.id).status == 404
    assert len(logged(app, "token.made")) == len(logged(app, "token.revoked")) == 1


@pytest.mark.parametrize("change", [{"days": "0"}, {"days": "366"}, {"days": "x"}, {"label": ""}, {"scope": "all"}])
def test_a_token_needs_an_end_a_name_and_a_scope(app: Flask, anna: Colleague, change: dict[str, str]):
    sent(anna, "tokens/make", **{"scope": "results", "days": "7", "label": "x"} | change)
    assert anna.status == (400 if "scope" in change else 422)
    assert not store_of(app).tokens.of_study(STUDY)


def test_an_analyst_revokes_own_tokens_only(app: Flask, anna: Colleague):
    sent(anna, "tokens/make", scope="results", days="7", label="of anna")
    analyst = colleague(app, "bert", "analyst", STUDY)
    (token,) = store_of(app).tokens.of_study(STUDY)
    assert not analyst.get(f"{HERE}/tokens").page.xpath("//input[@name='token']")
    assert sent(analyst, "tokens/revoke", token=token.id).status == 404


def test_the_log_is_newest_first_filtered_and_never_trusts_its_address(app: Flask, anna: Colleague):
    for number in range(3):
        store_of(app).audit.add("system", "report.made", study=STUDY, object=f"<b>{number}</b>")
    store_of(app).audit.add("system", "study.paused", study=STUDY)
    rows = anna.get(f"{HERE}/log?action=report.made").page.xpath("//tbody/tr/td[3]")
    assert [row.text_content() for row in rows] == ["<b>2</b>", "<b>1</b>", "<b>0</b>"]
    assert "<b>2</b>" not in anna.text, "E02"
    assert len(anna.get(f"{HERE}/log?action=' OR 1=1 --&from=99999999999").page.xpath("//tbody/tr")) == 4, "E01"
    assert "downloaded the log" in anna.get(f"{HERE}/log.csv").get(f"{HERE}/log").words
    for action, of_what in (
        ("results.seen", "sample"),
        ("results.seen", "ranking rol:fg"),
        ("results.asked", "by group"),
    ):
        store_of(app).audit.add("system", action, study=STUDY, object=of_what)
    rows = anna.get(f"{HERE}/log").page.xpath("//tbody/tr/td[3]")
    assert [row.text_content() for row in rows][:3] == ["by group", "Ranking rol:fg", "Who answered"]


def test_every_deed_in_the_log_of_a_study_has_words():
    written = re.compile(r'"((?!account)[a-z]+\.(?:[a-z]+ed|made|seen|withdrawn))"')
    sources = [path.read_text(encoding="utf-8") for path in Path(dce.__file__).parent.rglob("*.py")]
    deeds = {deed for source in sources for deed in written.findall(source)} | {f"study.{state}" for state in FOLLOWS}
    assert {"results.seen", "study.closed"} < deeds
    others = {"study.draft", "desk.deleted", "dcterms.created", "dcterms.modified"}  # a state, a page, of a PDF
    assert deeds - others == set(STUDY_DONE)


def test_one_person_is_deleted_by_the_own_code_and_not_named(app: Flask, anna: Colleague, database, design: Design):
    people_answer(store_of(app), design, 12)
    guest = Guest(app).begin().answer_all()
    before, code = store_of(app).progress(STUDY).started, guest.code
    wrong = {"code": "0000-0000-0000-0000", "why": "a letter", "sure": "yes"}
    assert sent(anna, "personal-data/delete-person", **wrong).status == 422
    assert sent(anna, "personal-data/delete-person", code=code, why="a letter").status == 422, "not sure"
    assert store_of(app).progress(STUDY).started == before
    sent(anna, "personal-data/delete-person", code=f" {code.lower()} ", why="a letter", sure="yes")
    assert "All that was kept of this person is deleted" in anna.words
    assert store_of(app).progress(STUDY).started == before - 1
    assert logged(app, "respondent.deleted") == ["a respondent by own code"]
    assert code not in str(stored(database, "audit"))


def test_of_who_is_deleted_at_the_desk_no_byte_stays(app: Flask, anna: Colleague, database):
    guest = Guest(app).begin().answer_all()
    (row,) = store_of(app)._database.run("people_of_study", study_id=STUDY)
    traces = [row["id"].encode(), *(answer[-1].encode() for answer in stored(database))]
    there = [trace for trace in traces if any(trace in file.read_bytes() for file in database.parent.glob("dce.db*"))]
    assert there == traces
    sent(anna, "personal-data/delete-person", code=guest.code, why="a letter", sure="yes")
    left = b"".join(file.read_bytes() for file in database.parent.glob("dce.db*"))
    assert [trace for trace in traces if trace in left] == []


def test_a_person_of_another_study_is_nobody_here(asked, tmp_path):
    app, _ = asked(id="andere")
    guest = Guest(app).begin("andere")
    guest.answer_all()
    code = guest.code
    with app.app_context():
        bert = colleague(app, "bert", "organiser", "nieuw", language="en")
        store_of(app).drafts.add("nieuw", (tmp_path / "s").write_text("x") and _text(), "system")
    bert.get("/desk/")
    token = bert.page.xpath("string(//input[@name='csrf_token']/@value)")
    data = {"csrf_token": token, "code": code, "why": "x", "sure": "yes"}
    answer = bert.client.post("/desk/nieuw/personal-data/delete-person", data=data)
    assert answer.status_code == 422
    assert store_of(app).progress("andere").started == 1


def _text() -> str:
    from dce.study.reader import example_text

    return example_text().replace("id: voorbeeld", "id: nieuw", 1)


def test_guessing_codes_ends(app: Flask, anna: Colleague):
    wrong = {"code": "0000-0000-0000-0000", "why": "x", "sure": "yes"}
    found = [sent(anna, "personal-data/delete-person", **wrong).status for _ in range(31)]
    assert (found[0], found[-1]) == (422, 429)


@pytest.mark.parametrize("name", ["record", "dpia", "model-card"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_documents_are_pages_and_files_in_both_languages(anna: Colleague, name: str, language: str):
    page = anna.get(f"{HERE}/personal-data/{name}?in={language}")
    assert page.page.xpath("//article/@lang") == [language]
    for kind in ("md", "html"):
        anna.get(f"{HERE}/personal-data/{name}.{kind}?in={language}")
        wanted = f'attachment; filename="voorbeeld-{name}-{language}.{kind}"'
        assert anna.response.headers["Content-Disposition"] == wanted
    assert anna.get(f"{HERE}/personal-data/{name}?in=fr").status == 404


def test_retention_is_told_before_and_after_closing(app: Flask, anna: Colleague):
    assert "until 12 months after the study has closed" in anna.get(f"{HERE}/personal-data").words
    store_of(app).life.change(STUDY, "closed", "system")
    until = datetime.now(UTC).year + 1
    assert f"{until}" in anna.get(f"{HERE}/personal-data").words.partition(": 12 months after")[0]


def test_security_txt_names_whom_to_tell_or_is_not_there(tmp_path, guest: Guest):
    assert guest.get("/.well-known/security.txt").status == 404
    app = create_app(tmp_path / "other.db", secret_key=KEY, security_contact="veilig@example.nl")
    text = app.test_client().get("/.well-known/security.txt")
    assert text.content_type == "text/plain; charset=utf-8"
    assert "Contact: mailto:veilig@example.nl\n" in text.text
    store_of(app).close()
