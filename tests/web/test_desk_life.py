"""Publishing, states and deletion by the pages, and walks through the whole life of a study that never go wrong."""

import tempfile
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from web_desk import Colleague, account_of, colleague
from web_guest import KEY, Guest, people_answer, store_of
from web_study import ID, TEXT, begun, designed, posted, published

from dce.store import FOLLOWS, Note
from dce.store.seal import public_key
from dce.web import create_app

CHANGED = TEXT.replace("Sharing data", "Giving data")
TEXTS = (TEXT, CHANGED, "id: [", "")


def test_the_overview_tells_the_next_step_from_the_text_to_the_deletion(app: Flask):
    anna = begun(app)
    assert "Next, make a design" in anna.get(f"/desk/{ID}/").words
    assert "no published design" in anna.get(f"/desk/{ID}/adviser").words
    assert not anna.page.xpath("//button[@name='state']"), "nothing to open yet"
    designed(app, anna)
    assert "then publish this version" in anna.get(f"/desk/{ID}/").words
    assert Guest(app).get(f"/{ID}/").status == 404
    published(app, anna)
    assert "Open it when you are ready" in anna.words
    for state, words in (("open", "People can answer"), ("paused", "Open it again"), ("closed", "Archive it")):
        anna.get(f"/desk/{ID}/").send("state", state=state)
        assert words in anna.words
    anna.send("state", state="archived")
    assert "Delete it when" in anna.words


@pytest.mark.parametrize(("people", "words"), [(0, "fewer than 10"), (3, "fewer than 10"), (23, "of 20 people")])
def test_what_a_deletion_takes_is_told_in_steps(app: Flask, people: int, words: str):
    anna = begun(app)
    published(app, anna)
    anna.get(f"/desk/{ID}/").send("state", state="open")
    people_answer(store_of(app), store_of(app).current(ID), people)
    assert "Close it first" in anna.get(f"/desk/{ID}/deletion").words
    assert posted(anna.get(f"/desk/{ID}/"), f"{ID}/deletion", typed=ID).status == 422
    anna.get(f"/desk/{ID}/").send("state", state="closed")
    shown = anna.get(f"/desk/{ID}/deletion").words
    assert words in shown
    assert "23" not in shown


def test_c06_a_version_that_tells_of_smaller_groups_is_not_published_once_people_began(app: Flask):
    anna, drafts = begun(app), store_of(app).drafts
    published(app, anna)
    anna.get(f"/desk/{ID}/").send("state", state="open")
    people_answer(store_of(app), store_of(app).current(ID), 4)
    drafts.save(ID, TEXT.replace("smallest_group: 10", "smallest_group: 3"), drafts.draft(ID).revision, "anna")
    designed(app, anna)
    assert anna.get(f"/desk/{ID}/publish").send("publish").status == 409
    said = "people were told that nothing is shown about fewer than 10, and this version has smallest_group: 3"
    assert said in anna.words
    assert "fewer than 10" in anna.get(f"/desk/{ID}/progress").words


def test_a_study_is_deleted_by_its_id_and_the_note_can_be_checked(app: Flask):
    anna = begun(app)
    published(app, anna)
    anna.get(f"/desk/{ID}/deletion").send("delete", typed="parc")
    assert anna.status == 422
    assert store_of(app).life.state(ID) == "draft"
    anna.send("delete", typed=ID, why="proef")
    assert "has been deleted" in anna.words
    note = Note.parse(anna.client.get(f"{anna.path}/note.json").text)
    assert note.study == ID
    assert note.genuine(public_key(KEY))
    assert anna.get(f"/desk/{ID}/").status == 404
    assert ID in anna.get("/desk/deleted/").words
    other = colleague(app, "bert")
    assert ID not in other.get("/desk/deleted/").words
    path = f"/desk/deleted/{anna.get('/desk/deleted/').page.xpath('string(//main//table//a/@href)').rpartition('/')[2]}"
    assert (anna.get(path).status, other.get(path).status) == (200, 404)
    assert other.get(f"{path}/note.json").status == 404


