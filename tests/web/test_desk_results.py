"""The pages of results: what they show, to whom, and that nothing on few people ever leaves them (C06, C07)."""


import numpy as np
import pytest
from flask import Flask
from web_desk import Colleague, colleague

from dce.design import Design
from dce.store import Store
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
