"""dce status: plain words, the same as JSON, and never a number of few people."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from dce.cli.main import main
from dce.design import make_design
from dce.store import Store
from dce.study import Fieldwork, example_study, example_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    study = tmp_path / "designs" / "voorbeeld"
    study.mkdir(parents=True)
    (study / "study.yaml").write_text(example_text(), encoding="utf-8")
    store, design = Store.open(tmp_path / "dce.db", synthetic=True), make_design(example_study(), 8, seed=1)
    store.publish(design)
    store.hold("voorbeeld", Fieldwork(closes=datetime(2099, 12, 31, 17, tzinfo=UTC), quotas={"rol": {"beleid": 50}}))
    store.invite("voorbeeld", [f"{n:064}" for n in range(7)])
    for number in range(33):
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(number))
        store.record_background(person.id, {"rol": "beleid" if number < 26 else "jurist"})
        for task in person.tasks:
            store.record_answer(person.id, task, "4")
        store.complete(person.id)
    store.close()
    return tmp_path


def status(folder: Path, *more: str, database: str = "dce.db") -> Result:
    study = str(folder / "designs" / "voorbeeld")
    return CliRunner().invoke(main, ["status", study, "--database", str(folder / database), *more])


def test_it_says_how_far_the_fieldwork_is(folder: Path) -> None:
    result = status(folder)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith("These answers are invented")
    assert lines[1] == "voorbeeld: open; closes 2099-12-31 17:00+00:00"
    assert "  begun        at least 30" in lines
    assert "  invitations  7 made, too few used or left to tell how many" in lines
    assert "  quota        rol beleid: at least 20 of 50, open" in lines
    assert sum("fewer than 10, or so few could be found by subtraction" in line for line in lines) >= 2
    assert "    1  seen by at least 30; time not shown" in lines
    assert not re.search(r"\b(33|26|7 (people|of))\b", result.output)


def test_json_says_the_same_with_reasons(folder: Path) -> None:
    found = json.loads(status(folder, "--json").output)
    assert found["begun"] == {"at_least": 30, "in_steps_of": 10}
    assert found["groups"]["rol"]["jurist"]["completed"] == {"hidden": "small", "smallest_group": 10}
    assert found["closes"].startswith("2099-12-31")


def test_a_database_that_is_not_there_is_not_made(folder: Path) -> None:
    result = status(folder, database="other.db")
    assert result.exit_code == 1
    assert "there is no such file; name the database that dce serve keeps" in result.output
    assert not (folder / "other.db").exists()


def test_a_database_without_the_study_is_refused(folder: Path) -> None:
    Store.open(folder / "empty.db").close()
    result = status(folder, database="empty.db")
    assert result.exit_code == 1
    assert "holds no study 'voorbeeld'; it holds none" in result.output
