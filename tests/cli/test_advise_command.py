"""``dce advise``: a case by its levels or a table of cases, the brake first, for people and for other programs."""

import json

import pytest
from click.testing import CliRunner

from dce.cli import main

CASE = ["--case", "ontvanger=eigen", "--case", "doel=ja", "--case", "waarborgen=alle"]


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("advise")
    assert run("init", folder).exit_code == 0
    study, sample = folder / "designs" / "voorbeeld", folder / "responses" / "sample.csv"
    assert run("design", study).exit_code == 0
    assert run("simulate", study, "--people", 60, "--output", sample).exit_code == 0
    return study, sample


def advise(workspace, *arguments):
    study, sample = workspace
    return run("advise", study, "--answers", sample, "--bootstrap", 100, *arguments)


def test_a_case_is_advised_on_with_what_speaks_against_it_first(workspace):
    printed = advise(workspace, *CASE, "--by", "rol", "--validate")
    assert printed.exit_code == 0, printed.output
    lines = printed.output.splitlines()
    assert lines[0].startswith("These answers are invented")
    shares = [n for n, line in enumerate(lines) if "would agree, from answers of" in line]
    assert len(shares) == 3
    assert all(n < shares[0] for n, line in enumerate(lines) if line.startswith(("! ", "No brake")))
    assert "a person weighs the case and decides" in printed.output
    assert "of answers on the right side" in printed.output


def test_a_table_of_cases_is_advised_on_for_another_program(workspace, tmp_path):
    table = tmp_path / "cases.csv"
    table.write_text("case,ontvanger,doel,waarborgen\nA,eigen,ja,alle\nB,bedrijf,ja,geen\n")
    told = json.loads(advise(workspace, "--cases", table, "--json", "--validate").output)
    assert [advice["name"] for advice in told["advice"]] == ["A", "B"]
    assert told["advice"][0]["groups"][0]["share"]["low"] < told["advice"][0]["groups"][0]["share"]["value"]
    assert told["advice"][1]["stopped"]
    assert told["advice"][1]["brakes"][0]["code"] == "forbidden"
    assert [row["unseen"] for row in told["validation"]] == ["scenario", "respondent"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([], 2, "name a case with --case"),
        ([*CASE, "--cases", "x.csv"], 2, "or a table with --cases"),
        (["--case", "doel"], 2, "write criterion=level"),
        ([*CASE, "--case", "doel=nee"], 2, 'names "doel" twice'),
        (CASE[:4], 1, 'criterion "waarborgen": has no level; use one of geen, enkele, alle'),
        (["--cases", "nowhere.csv"], 1, "nowhere.csv: cannot be read"),
        ([*CASE, "--by", "maan"], 1, 'no background item "maan"'),
    ],
)
def test_what_is_wrong_is_said_in_one_line(workspace, arguments, status, words):
    done = advise(workspace, *arguments)
    assert done.exit_code == status
    assert words in done.output + done.stderr
