"""Shards that end the process that works on them, in a module that a new process reads in no time."""

import os
import signal
import time

import numpy as np

GROWN = []


def fatal(folder, times, shard):
    """Numbers that rest on the shard only; the first ``times`` processes that come to shard 5 are killed at it."""
    if shard == 5 and len(list(folder.iterdir())) < times:
        (folder / f"{os.getpid()}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    rng = np.random.default_rng([1, shard])
    return rng.normal(size=(300, 2000)) @ rng.normal(size=(2000, 300))


def growing(shard):
    """The shard itself; from the second on that it works on, a process holds 400 MB more."""
    GROWN.append(np.ones(50_000_000 if GROWN else 1))
    time.sleep(1.2)  # how much a process holds is looked at once a second
    return shard
