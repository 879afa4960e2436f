"""The house stays liveable: imports go one way, modules stay small, and what is written about it stays true."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dce
from dce.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
WORKSPACE = ROOT / "dce" / "cli" / "workspace"


def test_imports_go_downward_only():
    command = [Path(sys.executable).with_name("lint-imports")]
    linter = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert linter.returncode == 0, linter.stdout


def test_no_module_is_longer_than_300_lines():
    modules = [*(ROOT / "dce").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    assert not [(path, n) for path in modules if (n := len(path.read_text().splitlines())) > 300]


def test_only_the_engines_know_how_a_database_is_spoken_to():
    """The rest of the store asks ``Database``; files are a thing of SQLite, as are their backups and tables in one."""
    of_files = {"backup.py", "examining.py", "restoring.py", "snapshot.py"}
    driver = re.compile(r"^\s*(?:import|from) (sqlite3|sqlite_utils|psycopg\w*)\b", re.MULTILINE)
    knows = {path for path in (ROOT / "dce").rglob("*.py") if driver.search(path.read_text())}
    assert {path.name for path in knows if path.parent.name != "engines"} == of_files


def test_no_two_test_modules_share_a_name():
    """pytest imports them by their name alone, and refuses the second."""
    not_by_name = ("conftest.py", "__init__.py")
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.name not in not_by_name]
    assert not {name for name in names if names.count(name) > 1}


def test_readme_names_every_command_and_every_public_name():
    readme = (ROOT / "README.md").read_text()
    missing = [name for name in COMMANDS if f"dce {name}" not in readme]
    missing += [name for name in dce.__all__ if not re.search(rf"\b{name}\b", readme)]
    assert not missing


def test_every_public_name_can_be_had():
    assert all(getattr(dce, name) is not None for name in dce.__all__)


@pytest.mark.parametrize("folder", ["designs", "responses", "analysis"])
def test_this_repository_is_the_workspace_that_init_writes(folder):
    assert (ROOT / folder / "README.md").read_text() == (WORKSPACE / folder / "README.md").read_text()
    assert len((ROOT / folder / "README.md").read_text().splitlines()) == 5


LOCKS = [f"requirements{name}.lock" for name in ("", "-dev", "-postgres", "-bench", "-otree", "-release", "-fuzz")]


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_pin_with_hashes_and_name_no_address(lock):
    text = (ROOT / lock).read_text()
    assert not re.search(r"https?://|index-url|find-links", text)
    pins = re.findall(r"^[a-z0-9][^ \n]*==[^ \n]+", text, flags=re.MULTILINE)
    assert len(pins) > 2
    assert text.count("--hash=sha256:") >= len(pins)


def test_an_audit_asks_about_every_lock_and_takes_silence_for_a_failure():
    said = subprocess.run(["make", "-n", "audit"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "pip-audit --strict" in said, "a mirror without advisories would say that all is well"
    assert all(lock in said for lock in ("requirements.lock", "requirements-dev.lock"))


def test_help_does_not_wait_for_the_numeric_libraries():
    code = "import sys; from dce.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "pandas", "flask"} & set(loaded)


@pytest.mark.parametrize(
    ("sample", "options"),
    [("gegevensdeling-synthetic.csv", ["--seed", "1"]), ("gegevensdeling-even.csv", ["--seed", "3", "--even"])],
)
def test_the_committed_samples_are_what_simulate_makes_from_the_committed_design(tmp_path, sample, options):
    folder = ROOT / "designs" / "gegevensdeling"
    command = [Path(sys.executable).with_name("dce"), "simulate", folder, "--people", "50", *options]
    subprocess.run([*command, "--output", tmp_path / sample], check=True, capture_output=True)
    assert (tmp_path / sample).read_bytes() == (ROOT / "responses" / sample).read_bytes()


@pytest.mark.long
def test_the_analysis_script_runs_and_says_that_its_answers_are_invented():
    script = ROOT / "analysis" / "gegevensdeling" / "analysis.py"
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("Invented answers")
    assert "places not ruled out" in ran.stdout
