"""The store: what the rest of dce may ask of the database, as named operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dce.coding import Coding
from dce.data import Ratings
from dce.data.gathered import Gathered
from dce.design import Design
from dce.errors import StoreError
from dce.store import (
    answers,
    assignment,
    designs,
    importing,
    integrity,
    promises,
    ratings,
    respondents,
    table,
)
from dce.store import fieldwork as held
from dce.store.answers import Circumstances, Stored
from dce.store.audit import COMMAND_LINE
from dce.store.database import Database
from dce.store.desk import Desk
from dce.store.editions import Edition
from dce.store.fieldwork import Invitation
from dce.store.importing import Imported
from dce.store.leaving import Leaving
from dce.store.live import LiveFigures
from dce.store.opening import open_database
from dce.store.people_now import LAST
from dce.store.place import Place, place
from dce.store.respondents import Respondent
from dce.store.sessions import KeptSessions
from dce.store.table import Departures, Progress
from dce.study import Fieldwork, Study


class Store(Desk, LiveFigures, Leaving, KeptSessions):
    """A database of one or more studies with their respondents and answers; safe to share between threads.

    Every operation is whole: when it returns, what it stored survives a power cut; when it raises, nothing has changed.
    Locked, full or unwritable is StoreBusy: try again later.

    >>> from pathlib import Path; from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     store = Store.open(Path(folder) / "dce.db")
    ...     store.study_ids()
    ...     store.close()
    ()
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._designs: dict[str, Design] = {}  # a design never changes under its hash

    @classmethod
    def open(
        cls, where: str | Place, *, synthetic: bool | None = None, wait_seconds: float = 20.0, whole: bool = True
    ) -> Store:
        """Open the database ``where`` it is, a file or the address of a PostgreSQL server; made where there is none.

        ``synthetic=True`` marks a new one as holding invented answers only; it keeps its mark. A writer waits
        ``wait_seconds`` for another; not ``whole`` is for what a site starts, which read all of the file itself. Raises
        StoreError for one that is damaged, empty, not ours, not writable, of a newer dce or of the other mark, and
        StoreBusy for a server that cannot be reached.
        """
        return cls(open_database(place(where), synthetic=synthetic, wait_seconds=wait_seconds, whole=whole))

    @property
    def synthetic(self) -> bool:
        """Whether the database is marked as holding invented answers only."""
        return self._database.synthetic

    def close(self) -> None:
        """Close every connection of this process; a later operation opens a new one."""
        self._database.close()

    def publish(self, design: Design) -> None:
        """Keep ``design`` and its study by hash and make it the current one of its study id."""
        designs.publish(self._database, design)

    def study_ids(self) -> tuple[str, ...]:
        """Give the ids of the published studies."""
        return designs.study_ids(self._database)

    def current(self, study_id: str) -> Design:
        """Give the design that new respondents of ``study_id`` get."""
        return self.design(designs.current_hash(self._database, study_id))

    def design(self, design_hash: str) -> Design:
        """Give a design that was ever published, by its hash."""
        if design_hash not in self._designs:
            self._designs[design_hash] = designs.read_design(self._database, design_hash)
        return self._designs[design_hash]

    def hold(self, study_id: str, fieldwork: Fieldwork) -> None:
        """Keep ``fieldwork`` as how the study is held from now on."""
        held.hold(self._database, study_id, fieldwork)

    def fieldwork(self, study_id: str) -> Fieldwork:
        """Give how the study is held: who may take part, and when."""
        return held.held(self._database, study_id)

    def invite(self, study_id: str, key_hashes: Sequence[str]) -> None:
        """Keep an invitation for each hashed key; all or none."""
        held.invite(self._database, study_id, key_hashes)

    def invitation(self, key_hash: str) -> Invitation | None:
        """Give the study and the person of an invitation, or None for one that is not here."""
        return held.invitation(self._database, key_hash)

    def use_invitation(self, key_hash: str, respondent_id: str) -> None:
        """Tie an invitation to the person who came in with it; raises InvitationUsed where it has another one."""
        held.use(self._database, key_hash, respondent_id)

    def delete_due_invitations(self) -> dict[str, int]:
        """Delete the invitations whose time is over (``dce.store.promises``); gives how many by study."""
        gone = {study_id: promises.delete_due_links(self._database, study_id) for study_id in self.study_ids()}
        return {study_id: count for study_id, count in gone.items() if count}

    def room(self, study_id: str, respondent_id: str | None = None) -> bool:
        """Tell whether one more person can take part or, once that person told who it is, go on."""
        fieldwork = self.fieldwork(study_id)
        if respondent_id is None:
            return assignment.room(self._database, study_id, fieldwork)
        return assignment.room_in_groups(self._database, study_id, fieldwork, respondent_id)

    def begun_this_hour(self, study_id: str) -> int:
        """Give how many people began in the hour before now."""
        return assignment.begun_this_hour(self._database, study_id)

    def add_respondent(
        self,
        design: Design,
        *,
        language: str,
        rng: np.random.Generator,
        notice: str = "",
        code_hash: Callable[[str], str] | None = None,
    ) -> Respondent:
        """Add a person to the least-filled version, with a random order of tasks and of criteria from ``rng``.

        ``notice`` is the hash of the words on privacy that this person agreed to, and ``code_hash`` gives that of the
        code by which the person with an id can resume; raises StoreError when another person has that code.
        """
        more: dict[str, Any] = {"language": language, "rng": rng, "notice": notice, "code_hash": code_hash}
        return assignment.add(self._database, design, **more)

    def settle(self, respondent: Respondent, rng: np.random.Generator) -> Respondent:
        """Choose the version anew, now that the person told a role or would not; once, before the first answer."""
        return assignment.settle(self._database, self.design(respondent.design_hash), respondent, rng)

    def respondent(self, respondent_id: str) -> Respondent:
        """Give the respondent with this id; raises StoreError when there is none."""
        return respondents.by_id(self._database, respondent_id)

    def respondent_by_code(self, code_hash: str) -> Respondent | None:
        """Give the respondent whose code has this hash, or None."""
        return respondents.by_code(self._database, code_hash)

    def set_language(self, respondent_id: str, language: str) -> None:
        """Keep the language that this person reads; raises OutsideScale when the study does not speak it."""
        respondents.check_language(self._study(respondent_id), language)
        self._database.run("set_language", id=respondent_id, language=language)

    def record_background(self, respondent_id: str, options: Mapping[str, str | None]) -> None:
        """Keep the chosen option id per background item; None removes it, as skipped."""
        respondents.record_background(self._database, self._study(respondent_id), respondent_id, options)

    def background(self, respondent_id: str) -> dict[str, str]:
        """Give the option id per background item; items that were skipped are absent."""
        return {row["item"]: row["option"] for row in self._database.run("background", respondent=respondent_id)}

    def record_answer(
        self,
        respondent_id: str,
        task: int,
        answer: str,
        *,
        showing: int = 1,
        instead_of: int | None = None,
        circumstances: Circumstances | None = None,
    ) -> Stored:
        """Store an answer (as in :mod:`dce.study.answers`), or find it there already.

        A repeated task has a ``showing`` 2. Raises UnknownTask, OutsideScale, or AlreadyAnswered when another answer
        stays, unless this one comes ``instead_of`` its revision: both are kept, and this one counts.
        """
        respondent = self.respondent(respondent_id)
        study = self.design(respondent.design_hash).study
        more: dict[str, Any] = {"showing": showing, "instead_of": instead_of, "circumstances": circumstances}
        return answers.record(self._database, study, respondent, task, answer, **more)

    def answered(self, respondent_id: str, showing: int = 1) -> dict[int, str]:
        """Give the answer that counts per answered task, in the order of answering."""
        return answers.answered(self._database, respondent_id, showing)

    def revision(self, respondent_id: str, task: int, showing: int = 1) -> int | None:
        """Give the number of the revision that counts, from 1, or None where the task is not answered."""
        return answers.revision_of(self._database, respondent_id, task, showing)

    def reason(self, respondent_id: str, task: int, showing: int = 1) -> str | None:
        """Give the reason that a person wrote beside the answer that counts, or None."""
        return answers.reason_of(self._database, respondent_id, task, showing)

    def seconds_taken(self, respondent_id: str) -> list[int]:
        """Give the seconds on the page of every first answer that they are known of."""
        return answers.seconds_taken(self._database, respondent_id)

    def complete(self, respondent_id: str) -> None:
        """Mark the person as done; raises Unfinished while a task is unanswered."""
        answers.complete(self._database, self.respondent(respondent_id))

    def departures(self, study_id: str) -> Departures:
        """Count the people who withdrew, who came to a group that was full, and in steps who dispute the model."""
        return table.departures(self._database, study_id, self.current(study_id).study.privacy.smallest_group)

    def answers(
        self,
        study_id: str,
        *,
        design_hash: str | None = None,
        everything: bool = False,
        edition: Edition | None = None,
    ) -> pd.DataFrame:
        """Give the long table of answers that models are fitted to: a row an answer, ids as text.

        Columns: respondent, task, position (1 is shown first), rating, a column a criterion with level ids, a column a
        background item with option ids or missing, synthetic. Of tasks with alternatives a row an alternative, as in
        :mod:`dce.store.shown`. With ``everything`` practice and hold-out tasks, second showings and answers that a
        person cannot say are there too, with ``showing``, ``task_role``, ``seconds`` on the page, times ``away`` from
        it and ``reason``. Designs of the study that differ in words only count together; else ``design_hash`` is asked.
        With an ``edition`` they are of its people, as they were in it.
        """
        designs = self._wanted(study_id, design_hash)
        return table.answers_table(self._database, designs, everything=everything, edition=edition)

    def ratings(self, study: Study, *, design_hash: str | None = None, coding: Coding | None = None) -> Ratings:
        """Give what ``Ratings.from_answers`` makes of ``answers``, in a fraction of its time and memory.

        ``study`` says what ratings, levels and items mean, ``coding`` is its own where it is left out. Raises
        AnswerError where there are no answers yet or they do not fit the study, else as ``answers`` does.
        """
        return ratings.compressed(self._database, self._wanted(study.id, design_hash), study, coding=coding)

    def gathered(self, study_id: str, *, until: str = LAST) -> Gathered | None:
        """Give what the answers tell of all who completed, ``until`` a minute; None where there are none.

        Raises AnswerError or StoreError as ``ratings`` does.
        """
        return ratings.gathered(self._database, self._wanted(study_id, None), until)

    def import_answers(
        self, study_id: str, frame: pd.DataFrame, *, design_hash: str | None = None, actor: str = COMMAND_LINE
    ) -> Imported:
        """Store a long table of another origin, all of it or nothing; raises AnswerError by row and column."""
        design = self.design(design_hash) if design_hash else self.current(study_id)
        return importing.import_answers(self._database, design, frame, actor)

    def progress(self, study_id: str) -> Progress:
        """Count the people who started and completed, and the answers, over all designs of the study."""
        return table.progress(self._database, study_id)

    def verify(self) -> tuple[str, ...]:
        """Give a sentence for every fault in the file, naming the row; nothing when it is sound."""
        return integrity.faults(self._database)

    def _wanted(self, study_id: str, design_hash: str | None) -> list[Design]:
        """The design that is asked for, or all of the study that have answers, the newest last."""
        hashes = [design_hash] if design_hash else designs.answered_hashes(self._database, study_id)
        wanted = [self.design(found) for found in hashes] or [self.current(study_id)]
        if wanted[0].study.id != study_id:
            raise StoreError(f"design {wanted[0].hash[:12]!r} belongs to study {wanted[0].study.id!r}; name that study")
        return wanted

    def _study(self, respondent_id: str) -> Study:
        return self.design(self.respondent(respondent_id).design_hash).study
