"""Previews: every page is there, no answer counts, and what is old goes."""

import os
import time
from pathlib import Path

import pytest
from flask import Flask
from web_desk import Colleague
from web_guest import KEY, held, store_of
from web_study import ID, TEXT, begun, designed, published

from dce.study import TEMPLATES, template_text, with_id
from dce.web import create_app


def links(anna: Colleague) -> list[str]:
    return anna.get(f"/desk/{ID}/preview/").page.xpath("//main//table//a/@href")


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_page_of_every_template_is_there_in_its_languages_before_there_is_a_design(app: Flask, name: str):
    anna = begun(app, with_id(template_text(name), ID))
    found = links(anna)
    assert len(found) > 20
    for link in found:
        language = link.split("/show/")[1][:2]
        anna.get(link)
        assert anna.status == 200, (link, anna.words)
        assert anna.page.get("lang") == language
        assert anna.page.xpath("//header//p[@class='dce-band']"), link


def test_answers_in_a_preview_do_not_count(app: Flask, database: Path):
    anna = begun(app)
    published(app, anna)
    before = held(database)
    anna.get(f"/desk/{ID}/preview/show/nl/-").send("begin")
    while anna.page.xpath("//form[@id='background']"):
        anna.send("background")
    anna.answer_all()
    assert anna.path == f"/desk/{ID}/preview/{ID}/thanks"
    assert held(database) == before
    assert store_of(app).progress(ID).started == 0
    assert anna.get("/desk/").path == "/desk/", "still at the desk"


def test_the_language_is_switched_within_the_preview(app: Flask):
    anna = begun(app)
    anna.get(f"/desk/{ID}/preview/show/nl/task/2")
    token = anna.page.xpath("string(//input[@name='csrf_token']/@value)")
    page = anna.page.xpath("string(//form[@class='dce-languages']/input[@name='page']/@value)")
    data = {"csrf_token": token, "page": page, "language": "en"}
    anna._keep(anna.client.post(f"/desk/{ID}/preview/language", data=data, follow_redirects=True))
    assert (anna.path, anna.page.get("lang")) == (f"/desk/{ID}/preview/{ID}/task/2", "en")


def test_a_form_without_the_token_of_the_preview_is_refused(app: Flask):
    anna = begun(app)
    anna.get(f"/desk/{ID}/preview/show/nl/-")
    assert anna.client.post(f"/desk/{ID}/preview/{ID}/begin").status_code == 400


def test_a_closed_and_full_study_can_be_previewed_and_the_desk_is_not_within(app: Flask):
    anna = begun(app)
    published(app, anna)
    fieldwork = store_of(app).fieldwork(ID).model_copy(update={"entry": "invited", "people": 1})
    store_of(app).hold(ID, fieldwork)
    assert anna.get(f"/desk/{ID}/preview/show/nl/-").page.xpath("//form[@id='begin']")
    assert anna.get(f"/desk/{ID}/preview/desk/sign-in").status == 404


def test_two_processes_use_one_preview_and_another_text_makes_another(app: Flask, database: Path):
    anna = begun(app)
    anna.get(f"/desk/{ID}/preview/show/nl/task/1")
    folder = database.with_name(f"{database.name}.previews")
    (first,) = folder.glob("*.db")
    assert folder.stat().st_mode & 0o077 == 0
    other = create_app(database, secret_key=KEY)
    again = Colleague(other, anna.account)
    again.client.set_cookie("dce_preview", anna.client.get_cookie("dce_preview").value)
    assert again.get(f"/desk/{ID}/preview/{ID}/task/1").path.endswith("/task/1"), "the same visit"
    anna.get(f"/desk/{ID}/text").send("text", content=TEXT.replace("Gegevens delen", "Gegevens geven"), what="save")
    assert "Gegevens geven" in anna.get(f"/desk/{ID}/preview/show/nl/-").text
    (second,) = folder.glob("*.db")
    assert second != first
    assert "Gegevens geven" in again.get(f"/desk/{ID}/preview/{ID}/").text
    other.extensions["dce_store"].close()


def test_old_previews_of_other_studies_go_after_a_day_and_all_with_the_study(app: Flask, database: Path):
    anna = begun(app)
    anna.get(f"/desk/{ID}/preview/show/nl/-")
    folder = database.with_name(f"{database.name}.previews")
    old = folder / "bos.0123456789abcdef.db"
    old.write_bytes(b"")
    os.utime(old, (0, time.time() - 2 * 24 * 3600))
    designed(app, anna)
    anna.get(f"/desk/{ID}/preview/show/nl/-")
    assert not old.exists()
    anna.get(f"/desk/{ID}/deletion").send("delete", typed=ID)
    assert not list(folder.iterdir())
