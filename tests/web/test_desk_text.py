"""The text of a study in the browser: problems by line and column, and two who write at once."""

import time

import pytest
from flask import Flask
from web_desk import Colleague, account_of, colleague
from web_guest import Guest, held, store_of
from web_study import ID, TEXT, begun, designed, posted, published

WRONG = TEXT.replace("tasks: 9", "tasks: negen")
LINE = WRONG[: WRONG.index("tasks: negen")].count("\n") + 1


def test_checking_tells_line_and_column_and_saves_nothing(app: Flask):
    anna = begun(app)
    anna.send("text", content=WRONG, what="check")
    assert anna.status == 422
    assert f"Line {LINE}, column 10" in anna.words
    assert 'tasks is "negen"; write a whole number' in anna.words
    assert anna.page.xpath(f"//tr[@id='line-{LINE}']/td")[0].text.startswith("design: {tasks: negen")
    assert "negen" in anna.page.xpath("//textarea")[0].value, "what was typed is there to go on with"
    assert store_of(app).drafts.draft(ID).content == TEXT


def test_of_hundreds_of_problems_the_first_are_told_and_that_there_are_more(app: Flask):
    anna = begun(app)
    anna.send("text", content=TEXT + "".join(f"unknown{number}: x\n" for number in range(300)), what="check")
    assert "300 problems stand in the text" in anna.words
    assert "These are the first 200" in anna.words
    assert len(anna.page.xpath("//section//li")) == 200
    assert len(anna.page.xpath("//tr[@class='desk-line-wrong']")) == 200


def test_a_text_with_problems_can_be_kept_and_no_design_is_made_of_it(app: Flask):
    anna = begun(app)
    anna.send("text", content=WRONG, what="save")
    assert "The text has been saved" in anna.words
    assert "One problem stands in the text" in anna.words
    assert store_of(app).drafts.draft(ID).content == WRONG
    assert "not yet" in anna.get(f"/desk/{ID}/design").words
    assert "problems to mend first" in anna.get(f"/desk/{ID}/").words
    assert "to be mended first" in anna.get(f"/desk/{ID}/preview/").words


def test_notes_of_what_is_odd_stand_beside_the_text(app: Flask):
    assert "9 tasks for 6 parameters" in begun(app).words


def test_ends_of_lines_of_a_browser_are_those_of_a_file(app: Flask):
    anna = begun(app)
    anna.send("text", content=TEXT.replace("\n", "\r\n"), what="save")
    assert store_of(app).drafts.draft(ID).content == TEXT


def test_who_saves_second_sees_both_texts_and_loses_neither(app: Flask):
    anna = begun(app)
    bert = Colleague(app, account_of(app, "bert", "organiser", ID), "en")
    bert.get(f"/desk/{ID}/text")
    anna.send("text", content=TEXT + "# van anna\n", what="save")
    bert.send("text", content=TEXT + "# van bert\n", what="save")
    assert bert.status == 409
    mine, theirs = (area.value for area in bert.page.xpath("//textarea"))
    assert "# van bert" in mine
    assert "# van anna" in theirs
    assert "# van anna" in store_of(app).drafts.draft(ID).content
    bert.send("text", content=TEXT + "# van allebei\n", what="save")
    assert store_of(app).drafts.draft(ID).content == TEXT + "# van allebei\n"


def test_checking_an_old_tab_does_not_make_it_a_new_one(app: Flask):
    """Else check and then save would take the place of what somebody else saved unseen."""
    anna = begun(app)
    other = Colleague(app, account_of(app, "bert", "organiser", ID), "en")
    other.get(f"/desk/{ID}/text").send("text", content=TEXT + "# van bert\n", what="save")
    anna.send("text", content=TEXT + "# van anna\n", what="check")
    assert anna.send("text", content=TEXT + "# van anna\n", what="save").status == 409
    assert "# van bert" in store_of(app).drafts.draft(ID).content


def test_another_id_in_the_text_is_a_problem_at_its_line(app: Flask):
    anna = begun(app)
    anna.send("text", content=TEXT.replace("id: park", "id: voorbeeld"), what="check")
    assert anna.status == 422
    assert "Line 2, column 1" in anna.words
    assert "write id: park" in anna.words


