"""Work cut into shards: here, in processes of this machine, or on a cluster, with the same result to the last bit."""

from __future__ import annotations

import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from threadpoolctl import OpenBLASController, ThreadpoolController

from dce.errors import DceError

Shard = TypeVar("Shard")
Result = TypeVar("Result")


class Cluster(Protocol):
    """What is used of a ``dask.distributed.Client``."""

    def scatter(self, data: Any, *, broadcast: bool, hash: bool) -> Any:  # noqa: A002  # the client's own name
        """Send data to every worker once."""

    def map(self, func: Callable[..., Any], *iterables: Any, pure: bool, **kwargs: Any) -> list[Any]:
        """Start the work, a future a shard."""

    def gather(self, futures: list[Any]) -> list[Any]:
        """Results in the order of the futures; raises what a shard raised."""


Executor = str | Cluster
TASKS_EACH = 4
TRIES = 3
LIKELY = "the machine is most often out of memory then: use fewer processes, or give them more"


def map_shards(fn: Callable[[Shard], Result], shards: Sequence[Shard], executor: Executor = "serial") -> list[Result]:
    """Results of ``fn`` by shard, in the order of the shards, whoever finished first.

    ``executor`` is ``serial``; ``loky`` for processes of this machine, ``loky:4`` for four of them; ``dask`` for the
    Dask client of this program, ``dask:ADDRESS`` for the scheduler at an address, or a ``dask.distributed.Client``.
    Elsewhere than in ``serial``, ``fn`` and the shards travel by pickle, and the shards of a process that was killed
    are done again, so ``fn`` leaves nothing behind that a second time would spoil. Each shard runs with one thread of
    BLAS and OpenMP, because their sums change with the number of threads; so every executor gives the same bits on
    processors of the same kind. Raises DceError for an executor that is unknown or not installed, or whose processes
    keep ending.

    >>> map_shards(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    work = _OneThread(fn)
    if not isinstance(executor, str):
        return _on_cluster(executor, work, shards)
    name, _, detail = executor.partition(":")
    if name == "serial" and not detail:
        return work.each(shards)
    if name == "loky":
        return _in_processes(work, shards, _processes(detail))
    if name == "dask":
        with _client(detail) as client:
            return _on_cluster(client, work, shards)
    raise DceError(f'there is no executor "{executor}"; use serial, loky, loky:4, dask, dask:ADDRESS or a Dask client')


def _in_processes(work: _OneThread, shards: Sequence[Any], processes: int | None) -> list[Any]:
    from joblib import Parallel, cpu_count, delayed  # here, because most programs never need it
    from joblib.externals.loky import get_reusable_executor
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    processes = processes or cpu_count()
    # What the function carries travels with each task, so a task is a run of shards; several a process even out.
    size = max(1, -(-len(shards) // (TASKS_EACH * processes)))
    tasks = [list(shards[begin : begin + size]) for begin in range(0, len(shards), size)]
    done: dict[int, list[Any]] = {}
    for _ in range(TRIES):
        missing = [number for number in range(len(tasks)) if number not in done]
        # Anew each time, and each result with its number: one that lost a process can hand over what it was not asked.
        run = Parallel(n_jobs=processes, backend="loky", return_as="generator_unordered")
        with suppress(TerminatedWorkerError), warnings.catch_warnings():
            # It puts one that grew by 300 MB, as compiled code alone does, in the place of itself, and warns of that.
            warnings.filterwarnings("ignore", "A worker stopped while some jobs were given", UserWarning)
            done.update(run(delayed(work.numbered)(number, tasks[number]) for number in missing))
        if len(done) == len(tasks):
            return [result for number in range(len(tasks)) for result in done[number]]
        get_reusable_executor().shutdown(wait=True, kill_workers=True)  # what it leaves may wait for the dead for ever
    raise DceError(f"processes ended {TRIES} times before their work was done; {LIKELY}")


def _on_cluster(client: Cluster, work: _OneThread, shards: Sequence[Any]) -> list[Any]:
    import dask
    from distributed import KilledWorker

    for _ in range(TRIES):
        carried = client.scatter(work, broadcast=True, hash=False)
        # Shards travel in the graph and not scattered, which warns of it: only then does Dask itself send one again.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
            # Not pure: a cluster would give the remembered result of an equal call, and a failed one would stay failed.
            futures = client.map(_apply, list(shards), work=carried, pure=False)
        try:
            return list(client.gather(futures))
        except CancelledError:  # every worker that held the function has ended; Dask itself repeats what others can do
            continue
        except KilledWorker as error:
            raise DceError(f"workers of Dask ended one after another at the same shard; {LIKELY}") from error
    raise DceError(f"all workers of Dask ended {TRIES} times before their work was done; {LIKELY}")


def _apply(shard: Any, work: _OneThread) -> Any:
    return work(shard)


def _processes(detail: str) -> int | None:
    """How many processes; None for all processors where nothing is said."""
    if not detail:
        return None
    if not detail.isdecimal() or int(detail) < 1:
        raise DceError(f'"loky:{detail}" names no number of processes; write it as loky:4')
    return int(detail)


@contextmanager
def _client(address: str) -> Iterator[Cluster]:
    """The Dask client of this program, or one for the scheduler at ``address`` while the block runs."""
    try:
        from distributed import Client, get_client
    except ImportError as error:
        raise DceError("Dask is not installed; run: pip install 'dce-platform[cluster]'") from error
    if address:
        with Client(address) as client:  # type: ignore[no-untyped-call]
            yield client
        return
    try:
        client = get_client()
    except ValueError as error:
        raise DceError('no Dask client runs here; make one with distributed.Client(), or use "dask:ADDRESS"') from error
    yield client


@dataclass(frozen=True)
class _OneThread:
    """A function of a shard that runs with one thread of BLAS and OpenMP; travels by pickle."""

    fn: Callable[[Any], Any]

    def __call__(self, shard: Any) -> Any:
        with one_thread():
            return self.fn(shard)

    def each(self, shards: Sequence[Any]) -> list[Any]:
        """Results of several shards; one limit around all."""
        with one_thread():
            return [self.fn(shard) for shard in shards]

    def numbered(self, number: int, shards: Sequence[Any]) -> tuple[int, list[Any]]:
        """The same with the number of these shards among all."""
        return number, self.each(shards)


_TURN = threading.RLock()


@lru_cache(maxsize=1)
def _libraries(_loaded: int) -> ThreadpoolController:
    """Those with threads of their own, looked up anew when more modules were loaded: it takes a millisecond."""
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """One thread of BLAS and OpenMP while the block runs, which no other thread of this process can change.

    The number is one setting of the whole process, so threads take turns: else the first to end would give threads
    back to the others. Workers of Dask therefore do best with one thread each.
    """
    with _TURN:
        # OpenBLAS obeys one thread, the first that set a limit and still holds it, and ignores all others silently.
        OpenBLASController.clear_controlling_thread(force=True)
        with _libraries(len(sys.modules)).limit(limits=1):
            yield
