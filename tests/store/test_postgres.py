"""What is PostgreSQL's own: refusals, an outage, locks by name, and text in one order on every server."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any

import numpy as np
import psycopg
import pytest
from pg_cluster import Cluster
from store_raw import look

from dce.design import Design
from dce.errors import StoreError
from dce.store import Respondent, Store, StoreBusy

FORKS = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # of Python 3.12: threads are about


@pytest.fixture
def store(server: str, design: Design) -> Iterator[Store]:
    with closing(Store.open(server)) as opened:
        opened.publish(design)
        yield opened


# -- refusals


def test_a_database_that_may_only_be_read_is_busy_and_goes_on_later(cluster: Cluster, store: Store) -> None:
    if not cluster.ask("SELECT 1 FROM pg_roles WHERE rolname = 'reader'"):
        cluster.ask("CREATE ROLE reader LOGIN")
    cluster.ask("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", "dce_ready")
    reading = cluster.url("dce_ready").replace("dce@", "reader@")
    with pytest.raises(StoreBusy, match="it cannot be written; give the account of dce the right to"):
        Store.open(reading)
    cluster.ask("GRANT ALL ON ALL TABLES IN SCHEMA public TO reader", "dce_ready")
    Store.open(reading).close()
    cluster.ask("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM reader", "dce_ready")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("disk_full", "the disk is full or failing; nothing was stored"),
        ("read_only_sql_transaction", "it cannot be written"),
        ("admin_shutdown", "the server cannot be reached now"),
        ("too_many_connections", "raise its max_connections"),
        ("deadlock_detected", "another program holds the database"),
    ],
)
def test_what_the_server_refuses_is_busy_leaves_nothing_and_goes_on(
    store: Store, respondent: Respondent, state: str, said: str
) -> None:
    first, second, *_ = respondent.tasks
    store.record_answer(respondent.id, first, "4")
    with refusing(store, state):
        with pytest.raises(StoreBusy, match=f"^postgresql://dce@/dce_ready: .*{said}"):
            store.record_answer(respondent.id, second, "5")
        assert store.answered(respondent.id) == {first: "4"}
    assert store.record_answer(respondent.id, second, "5") == "stored"
    assert store.verify() == ()


@contextmanager
def refusing(store: Store, state: str) -> Iterator[None]:
    """Let the server itself refuse every answer, as it would for this reason."""
    look(store, f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE {state}; END $$")
    look(store, "CREATE TRIGGER refusing BEFORE INSERT ON circumstances FOR EACH ROW EXECUTE FUNCTION refuse()")
    look(store, "CREATE TRIGGER refusing AFTER INSERT ON answers FOR EACH ROW EXECUTE FUNCTION refuse()")
    try:
        yield
    finally:
        look(store, "DROP FUNCTION refuse CASCADE")


def test_a_refusal_tells_nothing_of_the_row(store: Store, respondent: Respondent) -> None:
    store._database.run("set_code", id=respondent.id, code_hash="a geheim code")
    with pytest.raises(StoreError, match="unique constraint") as refused:
        store._database.run("add_respondent", **_row(store, respondent.id))
    assert respondent.id not in str(refused.value)
    assert refused.value.__cause__ is None, "nor does the traceback"


def _row(store: Store, respondent_id: str) -> dict[str, Any]:
    row = dict(look(store, "SELECT * FROM respondents")[0])
    return {**row, "id": respondent_id}


def test_a_text_with_a_null_byte_is_refused_and_changes_nothing(store: Store, respondent: Respondent) -> None:
    with pytest.raises(StoreError, match="the database refused"):
        store._database.run("set_language", id=respondent.id, language="n\x00l")
    assert store.respondent(respondent.id).language == "nl"


# -- an outage


def test_a_server_that_goes_and_comes_back_is_found_again_without_a_restart(design: Design, cluster: Cluster) -> None:
    name = cluster.empty()
    with closing(Store.open(cluster.url(name), wait_seconds=0.5)) as store:
        store.publish(design)
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
        first, second, *_ = person.tasks
        store.record_answer(person.id, first, "4")
        cluster.stop()
        try:
            for _ in range(2):
                with pytest.raises(StoreBusy, match="the server cannot be reached now; nothing was stored, try again"):
                    store.record_answer(person.id, second, "5")
        finally:
            cluster.start()
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                assert store.record_answer(person.id, second, "5") == "stored"
                break
            except StoreBusy:
                time.sleep(0.1)
        assert store.answered(person.id) == {first: "4", second: "5"}
        assert store.verify() == ()
    cluster.drop(name)


def test_a_connection_that_broke_is_not_handed_out_again(
    cluster: Cluster, store: Store, respondent: Respondent
) -> None:
    store.record_answer(respondent.id, respondent.tasks[0], "4")
    cluster.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'dce_ready'")
    assert store.record_answer(respondent.id, respondent.tasks[1], "5") == "stored"


# -- writers at once


def test_people_do_not_wait_for_each_other_and_all_wait_for_who_writes_all(
    store: Store, design: Design, server: str
) -> None:
    rng = np.random.default_rng(1)
    anna, ben = (store.add_respondent(design, language="nl", rng=rng) for _ in range(2))
    with closing(Store.open(server, wait_seconds=0.2)) as other:
        with store._database.tx(f"person {anna.id}"):
            assert other.record_answer(ben.id, ben.tasks[0], "4") == "stored"
            with pytest.raises(StoreBusy):
                other.record_answer(anna.id, anna.tasks[0], "4")
            with pytest.raises(StoreBusy):
                other.publish(design)
        with store._database.tx(), pytest.raises(StoreBusy, match="another program holds the database"):
            other.record_answer(ben.id, ben.tasks[1], "4")
        assert other.record_answer(anna.id, anna.tasks[0], "4") == "stored"


def _answer_all(url: str, person: str, value: str, told: Any) -> None:
    with closing(Store.open(url)) as store:
        outcomes = []
        for task in store.respondent(person).tasks:
            try:
                outcomes.append(store.record_answer(person, task, value))
            except StoreError as error:
                outcomes.append(str(error))
            except Exception as error:
                outcomes.append(type(error).__name__)
    told.put(outcomes)


@FORKS
def test_processes_that_write_one_person_at_once_leave_one_answer_a_task_and_a_whole_chain(
    store: Store, respondent: Respondent, server: str
) -> None:
    several = multiprocessing.get_context("fork")
    told = several.Queue()
    rivals = [several.Process(target=_answer_all, args=(server, respondent.id, str(n), told)) for n in (1, 2, 3, 4)]
    for rival in rivals:
        rival.start()
    outcomes = [told.get(timeout=30) for _ in rivals]
    for rival in rivals:
        rival.join()
    for task in zip(*outcomes, strict=True):
        assert sorted(task) == ["AlreadyAnswered"] * 3 + ["stored"]
    assert store.verify() == ()


@FORKS
def test_a_child_uses_and_closes_nothing_of_its_parent(store: Store, respondent: Respondent) -> None:
    store.record_answer(respondent.id, respondent.tasks[0], "1")
    before = look(store, "SELECT pg_backend_pid()")
    child = os.fork()
    if child == 0:
        try:
            if look(store, "SELECT pg_backend_pid()") == before:
                os._exit(1)
            store.record_answer(respondent.id, respondent.tasks[1], "2")
            store.close()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    assert store.record_answer(respondent.id, respondent.tasks[2], "3") == "stored"
    assert look(store, "SELECT pg_backend_pid()") == before
    assert len(store.answered(respondent.id)) == 3


# -- the same as in a file


def test_ids_come_in_the_order_of_their_code_points(store: Store, design: Design) -> None:
    names = ["b", "B", "a", "A", "é", "_", "1", "-"]
    for number, name in enumerate(names):
        look(store, f"INSERT INTO states VALUES ('{name}', {number}, 'draft', '', '', '')")
    assert list(store.life.study_ids()) == sorted([*names, "voorbeeld"])


def test_a_changed_row_and_a_lost_one_are_named(cluster: Cluster, store: Store, respondent: Respondent) -> None:
    for task in respondent.tasks:
        store.record_answer(respondent.id, task, "4")
    assert store.verify() == ()
    past = "SET session_replication_role = replica;"  # no rule of the database is asked
    cluster.ask(f"{past} UPDATE answers SET answer = '5' WHERE place = 2", "dce_ready")
    assert "it is not what was stored" in " ".join(store.verify())
    cluster.ask(f"{past} DELETE FROM designs", "dce_ready")
    assert "table publications: 1 row refers to a row of designs that is not there" in store.verify()
    cluster.ask(f"{past} DELETE FROM respondents", "dce_ready")
    assert "table answers: 4 rows refer to a row of respondents that is not there" in store.verify()


def test_the_log_is_only_added_to(store: Store) -> None:
    store.audit.add("system", "study.closed", study="voorbeeld")
    for change in ("UPDATE audit SET why = 'x'", "DELETE FROM audit", "DELETE FROM audit_chains"):
        with pytest.raises(psycopg.Error, match="the log is only added to"):
            look(store, change)


def test_a_deleted_person_leaves_no_byte_in_the_tables_of_the_server(cluster: Cluster, design: Design) -> None:
    name = cluster.empty()
    with closing(Store.open(cluster.url(name))) as store:
        store.publish(design)
        person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
        store.record_answer(person.id, person.tasks[0], "4")
        cluster.ask("CHECKPOINT")
        (number,) = cluster.ask(f"SELECT oid FROM pg_database WHERE datname = '{name}'")[0]
        assert person.id.encode() in files(cluster, number)
        store.forget(person.id)
        store.life.sweep(anyway=True)
        cluster.ask("CHECKPOINT")
        assert person.id.encode() not in files(cluster, number)
    cluster.drop(name)


def files(cluster: Cluster, number: int) -> bytes:
    return b"".join(path.read_bytes() for path in (cluster.folder / "data" / "base" / str(number)).iterdir())


def test_while_somebody_reads_on_the_sweep_waits_for_another_time(store: Store, server: str) -> None:
    with closing(Store.open(server)) as reader, closing(Store.open(server, wait_seconds=0.2)) as sweeper:
        with reader._database.snapshot():
            reader.study_ids()
            with pytest.raises(StoreBusy):
                sweeper.life.sweep(anyway=True)
        sweeper.life.sweep(anyway=True)


def test_a_statement_that_failed_lets_nothing_of_its_transaction_stay(store: Store, respondent: Respondent) -> None:
    def on() -> None:
        with store._database.tx():
            store._database.run("set_language", id=respondent.id, language="en")
            with pytest.raises(StoreError):
                store._database.run("add_fact", name="synthetic", value="yes")

    with pytest.raises(StoreError, match="nothing was stored"):
        on()
    assert store.respondent(respondent.id).language == "nl"


def test_threads_share_a_few_connections(store: Store, server: str) -> None:
    together = threading.Barrier(30)

    def ask(_: int) -> tuple[str, ...]:
        together.wait()
        return store.study_ids()

    with ThreadPoolExecutor(30) as pool:
        assert set(pool.map(ask, range(30))) == {("voorbeeld",)}
    (used,) = look(store, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dce'")[0]
    assert used <= 12


def test_many_rows_come_some_thousand_at_a_time_and_outside_a_transaction_too(store: Store) -> None:
    look(store, "INSERT INTO studies SELECT n::text, 'voorbeeld', '{}' FROM generate_series(1, 9000) AS n")
    parts = list(store._database.stream("study_contents", study_id="voorbeeld"))
    assert [len(rows) for rows in parts] == [4096, 4096, 809]
    assert store._database.run("fact", name="synthetic")[0]["value"] == "no", "nothing is under way any more"
