"""Work beside a site: it gives way from the first library that it loads, and leaves the first thread as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dce.aside import NICE, aside, command, half

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
