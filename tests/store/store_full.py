"""A study with a row in every table that can have one."""

import hashlib
from datetime import UTC, datetime
from functools import partial

import numpy as np

from dce.design import Design
from dce.store import Circumstances, Store
from dce.study import Fieldwork, example_text

OTHER = example_text().replace("id: voorbeeld", "id: ander")


def _hashed(what: str, person: str) -> str:
    return hashlib.sha256(f"{what} {person}".encode()).hexdigest()


def fill(store: Store, design: Design, people: int) -> list[bytes]:
    """A study with all that can be kept of it; gives what nobody may find in the file after its deletion."""
    study_id, traces = design.study.id, list[bytes]()
    store.publish(design)
    store.hold(
        study_id,
        Fieldwork(
            organisation={"nl": "Gemeente Zoekmij", "en": "Zoekmij"}, return_to=(f"https://panel.example/{study_id}",)
        ),
    )
    for number in range(people):
        rng = np.random.default_rng(number)
        person = store.add_respondent(design, language="nl", rng=rng, code_hash=partial(_hashed, "code"))
        code, invited = (_hashed(what, person.id) for what in ("code", "invited"))
        reason = f"reden {number} {person.id}"
        store.invite(study_id, [invited])
        store.use_invitation(invited, person.id)
        store.record_background(person.id, {"rol": "jurist"})
        for task in person.tasks:
            store.record_answer(person.id, task, "4", circumstances=Circumstances(9, 0, reason))
        store.complete(person.id)
        store.write_session(f"session {number} {study_id}", {"respondent": person.id}, 72)
        traces += [person.id.encode(), code.encode(), invited.encode(), reason.encode()]
    store.dispute(person.id)
    gone = store.add_respondent(design, language="nl", rng=np.random.default_rng(99))
    store.forget(gone.id)
    store.invite(study_id, ["e" * 63 + study_id[0]])
    store.write_session(f"invited {study_id}", {"invitation": "e" * 63 + study_id[0]}, 72)
    store.write_session(f"panel {study_id}", {"return_to": f"https://panel.example/{study_id}?pid={study_id}-7"}, 72)
    account = store.accounts.add(f"Ana {study_id}", "analyst")
    store.accounts.join(study_id, account)
    store.tokens.make(account, study_id, "results", datetime.now(UTC).date(), label=f"script {study_id}")
    if study_id != "ander":
        store.drafts.add(study_id, example_text() + "# een opmerking in het concept\n", account.id)
    else:
        store.drafts.add(study_id, OTHER, account.id)
    traces += [b"Zoekmij", b"een opmerking in het concept", design.hash.encode()]
    return [*traces, f"script {study_id}".encode(), f"pid={study_id}-7".encode(), design.study.title["nl"].encode()]
