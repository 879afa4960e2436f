"""The adviser at the desk and the model for everybody: the brake first, small groups hidden, closed studies only."""

import csv
import io
import re
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from web_desk import Colleague, account_of, colleague, token_of
from web_guest import KEY, Guest, store_of

from dce.design import Design, make_design
from dce.simulate import default_population, simulate_answers
from dce.store import Store
from dce.study import Study
from dce.web import create_app
from dce.web.results import snapshot

STUDY = "voorbeeld"
HERE = f"/desk/{STUDY}/adviser"
CASE = "?ontvanger=eigen&doel=ja&waarborgen=alle"
FORBIDDEN = "?ontvanger=bedrijf&doel=ja&waarborgen=geen"


@pytest.fixture(scope="module")
def asked_design(example: Study) -> Design:
    return make_design(example, tasks=12, seed=1)


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory, asked_design: Design) -> Path:
    """A database with a study that 40 invented people answered, and with its adviser, which takes a second to make."""
    path = tmp_path_factory.mktemp("adviser") / "dce.db"
    store = Store.open(path, synthetic=True)
    store.publish(asked_design)
    answer(store, asked_design, 40)
    assert "rol" in made(store)
    store.close()
    return path


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process beside the site."""
    monkeypatch.setattr("dce.web.making.start", lambda database, job: None)


def made(store: Store, *, groups: bool = True) -> list[str]:
    """Make the figures, as few of them as there may be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "BOOTSTRAP", 100)
        patch.setattr("dce.report.assemble.SPREAD_DRAWS", 16)
        return list(snapshot.make_snapshot(store, STUDY, groups=groups, reach=lambda share: None)["moved"])


@pytest.fixture
def app(tmp_path, looked_at: Path):
    """A site over a copy of it."""
    for file in looked_at.parent.glob("dce.db*"):
        shutil.copy(file, tmp_path)
    made = create_app(tmp_path / "dce.db", secret_key=KEY)
    yield made
    made.extensions["dce_store"].close()


def answer(store: Store, design: Design, people: int, seed: int = 1) -> None:
    frame = simulate_answers(design, default_population(design.study), people=people, seed=seed)
    store.import_answers(STUDY, frame.astype(str).assign(respondent=frame["respondent"].astype(str) + f"-{seed}"))


@pytest.fixture
def anna(app: Flask) -> Colleague:
    return colleague(app, "anna", "organiser", STUDY, language="en")


def logged(app: Flask) -> list[str]:
    return [f"{entry.action} {entry.object}".strip() for entry in store_of(app).audit.of_study(STUDY)]


def posted(guest: Colleague, path: str, **fields: object) -> Colleague:
    guest.get(HERE)
    data = {**token_of(guest), **fields}
    return guest._keep(guest.client.post(f"{HERE}/{path}", data=data, follow_redirects=True))


def test_the_page_asks_for_a_case_and_tells_which_model_it_is(anna: Colleague):
    anna.get(HERE)
    assert anna.status == 200
    assert anna.page.xpath("//form[@id='case']//select/@name") == ["splitBy", "ontvanger", "doel", "waarborgen"]
    assert not anna.page.xpath("//*[@id='advice']")
    about = anna.page.xpath("string(//*[@id='about'])")
    assert re.search(r"Version\s*[0-9a-f]{12}", about)
    assert "A person weighs the case and decides" in about
    assert "Brier" in about


def test_an_advice_begins_with_the_brake_and_names_share_reasons_changes_and_what_was_judged(app, anna: Colleague):
    anna.get(HERE + CASE)
    advice = anna.page.xpath("//*[@id='advice']")[0]
    parts = [part.get("id") or part.tag for part in advice.iter() if part.get("id") == "brake" or part.tag == "figure"]
    assert parts == ["brake", "figure", "figure"]
    assert re.search(r"Everybody: \d+% \(\d+ to \d+\) would agree", advice.text_content())
    assert "What would change the advice" in advice.text_content()
    assert "What people really answered" in advice.text_content()
    assert anna.page.xpath("string(//select[@id='doel']/option[@selected]/@value)") == "ja"
    assert logged(app)[-1] == "adviser.asked"


def test_a_forbidden_case_gets_its_reason_and_no_number(anna: Colleague):
    anna.get(HERE + FORBIDDEN)
    advice = anna.page.xpath("//*[@id='advice']")[0]
    assert "There is no advice on this case" in advice.text_content()
    assert "Without agreements no data ever go to a company." in advice.text_content()
    assert "%" not in advice.text_content()
    assert not advice.xpath(".//figure")


