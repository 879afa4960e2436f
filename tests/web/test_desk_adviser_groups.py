"""The adviser by each item that groups are told of: chosen by the reader, and never of few people, whatever is held
beside whatever (C06, C07)."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from web_desk import Colleague, colleague
from web_guest import KEY, Guest, some_design, store_of

from dce.design import Design
from dce.disclosure import Hidden
from dce.store import Store
from dce.study import Study
from dce.study.reader import example_text, parse_study
from dce.web import create_app
from dce.web.results import snapshot
from dce.web.results.adviser_shown import shown_adviser, splits_told

pytestmark = pytest.mark.long  # each makes figures of several hundred people

STUDY = "voorbeeld"
HERE = f"/desk/{STUDY}/adviser"
CASE = "ontvanger=eigen&doel=ja&waarborgen=alle"
SECTOR = """background:
  - id: sector
    label: {nl: "Waar werkt u?", en: "Where do you work?"}
    group: true
    options:
      - {id: stad, label: {nl: stad, en: city}}
      - {id: land, label: {nl: land, en: country}}
"""


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process beside the site, and as few replicates as there may be."""
    monkeypatch.setattr("dce.web.making.start", lambda database, job: None)
    monkeypatch.setattr(snapshot, "BOOTSTRAP", 100)
    monkeypatch.setattr("dce.report.assemble.SPREAD_DRAWS", 16)
    monkeypatch.setattr("dce.web.results.adviser_shown.DRAWS", 100)


def design_of(versions: int) -> Design:
    return some_design(parse_study(example_text().replace("background:\n", SECTOR)), tasks=8, versions=versions)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    store = Store.open(tmp_path / "dce.db", synthetic=True)
    store.publish(design_of(1))
    store.close()
    made = create_app(tmp_path / "dce.db", secret_key=KEY)
    yield made
    made.extensions["dce_store"].close()


@pytest.fixture
def anna(app: Flask) -> Colleague:
    return colleague(app, "anna", "organiser", STUDY, language="en")


def come(store: Store, number: int, role: str | None, sector: str | None, *, completes: bool = True) -> str:
    rng, design = np.random.default_rng(number), store.current(STUDY)
    person = store.add_respondent(design, language="nl", rng=rng)
    store.record_background(person.id, {"rol": role, "sector": sector})
    for task in person.tasks if completes else person.tasks[:3]:
        good = sum(level in ("ja", "alle", "eigen") for level in design.scenario(task).values())
        store.record_answer(person.id, task, str(1 + int(np.digitize(good - 1.5 + rng.logistic(), [-1.5, 0, 1, 2]))))
    if completes:
        store.complete(person.id)
    return person.id


def made(store: Store, *, groups: bool = True) -> list[str]:
    return list(snapshot.make_snapshot(store, STUDY, groups=groups, reach=lambda share: None)["moved"])


