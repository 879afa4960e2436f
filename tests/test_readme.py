"""The README's shell walk is run as it stands, and must print what the README shows; its Python runs as a doctest."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dce.cli import main
from dce.cli.prices import prices_of

ROOT = Path(__file__).resolve().parents[1]
DCE = Path(sys.executable).with_name("dce")


def sessions() -> list[tuple[str, str]]:
    """Commands of the README's console blocks with the output shown under each."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE) if step.strip()]
    return [(step.split("\n", 1)[0], step.split("\n", 1)[1]) for step in steps]


@pytest.fixture
def short_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches without each rule are short: the README shows only that they are told."""

    def priced(made, **how):
        monkeypatch.setattr("dce.design.single.problem.MOST_KICKS", 200)
        return prices_of(made, **how)

    monkeypatch.setattr("dce.cli.design.prices_of", priced)


def printed_by(words: list[str], folder: Path) -> str:
    """What a command prints in a process of its own; ``design`` runs here, where its prices can be short."""
    if words[0] == "design":
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            done = CliRunner().invoke(main, words, prog_name="dce")
        assert done.exit_code == 0, done.output
        return (done.stdout + done.stderr).strip()
    ran = subprocess.run([DCE, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return (ran.stdout + ran.stderr).strip()


@pytest.mark.long
@pytest.mark.full_search
@pytest.mark.usefixtures("short_prices")
def test_the_shell_walk_prints_what_the_readme_shows(tmp_path):
    for name in ("designs", "responses", "analysis"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.db*", "report.html"))
    for command, shown in sessions():
        words = command.split()
        assert words[0] == "dce", command
        printed = printed_by(words[1:], tmp_path)
        for part in shown.strip().split("\n...\n"):
            assert part.strip() in printed, f"{command}\nshould show\n{part}\nprinted\n{printed}"


def test_the_walk_has_the_whole_way():
    assert [command.split()[1] for command, _ in sessions()][:3] == ["check", "design", "inspect"]
