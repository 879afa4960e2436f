"""What comes next in the life of a study, and how far its draft is from what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dce.store import Draft, NoStudy, State, Store
from dce.web.organiser.checking import check_text

Step = Literal["text", "design", "publish", "open", "answers", "reopen", "archive", "delete"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a draft stands: whether its text is in order, has a design, is what is published, and what may follow.

    ``changed`` is whether publishing would give people something else than they get now; ``answers`` whether there are
    any, so that a change makes two versions of the data.
    """

    draft: Draft | None
    in_order: bool
    designed: bool
    published: bool
    changed: bool
    answers: bool

    @property
    def ready(self) -> bool:
        """Whether the draft can be published."""
        return self.in_order and self.designed and self.changed

    def next(self, state: State) -> Step:
        """What comes next."""
        ended: dict[State, Step] = {"closed": "archive", "archived": "delete", "paused": "reopen"}
        if state in ended:
            return ended[state]
        if state == "open" and not self.changed:
            return "answers"
        if not self.in_order:
            return "text"
        if not self.designed:
            return "design"
        return "publish" if self.changed else "open"


def standing(store: Store, study_id: str) -> Standing:
    """Look at a study."""
    published = study_id in store.study_ids()
    current = store.current(study_id).hash if published else None
    try:
        draft = store.drafts.draft(study_id)
    except NoStudy:
        return Standing(None, True, True, published, False, store.progress(study_id).started > 0)
    in_order = check_text(draft.content, study_id).usable
    design = store.drafts.design(study_id) if in_order else None
    changed = design.hash != current if design is not None else draft_differs(store, study_id, draft, in_order)
    started = published and store.progress(study_id).started > 0
    return Standing(draft, in_order, design is not None, published, changed, started)


def draft_differs(store: Store, study_id: str, draft: Draft, in_order: bool) -> bool:
    """Whether a draft without a design is of another text than what is published."""
    if not in_order or study_id not in store.study_ids():
        return True
    checked = check_text(draft.content, study_id)
    return checked.study is not None and checked.study.hash != store.current(study_id).study.hash