def filled(store: Store, people: int = 48) -> None:
    for number in range(people):
        come(store, number, ("jurist", "beleid")[number % 2], ("stad", "land")[number // 2 % 2])
    made(store)


def test_the_reader_chooses_by_which_item_groups_are_told(app: Flask, anna: Colleague):
    filled(store_of(app))
    anna.get(HERE)
    assert anna.page.xpath("//select[@id='splitBy']/option/@value") == ["sector", "rol"]
    for split, there, elsewhere in (("rol", "lawyer", "city"), ("sector", "city", "lawyer")):
        anna.get(f"{HERE}?{CASE}&splitBy={split}")
        said = anna.page.xpath("string(//*[@id='advice'])").lower()
        assert there in said
        assert elsewhere not in said
        assert anna.page.xpath("string(//select[@id='splitBy']/option[@selected]/@value)") == split
    assert anna.get(f"{HERE}?splitBy=maan").status == 404


def test_everybody_chooses_as_well_once_the_model_is_public(app: Flask, anna: Colleague):
    store = store_of(app)
    filled(store)
    store.life.change(STUDY, "closed", "system")
    anna.get(HERE)
    anna.send("publish-model")
    assert "Everybody can ask it now" in anna.words
    guest = Guest(app, "en").get(f"/{STUDY}/model?{CASE}&splitBy=rol")
    assert "lawyer" in guest.page.xpath("string(//*[@id='advice'])").lower()
    assert Guest(app, "en").get(f"/{STUDY}/model?splitBy=maan").status == 404
    assert "It is not the model that is shown here" not in anna.get(HERE).words


def test_who_did_not_complete_stands_behind_no_adviser_as_behind_no_figure(app: Flask):
    """Else an adviser of 51 beside figures of 48 would tell of three people."""
    store = store_of(app)
    for number in range(100, 103):
        come(store, number, "jurist", "stad", completes=False)
    filled(store)
    shown = shown_adviser(store, STUDY)
    assert shown is not None
    assert shown.adviser.people == store.results.states(STUDY)["everybody"].people == 48


def test_there_is_one_of_everybody_alone_while_there_are_no_figures_by_group(app: Flask, anna: Colleague):
    store = store_of(app)
    for number in range(12):
        come(store, number, "jurist", "stad")
    assert "being made" in anna.get(HERE).words, "asking for it has begun to make it"
    made(store, groups=False)
    anna.get(f"{HERE}?{CASE}")
    assert not anna.page.xpath("//select[@id='splitBy']")
    assert "when the study closes" in anna.words
    assert "The adviser is ready" in Guest.get(anna, f"{HERE}/now").words


def test_no_two_advisers_ever_differ_by_few_people(app: Flask):
    """Every model that is shown, by either item and at any time, of whom it is: each two differ by nobody or by ten."""
    store, there = store_of(app), dict[str, tuple[str | None, str | None]]()
    behind, seen = dict[tuple[str, str, str], set[frozenset[str]]](), dict[tuple[str, str], str]()
    rng = np.random.default_rng(3)
    for number in range(48):
        role, sector = rng.choice(["jurist", "beleid", ""], p=[0.5, 0.4, 0.1]), rng.choice(["stad", "land"])
        there[come(store, number, str(role) or None, str(sector))] = (str(role) or None, str(sector))
        if number % 4:
            continue
        for split in set(made(store)) & set(splits_told(store, store.current(STUDY).study)):
            shown = shown_adviser(store, STUDY, split)
            assert shown is not None
            place = ("rol", "sector").index(split)
            for model in shown.adviser.models:
                own = {one for one, told in there.items() if model.name in ("all", told[place])}
                assert len(own) == model.people
                behind.setdefault((split, model.name, ""), set()).add(frozenset(own))
            seen[split, shown.adviser.version] = str(number)
    assert len(seen) >= 3, "the test sees several states"
    for (split, name, _), sets in behind.items():
        everybody = sets | (behind["rol", "all", ""] | behind["sector", "all", ""] if name == "all" else set())
        for one, other in combinations(everybody, 2):
            assert len(one ^ other) >= 10, (split, name)


def test_answers_to_scenarios_wait_where_few_came_to_a_version(tmp_path: Path):
    """A group may move by ten of whom nine saw other scenarios: then the counts of the tenth's tell the answer."""
    store = Store.open(tmp_path / "two.db", synthetic=True)
    store.publish(design_of(2))
    filled(store, 48)
    first = shown_adviser(store, STUDY)
    assert first is not None
    assert not all(isinstance(counts, Hidden) for _, counts in first.adviser.evidence.scenarios)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(store.results), "may_show", lambda own, study_id, splits, smallest: ("everybody", "sector"))
        made(store)
    again = shown_adviser(store, STUDY)
    assert again is not None
    assert [counts.reason for _, counts in again.adviser.evidence.scenarios if isinstance(counts, Hidden)] == [
        "moved"
    ] * 16
    store.close()


def test_figures_in_another_language_than_the_page_say_so(tmp_path: Path):
    """A study that speaks Dutch only, read by somebody who reads English: screen readers must know (WCAG 3.1.2)."""

    def dutch(value: object) -> object:
        if isinstance(value, dict):
            return {name: dutch(own) for name, own in value.items() if not (name == "en" and "nl" in value)}
        return [dutch(own) for own in value] if isinstance(value, list) else value

    known = design_of(1)
    study = Study.model_validate({**dutch(known.study.model_dump(mode="json")), "languages": ["nl"]})  # type: ignore[dict-item]
    store = Store.open(tmp_path / "nl.db", synthetic=True)
    store.publish(Design.from_frame(study, known.frame))
    filled(store, 24)
    store.close()
    site = create_app(tmp_path / "nl.db", secret_key=KEY)
    page = colleague(site, "anna", "organiser", STUDY, language="en").get(f"/desk/{STUDY}/results").page
    site.extensions["dce_store"].close()
    assert page.get("lang") == "en"
    assert page.xpath("//figcaption/ancestor::*[@lang][1]/@lang")[0] == "nl"
    assert page.xpath("//p[contains(@class, 'results-files')]/@lang")[0] == "en"
