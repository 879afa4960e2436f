"""A plugin of pytest: a run of the tests of ../shared/attacks.yaml, with a table at its end made from that run.

A test is of an entry by its name (``test_a24_...``, ``test_c06_c07_...``), by the beginning of the name of its case
("A01 a task that is not in the study") or by the mark ``attack("G01")``. ``make attacks`` loads this.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from ruamel.yaml import YAML

NAMED = re.compile(r"[a-z]\d\d(?=_)")
CASE = re.compile(r"\[(?:.*-)?([A-Z]\d\d) ")
FILE = Path(__file__).resolve().parents[2] / "shared" / "attacks.yaml"
RED = 1  # what the run ends with


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--attacks", type=Path, default=FILE, help="The list of attacks.")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "attack(entry): the entry of ../shared/attacks.yaml that is tried")
    if config.getoption("attacks").exists():
        config.pluginmanager.register(Table(entries(config.getoption("attacks"))), "attack-table")
    else:
        pytest.exit(f"{config.getoption('attacks')}: is not on this machine; nothing was tried", returncode=0)


def entries(path: Path) -> dict[str, str]:
    """What every entry of the list tries."""
    return {each["id"]: str(each["try"]) for each in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["attacks"]}


def entries_of(name: str, marked: tuple[str, ...] = ()) -> set[str]:
    """The entries that a test of this name, with its case in brackets, and these marks is of.

    >>> sorted(entries_of("test_c06_c07_progress_moves_in_steps[4-A01 a task]", ("G01",)))
    ['A01', 'C06', 'C07', 'G01']
    """
    head = name.removeprefix("test_").split("[")[0]
    found = set(marked) | set(CASE.findall(name))
    while mark := NAMED.match(head):
        found.add(mark.group().upper())
        head = head[mark.end() + 1 :]
    return found


class Table:
    """What became of the tests of each entry."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known
        self.of: dict[str, set[str]] = {}
        self.outcomes: dict[str, str] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Only what tries an entry is run, the long ones too."""
        for item in items:
            marked = tuple(str(mark.args[0]) for mark in item.iter_markers("attack"))
            self.of[item.nodeid] = entries_of(item.name, marked) & self.known.keys()
        config.hook.pytest_deselected(items=[item for item in items if not self.of[item.nodeid]])
        items[:] = [item for item in items if self.of[item.nodeid]]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            before = self.outcomes.get(report.nodeid, "passed")
            self.outcomes[report.nodeid] = before if before == "failed" else report.outcome

    def rows(self) -> list[tuple[str, str, Counter[str], list[str]]]:
        """Entry, verdict, how many tests ended how, and where they stand."""
        tests: dict[str, list[str]] = defaultdict(list)
        for nodeid, found in self.of.items():
            for entry in found:
                tests[entry].append(nodeid)
        return [self._row(entry, tests[entry]) for entry in self.known]

    def _row(self, entry: str, tests: list[str]) -> tuple[str, str, Counter[str], list[str]]:
        ends = Counter(self.outcomes.get(nodeid, "not run") for nodeid in tests)
        green = ends["passed"] and not ends["failed"] and not ends["not run"]
        return entry, "green" if green else "RED", ends, sorted({nodeid.split("[")[0] for nodeid in tests})

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if any(verdict == "RED" for _, verdict, _, _ in self.rows()):
            session.exitstatus = RED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        line = terminalreporter.write_line
        rows = self.rows()
        for entry, verdict, ends, tests in rows:
            told = ", ".join(f"{number} {end}" for end, number in sorted(ends.items())) or "no test"
            line(f"{entry}  {verdict:5}  {told:24}  {self.known[entry]}")
            for test in tests:
                line(f"{'':14}{test}")
        green = sum(verdict == "green" for _, verdict, _, _ in rows)
        line(f"{green} of {len(rows)} entries green")
