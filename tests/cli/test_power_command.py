"""``dce power``: people by group, as text, for another program and as a picture; what cannot be is refused."""

import json
import re

import pandas as pd
import pytest
from click.testing import CliRunner
from lxml import etree

from dce.cli import main
from dce.cli.main import COMMANDS

FEW = ("--replicates", 30)


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setitem(COMMANDS, "power", ("dce.cli.power", "Tell what so many people can show."))


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    workspace = tmp_path_factory.mktemp("power")
    assert run("init", workspace).exit_code == 0
    found = workspace / "designs" / "voorbeeld"
    assert run("design", found).exit_code == 0
    return found


def test_text_tells_each_group_and_what_was_assumed(folder):
    ran = run("power", folder, "--people", "jurist=20,bel=30", *FEW, "--seed", 7)
    assert ran.exit_code == 0, ran.output
    assert re.search(r"^ *all +50 ", ran.stdout, re.MULTILINE)
    assert re.search(r"^ *beleid +30 ", ran.stdout, re.MULTILINE)
    assert "Between jurist and beleid" in ran.stdout
    assert "30 simulated studies from seed 7" in ran.stdout


def test_another_program_reads_everything_with_its_settings(folder):
    options = ["--sizes", "12,24", "--tasks", "8", "--aim", 0.7, "--json"]
    ran = run("power", folder, "--people", "jurist=20,beleid=30", *FEW, "--seed", 7, *options)
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)
    assert {name: found[name] for name in ("people", "seed", "replicates", "aim")} == {
        "people": {"all": 50, "jurist": 20, "beleid": 30}, "seed": 7, "replicates": 30, "aim": 0.7,
    }  # fmt: skip
    assert pd.DataFrame(found["power"])["group"].unique().tolist() == ["all", "jurist", "beleid"]
    assert {row["n"] for row in found["curve"] if row["group"] == "jurist"} == {12, 24}
    assert {(row["tasks"], row["versions"]) for row in found["designs"]} == {(8, 1)}
    assert len(found["differences"]) == 3
    assert 0 <= found["false_differences"][0] <= 1
    assert {row["measure"] for row in found["needed"]} <= {row["measure"] for row in found["power"]}


def test_weights_may_be_unknown_and_numbers_searched(folder):
    options = ["--priors", "expected", "--needed", "people", "--aim", 0.6, "--measure", "first"]
    ran = run("power", folder, "--people", "jurist=20,bel=30", *FEW, *options)
    assert ran.exit_code == 0, ran.output
    assert "other ones in each study: every chance is an average over them" in ran.stdout
    assert re.search(
        r"^jurist: .* people in each group.* show the right first place in 60% of studies", ran.stdout, re.M
    )
    assert re.search(r"^all: .* people in all groups together", ran.stdout, re.M)
    found = json.loads(run("power", folder, "--people", "jurist=20,bel=30", *FEW, *options, "--json").stdout)
    assert found["priors"] == "expected"
    assert [row["group"] for row in found["people_needed"]] == ["all", "jurist", "beleid"]
    assert found["sentences"][-1] in ran.stdout


def test_a_picture_of_power_over_n(folder, tmp_path):
    weights = tmp_path / "population.yaml"
    weights.write_text(
        "notes: {nl: Verzonnen., en: Invented.}\nweights: {ontvanger: 0.9, doel: 0.4, waarborgen: 0.1}\n"
        "thresholds: [-1.5, -0.5, 0.5, 1.5]\nintercept_sd: 0.5\n"
    )
    picture = tmp_path / "power.svg"
    drawn = ["--population", weights, "--sizes", "12,24", "--picture", picture]
    ran = run("power", folder, "--people", 20, *FEW, *drawn)
    assert ran.exit_code == 0, ran.output
    assert f"wrote {picture}" in ran.stderr
    assert "people needed for 80% of studies" in ran.stdout
    assert etree.parse(picture).getroot().get("aria-label").startswith("de juiste eerste 2, deel")
    ran = run("power", folder, "--people", 20, *FEW, *drawn, "--language", "en", "--narrow", "--measure", "first")
    assert etree.parse(picture).getroot().get("aria-label").startswith("the right first place, share of studies")
    equal = run("power", folder, "--people", 20, *FEW, "--sizes", "12,24", "--picture", picture)
    assert equal.exit_code == 2
    assert "the assumed weights are equal, so top 2 set has no chance to draw" in equal.stderr


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--people", "jurist=20,minister=3"], 1, "no background item has the options jurist, minister"),
        (["--people", "jurist=0,beleid=20"], 1, 'group "jurist": 0 is too few'),
        (["--people", "200000"], 1, "people: 200000 is more than 100000"),
        (["--people", "jurist=20,jurist=10"], 2, '"jurist" is named twice'),
        (["--people", "jurist"], 2, '"jurist" is no number of people; write 50, or option=number'),
        (["--people", "20", "--sizes", "a lot"], 2, '--sizes is "a lot"; write whole numbers'),
        (["--people", "20", "--picture", "x.svg"], 2, "--picture shows power over numbers of people"),
        (["--people", "20", "--population", "nowhere.yaml"], 1, "nowhere.yaml"),
        (["--people", "20", "--priors", "study"], 2, "--priors study: the design of this study has no priors"),
        (["--people", "20", "--needed", "people", "--measure", "luck"], 1, 'measure is "luck"; use one of first'),
        ([], 2, "Missing option '--people'"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_would_be_right(folder, options, status, said):
    ran = run("power", folder, *options, *FEW)
    assert ran.exit_code == status
    assert said in ran.stderr
    assert "Traceback" not in ran.output