@pytest.mark.parametrize("asked", ["?doel=ja", "?ontvanger=maan&doel=ja&waarborgen=alle"])
def test_what_is_missing_in_a_case_is_told_at_its_criterion(anna: Colleague, asked):
    anna.get(HERE + asked)
    assert anna.status == 200
    assert anna.page.xpath("//*[@role='alert']//a/@href")[0] == "#ontvanger"
    assert anna.page.xpath("//select[@id='ontvanger']/@aria-invalid") == ["true"]
    assert not anna.page.xpath("//*[@id='advice']")


def test_several_cases_come_back_as_a_table(app, anna: Colleague):
    begin = anna.get(f"{HERE}/cases.csv").text
    assert begin.splitlines()[0] == "case,ontvanger,doel,waarborgen"
    table = "case,ontvanger,doel,waarborgen\n=A,eigen,ja,alle\nB,bedrijf,nee,geen\n"
    posted(anna, "cases", cases=(io.BytesIO(table.encode()), "cases.csv"))
    assert anna.response.headers["Content-Disposition"] == 'attachment; filename="voorbeeld-advice.csv"'
    rows = list(csv.DictReader(io.StringIO(anna.text)))
    assert {row["case"] for row in rows} == {"'=A", "B"}, "nothing begins a sum"
    assert 0 < float(rows[0]["low"]) < float(rows[0]["share"]) < float(rows[0]["high"]) < 1
    assert (rows[-1]["brakes"], rows[-1]["share"]) == ("forbidden", "")
    assert rows[0]["synthetic"] == "True"
    assert "adviser.asked 2 cases" in logged(app)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (b"ontvanger,doel,waarborgen\nmaan,ja,alle\n", 'row 2, column "ontvanger": level "maan" is not'),
        (b"\x89PNG\r\n\x1a\n", "UTF-8"),
        (b"", "holds no cases"),
        (b"ontvanger,doel,waarborgen\n" + b"eigen,ja,alle\n" * 101, "more than 100"),
    ],
)
def test_a_faulty_table_is_told_by_row_and_nothing_is_advised(anna: Colleague, table, words):
    posted(anna, "cases", cases=(io.BytesIO(table), "cases.csv"))
    assert anna.status == 422
    assert words in anna.page.xpath("string(//*[@role='alert'])")


def test_what_is_shown_stays_until_enough_people_moved(app, anna: Colleague, asked_design):
    """C07: one person more changes no digit; many of each group do."""
    before = advice_of(anna)
    for people, same in ((1, True), (40, False)):
        answer(store_of(app), asked_design, people, seed=people + 5)
        made(store_of(app))
        assert (advice_of(anna) == before) is same


def advice_of(guest: Guest) -> str:
    return str(guest.get(HERE + CASE).page.xpath("string(//*[@id='advice'])"))


def test_fewer_people_than_the_smallest_group_get_a_page_without_numbers(tmp_path, asked_design):
    store = Store.open(tmp_path / "few.db", synthetic=True)
    store.publish(asked_design)
    answer(store, asked_design, 9)
    store.close()
    made = create_app(tmp_path / "few.db", secret_key=KEY)
    page = colleague(made, "anna", "organiser", STUDY, language="en").get(HERE + CASE)
    made.extensions["dce_store"].close()
    assert page.status == 200
    assert "fewer than 10 people" in page.words
    assert "%" not in page.page.xpath("string(//main)")


def test_a_viewer_asks_and_may_not_publish_and_a_stranger_finds_nothing(app: Flask):
    viewer = colleague(app, "vera", "viewer", STUDY, language="en")
    assert viewer.get(HERE + CASE).status == 200
    assert posted(viewer, "publish").status == 403
    assert colleague(app, "carla", "organiser").get(HERE).status == 404
    assert Guest(app).get(HERE).path.startswith("/desk/sign-in")


def close(app: Flask) -> None:
    store_of(app).life.change(STUDY, "closed", "system")


def test_the_model_of_an_open_study_cannot_be_published(app: Flask, anna: Colleague):
    posted(anna, "publish")
    assert "Close the study first" in anna.words
    assert Guest(app).get(f"/{STUDY}/model").status == 404


