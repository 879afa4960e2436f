"""``dce design``: searches, keeps what it is given, and gives the best so far when somebody stops it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.progress import Progress

from dce.cli import main
from dce.cli.design import _News
from dce.design import Design, make_design, write_foreign
from dce.study import DesignSettings, Study

DCE = Path(sys.executable).with_name("dce")


def run(*arguments):
    return CliRunner().invoke(main, ["design", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def folder(example, tmp_path):
    (tmp_path / "study.yaml").write_text(example.model_dump_json(exclude_defaults=True), encoding="utf-8")
    return tmp_path


def test_tasks_that_are_kept_come_first(example, folder):
    first = make_design(example, tasks=8, seed=3)
    first.frame.to_csv(folder / "old.csv", index=False)
    said = run(folder, "--keep", folder / "old.csv", "--tasks", 12)
    assert said.exit_code == 0, said.output
    assert "12 tasks, rank 6 of 6" in said.output
    names = list(example.criterion_ids)
    assert Design.load(folder).frame[names].head(8).equals(first.frame[names])


def test_what_each_rule_costs_is_told_unless_nobody_wants_to_know(example, folder):
    told = "What the rules cost:\n  - rule 1 (ontvanger=bedrijf with waarborgen=geen) costs "
    assert run(folder, "--tasks", 8).stdout.startswith(told)
    assert run(folder, "--tasks", 8, "--no-prices").stdout == ""
    free = example.model_copy(update={"rules": ()})
    (folder / "study.yaml").write_text(free.model_dump_json(exclude_defaults=True), encoding="utf-8")
    assert run(folder, "--tasks", 8).stdout == ""


def test_a_design_of_another_program_is_dealt_into_versions(example, folder):
    first = make_design(example, tasks=12, seed=3)
    write_foreign(first.frame, folder / "old.csv", program="ngene")
    said = run(folder, "--keep", folder / "old.csv", "--tasks", 6, "--versions", 2)
    assert said.exit_code == 0, said.output
    made = Design.load(folder)
    assert made.frame.groupby("version").size().tolist() == [6, 6]
    names = list(example.criterion_ids)
    assert sorted(map(tuple, made.frame[names].to_numpy())) == sorted(map(tuple, first.frame[names].to_numpy()))


@pytest.fixture
def choice(example, folder):
    plain = example.model_dump(mode="json", exclude_defaults=True)
    task = {"kind": "choice", "alternatives": 2, "statement": {"nl": "Welke?", "en": "Which?"}}
    study = Study.model_validate(plain | {"task": task, "design": {"tasks": 6, "practice": 1, "holdouts": 1}})
    (folder / "study.yaml").write_text(study.model_dump_json(exclude_defaults=True), encoding="utf-8")
    return study


@pytest.mark.parametrize("form", ["ngene", "choicedesign", "idefix", "cbctools", "folder", "design.csv"])
def test_choice_tasks_are_kept_too(choice, folder, form):
    """Practice and hold-out tasks of a folder stay behind; a table does not tell which they are."""
    first = make_design(choice, settings=DesignSettings(tasks=6), seed=3)
    old = folder / "old"
    if form == "folder":
        old.mkdir()
        (old / "study.yaml").write_text(choice.model_dump_json(exclude_defaults=True), encoding="utf-8")
        first = make_design(choice, seed=3)
        first.save(old)
    elif form == "design.csv":
        first.frame.to_csv(old, index=False)
    else:
        write_foreign(first.frame, old, program=form)
    said = run(folder, "--keep", old, "--tasks", 9, "--seconds", 0.2, "--no-prices")
    assert said.exit_code == 0, said.output
    made = Design.load(folder)
    assert (made.practice, made.holdouts, made.settings["kept"]) == ((1,), (2,), 6)
    kept = first.estimated.drop(columns="task")
    assert made.estimated.drop(columns="task").head(12).equals(kept)
    assert made.frame["task"].nunique() == 2 + 9


def test_only_directions_are_a_prior(folder):
    assert run(folder, "--priors", "expected").exit_code == 0
    assert Design.load(folder).settings["priors"] == "expected"


def heed_interrupts():
    """What is started in the background ignores them, and so would all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.long
def test_an_interrupt_writes_the_best_design_so_far(folder):
    run(folder)  # compiled, so that the interrupt comes while it searches
    (folder / "design.csv").unlink()
    working = subprocess.Popen(
        [DCE, "design", folder, "--seconds", "300"], stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts
    )
    time.sleep(8)
    os.kill(working.pid, signal.SIGINT)
    _, said = working.communicate(timeout=120)
    assert working.returncode == 0, said
    assert "stopped by hand: the best so far" in said
    assert Design.load(folder).quality().rank == 6


def test_a_search_that_is_being_compiled_says_why_nothing_is_seen() -> None:
    now = [0.0]
    progress = Progress(_News(), get_time=lambda: now[0], disable=True)
    task = progress.add_task("", total=1.0)
    assert str(_News().render(progress.tasks[0])) == ""
    now[0] = 5.0
    assert "compiled" in str(_News().render(progress.tasks[0]))
    progress.update(task, completed=0.1, description="best so far 0.2")
    assert str(_News().render(progress.tasks[0])) == "best so far 0.2"
