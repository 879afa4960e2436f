"""``dce rank``: every view of every kind of answer, as text and for another program."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from dce.cli import main
from dce.cli.views import VIEWS


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rank")
    assert run("init", folder).exit_code == 0
    study, sample = folder / "designs" / "voorbeeld", folder / "responses" / "sample.csv"
    assert run("design", study).exit_code == 0
    assert run("simulate", study, "--people", 60, "--output", sample).exit_code == 0
    return study, sample


@pytest.fixture(scope="module")
def stated(workspace, tmp_path_factory):
    """A table in which everybody ranks the criteria in the order of the file."""
    _, sample = workspace
    people = pd.read_csv(sample)["respondent"].drop_duplicates()
    path = tmp_path_factory.mktemp("stated") / "stated.csv"
    pd.DataFrame({"respondent": people, "ontvanger": 1, "doel": 2, "waarborgen": 3}).to_csv(path, index=False)
    return path


def everything(workspace, stated):
    study, sample = workspace
    named = ["--ground", "doel=nee", "--pair", "doel,waarborgen", "--self-image", "rol", "beleid", "jurist"]
    return run("rank", study, "--answers", sample, "--show", "all", "--bootstrap", 100, *named, "--stated", stated)


def test_all_that_a_study_tells_stands_in_one_print(workspace, stated):
    printed = everything(workspace, stated)
    assert printed.exit_code == 0, printed.output
    for title in (
        "Three measures of importance",
        "Tiers: no two of one tier can be told apart",
        "same: surely less than 17 points apart",
        "Leniency, scale and weights of groups",
        "The order of the groups together",
        "Where the variation in answers comes from",
        "Who never agrees, whatever else a scenario has",
        "What people call themselves against how they advise",
        "What people say weighs most, against what their answers show",
        "Answers that may tell little",
    ):
        assert title in printed.stdout, title
    assert " 1.0 " not in printed.stdout.split("row is above the column")[1].split("Tiers")[0], "no share is certain"


@pytest.mark.parametrize("view", [name for name in VIEWS if name not in ("self-image", "stated", "spread")])
def test_each_view_is_there_for_another_program(workspace, view):
    study, sample = workspace
    ran = run("rank", study, "--answers", sample, "--by", "rol", "--show", view, "--bootstrap", 100, "--json")
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert found["synthetic"] is True
    assert set(found["rankings"]) == {"rol"}
    assert all(part["title"] for part in found[view])
    assert found[view] or view == "trend", "the example study has no ordered item"


def test_a_crossed_split_is_named_by_both_items(workspace):
    study, sample = workspace
    ran = run("rank", study, "--answers", sample, "--by", "rol x rol")
    assert ran.exit_code == 1
    assert ran.stderr.strip() == "by names rol, rol; name one item, or two different ones to cross them"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--ground", "doel"], '--ground is "doel"; write two names with "=" between'),
        (["--pair", "doel,"], '--pair is "doel,"; write two names with "," between'),
        (["--show", "self-image"], "self-image needs --self-image ITEM LENIENT STRICT"),
        (["--show", "stated"], "stated needs --stated FILE"),
        (["--by", "leeftijd"], 'the answers hold no background item "leeftijd"; use one of rol'),
        (["--show", "additive", "--ground", "doel=soms"], "soms"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_would_be_right(workspace, options, said):
    study, sample = workspace
    ran = run("rank", study, "--answers", sample, "--bootstrap", 100, *options)
    assert ran.exit_code in (1, 2)
    assert said in ran.stderr
