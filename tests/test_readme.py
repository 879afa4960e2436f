"""The README's shell walk is run as it stands, and must print what the README shows; its Python runs as a doctest."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DCE = Path(sys.executable).with_name("dce")


def sessions() -> list[tuple[str, str]]:
    """Commands of the README's console blocks with the output shown under each."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE) if step.strip()]
    return [(step.split("\n", 1)[0], step.split("\n", 1)[1]) for step in steps]


def test_the_shell_walk_prints_what_the_readme_shows(tmp_path):
    for name in ("designs", "responses", "analysis"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.db*", "report.html"))
    for command, shown in sessions():
        words = command.split()
        assert words[0] == "dce", command
        ran = subprocess.run([DCE, *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        printed = (ran.stdout + ran.stderr).strip()
        for part in shown.strip().split("\n...\n"):
            assert part.strip() in printed, f"{command}\nshould show\n{part}\nprinted\n{printed}"


def test_the_walk_has_the_whole_way():
    assert [command.split()[1] for command, _ in sessions()][:3] == ["check", "design", "inspect"]
