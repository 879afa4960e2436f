"""The life of a study as a machine that hypothesis drives: whatever is done in whatever order, some things hold."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from store_raw import look

from dce.design import Design, make_design
from dce.store import FOLLOWS, NoStudy, NotOpen, Respondent, State, Store, WrongState
from dce.store.deletion import TABLES
from dce.study import example_text
from dce.study.reader import parse_study

KEY, ID = b"k" * 32, "voorbeeld"
TEXTS = [example_text(), example_text().replace("Gegevens delen", "Delen van gegevens")]
DESIGNS = [make_design(parse_study(text), 8, seed=1) for text in TEXTS]


class Life(RuleBasedStateMachine):
    """A model of one study beside the store: its state, its people with their design, and their answers."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.open(Path(self.folder.name) / "dce.db")
        self.state: State | None = None
        self.published: Design | None = None
        self.people: list[tuple[Respondent, Design]] = []
        self.answers: dict[tuple[str, int], str] = {}
        self.deleted = 0

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    @rule()
    @precondition(lambda self: self.state is None)
    def draft(self) -> None:
        self.store.drafts.add(ID, TEXTS[0], "anna")
        self.state, self.published = "draft", None

    @rule(version=st.sampled_from([0, 1]))
    @precondition(lambda self: self.state not in (None, "archived"))
    def publish(self, version: int) -> None:
        drafts = self.store.drafts
        draft = drafts.save(ID, TEXTS[version], drafts.draft(ID).revision, "anna")
        drafts.keep_design(ID, DESIGNS[version], "anna")
        assert drafts.publish(ID, draft.revision, "anna").hash == DESIGNS[version].hash
        self.published = DESIGNS[version]

    @rule(state=st.sampled_from(["draft", "open", "paused", "closed", "archived"]))
    @precondition(lambda self: self.state is not None)
    def change(self, state: State) -> None:
        assert self.state is not None
        may = state in FOLLOWS[self.state] and self.published is not None
        try:
            self.store.life.change(ID, state, "anna")
        except WrongState:
            assert not may
            return
        assert may
        self.state = state

    @rule(seed=st.integers(0, 99))
    @precondition(lambda self: self.published is not None)
    def come(self, seed: int) -> None:
        assert self.published is not None
        try:
            person = self.store.add_respondent(self.published, language="nl", rng=np.random.default_rng(seed))
        except NotOpen:
            assert self.state != "open"
            return
        assert self.state == "open"
        self.people.append((person, self.published))

    @rule(who=st.integers(0, 9), place=st.integers(0, 7), answer=st.sampled_from("12345"))
    @precondition(lambda self: self.people)
    def answer(self, who: int, place: int, answer: str) -> None:
        person = self.people[who % len(self.people)][0]
        task = person.tasks[place % len(person.tasks)]
        given = self.store.revision(person.id, task)
        try:
            self.store.record_answer(person.id, task, answer, instead_of=given)
        except NotOpen:
            assert self.state != "open"
            return
        assert self.state == "open", "no answer is accepted unless the study is open"
        self.answers[person.id, task] = answer

    @rule(typed=st.sampled_from([ID, ID, "ander"]))
    @precondition(lambda self: self.state is not None)
    def delete(self, typed: str) -> None:
        may = typed == ID and (self.state in ("closed", "archived") or (self.state == "draft" and not self.people))
        try:
            note = self.store.life.delete_study(ID, typed=typed, actor="anna", key=KEY)
        except WrongState:
            assert not may
            return
        assert may
        self.store.life.sweep()
        assert (note.deleted["respondents"], self.state) == (len(self.people), self.state)
        for table in (*TABLES, "sessions"):
            assert look(self.store, f"SELECT count(*) FROM {table}")[0][0] == 0, table
        self.state, self.published, self.people, self.answers = None, None, [], {}
        self.deleted += 1

    @invariant()
    def the_state_is_what_was_said(self) -> None:
        try:
            assert self.store.life.state(ID) == self.state
        except NoStudy:
            assert self.state is None
        assert len(self.store.life.notes()) == self.deleted

    @invariant()
    def every_answer_stands_with_the_design_it_was_given_to(self) -> None:
        for person, design in self.people:
            assert self.store.respondent(person.id).design_hash == design.hash
            assert self.store.answered(person.id) == {
                task: given for (who, task), given in self.answers.items() if who == person.id
            }

    @invariant()
    def the_file_is_sound(self) -> None:
        assert self.store.verify() == ()


Life.TestCase.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase
