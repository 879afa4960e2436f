"""``dce power`` on a folder of choice tasks, its population without a scale, and the picks that tasks consist of."""

import re

import pytest
from click.testing import CliRunner

from dce.cli import main
from dce.design import Design, make_design
from dce.errors import StudyError
from dce.power import ranking_power
from dce.power.picks import Picks
from dce.report.power_figure import power_figure
from dce.report.wording import Wording
from dce.simulate import Population
from dce.study import Study

POPULATION = """
notes: {nl: Verzonnen., en: Invented.}
weights: {ontvanger: 0.9, doel: 0.4, waarborgen: 0.15}
intercept_sd: 0.5
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A study folder of pairs, with assumed weights and no thresholds."""
    workspace = tmp_path_factory.mktemp("pairs")
    assert CliRunner().invoke(main, ["init", str(workspace)]).exit_code == 0
    found = workspace / "designs" / "voorbeeld"
    text = (found / "study.yaml").read_text(encoding="utf-8")
    asks = "{kind: choice, alternatives: 2, opt_out: {nl: Geen, en: None}, statement: {nl: Welke?, en: Which?}}"
    kept = re.sub(r"^task:\n(?:[ #].*\n|\n)*", f"task: {asks}\n", text, flags=re.MULTILINE)
    kept = re.sub(r"^design:.*\n", "design: {tasks: 9, seed: 1}\n", kept, flags=re.MULTILINE)
    (found / "study.yaml").write_text(kept, encoding="utf-8")
    (found / "population.yaml").write_text(POPULATION, encoding="utf-8")
    study = Study.load(found / "study.yaml")
    make_design(study, seed=1).save(found)
    return found


@pytest.mark.parametrize(("language", "shown"), [("nl", "mensen in de groep"), ("en", "people in the group")])
def test_the_command_tells_it_and_draws_it(folder, tmp_path, language, shown):
    picture = tmp_path / "power.svg"
    options = ["--sizes", "12,40", "--picture", str(picture), "--language", language, "--replicates", "30"]
    ran = CliRunner().invoke(main, ["power", str(folder), "--people", "jurist=20,beleid=20", *options])
    assert ran.exit_code == 0, ran.output
    assert "Between jurist and beleid" in ran.stdout
    assert "Choosing nothing (opt_out) is assumed" in ran.stdout
    assert shown in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "shown"), [("nl", "Niets kiezen is even"), ("en", "Picking nothing was assumed")])
def test_the_page_of_a_design_says_what_was_assumed_of_an_opt_out(folder, language, shown):
    design = Design.load(folder)
    population = Population.load(folder / "population.yaml", design.study)
    power = ranking_power(design, 30, population=population, replicates=20)
    figure = power_figure(Wording(design.study, language), design, power, power.curve((12, 40), replicates=20))
    assert figure is not None
    assert any(shown in note for note in figure.notes)


def test_a_population_that_picks_has_no_thresholds(folder, tmp_path):
    study = Study.load(folder / "study.yaml")
    assert Population.load(folder / "population.yaml", study).thresholds == ()
    given = tmp_path / "population.yaml"
    given.write_text(POPULATION + "thresholds: [0.5]\n", encoding="utf-8")
    with pytest.raises(StudyError, match='no key "thresholds"'):
        Population.load(given, study)


def test_picks_by_hand():
    """Three alternatives: a ranking has three pairs left after a first pick, best-worst too, with the sign turned."""
    ranking, best_worst, choice = (Picks.of(kind, 3) for kind in ("ranking", "best-worst", "choice"))
    assert choice.after.tolist() == [[-1, -1, -1]]
    assert ranking.open.tolist() == best_worst.open.tolist()
    assert ranking.sign.tolist() == [1, 1, 1, 1]
    assert best_worst.sign.tolist() == [1, -1, -1, -1]
    assert ranking.after[0].tolist() == [1, 2, 3]
    assert (ranking.after[1:] == -1).all()
    assert Picks.of("best-worst", 2).open.tolist() == [[True, True]]  # the other one is the worst: nothing is picked
    assert len(Picks.of("ranking", 5).sign) == 1 + 5 + 10 + 10
    assert Picks.of("ranking", 5).stages.tolist() == [1, 1, 1, 1]
    assert Picks.of("best-worst", 5).stages.tolist() == [1, -1]