def test_c01_who_takes_the_id_of_a_deleted_study_learns_nothing_of_it(app: Flask):
    anna = begun(app)
    published(app, anna)
    store_of(app).audit.add(anna.account.id, "answers.exported", study=ID, why="about the mayor")
    posted(anna.get(f"/desk/{ID}/"), f"{ID}/deletion", typed=ID, why="in a quarrel")
    bert = begun(app, name="bert")
    published(app, bert)
    for page in ("log", "log?action=study.deleted", "log.csv", "personal-data", ""):
        shown = bert.get(f"/desk/{ID}/{page}")
        assert shown.status == 200
        assert not [word for word in ("mayor", "quarrel", "anna", "Notes of deletion") if word in shown.text], page
    assert "published the study" in bert.get(f"/desk/{ID}/log").words


def test_an_organiser_of_the_study_may_delete_and_a_viewer_not(app: Flask):
    begun(app)
    vera = Colleague(app, account_of(app, "vera", "viewer", ID))
    assert posted(vera.get(f"/desk/{ID}/"), f"{ID}/deletion", typed=ID).status == 403


class Life(RuleBasedStateMachine):
    """Anybody may do anything in any order: no page fails, and no state comes that cannot follow."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.app = create_app(Path(self.folder.name) / "dce.db", secret_key=KEY)
        self.anna = begun(self.app)
        self.there, self.hashes = True, list[str]()

    def teardown(self) -> None:
        self.app.extensions["dce_store"].close()
        self.folder.cleanup()

    def post(self, path: str, **fields: str) -> int:
        self.anna.get("/desk/begin")
        before = self.state()
        posted(self.anna, path, **fields)
        after = self.state()
        assert before == after or before is None or after is None or after in FOLLOWS[before], (before, after)
        assert self.anna.status < 500, self.anna.words
        return self.anna.status

    def state(self):
        life = store_of(self.app).life
        return life.state(ID) if ID in life.study_ids() else None

    @rule(state=st.sampled_from(["open", "paused", "closed", "archived", "draft", "weg"]))
    def change(self, state: str) -> None:
        self.post(f"{ID}/state", state=state)

    @rule(
        text=st.sampled_from([TEXT, CHANGED, "id: [", ""]),
        revision=st.integers(0, 4),
        what=st.sampled_from(["save", "check"]),
    )
    def write(self, text: str, revision: int, what: str) -> None:
        self.post(f"{ID}/text", content=text, revision=str(revision), what=what)

    @precondition(lambda self: self.there)
    @rule()
    def save_now(self) -> None:
        self.post(f"{ID}/text", content=TEXT, revision=str(store_of(self.app).drafts.draft(ID).revision), what="save")

    @precondition(lambda self: self.there)
    @rule()
    def make_design(self) -> None:
        if store_of(self.app).drafts.draft(ID).content in (TEXT, CHANGED):
            designed(self.app, self.anna)

    @rule(late=st.booleans())
    def publish(self, late: bool) -> None:
        revision = 1 if late or not self.there else store_of(self.app).drafts.draft(ID).revision
        self.post(f"{ID}/publish", revision=str(revision))

    @rule()
    def take_part(self) -> None:
        guest = Guest(self.app).get(f"/{ID}/")
        assert guest.status == (200 if self.state() not in (None, "draft") else 404)
        if guest.page.xpath("//form[@id='begin']"):
            guest.begin(ID).answer_all()

    @rule(typed=st.sampled_from([ID, ID, "parc"]))
    def delete(self, typed: str) -> None:
        before = self.state()
        status = self.post(f"{ID}/deletion", typed=typed)
        self.there = self.state() is not None
        assert self.there or before in (None, "draft", "closed", "archived")
        assert status in (200, 404, 422)

    @precondition(lambda self: not self.there)
    @rule()
    def begin_again(self) -> None:
        self.anna.get("/desk/begin").send("begin", source="template:voorbeeld", id=ID)
        self.there = self.state() is not None
        assert self.there

    @invariant()
    def every_page_answers(self) -> None:
        for path in ("", "text", "preview/", "design", "publish", "deletion", "study.zip"):
            status = self.anna.client.get(f"/desk/{ID}/{path}", follow_redirects=True).status_code
            assert status == (200 if self.there else 404), (path, status)


Life.TestCase.settings = settings(
    max_examples=5,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # a walk of twelve steps is short enough to read
)
TestLife = Life.TestCase