def test_f19_rules_that_leave_nothing_are_named_within_five_seconds(app: Flask):
    clash = "  - never: {doel: ja, ontvanger: eigen}\n  - when: {doel: ja}\n    only: {ontvanger: eigen}\n"
    text = TEXT.replace("rules:\n", f"rules:\n{clash}")
    anna, began = begun(app), time.monotonic()
    anna.send("text", content=text, what="check")
    assert time.monotonic() - began < 5
    assert anna.status == 422
    assert "rule 1 (doel=ja with ontvanger=eigen) and rule 2" in anna.words
    line = text[: text.index("  - never")].count("\n") + 1
    assert f"Line {line}, column" in anna.words
    assert store_of(app).drafts.draft(ID).content == TEXT


def test_f20_editing_a_published_study_never_changes_it(app: Flask, database):
    anna = begun(app)
    published(app, anna)
    anna.get(f"/desk/{ID}/").send("state", state="open")
    guest = Guest(app).begin(ID).answer_all("2")
    before, first = held(database), store_of(app).current(ID).hash
    anna.get(f"/desk/{ID}/text").send("text", content=TEXT.replace("strongly agree", "fully agree"), what="save")
    assert store_of(app).current(ID).hash == first
    assert held(database) == before
    assert "was changed after publishing" in anna.get(f"/desk/{ID}/").words
    assert posted(anna, f"{ID}/publish", revision="2").status == 409, "there is no design of the new text"
    designed(app, anna)
    anna.get(f"/desk/{ID}/publish")
    assert "No answer that was given changes" in anna.words
    anna.send("publish")
    assert store_of(app).current(ID).hash != first
    assert "Dank u wel" in guest.get(f"/{ID}/thanks").words, "who answered finds what was answered"
    assert held(database)[:4] == before[:4], "answers and people are as they were"


def test_publishing_what_somebody_changed_meanwhile_is_refused(app: Flask):
    anna = begun(app)
    designed(app, anna)
    anna.get(f"/desk/{ID}/publish")
    store_of(app).drafts.save(ID, TEXT + "# later\n", 1, anna.account.id)
    anna.send("publish")
    assert anna.status == 409
    assert ID not in store_of(app).study_ids()


@pytest.mark.parametrize("role", ["analyst", "viewer"])
def test_who_may_not_edit_sees_no_text_and_no_way_there(app: Flask, role):
    begun(app)
    vera = Colleague(app, account_of(app, "vera", role, ID))
    assert not vera.get(f"/desk/{ID}/").page.xpath("//nav//a[contains(@href, 'text')]")
    for path in ("text", "design", "preview/", "publish", "deletion", "study.zip", f"preview/{ID}/", "design/inspect"):
        assert vera.get(f"/desk/{ID}/{path}").status == 403, path


def test_strangers_find_no_page_of_it(app: Flask):
    begun(app)
    bert = colleague(app, "bert")
    for path in ("", "text", "design", "preview/", "publish", "deletion", "study.zip", f"preview/{ID}/", "job/design"):
        assert bert.get(f"/desk/{ID}/{path}").status == 404, path


@pytest.mark.parametrize("content", ["a\x00b", "a\x1bb"])
def test_signs_that_nobody_types_are_refused(app: Flask, content: str):
    anna = begun(app)
    assert posted(anna, f"{ID}/text", content=content, revision="1", what="save").status == 400
    assert posted(anna.get(f"/desk/{ID}/text"), f"{ID}/text", content="a", revision="x", what="save").status == 400


def test_a_study_that_was_published_without_the_desk_can_be_gone_on_with(app: Flask):
    anna = colleague(app, "anna", "organiser", "voorbeeld", language="en")
    assert "begin the text of a next version" in anna.get("/desk/voorbeeld/text").words
    anna.send("begin-next")
    assert "The text is in order" in anna.words
    assert store_of(app).drafts.study("voorbeeld").hash == store_of(app).current("voorbeeld").study.hash
