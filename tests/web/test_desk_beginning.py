"""Beginning a study: what may be begun from what, under which id, and what is refused with nothing kept."""

import stat
import time
import zipfile
from io import BytesIO

import pytest
from flask import Flask
from web_desk import colleague
from web_guest import KEY, store_of
from web_study import ID, TEXT, begun, designed, uploaded

from dce.study import TEMPLATES, Fieldwork
from dce.web import create_app


def nothing_kept(app: Flask) -> bool:
    return store_of(app).life.study_ids() == ("voorbeeld",) and not store_of(app).drafts.all()


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_begins_a_study_of_its_own_id(app: Flask, name: str):
    anna = colleague(app, "anna", language="en")
    anna.get("/desk/begin").send("begin", source=f"template:{name}", id=ID)
    assert anna.path == f"/desk/{ID}/text"
    assert store_of(app).drafts.study(ID).id == ID
    assert store_of(app).accounts.studies(anna.account.id) == (ID,)
    assert store_of(app).life.state(ID) == "draft"


@pytest.mark.parametrize("study_id", ["desk", "api", "static", "language", "toegankelijkheid", "sign-in", "begin"])
def test_an_id_that_is_part_of_our_addresses_is_refused_with_the_reason(app: Flask, study_id: str):
    anna = colleague(app, "anna", language="en")
    anna.get("/desk/begin").send("begin", source="template:voorbeeld", id=study_id)
    assert anna.status == 422
    assert "part of an address of this site" in anna.words
    assert nothing_kept(app)


@pytest.mark.parametrize("study_id", ["Park", "../x", "een park", "", ".well-known", "voorbeeld"])
def test_an_id_that_cannot_be_or_is_taken_is_refused(app: Flask, study_id: str):
    anna = colleague(app, "anna", language="en")
    anna.get("/desk/begin").send("begin", source="template:gegevensdeling", id=study_id)
    assert (anna.status, nothing_kept(app)) == ((422, True) if study_id else (200, False))


def test_a_copy_of_my_own_study_keeps_every_word_but_the_id_and_of_another_there_is_none(app: Flask):
    begun(app, TEXT.replace("# A small study", "# Een eigen opmerking; a small study"))
    anna = colleague(app, "bert", language="en")
    anna.get("/desk/begin").send("begin", source=f"copy:{ID}", id="bos")
    assert anna.status == 422
    store_of(app).accounts.join(ID, anna.account)
    anna.get("/desk/begin").send("begin", source=f"copy:{ID}", id="bos")
    mine, other = (store_of(app).drafts.draft(one).content for one in (ID, "bos"))
    assert "Een eigen opmerking" in other
    assert other == mine.replace(f"id: {ID}", "id: bos")


def test_a_study_goes_out_as_a_zip_and_comes_back_under_another_id_with_its_design(app: Flask):
    anna = begun(app)
    designed(app, anna)
    store_of(app).hold(ID, Fieldwork(people=50))
    sent = anna.client.get(f"/desk/{ID}/study.zip")
    assert sent.mimetype == "application/zip"
    uploaded(anna, sent.data, study_id="bos")
    assert anna.path == "/desk/bos/text"
    store = store_of(app)
    back, own = store.drafts.design("bos"), store.drafts.design(ID)
    assert back is not None
    assert own is not None
    assert back.frame.equals(own.frame)
    assert store.audit.of_study(ID)[-1].action == "study.exported"
    assert store.fieldwork("bos").people == 50
    assert store.audit.of_study("bos")[-1].action == "fieldwork.changed", "how it is held came with it"


