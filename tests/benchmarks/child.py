"""A command in a process of its own: how long it took, what it said and how much memory it held at most.

This module and run.py import nothing large: until it runs its own program a child counts the memory of its parent.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

MOST_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left: exit code, standard output and error, seconds from start to end, peak memory in MB."""

    code: int
    output: str
    error: str
    seconds: float
    megabytes: float
    stopped: bool = False

    @property
    def complaint(self) -> str:
        """The last line that a failed command said, short enough for a table; or that it was stopped."""
        if self.stopped:
            return f"cut after {self.seconds:.0f} s, with no result"
        return (self.error.strip() or f"ended with code {self.code}").splitlines()[-1][:60]


def run(
    command: list[str], environment: Mapping[str, str], *, most: float = MOST_SECONDS, apart: bool = False
) -> Ended:
    """Run a command to its end, with variables added to the environment, and stop it after so many seconds.

    One that is ``apart`` has a session of its own, whose processor time does not come out of what others here use.
    """
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as error:
        began = time.perf_counter()
        own = os.environ | dict(environment)
        process = subprocess.Popen(command, stdout=output, stderr=error, env=own, start_new_session=apart)
        alarm = threading.Timer(most, process.kill)
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)  # the only wait that tells the memory of this one child
        alarm.cancel()
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        error.seek(0)
        megabytes, stopped = usage.ru_maxrss / 1024, process.returncode != 0 and seconds >= most
        return Ended(process.returncode, output.read(), error.read(), seconds, megabytes, stopped)
