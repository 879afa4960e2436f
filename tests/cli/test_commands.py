import json
import re

import pandas as pd
import pytest
from click.testing import CliRunner

from dce.cli import main
from dce.study import example_text


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A workspace as ``dce init`` leaves it, with a design and invented answers."""
    folder = tmp_path_factory.mktemp("place") / "workspace"
    study = folder / "designs" / "voorbeeld"
    assert run("init", folder).exit_code == 0
    assert run("design", study).exit_code == 0
    made = run("simulate", study, "--people", 40, "--output", folder / "responses" / "sample.csv")
    assert made.exit_code == 0, made.output
    return folder


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_the_example_goes_the_whole_way_to_a_ranking_and_a_report(workspace):
    study, sample = workspace / "designs" / "voorbeeld", workspace / "responses" / "sample.csv"
    ranked = run("rank", study, "--answers", sample, "--bootstrap", 200)
    assert ranked.exit_code == 0, ranked.output
    assert ranked.stdout.startswith("These answers are invented (synthetic)")
    assert "all (40 people)" in ranked.stdout
    assert "places not ruled out" in ranked.stdout
    page = workspace / "analysis" / "report.html"
    reported = run("report", study, "--answers", sample, "--bootstrap", 200, "--output", page)
    assert reported.exit_code == 0, reported.output
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_report_makes_the_folder_it_belongs_in(workspace, monkeypatch):
    monkeypatch.chdir(workspace)
    sample = workspace / "responses" / "sample.csv"
    reported = run("report", "designs/voorbeeld", "--answers", sample, "--bootstrap", 200)
    assert reported.exit_code == 0, reported.output
    assert (workspace / "analysis" / "voorbeeld" / "report.html").is_file()


def test_rank_as_json_holds_the_seed_and_every_row(workspace):
    study, sample = workspace / "designs" / "voorbeeld", workspace / "responses" / "sample.csv"
    found = json.loads(run("rank", study, "--answers", sample, "--by", "rol", "--seed", 7, "--json").stdout)
    assert found["seed"] == 7
    assert found["synthetic"] is True
    assert len(found["rankings"]["rol"]) == 9


def test_simulated_tables_say_that_they_are_synthetic_and_repeat_by_seed(workspace, tmp_path):
    study, again = workspace / "designs" / "voorbeeld", tmp_path / "again.csv"
    assert run("simulate", study, "--people", 40, "--output", again).exit_code == 0
    sample = workspace / "responses" / "sample.csv"
    assert again.read_bytes() == sample.read_bytes()
    assert pd.read_csv(sample)["synthetic"].all()


def test_check_prints_every_problem_and_exits_with_1(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text(example_text().replace("kind: rating", "kind: rat").replace("tasks: 9", "tasks: x"))
    checked = run("check", path)
    assert checked.exit_code == 1
    assert len(checked.stderr.strip().splitlines()) == 2
    assert all(re.match(rf"{re.escape(str(path))}:\d+:\d+: ", line) for line in checked.stderr.strip().splitlines())


def test_init_never_writes_over_a_file(tmp_path):
    (tmp_path / "designs").mkdir()
    (tmp_path / "designs" / "README.md").write_text("mine")
    refused = run("init", tmp_path)
    assert refused.exit_code == 1
    assert "nothing was written" in refused.stderr
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["README.md"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("respondent,task,rating\n", "holds no answers"),
        ("a,b\n1,2\n", 'column "respondent" is missing'),
        (b"\x89PNG\r\n\x1a\n\x00", "is not a CSV table"),
        (None, "there is no such file"),
    ],
)
def test_tables_that_are_no_answers_are_refused_in_one_line(workspace, tmp_path, content, words):
    path = tmp_path / "answers.csv"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    refused = run("rank", workspace / "designs" / "voorbeeld", "--answers", path)
    assert refused.exit_code == 1
    assert words in refused.stderr
    assert "Traceback" not in refused.output


def test_fit_prints_weights_and_the_categorical_coding_has_more(workspace):
    study, sample = workspace / "designs" / "voorbeeld", workspace / "responses" / "sample.csv"
    own = run("fit", study, "--answers", sample).stdout
    every = run("fit", study, "--answers", sample, "--categorical").stdout
    assert "waarborgen " in own
    assert "waarborgen[alle]" not in own
    assert "waarborgen[alle]" in every


@pytest.mark.parametrize("form", ["text", "json", "latex", "html"])
def test_every_view_of_a_fit_to_invented_answers_says_so(workspace, form):
    study, sample = workspace / "designs" / "voorbeeld", workspace / "responses" / "sample.csv"
    assert "invented (synthetic)" in run("fit", study, "--answers", sample, "--format", form).stdout


def test_a_study_takes_every_model_by_its_background_items_and_no_option_of_a_table(workspace):
    study, sample = workspace / "designs" / "voorbeeld", workspace / "responses" / "sample.csv"
    random = run("fit", study, "--answers", sample, "--random", "constant", "--draws", 50).stdout
    assert "mixed ordered logit" in random
    assert "sd.constant" in random
    assert " scale." in run("fit", study, "--answers", sample, "--scale-by", "rol").stdout
    refused = run("fit", study, "--answers", sample, "--x", "price")
    assert (refused.exit_code, "--x is for a table" in refused.stderr) == (2, True)


def test_inspect_tells_rank_balance_and_limits(workspace):
    text = run("inspect", workspace / "designs" / "voorbeeld").stdout
    assert "6 of 6" in text
    numbers = json.loads(run("inspect", workspace / "designs" / "voorbeeld", "--json").stdout)
    assert numbers["rank"] == numbers["parameters"] == 6
    assert numbers["limits"]