def test_f01_a_yaml_bomb_is_refused_at_once(app: Flask):
    rows = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    rows += [f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    anna, began = colleague(app, "anna", language="en"), time.monotonic()
    uploaded(anna, "\n".join(rows).encode())
    assert time.monotonic() - began < 1
    assert anna.status == 422
    assert "the file:1:4: anchor &a is not allowed" in anna.words
    assert nothing_kept(app)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [ls]", "!mine {a: 1}", "!!binary aGk="])
def test_f02_tags_are_refused(app: Flask, tag: str):
    anna = uploaded(colleague(app, "anna", language="en"), TEXT.replace("id: park", f"id: park\nnotes: {tag}").encode())
    assert anna.status == 422
    assert "is not allowed" in anna.words
    assert nothing_kept(app)


def test_f04_a_key_that_stands_twice_is_named(app: Flask):
    anna = uploaded(colleague(app, "anna", language="en"), f"{TEXT}\nid: bos\n".encode())
    assert anna.status == 422
    assert 'key "id" stands twice' in anna.words
    assert nothing_kept(app)


@pytest.mark.parametrize("typed", ["no", "nee", "12:30", "1e3", "2026-01-01", "~", "007"])
def test_f05_levels_stay_the_text_that_was_typed_or_are_refused(app: Flask, typed: str):
    text = TEXT.replace("id: bedrijf", f"id: {typed}").replace("ntvanger: bedrijf", f"ntvanger: {typed}")
    assert text != TEXT
    anna = uploaded(colleague(app, "anna", language="en"), text.encode())
    if typed == "~":
        assert anna.status == 422
        assert "is not a valid id" in anna.words
    else:
        assert store_of(app).drafts.study(ID).criteria[0].level_ids[0] == typed


def zipped(members: dict[str, bytes], mode: int = 0o100644) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            about = zipfile.ZipInfo(name)
            about.external_attr, about.create_system = mode << 16, 3
            archive.writestr(about, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped({"../../evil.txt": b"x", "study.yaml": TEXT.encode()}), "leads out of the zip"),
        (zipped({"/etc/evil": b"x"}), "absolute path"),
        (zipped({"study.yaml": b"/etc/passwd"}, stat.S_IFLNK | 0o777), "link to another file"),
        (zipped({"study.yaml": TEXT.encode()}), "has no design.csv"),
        (b"PK\x03\x04 broken", "no whole zip"),
    ],
)
def test_f07_a_zip_that_leads_outside_or_is_none_is_refused(app: Flask, content: bytes, words: str):
    anna = uploaded(colleague(app, "anna", language="en"), content, "study.zip")
    assert anna.status == 422
    assert words in anna.words
    assert nothing_kept(app)


@pytest.mark.parametrize("name", ["../../x.yaml", "CON", "a.php", ".htaccess", "x" * 300, "study\u202elmay.exe"])
def test_f08_the_name_of_a_file_is_never_used(app: Flask, name: str, tmp_path):
    before = set(tmp_path.rglob("*"))
    anna = uploaded(colleague(app, "anna", language="en"), TEXT.encode(), name)
    assert anna.path == f"/desk/{ID}/text"
    assert name[:60] not in anna.text
    assert set(tmp_path.rglob("*")) == before


def test_a_picture_and_an_empty_file_are_refused(app: Flask):
    anna = colleague(app, "anna", language="en")
    assert "no text in UTF-8" in uploaded(anna, b"\x89PNG\r\n\x1a\n\xff").words
    assert uploaded(anna, b"").status == 422
    assert nothing_kept(app)


@pytest.mark.parametrize("role", ["analyst", "viewer", "administrator"])
def test_only_organisers_begin_a_study(app: Flask, role):
    anna = colleague(app, "anna", role)
    assert anna.get("/desk/begin").status == 403


def test_ids_of_later_pages_are_reserved_too(database, app: Flask):
    """Nobody has to keep a list: what is an address of the site is reserved."""
    other = create_app(database, secret_key=KEY)
    other.add_url_rule("/wijzer/<name>", view_func=lambda name: name)
    anna = colleague(other, "anna", language="en")
    anna.get("/desk/begin").send("begin", source="template:voorbeeld", id="wijzer")
    assert anna.status == 422
    other.extensions["dce_store"].close()


def test_a_zip_whose_id_is_written_over_lines_begins_under_another_one(app: Flask):
    anna = begun(app)
    designed(app, anna)
    packed, changed = BytesIO(anna.client.get(f"/desk/{ID}/study.zip").data), BytesIO()
    folded = TEXT.replace(f"id: {ID}", f"id: >-\n  {ID}", 1).encode()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, folded if name == "study.yaml" else old.read(name))
    uploaded(anna, changed.getvalue(), "study.zip", study_id="bos")
    assert anna.path == "/desk/bos/text", anna.words
    assert store_of(app).drafts.design("bos") is not None


def test_what_cannot_be_read_under_its_new_id_takes_no_id(app: Flask, monkeypatch: pytest.MonkeyPatch):
    anna = begun(app)
    designed(app, anna)
    packed = anna.client.get(f"/desk/{ID}/study.zip").data
    monkeypatch.setattr("dce.web.organiser.beginning.with_id", lambda *_: "id: [")
    assert uploaded(anna, packed, "study.zip", study_id="bos").status == 422
    assert "bos" not in store_of(app).life.study_ids()
