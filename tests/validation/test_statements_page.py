"""The published statements beside our figures: each has both sides, what may be concluded follows from its verdict."""

import re
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html

import dce

pytestmark = pytest.mark.pages  # the page takes long to draw

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "analysis" / "gegevensdeling"
IDS = [f"F{number}" for number in range(1, 18)]
TOLD = {"holds": "blijkt", "does not hold": "blijkt niet", "cannot tell": "niet te zeggen"}


@pytest.fixture(scope="module")
def page_in():
    sys.path.insert(0, str(FOLDER))
    try:
        import statements_page as script
    finally:
        sys.path.remove(str(FOLDER))
    study = dce.Study.load(ROOT / "designs" / "gegevensdeling" / "study.yaml")
    answers = dce.read_answers(ROOT / "responses" / "gegevensdeling-synthetic.csv", study)
    sample = script.Sample(study, answers, draws=64)
    return lambda language: script.page_of(sample, language)


@pytest.fixture(scope="module")
def source(page_in):
    return page_in("nl")


@pytest.fixture(scope="module")
def shown(source):
    return html.document_fromstring(source)


@pytest.fixture(scope="module")
def committed():
    return pd.read_csv(FOLDER / "statements.csv").set_index(["id", "sample"])["verdict"]


def test_every_statement_stands_once_with_what_can_and_cannot_be_concluded(shown):
    boxes = shown.xpath("//div[@class='said']")
    assert sorted(box.get("id") for box in boxes) == sorted(IDS)
    for box in boxes:
        assert [found.text for found in box.xpath(".//dt")] == ["Wel te concluderen", "Niet te concluderen"]
        assert all(len(found.text) > 20 for found in box.xpath(".//dd"))


def test_the_verdicts_are_those_that_are_stored_for_all_three_samples(shown, committed):
    for key in IDS:
        [said] = shown.xpath(f"//div[@id='{key}']/p[@class='verdicts']")
        samples = {"50, toeval": "50 by chance", "50, gelijkmatig": "50 even", "5000": "5000"}
        assert said.text == "; ".join(f"{name}: {TOLD[committed[key, sample]]}" for name, sample in samples.items())


def test_nothing_is_concluded_where_nothing_can_be_told(shown, committed):
    for key in IDS:
        can = shown.xpath(f"string(//div[@id='{key}']//dd[1])")
        verdict = committed[key, "50 by chance"]
        assert ("Het is dus niet te zeggen" in can) == (verdict == "cannot tell"), key
        assert ("meer dan toeval" in can) == (verdict == "holds"), key


def test_each_figure_and_table_of_the_slides_stands_on_the_page(shown):
    figures = [found.get("id") for found in shown.xpath("//figure")]
    wanted = ["scenarios", "spread", "classes-jaren_functie", "classes-jaren_privacy", "importance", "split-rol"]
    assert figures == [f"figure-{name}" for name in [*wanted, "split-sector", "self_image", "groups"]]
    for figure in shown.xpath("//figure"):
        assert figure.xpath(".//svg[@role='img'][string-length(@aria-label) > 40]")
        assert figure.xpath(".//details//table//td")
        assert "verzonnen antwoorden" in figure.xpath("string(.//p[@class='source'])")


def test_no_list_of_four_stands_without_shares_ranges_and_places(shown):
    for section, groups in (("roles", 3), ("sectors", 3)):
        rows = shown.xpath(f"//section[@id='{section}']/div[@class='scroll']//tr[td]")
        assert len(rows) == 4 * groups
        for row in rows:
            share, places = (cell.text for cell in row.xpath("td")[-2:])
            assert re.fullmatch(r"\d+% \(\d+ tot \d+\)", share)
            assert re.fullmatch(r"\d+(–\d+)?", places)  # noqa: RUF001  # the dash that is printed


def test_the_page_says_invented_first_and_asks_nothing_of_others(source, shown):
    assert shown.xpath("//main/div[1]/@class") == ["band"]
    assert not re.findall(r"https?://|<script", source)
    assert not shown.xpath("//*[@id][@id = preceding::*/@id]")


def test_both_languages_say_the_same_things():
    texts = tomllib.loads((FOLDER / "statements.toml").read_text(encoding="utf-8"))
    for name, entry in texts.items():
        for languages in entry.values() if name == "sections" else [entry]:
            dutch, english = languages["nl"], languages["en"]
            assert dutch != english
            assert isinstance(dutch, str) or dutch.keys() == english.keys()


def test_the_english_page_has_the_same_parts(page_in, shown):
    english = html.document_fromstring(page_in("en"))
    counted = ("count(//h2)", "count(//h3)", "count(//figure)", "count(//table)", "count(//div[@class='said'])")
    assert [shown.xpath(what) for what in counted] == [english.xpath(what) for what in counted]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1200, "dark")])
def test_nothing_of_the_page_stands_in_anybodys_way(browser, source, tmp_path: Path, width: int, scheme: str):
    (tmp_path / "statements.html").write_text(source, encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    opened = context.new_page()
    opened.goto((tmp_path / "statements.html").as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert Axe().run(opened).response["violations"] == []
    context.close()
