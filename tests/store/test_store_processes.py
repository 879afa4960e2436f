import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

import numpy as np
import pytest
from store_raw import look

from dce.design import Design
from dce.store import AlreadyAnswered, Respondent, Store, StoreBusy
from dce.store.engines.sqlite import SqliteDatabase

# Adds people and answers for them without end; prints an answer only after the store has acknowledged it.
COLLECT = """
import json, sys
import numpy as np
from dce.store import Store
store, rng = Store.open(sys.argv[1]), np.random.default_rng(int(sys.argv[2]))
design = store.current("voorbeeld")
while True:
    person = store.add_respondent(design, language="nl", rng=rng)
    for task in person.tasks:
        rating = str(rng.integers(1, 6))
        store.record_answer(person.id, task, rating)
        print(json.dumps([person.id, task, rating]), flush=True)
"""

# Waits for a line, then gives one rating for each task of one person.
COMPETE = """
import sys
from dce.store import AlreadyAnswered, Store
store = Store.open(sys.argv[1])
person = store.respondent(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for task in person.tasks:
    try:
        print(task, store.record_answer(person.id, task, sys.argv[3]), flush=True)
    except AlreadyAnswered:
        print(task, "refused", flush=True)
store.close()
"""

FORKS = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # of Python 3.12: threads are about


def start(script: str, *arguments: object, stdout: int | IO[str] = subprocess.PIPE) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=stdout, text=True)


def kill_after(lines: int, place: str, output: Path, seed: int) -> None:
    """Let two writers at once run until each has told ``lines`` answers, then end them without warning."""
    writers = []
    for number in range(2):
        with output.with_suffix(f".{number}").open("w") as told:
            writers.append(start(COLLECT, place, seed + number, stdout=told))
    for number, writer in enumerate(writers):
        told_so_far = output.with_suffix(f".{number}")
        while told_so_far.read_text().count("\n") < lines and writer.poll() is None:
            time.sleep(0.005)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        assert writer.returncode == -signal.SIGKILL


@pytest.mark.long
def test_nothing_acknowledged_is_lost_when_writers_are_killed(store: Store, place: str, tmp_path: Path) -> None:
    for kill in range(3):
        kill_after(30 + 7 * kill, place, tmp_path / f"told{kill}", seed=10 * kill)
    acknowledged: dict[str, dict[int, str]] = {}
    for told in tmp_path.glob("told*"):
        for line in told.read_text().rpartition("\n")[0].splitlines():  # the kill may have cut off the last line
            respondent_id, task, rating = json.loads(line)
            acknowledged.setdefault(respondent_id, {})[task] = rating
    assert sum(map(len, acknowledged.values())) >= 2 * (30 + 37 + 44)
    reopened = Store.open(place)
    for respondent_id, answers in acknowledged.items():
        assert reopened.answered(respondent_id).items() >= answers.items()
    assert reopened.verify() == ()
    reopened.close()


@pytest.mark.long
def test_of_three_processes_with_three_values_exactly_one_is_stored(
    store: Store, place: str, respondent: Respondent
) -> None:
    rivals = {rating: start(COMPETE, place, respondent.id, rating) for rating in "135"}
    for rival in rivals.values():
        assert rival.stdout is not None
        assert rival.stdout.readline() == "ready\n"
    for rival in rivals.values():
        assert rival.stdin is not None
        rival.stdin.write("go\n")
        rival.stdin.flush()
    told = {
        rating: dict(line.split() for line in rival.communicate()[0].splitlines()) for rating, rival in rivals.items()
    }
    kept = store.answered(respondent.id)
    assert sorted(kept) == sorted(respondent.tasks)
    for task, rating in kept.items():
        outcomes = {rival: told[rival][str(task)] for rival in rivals}
        assert outcomes == {rival: "stored" if rival == rating else "refused" for rival in rivals}
    assert store.verify() == ()


def backend(store: Store) -> int:
    """Which connection this thread uses: the number of the one in memory, or of the process of the server behind it."""
    database: Any = store._database
    if isinstance(database, SqliteDatabase):
        return id(database.connection)
    return int(look(store, "SELECT pg_backend_pid()")[0][0])


