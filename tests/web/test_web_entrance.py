"""The way in: studies, introduction, background, and what may not be there."""

from pathlib import Path

import pytest
from flask import Flask
from web_guest import KEY, Guest, some_design, stored

from dce.store import Store
from dce.study import Study
from dce.web import create_app


def site_of(folder: Path, *studies: Study, synthetic: bool = False) -> Flask:
    store = Store.open(folder / "dce.db", synthetic=synthetic)
    for study in studies:
        store.publish(some_design(study, 3))
    store.close()
    return create_app(folder / "dce.db", secret_key=KEY)


def test_one_study_is_the_first_page(guest: Guest):
    assert guest.get("/").path == "/voorbeeld/"


def test_more_studies_are_a_list_of_links(tmp_path: Path, example: Study, study: Study):
    guest = Guest(site_of(tmp_path, example, study)).get("/")
    assert guest.page.xpath("//main//a/@href") == ["/gegevensdeling/", "/voorbeeld/"]


def test_studies_of_one_title_are_told_apart_by_their_ids(tmp_path: Path, example: Study, study: Study):
    another = Study.model_validate(example.model_dump(mode="json", exclude_defaults=True) | {"id": "later"})
    guest = Guest(site_of(tmp_path, example, another, study)).get("/")
    titles = [link.text_content() for link in guest.page.xpath("//main//a")]
    assert titles == ["Afwegingen bij gegevensdeling", "Gegevens delen (later)", "Gegevens delen (voorbeeld)"]


def test_no_study_says_what_will_stand_here_and_how_it_gets_there(tmp_path: Path):
    guest = Guest(site_of(tmp_path)).get("/")
    assert guest.status == 200
    assert "Hier staat nog geen onderzoek." in guest.words
    assert "door deze site te starten met de map van een onderzoek" in guest.words


@pytest.mark.parametrize(
    "address", ["/nee/", "/nee/task/1", "/a%00b/", "/%FF/", "/voorbeeld/x", "/static/../dce.db", "/.git/config"]
)
def test_an_address_that_is_nothing_is_not_found_in_words(guest: Guest, address: str):
    assert guest.get(address).status == 404
    assert "Deze pagina kunnen wij niet vinden" in guest.words


def test_the_introduction_tells_what_happens_with_the_answers(guest: Guest, example: Study):
    guest.get("/voorbeeld/")
    for words in (
        example.introduction["nl"] if example.introduction else "",
        example.notes["nl"] if example.notes else "",
        "Meedoen is vrijwillig.",
        "U kunt op elk moment stoppen en later verdergaan.",
        "groepen van ten minste 10 mensen",
        "uiterlijk 12 maanden na het rapport gewist",
        "Het model adviseert alleen",
        "geen naam, geen e-mailadres, geen internetadres",
    ):
        assert words in guest.words


def test_background_is_kept_item_by_item_and_not_saying_is_kept_as_nothing(tmp_path: Path, study: Study):
    guest = Guest(site_of(tmp_path, study)).get("/gegevensdeling/").send("begin")
    guest.send("background", option="fg").send("background", option="(none)").send("background")
    assert guest.path == "/gegevensdeling/background/4"
    assert [row[1:] for row in stored(tmp_path / "dce.db", "background")] == [("rol", "fg")]
    guest.get("/gegevensdeling/background/1")
    assert guest.page.xpath("//input[@checked]/@value") == ["fg"], "coming back shows what was chosen"
    guest.send("background", option="(none)")
    assert stored(tmp_path / "dce.db", "background") == []


def test_an_option_that_the_page_does_not_have_is_refused(guest: Guest, database: Path):
    guest.get("/voorbeeld/").send("begin")
    assert guest.send("background", option="minister").status == 422
    assert stored(database, "background") == []


@pytest.mark.parametrize("number", ["0", "2", "99"])
def test_a_background_item_that_is_not_there_is_not_found(guest: Guest, number: str):
    assert guest.begin().get(f"/voorbeeld/background/{number}").status == 404


def test_a_second_person_can_begin_in_the_same_browser(guest: Guest, database: Path):
    guest.begin().send("answer", answer="1").get("/voorbeeld/")
    assert "Verder waar ik stopte" in guest.words
    guest.begin()
    assert len(stored(database, "respondents")) == 2
    assert guest.path == "/voorbeeld/task/1"


def test_taking_part_in_one_study_is_not_taking_part_in_another(tmp_path: Path, example: Study, study: Study):
    app = site_of(tmp_path, example, study)
    guest = Guest(app).begin("voorbeeld")
    assert guest.get("/gegevensdeling/task/1").path == "/gegevensdeling/"
    code = guest.get("/voorbeeld/later").code
    assert Guest(app).get("/gegevensdeling/resume").send("resume", code=code).status == 422


def test_who_began_with_an_older_design_ends_with_it(app: Flask, database: Path, example: Study):
    guest = Guest(app).begin()
    store = Store.open(database)
    store.publish(some_design(example, 7))
    store.close()
    assert "Scenario 1 van 4" in guest.get("/voorbeeld/task/1").words
    assert guest.answer_all().path == "/voorbeeld/thanks"
    assert "Scenario 1 van 7" in Guest(app).begin().words


@pytest.mark.parametrize(("synthetic", "mark"), [(True, "synthetic"), (False, "real")])
def test_every_page_says_whether_answers_are_invented(tmp_path: Path, example: Study, synthetic: bool, mark: str):
    guest = Guest(site_of(tmp_path, example, synthetic=synthetic)).get("/voorbeeld/")
    pages = [guest.text, guest.begin().text, guest.get("/voorbeeld/later").text, guest.get("/nee/").text]
    for text in pages:
        assert f'<meta name="dce-answers" content="{mark}">' in text
        assert ("Demonstratie: in deze omgeving staan alleen verzonnen antwoorden" in text) is synthetic


def test_text_of_a_study_is_never_markup(tmp_path: Path, example: Study):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>&\u2028"
    content = example.model_dump(mode="json", exclude_none=True)
    texts = [content["title"], content["introduction"], content["notes"], content["task"]["statement"]]
    texts += [part["label"] for part in content["criteria"] + content["background"] + content["task"]["scale"]]
    texts += [level["label"] for criterion in content["criteria"] for level in criterion["levels"]]
    texts += [option["label"] for item in content["background"] for option in item["options"]]
    for text in texts:
        text.update(nl=evil, en=evil)
    guest = Guest(site_of(tmp_path, Study.model_validate(content))).get("/voorbeeld/")
    seen = [guest.text, guest.send("begin").text, guest.send("background").text, guest.send("answer", answer="1").text]
    seen += [guest.get("/voorbeeld/later").text, guest.get("/voorbeeld/task/1").text]
    for text in seen:
        assert "alert(1)" in text, "the text is shown"
        assert "<script>" not in text
        assert "<img" not in text
