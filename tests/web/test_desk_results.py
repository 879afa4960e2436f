"""The pages of results: what they show, to whom, and that nothing on few people ever leaves them (C06, C07)."""

import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from flask import Flask
from store_raw import look
from web_desk import Colleague, colleague
from web_guest import KEY, some_design, store_of, stored

from dce.design import Design
from dce.store import Store
from dce.study import Study
from dce.web import create_app
from dce.web.results import snapshot
from dce.web.results.snapshot import make_snapshot

STUDY = "voorbeeld"
HERE = f"/desk/{STUDY}/results"
VIEWS = ("", "/ranking", "/groups", "/spread", "/sample", "/checks", "/design")


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process beside the site, and as few replicates as there may be."""
    monkeypatch.setattr("dce.web.making.start", lambda database, job: None)
    monkeypatch.setattr(snapshot, "BOOTSTRAP", 100)
    monkeypatch.setattr("dce.report.assemble.SPREAD_DRAWS", 16)


def answer(store: Store, design: Design, roles: list[str | None], start: int = 0) -> None:
    """Invented people of these roles, who weigh what they see and differ."""
    for number, role in enumerate(roles, start):
        rng = np.random.default_rng(number)
        person = store.add_respondent(design, language="nl", rng=rng)
        store.record_background(person.id, {"rol": role})
        for task in person.tasks:
            good = sum(level in ("ja", "alle", "eigen") for level in design.scenario(task).values())
            store.record_answer(
                person.id, task, str(1 + int(np.digitize(good - 1.5 + rng.logistic(), [-1.5, -0.5, 0.5, 1.5])))
            )
        store.complete(person.id)


def made(store: Store, *, groups: bool = True) -> list[str]:
    return list(make_snapshot(store, STUDY, groups=groups, reach=lambda share: None)["moved"])


@pytest.fixture
def vera(app: Flask) -> Colleague:
    return colleague(app, "vera", "viewer", STUDY, language="en")


def numbers(store: Store, colleague: Colleague) -> dict[str, str]:
    """Every file of numbers that the pages lead to, by address."""
    found = {}
    for view in VIEWS:
        colleague.get(f"{HERE}{view}")
        assert colleague.status == 200
        filters = colleague.page.xpath("//a[starts-with(@href, '?only=')]/@href")
        pages = [colleague.page, *(colleague.get(f"{HERE}{view}{only}").page for only in filters)]
        for one in pages:
            for address in one.xpath("//p[contains(@class, 'results-files')]/a/@href"):
                if address.endswith(".csv"):
                    found[address] = colleague.client.get(address).text
    return found


def people_columns(text: str) -> list[int]:
    """All numbers of people that a table tells."""
    head, *rows = [line.split(",") for line in text.lstrip("\ufeff").splitlines()]
    places = [n for n, name in enumerate(head) if name == "People"]
    return [int(row[n]) for row in rows for n in places if n < len(row) and row[n].isdigit()]


def test_before_ten_people_there_are_no_figures_and_it_is_said_what_will_stand_here(
    app: Flask, design: Design, vera: Colleague
):
    answer(store_of(app), design, ["jurist"] * 9)
    assert made(store_of(app)) == []
    for view in VIEWS:
        vera.get(f"{HERE}{view}")
        assert "There are no results yet." in vera.words
        assert "at least 10 people" in vera.words
        assert not vera.page.xpath("//figure")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory, example: Study) -> Path:
    """A database with figures of 36 people, by two roles that may be shown and some who told none."""
    path = tmp_path_factory.mktemp("results") / "dce.db"
    store, design = Store.open(path), some_design(example, tasks=4, versions=2)
    store.publish(design)
    answer(store, design, ["jurist"] * 14 + ["beleid"] * 12 + [None] * 10)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "BOOTSTRAP", 100)
        patch.setattr("dce.report.assemble.SPREAD_DRAWS", 16)
        assert "rol" in made(store)
    store.close()
    return path


@pytest.fixture
def with_figures(once: Path, tmp_path: Path) -> Iterator[Flask]:
    shutil.copy(once, tmp_path / "made.db")
    app = create_app(tmp_path / "made.db", secret_key=KEY)
    yield app
    app.extensions["dce_store"].close()


@pytest.fixture
def shown(with_figures: Flask) -> Store:
    return store_of(with_figures)


@pytest.fixture
def reader(with_figures: Flask) -> Colleague:
    return colleague(with_figures, "vera", "viewer", STUDY, language="en")


def test_each_figure_has_its_words_its_numbers_and_its_files(reader: Colleague, shown: Store):
    reader.get(f"{HERE}/ranking")
    assert "These are the answers of 36 people." in reader.words
    figures = reader.page.xpath("//figure")
    assert len(figures) >= 3
    for figure in figures:
        assert figure.xpath(".//h3")[0].text_content()
        assert all(drawn.get("aria-label") for drawn in figure.xpath(".//svg[@role='img']"))
        assert figure.xpath(".//details//table//td")
    drawn = reader.page.xpath("//figure[1]//div[contains(@class, 'desk-plot-wide')]/svg")[0]
    svg, png, csv = reader.page.xpath("(//p[contains(@class, 'results-files')])[1]/a/@href")
    handed = reader.client.get(svg)
    assert handed.headers["Content-Disposition"] == 'attachment; filename="voorbeeld-importance-1.svg"'
    root = ElementTree.fromstring(handed.data)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert [one.text for one in root.iter() if one.tag.endswith("}text")] == drawn.xpath(".//text/text()")
    assert [one.get("d") for one in root.iter() if one.tag.endswith("}path")] == drawn.xpath(".//path/@d")
    assert reader.client.get(png).data.startswith(b"\x89PNG")
    assert reader.client.get(csv).text.lstrip("\ufeff").startswith("Criterion,Importance")


def test_nothing_goes_away_while_newer_figures_are_made(shown: Store, design: Design):
    there, seen = shown.results.names(STUDY, "nl"), []
    answer(shown, shown.current(STUDY), ["jurist", "beleid", None] * 12, start=100)
    told = make_snapshot(shown, STUDY, groups=True, reach=lambda _: seen.append(shown.results.names(STUDY, "nl")))
    assert len(seen) > 5
    assert [names for names in seen if names != there] == []
    assert "rol" in told["moved"]
    assert (shown.results.states(STUDY)["everybody"].people, shown.results.names(STUDY, "nl")) == (72, there)


def test_who_may_see_results_does_and_it_is_in_the_log(with_figures: Flask, reader: Colleague, shown: Store):
    strangers = [colleague(with_figures, role, role) for role in ("organiser", "administrator")]  # type: ignore[arg-type]
    for path in (HERE, f"{HERE}/ranking", f"{HERE}/files/everybody/ranking/importance.csv"):
        assert [stranger.get(path).status for stranger in strangers] == [404, 404]
        assert reader.get(path).status == 200
    seen = [(e.action, e.object) for e in shown.audit.of_study(STUDY) if e.actor == reader.account.id]
    assert seen == [("results.seen", "answers"), ("results.seen", "ranking"), ("results.downloaded", "importance.csv")]


def test_what_is_not_there_is_not_found(reader: Colleague, shown: Store):
    files = ("rol/groups/nothing.csv", "nothing/ranking/importance.csv", "everybody/ranking/importance-9.svg")
    paths = ["/nothing", "?only=rol:nobody", "?only=x", *(f"/files/{name}" for name in files)]
    paths.append("/files/everybody/ranking/importance-0.png")
    assert {path: reader.get(HERE + path).status for path in paths} == dict.fromkeys(paths, 404)


def test_c06_a_group_that_is_too_small_is_hidden_with_its_complement(app: Flask, design: Design, vera: Colleague):
    store = store_of(app)
    answer(store, design, ["jurist"] * 25 + ["beleid"] * 9)  # the lawyers would tell of the nine
    made(store)
    vera.get(f"{HERE}/groups")
    assert "not shown" in vera.words
    assert "25" not in vera.words
    assert not vera.get(f"{HERE}/ranking").page.xpath("//a[starts-with(@href, '?only=')]")
    vera.get(f"{HERE}/ranking?only=rol:jurist")
    assert "Not shown: this group has fewer than 10 people" in vera.words
    assert not vera.page.xpath("//figure")


def test_a_group_can_be_seen_alone_and_scenarios_of_versions_then_are_not(reader: Colleague, shown: Store):
    reader.get(f"{HERE}/ranking")
    filters = reader.page.xpath("//a[starts-with(@href, '?only=')]/@href")
    assert filters == ["?only=rol%3Ajurist", "?only=rol%3Abeleid"]
    reader.get(f"{HERE}/ranking?only=rol:jurist")
    assert "14 people" in reader.page.xpath("string(//figure)")
    assert not reader.get(f"{HERE}?only=rol:jurist").page.xpath("//figure"), "a part of the group judged each scenario"


def test_an_open_page_asks_again_and_gets_nothing_while_nothing_changed(
    with_figures: Flask, design: Design, reader: Colleague, shown: Store
):
    address = reader.get(f"{HERE}/ranking").page.xpath("string(//*[@id='figures']/@data-address)")
    first = reader.client.get(address)
    assert first.status_code == 200
    again = {"If-None-Match": first.headers["ETag"]}
    assert reader.client.get(address, headers=again).status_code == 304
    logged = len(shown.audit.of_study(STUDY))
    answer(shown, design, ["jurist"] * 12 + ["beleid"] * 12 + [None] * 12, start=100)
    made(shown)
    assert "72 people" in reader.client.get(address, headers=again).text
    assert len(shown.audit.of_study(STUDY)) == logged


def test_c07_people_who_come_one_by_one_are_never_told_apart(app: Flask, design: Design, vera: Colleague):
    """Whatever the pages hand out, before and after each person, the same number differs by nobody or by ten."""
    store, states = store_of(app), list[dict[str, str]]()
    roles = ["jurist", "beleid", "jurist", None]
    for number in range(32):
        answer(store, design, [roles[number % 4]], start=number)
        if made(store, groups=number > 20):
            states.append(numbers(store, vera))
    weights = {state[f"{HERE}/files/everybody/ranking/importance.csv"] for state in states}
    assert len(weights) in (2, 3), "of 10, 20 and 30 people; of groups more may be told of the same people"
    told = [people for state in states for text in state.values() for people in people_columns(text)]
    assert told
    assert min(told) >= 10
    for before, now in combinations(states, 2):
        for address in before.keys() & now.keys():
            pairs = zip(people_columns(before[address]), people_columns(now[address]), strict=False)
            assert all(one == other or abs(one - other) >= 10 for one, other in pairs), address


def test_figures_are_made_as_people_complete_and_by_group_only_when_asked_or_closed(
    app: Flask, design: Design, vera: Colleague, monkeypatch: pytest.MonkeyPatch
):
    store, started = store_of(app), list[dict]()
    monkeypatch.setattr("dce.web.making.start", lambda database, job: started.append(dict(job.asked)))
    answer(store, design, ["jurist"] * 9)
    vera.get(HERE)
    assert started == []
    answer(store, design, ["jurist"] * 3, start=9)
    vera.get(HERE).get(f"{HERE}/ranking")
    assert started == [{"people": 10, "groups": False}], "the second page sees the first one's job"
    over(store)
    vera.get(HERE)
    assert len(started) == 1, "nobody came since"
    vera.send("renew", groups="yes")
    assert started[1:] == [{"people": 10, "groups": True}]


def test_what_is_being_made_is_not_said_to_hold_too_few_people(app: Flask, design: Design, vera: Colleague):
    """The spread of weights comes after the figures of everybody: in between it is on its way."""
    store = store_of(app)
    answer(store, design, ["jurist"] * 12)
    made(store, groups=False)
    look(store, "DELETE FROM result_parts WHERE name = 'spread'")
    assert "This is being made now" in vera.get(f"{HERE}/spread").words
    over(store)
    assert "Not made yet" in vera.get(f"{HERE}/spread").words


def over(store: Store) -> None:
    job = store.jobs.last(STUDY, "results")
    assert job is not None
    assert store.jobs.begin(job.id)
    store.jobs.finish(job.id, {"moved": []})


def test_c07_an_answer_that_one_person_changes_moves_nothing(app: Flask, design: Design):
    store = store_of(app)
    answer(store, design, ["jurist"] * 12)
    assert made(store) != []
    before = store.results.part(STUDY, "everybody", "ranking", "en")
    person = stored(app.extensions["dce_database"], "respondents")[0][0]
    task, given = next(iter(store.answered(person).items()))
    store.record_answer(person, task, "1" if given == "5" else "5", instead_of=1)
    assert made(store) == []
    assert store.results.part(STUDY, "everybody", "ranking", "en") == before


def test_c07_figures_by_group_come_at_the_end_though_few_came_since(app: Flask, design: Design):
    """Of the people whose figures are shown: of all of them, the difference would tell of the three who came since."""
    store = store_of(app)
    answer(store, design, ["jurist"] * 12 + ["beleid"] * 12)
    assert "rol" not in made(store, groups=False)
    look(store, "UPDATE respondents SET completed = '2026-01-01T09:00Z'")
    answer(store, design, ["beleid"] * 3, start=100)
    assert {"everybody", "rol"} <= set(made(store))
    assert {split: state.people for split, state in store.results.states(STUDY).items()}.items() >= {
        "everybody": 24,
        "rol": 24,
    }.items()
    assert made(store) == [], "there is nothing new to tell of them"