@FORKS
def test_a_process_that_forks_gets_a_connection_of_its_own(
    store: Store, design: Design, respondent: Respondent
) -> None:
    first, second, third, _ = respondent.tasks
    store.record_answer(respondent.id, first, "1")
    of_parent = backend(store)
    child = os.fork()
    if child == 0:
        apart = backend(store) != of_parent
        stored = store.record_answer(respondent.id, second, "2") == "stored"
        store.close()
        os._exit(0 if apart and stored else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert backend(store) == of_parent
    store.record_answer(respondent.id, third, "3")
    assert store.answered(respondent.id) == {first: "1", second: "2", third: "3"}
    assert store.verify() == ()


def test_a_thread_takes_its_connection_along_when_it_ends(store: Store, path: Path) -> None:
    before = set(store._database._opened)
    for _ in range(5):
        thread = threading.Thread(target=store.study_ids)
        thread.start()
        thread.join()
    assert store._database._opened == before


def test_closing_ends_the_connections_of_every_thread_and_the_store_can_go_on(store: Store, path: Path) -> None:
    opened, release = threading.Event(), threading.Event()

    def hold() -> None:
        store.study_ids()
        opened.set()
        release.wait()
        store.study_ids()

    thread = threading.Thread(target=hold)
    thread.start()
    opened.wait()
    store.close()
    assert not path.with_name(f"{path.name}-wal").exists()  # SQLite removes it with the last connection
    release.set()
    thread.join()
    assert store.study_ids() == ("voorbeeld",)


def test_a_broken_operation_leaves_nothing_and_blocks_no_one(store: Store, place: str, respondent: Respondent) -> None:
    def broken() -> None:
        with store._database.tx():
            store._database.run("set_language", id=respondent.id, language="en")
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        broken()
    assert store.respondent(respondent.id).language == "nl"
    other = Store.open(place, wait_seconds=0.1)
    assert other.record_answer(respondent.id, respondent.tasks[0], "4") == "stored"
    other.close()
    with pytest.raises(AlreadyAnswered):
        store.record_answer(respondent.id, respondent.tasks[0], "1")


def test_a_transaction_within_one_is_part_of_it(place: str, store: Store, respondent: Respondent) -> None:
    impatient = Store.open(place, wait_seconds=2)

    def broken() -> None:
        with impatient.tx():
            with impatient.tx():
                impatient._database.run("set_language", id=respondent.id, language="en")
            raise RuntimeError("after the inner one")

    with pytest.raises(RuntimeError, match="after the inner one"):
        broken()
    assert impatient.respondent(respondent.id).language == "nl"
    impatient.close()


def test_a_writer_waits_its_turn_behind_another_thread_and_no_longer_than_allowed(place: str, design: Design) -> None:
    store = Store.open(place, wait_seconds=0.1)
    store.publish(design)
    person = store.add_respondent(design, language="nl", rng=np.random.default_rng(1))
    outcomes = []

    def write() -> None:
        try:
            outcomes.append(store.record_answer(person.id, person.tasks[0], "4"))
        except StoreBusy as refusal:
            outcomes.append(str(refusal))

    with store._database.tx():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    write()
    busy, stored = outcomes
    assert re.fullmatch(r".*: (too many want to write at once|another program holds the database); .*, try again", busy)
    assert stored == "stored"
    store.close()


def test_readers_do_not_delay_a_writer(store: Store, place: str, design: Design) -> None:
    impatient = Store.open(place, wait_seconds=0.1)
    with store._database.snapshot():
        assert store.study_ids() == ("voorbeeld",)  # the snapshot starts with its first read
        person = impatient.add_respondent(design, language="nl", rng=np.random.default_rng(1))
        impatient.record_answer(person.id, person.tasks[0], "4")
        assert store.answered(person.id) == {}
    assert store.answered(person.id) == {person.tasks[0]: "4"}
    impatient.close()


def test_a_sweep_waits_until_who_reads_on_is_done(store: Store, place: str) -> None:
    other, reading = Store.open(place), threading.Event()

    def read() -> None:
        with other._database.snapshot():
            other.study_ids()
            reading.set()
            time.sleep(0.3)

    thread = threading.Thread(target=read)
    thread.start()
    assert reading.wait(10)
    store._database.sweep()
    thread.join()
    other.close()
