"""What tests of several folders share: the two studies that ship, and public data that stays outside the repository."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pg_cluster
import pytest
from pg_cluster import Cluster

from dce.study import Study, example_study

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
NOBODY = 65534

collect_ignore = ["benchmarks/otree_project", "fuzz/fuzz.py", "mutation/mutants.py"]  # for other environments


def pytest_configure(config: pytest.Config) -> None:
    """A mark, and not in pyproject.toml: ``make attacks`` reads it, tests/attack_table.py says how."""
    config.addinivalue_line("markers", "attack(entry): the entry of ../shared/attacks.yaml that is tried")


@pytest.fixture(scope="session")
def study() -> Study:
    return Study.load(ROOT / "designs" / "gegevensdeling" / "study.yaml")


@pytest.fixture(scope="session")
def example() -> Study:
    return example_study()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Public data sets under other licences: read where they lie, never copied here."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with public data sets is not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this run of the tests."""
    if pg_cluster.programs() is None:
        pytest.skip("no PostgreSQL on this machine, or no account for it; install the package postgresql")
    with pg_cluster.running() as server:
        yield server


@pytest.fixture
def server(cluster: Cluster) -> str:
    """The address of a database on it that has the tables of dce, and nothing in them."""
    return cluster.url(cluster.ready())


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How pytest-playwright starts Debian's browser; no browser is ever downloaded."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine; install the package chromium to look at the pages")
    switches = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {"executable_path": chromium, "args": switches + quiet}


@pytest.fixture
def ordinary_account() -> Callable[[], AbstractContextManager[None]]:
    """A spell without the rights of root, who may write anywhere; what permissions do shows for others only."""

    @contextmanager
    def spell() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return spell


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any account can reach; pytest's own can be reached by its owner only."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o1777)
        yield folder
        folder.chmod(0o1777)


@pytest.fixture(autouse=True)
def short_searches(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches of few steps, which is all that most tests need; those of how good a design is are ``full_search``."""
    if "full_search" not in request.keywords:
        monkeypatch.setattr("dce.design.single.problem.MOST_KICKS", 200)
        monkeypatch.setattr("dce.design.choice.tasks.MOST_KICKS", 30)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The code of the README is one test, and takes as long as thirty others."""
    for item in items:
        if item.path.name == "README.md":
            item.add_marker(pytest.mark.long)
