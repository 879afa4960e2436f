"""People who come, go on, change their mind and leave, and the files that are taken of them meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from dce.design import Design, make_design
from dce.store import Circumstances, Store
from dce.study import DesignSettings, Study, Text, example_study

SMALLEST = 3
STUDY = "voorbeeld"
Rows = dict[str, list[Any]]  # by respondent
ANSWERS = "12131"  # to the first task, one after the other


def small(study: Study) -> Study:
    return study.model_copy(update={"privacy": study.privacy.model_copy(update={"smallest_group": SMALLEST})})


def later(design: Design) -> Design:
    """The next version: other words, the same question."""
    return replace(design, study=design.study.model_copy(update={"title": Text({"nl": "Later", "en": "Later"})}))


DESIGN = make_design(small(example_study()), 8, seed=1)
PRACTISED = make_design(small(example_study()), settings=DesignSettings(tasks=8, practice=1), seed=1)


class People:
    """People of one study who come, go on, change, leave and are imported, as a test says."""

    def __init__(self, store: Store, design: Design) -> None:
        self.store, self.design, self.here, self.imported = store, design, list[str](), set[str]()
        self.changed: dict[str, int] = {}
        self.disputed, self.ever_disputed = list[str](), set[str]()

    def come(self, number: int, tasks: int = 9) -> None:
        for _ in range(number):
            seed = len(self.here)
            person = self.store.add_respondent(self.design, language="nl", rng=np.random.default_rng(seed))
            self.store.record_background(person.id, {"rol": "jurist"} if seed % 2 else {})
            for task in person.tasks[:tasks]:
                self.store.record_answer(person.id, task, "1", circumstances=Circumstances(seconds=9, away=0))
            self.here.append(person.id)
            self._complete(person.id)

    def turn(self, which: int) -> None:
        """Who comes from now on gets another version."""
        self.design = (self.design, later(self.design))[which % 2]
        self.store.publish(self.design)

    def bring(self, number: int) -> None:
        ids = [f"elders {len(self.imported) + n}" for n in range(number)]
        frame = pd.DataFrame({"respondent": ids, "task": "1", "rating": "4"})
        self.store.import_answers(STUDY, frame)
        self.imported |= set(ids)

    def go_on(self, which: int) -> None:
        """Somebody who did not answer all tasks answers the next one."""
        if not self.here:
            return
        person = self.store.respondent(self.here[which % len(self.here)])
        given = self.store.answered(person.id)
        for task in [task for task in person.tasks if task not in given][:1]:
            self.store.record_answer(person.id, task, "1")
            self._complete(person.id)

    def _complete(self, id_: str) -> None:
        if len(self.store.answered(id_)) == len(self.store.respondent(id_).tasks):
            self.store.complete(id_)

    def change_mind(self, which: int) -> None:
        """Somebody answers the first task anew, and later as it was before."""
        who = which % len(self.here) if self.here else 0
        times = self.changed.get(self.here[who], 1) if self.here else len(ANSWERS)
        if times < len(ANSWERS):
            self.change(who, ANSWERS[times])

    def change(self, which: int, answer: str) -> None:
        """Somebody answers the first task that is no practice anew."""
        person = self.store.respondent(self.here[which])
        times = self.changed.get(person.id, 1)
        task = next(task for task in person.tasks if task not in self.design.practice)
        if task not in self.store.answered(person.id):
            return
        self.store.record_answer(person.id, task, answer, instead_of=times)
        self.changed[person.id] = times + 1

    def tell(self, which: int) -> None:
        if self.here:
            self.store.record_background(self.here[which % len(self.here)], {"rol": "beleid"})

    def tell_no_more(self, which: int) -> None:
        """Somebody takes back what he or she told."""
        if self.here:
            self.store.record_background(self.here[which % len(self.here)], {"rol": None})

    def leave(self, which: int) -> None:
        if self.here:
            self.store.forget(self.here.pop(which % len(self.here)))

    def dispute(self, which: int) -> None:
        if self.here:
            self.disputed.append(self.here.pop(which % len(self.here)))
            self.ever_disputed.add(self.disputed[-1])
            self.store.dispute(self.disputed[-1])

    def come_back(self, which: int) -> None:
        """Somebody disputes no more."""
        if self.disputed:
            self.here.append(self.disputed.pop(which % len(self.disputed)))
            self.store.dispute(self.here[-1], disputed=False)

    def file(self) -> Rows:
        """What a file of now holds of each person."""
        return self._rows(everything=True)

    def files(self) -> dict[str, Rows]:
        """The same with less: only what models are fitted to, without the background, and of one version each."""
        found = {"all": self.file(), "plain": self._rows(without=("rol",))}
        versions = self.store.answered_designs(STUDY)
        return found | {version: self._rows(design_hash=version, without=("rol",)) for version in versions}

    def _rows(self, *, without: tuple[str, ...] = (), **wish: Any) -> Rows:
        frame = self.store.answers(STUDY, edition=self.store.edition(STUDY), **wish).drop(columns=list(without))
        frame = frame.astype(object).where(frame.notna(), None)
        return {
            str(id_): own.drop(columns="respondent").to_numpy().tolist() for id_, own in frame.groupby("respondent")
        }
