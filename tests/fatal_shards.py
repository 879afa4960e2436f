"""A shard that kills the process that works on it, in a module that a new process reads in no time."""

import os
import signal
import time

import numpy as np


def fatal(folder, times, shard):
    """Numbers that rest on the shard only; the first ``times`` processes that come to shard 5 are killed at it."""
    if shard == 5 and len(list(folder.iterdir())) < times:
        (folder / f"{os.getpid()}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    rng = np.random.default_rng([1, shard])
    return rng.normal(size=(300, 2000)) @ rng.normal(size=(2000, 300))
