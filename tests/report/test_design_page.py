"""The page about a design: one file, both languages, every number from the design it is about."""

import re

import pytest

from dce.design import Design, make_design
from dce.errors import StudyError
from dce.report import write_design_report
from dce.study import DesignSettings, example_study


@pytest.fixture(scope="module")
def folder(request):
    return request.config.rootpath / "designs" / "gegevensdeling"


@pytest.fixture(scope="module")
def design(folder):
    return Design.load(folder)


@pytest.fixture(scope="module")
def pages(design, tmp_path_factory):
    folder = tmp_path_factory.mktemp("design")
    return {
        language: write_design_report(folder / f"{language}.html", design, people=50, language=language).read_text()
        for language in ("nl", "en")
    }


def test_the_verdict_stands_first_in_the_language_of_the_page(pages):
    assert "Goed: dit ontwerp kan gebruikt worden." in pages["nl"].split("<figure")[0]
    assert "Good: this design can be used." in pages["en"].split("<figure")[0]


def test_a_verdict_with_limits_says_which(design, tmp_path):
    alike, target = design.frame, tmp_path / "page.html"
    both = alike["verplicht"].eq("nee") & alike["verhouding"].eq("beperkt")
    alike.loc[both, "verhouding"] = "afhankelijk"
    page = write_design_report(target, Design.from_frame(design.study, alike), language="nl").read_text()
    assert "Bruikbaar, met beperkingen." in page.split("<figure")[0]
    assert "Verplicht verstrekt en verhouding veranderen vaak samen (samenhang" in page


def test_the_page_needs_nothing_else_and_is_the_same_each_time(pages, design, tmp_path):
    again = write_design_report(tmp_path / "again.html", design, people=50, language="nl").read_text()
    assert again == pages["nl"]
    assert not re.search(r"https?://|<script|<link", pages["nl"])


def test_every_level_is_counted_as_often_as_it_is_shown(pages, design):
    rows = re.findall(
        r"<tr><th scope=\"row\">([^<]*)</th><td>([^<]*)</td><td class=\"number\">(\d+)</td></tr>", pages["en"]
    )
    shown = [int(count) for _, _, count in rows]
    assert shown == design.quality().balance["count"].tolist()


def test_without_people_nothing_is_said_of_precision(design, tmp_path):
    page = write_design_report(tmp_path / "plain.html", design).read_text()
    assert 'id="errors"' not in page
    assert 'id="alike"' in page


def test_a_design_that_cannot_be_used_says_so(example, tmp_path):
    rows = make_design(example, tasks=12, seed=1).frame
    broken = Design.from_frame(example, rows[rows["doel"] == "ja"][list(example.criterion_ids)].drop_duplicates())
    page = write_design_report(tmp_path / "broken.html", broken, people=50).read_text()
    assert "Niet bruikbaar zoals het nu is." in page
    assert "komt nergens voor" in page


def test_another_language_is_refused(design, tmp_path):
    with pytest.raises(StudyError, match='has no texts in language "de"; it has nl, en'):
        write_design_report(tmp_path / "x.html", design, language="de")


def test_tasks_are_marked_by_what_they_are_for(tmp_path):
    settings = DesignSettings(tasks=6, versions=2, anchors=1, practice=1, holdouts=1, repeats=1)
    made = make_design(example_study(), settings=settings, seed=1)
    page = write_design_report(tmp_path / "roles.html", made, language="nl").read_text()
    heads = re.findall(r'<h3 class="small">Scenario ([^<]*)</h3>', page)
    assert heads[:3] == [
        "1 (om te oefenen)",
        "2 (telt niet mee voor de gewichten, om voorspellingen te toetsen)",
        heads[2],
    ]
    assert heads[2].startswith("3 (in elke versie")
    assert {head.split("(")[1][:8] for head in heads[3:]} == {"versie 1", "versie 2"}
    assert sum("wordt twee keer getoond" in head for head in heads) in (1, 2)