def test_everybody_can_ask_the_model_of_a_closed_study_until_it_is_withdrawn(app: Flask, anna: Colleague):
    close(app)
    assert Guest(app).get(f"/{STUDY}/model").status == 404
    posted(anna, "publish")
    assert "Everybody can ask it now" in anna.words
    guest = Guest(app, "en").get(f"/{STUDY}/model{CASE}")
    assert guest.status == 200
    assert guest.page.xpath("string(//*[@id='advice'])") == advice_of(anna)
    assert "takes no decision" in guest.words
    poster = Guest(app, "en").get(f"/{STUDY}/model/poster")
    assert len(poster.page.xpath("//svg")) == 1
    assert f"http://localhost/{STUDY}/model" in poster.words
    posted(anna, "withdraw")
    assert [Guest(app).get(f"/{STUDY}/model{end}").status for end in ("", "/poster", CASE)] == [404] * 3
    assert [line.split()[0] for line in logged(app) if line.startswith("model.")] == [
        "model.published",
        "model.withdrawn",
    ]


def test_a_published_model_stays_as_it_was_and_tells_nothing_of_who_withdrew_later(app: Flask, anna: Colleague):
    close(app)
    posted(anna, "publish")
    before = public_advice(app)
    store = store_of(app)
    store.forget(store._database.run("people_of_study", study_id=STUDY)[0]["id"])
    app.extensions.pop("dce_public_models", None)
    assert public_advice(app) == before


def public_advice(app: Flask) -> str:
    return str(Guest(app, "en").get(f"/{STUDY}/model{CASE}").page.xpath("string(//main)"))


def test_nobody_can_ask_while_a_closed_study_is_open_again(app: Flask, anna: Colleague):
    close(app)
    posted(anna, "publish")
    store_of(app).life.change(STUDY, "open", "system")
    assert Guest(app).get(f"/{STUDY}/model").status == 404


def test_what_was_published_goes_when_the_study_is_deleted(app: Flask, anna: Colleague):
    close(app)
    posted(anna, "publish")
    store = store_of(app)
    note = store.life.delete_study(STUDY, typed=STUDY, actor="system", key=KEY)
    assert note.deleted["public_models"] == 1
    assert store.public_models.published(STUDY) is None


def test_publishing_asks_again_who_it_is_after_a_while(app: Flask):
    close(app)
    old = Colleague(app, account_of(app, "olga", "organiser", STUDY), since=int(time.time()) - 3600)
    posted(old, "publish")
    assert old.path.startswith("/desk/account/prove")
    assert store_of(app).public_models.published(STUDY) is None


def key_of(app: Flask) -> str:
    account = account_of(app, "petra", "organiser", STUDY)
    ends = datetime.now(UTC).date() + timedelta(days=30)
    return store_of(app).tokens.make(account, STUDY, "results", ends)[1]


def asked_by_program(app: Flask, query: str, key: str):
    headers = {"Authorization": f"Bearer {key}"}
    return app.test_client().get(f"/api/v1/studies/{STUDY}/advice{query}", headers=headers)


def test_a_program_gets_the_same_advice_as_the_page(app: Flask, anna: Colleague):
    key = key_of(app)
    told = asked_by_program(app, CASE, key).get_json()
    share = told["groups"][0]["share"]
    assert f"{round(100 * share['value'])}% ({round(100 * share['low'])} to" in advice_of(anna)
    assert told["aPersonDecides"]
    assert asked_by_program(app, f"{CASE}&splitBy=rol", key).get_json() == told
    assert told["version"] in anna.words
    stopped = asked_by_program(app, FORBIDDEN, key).get_json()
    assert (stopped["stopped"], stopped["brakes"][0]["code"], stopped["groups"]) == (True, "forbidden", [])
    assert "adviser.asked api" in logged(app)


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 409, 'criterion "doel": has no level'),
        ("?ontvanger=maan&doel=ja&waarborgen=alle", 409, 'level "maan" is not in the study'),
        (f"{CASE}&kleur=rood", 409, 'criterion "kleur" is not in the study'),
        (f"{CASE}&doel=nee", 400, "stands twice"),
        (f"{CASE}&splitBy=leeftijd", 409, 'no groups apart by "leeftijd"; use rol'),
    ],
)
def test_a_faulty_case_of_a_program_is_refused_by_criterion(app: Flask, query, status, words):
    answer = asked_by_program(app, query, key_of(app))
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert words in answer.get_json()["detail"]
    assert asked_by_program(app, CASE, "dce_nothing").status_code == 401
