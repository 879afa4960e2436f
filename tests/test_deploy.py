"""The files to serve dce by say what dce understands: every command with its options, every variable, every path."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from dce.cli import main

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def commands() -> list[tuple[str, list[str]]]:
    """Every call of dce in the folder, by file."""
    found = []
    for path in sorted(DEPLOY.iterdir()):
        for line in re.findall(
            r"(?:\.venv/bin/|^|`|&& )dce ((?:[a-z]+ ?)(?:[^`\n&]*))", path.read_text(), re.MULTILINE
        ):
            words = shlex.split(line.split(" ;")[0])
            if words and words[0] in main.list_commands(None):
                found.append((path.name, words))
    return found


def test_the_folder_calls_dce():
    assert {"dce.service", "dce-backup.service", "dce-forget.service", "README.md"} <= {name for name, _ in commands()}


@pytest.mark.parametrize(
    ("name", "words"), commands(), ids=lambda part: part if isinstance(part, str) else " ".join(part)
)
def test_every_option_is_one_of_the_command(name: str, words: list[str]):
    command = main.get_command(click.Context(main), words[0])
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert {word for word in words[1:] if word.startswith("--")} <= known, name


def test_every_variable_is_read_and_told():
    code = "\n".join(path.read_text() for path in (ROOT / "dce").rglob("*.py"))
    read = set(re.findall(r'"(DCE_[A-Z_]+)"', code))
    told = set(re.findall(r"`(DCE_[A-Z_]+)`", (DEPLOY / "README.md").read_text()))
    for_units = {"DCE_STUDIES", "DCE_HOST", "DCE_CONTACT"}
    assert read == told - for_units
    assert set(re.findall(r"(DCE_[A-Z_]+)", (DEPLOY / "environment.example").read_text())) <= told


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_run_without_rights_and_write_their_data_only(unit: Path):
    said = dict(line.split("=", 1) for line in unit.read_text().splitlines() if re.match(r"\w+=", line))
    assert said["User"] == "dce"
    assert said["ProtectSystem"] == "strict"
    assert said["NoNewPrivileges"] == "true"
    assert "/srv/dce/data" in said["ReadWritePaths"]
    assert said["UMask"] == "0077"


def test_the_container_is_nobody_special_and_installs_by_hash():
    said = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"^USER [1-9]\d{4}:[1-9]\d{4}$", said, re.MULTILINE), "a number: no name is looked up on the host"
    assert "--require-hashes" in said
    for copied in re.findall(r"^COPY (.+) \./?\S*$", said, re.MULTILINE):
        assert all((ROOT / name).exists() for name in copied.split())


HADOLINT = ROOT / ".venv-release" / "bin" / "hadolint"


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint comes with make lint, which runs it too")
def test_hadolint_finds_nothing_in_the_container_file(tmp_path: Path):
    linted = subprocess.run([HADOLINT, DEPLOY / "Containerfile"], capture_output=True, text=True, check=False)
    assert (linted.returncode, linted.stdout) == (0, "")
    worse = tmp_path / "Containerfile"
    worse.write_text((DEPLOY / "Containerfile").read_text().replace("python:3.13-slim", "python:latest"))
    assert "DL3007" in subprocess.run([HADOLINT, worse], capture_output=True, text=True, check=False).stdout
