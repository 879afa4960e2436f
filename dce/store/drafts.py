"""Drafts: the text of a study while it is written, with its design; two who write at once never lose a word."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from dce.design import Design
from dce.errors import StoreError
from dce.store import audit, designs, states
from dce.store.clock import utc_minute
from dce.store.database import Database, Row
from dce.store.refusals import DraftChanged, NoStudy
from dce.study import Study
from dce.study.reader import parse_study

MOST_BYTES = 1_000_000  # as of a study file


@dataclass(frozen=True, slots=True)
class Draft:
    """The text (YAML) of a study under way, its ``revision`` from 1, when it was changed last and by which account."""

    study_id: str
    content: str
    revision: int
    changed: str
    account: str

    @property
    def hash(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self.content.encode()).hexdigest()


class Drafts:
    """The drafts of one database; ``store.drafts``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, study_id: str, content: str, actor: str) -> Draft:
        """Begin a draft: of a new study, which it makes, or the next version of a published one."""
        with self._database.tx():
            values = {"study_id": study_id, "content": _checked(content), "account": actor, "changed": utc_minute()}
            if not self._database.run("add_draft", **values):
                raise StoreError(f"study {study_id}: has a draft already; open that one, or choose another id")
            if not self._database.run("published", study_id=study_id):
                states.add(self._database, study_id, "draft", actor)
            audit.append(self._database, actor, "draft.made", study=study_id)
        return self.draft(study_id)

    def draft(self, study_id: str) -> Draft:
        """Give the draft of a study; raises NoStudy where there is none."""
        rows = self._database.run("draft", study_id=study_id)
        if not rows:
            raise NoStudy(f"{self._database.name}: no draft of study {study_id!r} is here; make one first")
        return _draft(rows[0])

    def all(self) -> tuple[Draft, ...]:
        """Give every draft, by study id."""
        return tuple(map(_draft, self._database.run("drafts")))

    def save(self, study_id: str, content: str, revision: int, actor: str) -> Draft:
        """Keep another text in place of ``revision``.

        Raises DraftChanged, which holds both texts, where another was stored meanwhile: that one stays.
        """
        text = _checked(content)
        with self._database.tx():
            values = {"study_id": study_id, "content": text, "revision": revision, "account": actor}
            if not self._database.run("change_draft", **values, changed=utc_minute()):
                theirs = self.draft(study_id)
                raise DraftChanged(
                    f"study {study_id}: the draft was changed meanwhile, on {theirs.changed}", theirs, text
                )
            audit.append(self._database, actor, "draft.changed", study=study_id, object=f"revision {revision + 1}")
            return self.draft(study_id)

    def study(self, study_id: str) -> Study:
        """Give the study that the text of the draft is; raises StudyError, with line and column, where it is none."""
        return parse_study(self.draft(study_id).content)

    def keep_design(self, study_id: str, design: Design, actor: str) -> None:
        """Keep a design beside the draft of its study, in place of the one before."""
        if design.study.id != study_id:
            raise StoreError(f"study {study_id}: the design is of study {design.study.id!r}; make one of this draft")
        content = json.dumps({"study": design.study.hash, **designs.to_text(design)}, ensure_ascii=False)
        with self._database.tx():
            if not self._database.run("set_draft_design", study_id=study_id, design=content):
                raise NoStudy(f"{self._database.name}: no draft of study {study_id!r} is here; make one first")
            audit.append(self._database, actor, "design.made", study=study_id, object=design.hash[:12])

    def design(self, study_id: str, study: Study | None = None) -> Design | None:
        """Give the design beside the draft, or None where there is none, or one of another text than it has now.

        ``study`` is what its text is, where that was read already. Raises StudyError, with line and column, where the
        text is no study.
        """
        return self._design(study or self.study(study_id), study_id)

    def publish(self, study_id: str, revision: int, actor: str) -> Design:
        """Make the draft, as it is in ``revision``, the version that new people get; earlier answers keep theirs.

        A new study is opened after that by ``store.life.change``. The draft stays, to go on with. Raises StudyError,
        with line and column, StoreError where the text has another id or no design, and DraftChanged.
        """
        with self._database.tx():
            draft = self.draft(study_id)
            if draft.revision != revision:
                raise DraftChanged(f"study {study_id}: the draft was changed on {draft.changed}", draft, draft.content)
            study = parse_study(draft.content)
            if study.id != study_id:
                raise StoreError(f"study {study_id}: its text has id {study.id!r}; write id: {study_id}")
            if states.state_of(self._database, study_id) == "archived":
                raise StoreError(f"study {study_id}: is archived, and changes no more; begin a study of another id")
            design = self._design(study, study_id)
            if design is None:
                raise StoreError(f"study {study_id}: has no design of this text; make one first")
            designs.keep(self._database, design)
            audit.append(self._database, actor, "study.published", study=study_id, object=design.hash[:12])
        return design

    def _design(self, study: Study, study_id: str) -> Design | None:
        kept = self._database.run("draft", study_id=study_id)[0]["design"]
        parts = json.loads(kept) if kept else {}
        if parts.pop("study", None) != study.hash:
            return None
        return designs.from_text(study, **parts)


def _checked(content: str) -> str:
    if len(content.encode(errors="replace")) > MOST_BYTES:
        raise StoreError("the text is over 1 MB; a study file never is")
    return content


def _draft(row: Row) -> Draft:
    return Draft(row["study_id"], row["content"], row["revision"], row["changed"], row["account"])
