"""The doctor looks at a database on a server as at a file, as far as there is something to look at."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import psycopg
import pytest
from doctor_case import SECRET, run, told

from dce.design import make_design
from dce.store import Store
from dce.store.place import Server
from dce.study import example_study


@pytest.fixture
def answered(server: str) -> str:
    design = make_design(example_study(), 8, seed=1)
    with closing(Store.open(server)) as store:
        store.publish(design)
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
        store.record_answer(person.id, person.tasks[0], "2")
    return server


def test_what_is_well_is_said(answered: str) -> None:
    for about in ("tables", "pages", "journal", "clock", "retention", "secret key"):
        assert told(Server(answered), about).verdict == "good", about
    ended = run("doctor", "--database", answered, DCE_SECRET_KEY=SECRET)
    assert "backup" not in ended.output, "that is the server's"
    assert SECRET not in ended.output


def test_rows_that_refer_to_nothing_and_missing_steps_are_told(answered: str) -> None:
    with psycopg.connect(answered, autocommit=True) as raw:
        raw.execute("SET session_replication_role = replica")
        raw.execute("DELETE FROM respondents")
    assert told(Server(answered), "pages").verdict == "mend"


def test_a_key_that_is_not_set_is_to_be_mended(answered: str) -> None:
    found = told(Server(answered), "secret key", environment={})
    assert (found.verdict, "every machine" in found.to_do) == ("mend", True)


def test_a_server_that_cannot_be_reached_is_told(tmp_path) -> None:
    found = told(Server(f"postgresql://dce@/dce?host={tmp_path}"), "database")
    assert found.verdict == "mend"
    assert "cannot be reached" in found.found
