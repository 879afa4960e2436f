"""``dce check``: what is allowed but should be known before anybody is invited."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dce.cli import main
from dce.study import example_text

SHOWS = "the survey shows {} tasks"
UNRANKED = "they are not yet ranked from the database or its table"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def written(folder: Path, task: str, design: str) -> Path:
    """The example with another task and design."""
    text = example_text()
    begin, end = text.index("  kind: rating"), text.index("criteria:")
    statement = "  statement: {nl: Welke?, en: Which?}\n\n"
    changed = text[:begin] + "".join(f"  {line}\n" for line in task.split("; ")) + statement + text[end:]
    path = folder / "study.yaml"
    path.write_text(changed.replace("{tasks: 9, versions: 1, seed: 1}", f"{{{design}, seed: 1}}"), encoding="utf-8")
    return path


def notes(path: Path) -> list[str]:
    checked = run("check", path)
    assert checked.exit_code == 0, checked.output
    return [line.partition(": note: ")[2] for line in checked.stdout.splitlines()[1:]]


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("kind: yes-no", ()),
        ("kind: choice; alternatives: 3", (SHOWS.format("choice"), "dce rank and dce report do not read them yet")),
        ("kind: best-worst; alternatives: 3", (SHOWS.format("best-worst"), UNRANKED)),
        ("kind: ranking; alternatives: 3", (SHOWS.format("ranking"), UNRANKED)),
    ],
)
def test_a_study_is_told_what_is_not_yet_done_with_its_kind_of_task(
    tmp_path: Path, task: str, words: tuple[str, ...]
) -> None:
    found = notes(written(tmp_path, task, "tasks: 12, practice: 1, holdouts: 1, repeats: 1"))
    assert len(found) == bool(words)
    assert all(word in found[0] for word in words)


@pytest.mark.parametrize("kind", ["choice", "best-worst", "ranking"])
def test_the_commands_do_with_such_answers_what_the_note_says(tmp_path: Path, kind: str) -> None:
    path, table = written(tmp_path, f"kind: {kind}; alternatives: 3", "tasks: 6"), tmp_path / "answers.csv"
    assert run("design", path, "--no-prices").exit_code == 0
    made = run("simulate", tmp_path, "--people", 20, "--output", table)
    assert "20 invented people, 120 answers" in made.stderr
    refused = run("rank", tmp_path, "--answers", table)
    assert refused.exit_code == 1
    assert f"{kind} tasks have no ratings" in refused.stderr


@pytest.mark.parametrize(
    ("task", "design", "words"),
    [
        ("kind: yes-no", "tasks: 5", "5 different tasks cannot carry 6 parameters; ask at least 6 tasks"),
        ("kind: yes-no", "tasks: 4, versions: 2", "8 tasks for 6 parameters (all levels apart) leave 2"),
        (
            "kind: choice; alternatives: 3",
            "tasks: 2",
            "4 different comparisons in 2 tasks cannot carry 5 parameters; ask at least 3 tasks",
        ),
        ("kind: choice; alternatives: 3", "tasks: 3", "6 comparisons in 3 tasks for 5 parameters (all levels apart)"),
        (
            "kind: choice; alternatives: 2; opt_out: {nl: geen, en: none}",
            "tasks: 2",
            "4 different comparisons in 2 tasks cannot carry 6 parameters",
        ),
        ("kind: choice; alternatives: 3", "tasks: 5", None),
    ],
)
def test_too_few_tasks_are_told_by_what_a_task_tells(tmp_path: Path, task: str, design: str, words: str | None) -> None:
    found = [note for note in notes(written(tmp_path, task, design)) if "parameters" in note]
    assert len(found) == (words is not None)
    assert words is None or words in found[0]
