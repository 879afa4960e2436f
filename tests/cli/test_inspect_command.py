"""``dce inspect``: one verdict for every kind of task, and numbers that another program can read."""

import json

import pytest
from click.testing import CliRunner

from dce.cli import main
from dce.design import Design, make_choice_design, make_design
from dce.study import Study


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def folder_of(design, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yaml").write_text(design.study.model_dump_json(exclude_defaults=True), encoding="utf-8")
    design.save(folder)
    return folder


@pytest.fixture(scope="module")
def singles(example, tmp_path_factory):
    return folder_of(make_design(example, tasks=9, seed=1), tmp_path_factory.mktemp("singles"))


@pytest.fixture(scope="module")
def pairs(example, tmp_path_factory):
    plain = example.model_dump(mode="json", exclude_defaults=True)
    task = {"kind": "choice", "alternatives": 2, "statement": {"nl": "Welke?", "en": "Which?"}}
    study = Study.model_validate(plain | {"task": task})
    return folder_of(make_choice_design(study, tasks=8, seed=1), tmp_path_factory.mktemp("pairs"))


@pytest.mark.parametrize("folder", ["singles", "pairs"])
def test_the_verdict_comes_first_and_every_figure_is_json_too(folder, request):
    folder = request.getfixturevalue(folder)
    quality = Design.load(folder).quality()
    text = run("inspect", folder, "--people", "50").stdout
    found = json.loads(run("inspect", folder, "--people", "50", "--json").stdout)
    assert text.splitlines()[0] == found["verdict"]
    for name in ("d_efficiency", "d_bound", "of_bound", "d_error", "spare"):
        assert found[name] == pytest.approx(getattr(quality, name))
    assert found["coding"] == "effects"
    assert found["bound_kind"] == quality.bound_kind
    assert "of what is possible at all" in text
    assert len(found["predicted_errors"]) == len(found["confounded"]) + 2  # two criteria have three levels
    assert "  error  found (all)" in text


def test_people_by_group_have_errors_of_their_own(singles):
    found = json.loads(run("inspect", singles, "--people", "jurist=18,beleid=72", "--json").stdout)
    errors = {(row["group"], row["term"]): row["std_error"] for row in found["predicted_errors"]}
    assert {group for group, _ in errors} == {"all", "jurist", "beleid"}
    for _, term in errors:
        assert errors["jurist", term] == pytest.approx(2 * errors["beleid", term])
        assert errors["all", term] == pytest.approx(errors["jurist", term] / 5**0.5)
    assert "found (jurist)" in run("inspect", singles, "--people", "jur=18,bel=72").stdout


@pytest.mark.parametrize(
    ("people", "status", "said"),
    [
        ("many", 2, '"many" is no number of people; write 50, or option=number with commas between'),
        ("jurist=18,jurist=3", 2, '"jurist" is named twice'),
        ("bakker=18", 1, "bakker"),
        ("jurist=0", 1, "people: 0 is not within 1 to 10000000"),
    ],
)
def test_people_that_nobody_knows_are_refused_in_one_line(singles, people, status, said):
    refused = run("inspect", singles, "--people", people)
    assert refused.exit_code == status
    assert said in refused.stderr
    assert "Traceback" not in refused.output


def test_a_design_that_cannot_tell_its_effects_is_json_without_infinity(example, tmp_path):
    rows = make_design(example, tasks=9, seed=1).frame
    broken = Design.from_frame(example, rows[rows["doel"] == "ja"][list(example.criterion_ids)].drop_duplicates())
    found = json.loads(run("inspect", folder_of(broken, tmp_path), "--json").stdout, parse_constant=pytest.fail)
    assert found["d_error"] is None
    assert found["verdict"] == "not usable"


def test_a_page_is_written_for_choices_too_and_power_needs_a_page(pairs, singles, tmp_path):
    page = tmp_path / "page.html"
    assert "wrote" in run("inspect", pairs, "--people", "50", "--html", page).stderr
    assert 'id="dominance"' in page.read_text(encoding="utf-8")
    refused = run("inspect", singles, "--power", "--people", "50")
    assert (refused.exit_code, "name --html and --people" in refused.stderr) == (2, True)


@pytest.mark.long
def test_power_is_drawn_in_the_page(singles, tmp_path, monkeypatch):
    monkeypatch.setattr("dce.cli.inspect.REPLICATES", 20)
    monkeypatch.setattr("dce.cli.inspect.SIZES", (10, 40))
    page, weights = tmp_path / "page.html", {"ontvanger": 0.2, "doel": 0.9, "waarborgen": 0.3}
    assumed = {"notes": {"nl": "x", "en": "x"}, "weights": weights, "thresholds": [-1.6, -0.1, 0.6, 2.2]}
    (singles / "population.yaml").write_text(json.dumps(assumed), encoding="utf-8")
    done = run("inspect", singles, "--people", "jurist=18,beleid=14", "--html", page, "--power", "--language", "en")
    assert done.exit_code == 0, done.output
    text = page.read_text(encoding="utf-8")
    assert 'id="power"' in text
    assert "Policy officer (14 people): the right first place in" in text


def test_prices_of_rules_are_told_on_request(singles):
    text = run("inspect", singles, "--prices").stdout
    assert "What the rules cost:\n  - rule 1 (ontvanger=bedrijf with waarborgen=geen) costs " in text
    found = json.loads(run("inspect", singles, "--prices", "--json").stdout)["prices"]
    assert [row["rule"] for row in found] == [1]
    assert "prices" not in json.loads(run("inspect", singles, "--json").stdout)
