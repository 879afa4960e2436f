"""Work beside a site: it gives way from the first library that it loads, and leaves the first thread as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dce.aside import NICE, Process, aside, command, half, start

MODULE = """
import json, os, sys, threading
from concurrent.futures import ThreadPoolExecutor
from dce.aside import aside

def standing():
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    return os.sched_getscheduler(0), own, sorted(os.sched_getaffinity(0))

LOADED = standing()

def main(*given):
    with ThreadPoolExecutor(1) as beside:
        own = beside.submit(standing).result()
    def work():
        with ThreadPoolExecutor(1) as more:
            return standing(), more.submit(standing).result()
    first = int(open("/proc/self/oom_score_adj").read())
    told = {"first": first, "loaded": LOADED, "main": standing(), "thread": own, "work": aside(work)}
    print(json.dumps({"given": given, **told}))
"""
linux = pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="only Linux has a class for idle work")


@linux
def test_all_but_the_first_thread_runs_where_nothing_else_wants_to(tmp_path: Path) -> None:
    (tmp_path / "worker.py").write_text(MODULE, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    ran = subprocess.run(command("worker", "a", "b"), env=environment, capture_output=True, text=True, check=True)
    told, processors = json.loads(ran.stdout), os.sched_getaffinity(0)
    idle, patient = [os.SCHED_IDLE, sorted(half(processors))], [os.SCHED_OTHER, NICE, sorted(processors)]
    assert told["given"] == ["a", "b"]
    assert told["first"] == 1000, "it goes before the site does where memory runs out"
    assert [told["loaded"][0], told["loaded"][2]] == idle, "libraries are loaded there, and their threads begin there"
    assert told["main"] == told["thread"] == patient, "what others may wait for stands back less"
    assert [[one[0], one[2]] for one in told["work"]] == [idle, idle], "and all that it starts"


BUSY = """
import os, sys
from dce.aside import aside

def busy(processor):
    os.sched_setaffinity(0, {int(processor)})
    while True:
        pass

def main(processor):
    aside(lambda: busy(processor))
"""


@linux
def test_it_gives_way_to_the_program_that_started_it(tmp_path: Path) -> None:
    """Linux shares a processor between sessions before it looks at classes: half of it would go to another session."""
    (tmp_path / "worker.py").write_text(BUSY, encoding="utf-8")
    own, processor = os.environ | {"PYTHONPATH": str(tmp_path)}, str(max(os.sched_getaffinity(0)))
    ours: Process = subprocess.Popen([sys.executable, "-c", f"import worker; worker.busy({processor})"], env=own)
    beside = start("worker", processor, env=own)
    try:
        assert os.getpgid(beside.pid) == beside.pid, "who ends ours by Ctrl-C does not end it"
        while used(ours) < 2:
            assert ours.poll() is None
            time.sleep(0.1)
        before = used(ours), used(beside)
        time.sleep(2)
        gained = used(ours) - before[0], used(beside) - before[1]
        assert beside.poll() is None, "it did not end before it could take anything"
    finally:
        for process in (ours, beside):
            process.kill()
            process.wait()
    assert gained[1] < gained[0] / 4, gained


def used(process: Process) -> float:
    """The seconds of processor time of a process so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@linux
def test_where_it_is_forbidden_the_work_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "sched_setscheduler", forbidden)
    assert aside(lambda: threading.get_ident()) != threading.get_ident()


def test_a_fault_of_the_work_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        aside(lambda: 1 // 0)


def test_a_fault_while_it_begins_ends_the_process(tmp_path: Path) -> None:
    ran = subprocess.run(command("no_such_module"), capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "no_such_module" in ran.stderr
    assert command("m", "a")[0] == sys.executable
