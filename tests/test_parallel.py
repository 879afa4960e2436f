"""Shards give the same bits wherever they run, in their own order, and say what is wrong."""

import subprocess
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from dce.errors import DceError
from dce.parallel import map_shards

SHARDS = range(5)


def product(shard):
    """A product of matrices so large that BLAS would share it among threads, which changes its last bits."""
    rng = np.random.default_rng([1, shard])
    return rng.normal(size=(300, 2000)) @ rng.normal(size=(2000, 300))


def threads(shard):
    """How many threads each library of linear algebra may use."""
    return sorted({pool["num_threads"] for pool in threadpool_info()})


def slow_first(shard):
    time.sleep(0.2 if shard == 0 else 0.0)
    return shard


def failing(shard):
    raise ValueError(f"shard {shard}")


@pytest.fixture(scope="module")
def cluster():
    """Two workers of Dask in this process, each with two threads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's own, on a machine without its dashboard
        from distributed import Client

        with Client(n_workers=2, threads_per_worker=2, processes=False, dashboard_address=None) as client:
            yield client


@pytest.fixture(scope="module")
def serial():
    return map_shards(product, SHARDS)


@pytest.mark.attack("G11")
@pytest.mark.parametrize("executor", ["loky", "loky:1", "loky:2", "loky:3"])
def test_processes_give_the_same_bits_as_one_loop(serial, executor):
    for ours, theirs in zip(map_shards(product, SHARDS, executor), serial, strict=True):
        assert ours.tobytes() == theirs.tobytes()


@pytest.mark.attack("G11")
def test_dask_gives_the_same_bits_as_one_loop(serial, cluster):
    address = f"dask:{cluster.scheduler.address}"
    for executor in (cluster, "dask", address):
        for ours, theirs in zip(map_shards(product, SHARDS, executor), serial, strict=True):
            assert ours.tobytes() == theirs.tobytes()


@pytest.mark.parametrize("executor", ["serial", "loky:2", "dask"])
def test_each_shard_has_one_thread_and_the_caller_gets_his_own_back(cluster, executor):
    with threadpool_limits(limits=2):
        assert map_shards(threads, SHARDS, executor) == [[1]] * len(SHARDS)
        assert threads(0) == [2]


def test_callers_in_threads_take_turns():
    """The first to end must not give threads back to those who still work, nor may the first of all keep control."""
    with threadpool_limits(limits=2), ThreadPoolExecutor(4) as pool:
        found = list(pool.map(partial(map_shards, lambda s: (time.sleep(0.01 * s), threads(s))[1]), [SHARDS] * 8))
        assert found == [[[1]] * len(SHARDS)] * 8
        assert threads(0) == [2]


@pytest.mark.parametrize("executor", ["serial", "loky:2", "dask"])
def test_results_stand_in_the_order_of_the_shards(cluster, executor):
    assert map_shards(slow_first, range(19), executor) == list(range(19))  # more than there are tasks for processes
    assert map_shards(slow_first, [], executor) == []


def test_shards_of_many_megabytes_travel_without_a_warning(cluster):
    """Warnings are errors in tests; Dask's own limit is 10 MB."""
    assert map_shards(len, [bytes(12_000_000), b""], cluster) == [12_000_000, 0]


@pytest.mark.parametrize("executor", ["serial", "loky:2", "dask"])
def test_what_a_shard_raises_is_raised(cluster, executor):
    with pytest.raises(ValueError, match="shard 0"):
        map_shards(failing, [0], executor)


@pytest.mark.parametrize(
    ("executor", "words"),
    [
        ("threads", 'there is no executor "threads"; use serial'),
        ("serial:2", 'there is no executor "serial:2"'),
        ("loky:0", "write it as loky:4"),
        ("loky:many", "write it as loky:4"),
    ],
)
def test_unknown_executors_are_refused_by_name(executor, words):
    with pytest.raises(DceError) as caught:
        map_shards(abs, [1], executor)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("sys.modules['distributed'] = None", "pip install 'dce-platform[cluster]'"),
        ("", "no Dask client runs here"),
    ],
)
def test_dask_that_cannot_work_says_what_to_do(before, words):
    """In a program of its own, because a client of another test would be found here."""
    code = f"import sys; {before}\nfrom dce.parallel import map_shards\nmap_shards(abs, [1], 'dask')"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1].startswith("dce.errors.DceError")
    assert words in ran.stderr.splitlines()[-1]
