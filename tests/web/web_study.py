"""An organiser's study on the way to people: begun, with a design, published, without waiting for a search."""

from io import BytesIO

from flask import Flask
from web_desk import Colleague, colleague
from web_guest import some_design, store_of

from dce.study import template_text, with_id

ID = "park"
TEXT = with_id(template_text("voorbeeld"), ID)


def posted(anna: Colleague, path: str, **fields: str) -> Colleague:
    """Post a form of the desk by its address, with the token of the page before."""
    token = anna.page.xpath("string(//input[@name='csrf_token']/@value)")
    data = {"csrf_token": token, **fields}
    anna._keep(anna.client.post(f"/desk/{path}", data=data, follow_redirects=True))
    return anna


def uploaded(anna: Colleague, content: bytes, name: str = "study.yaml", study_id: str = ID) -> Colleague:
    """Begin a study from a file."""
    anna.get("/desk/begin")
    data = {**anna.fields("begin"), "source": "file", "id": study_id, "file": (BytesIO(content), name)}
    anna._keep(anna.client.post("/desk/begin", data=data, content_type="multipart/form-data", follow_redirects=True))
    return anna


def begun(app: Flask, text: str = TEXT, name: str = "anna") -> Colleague:
    """Somebody with a study that has just begun."""
    anna = colleague(app, name, "organiser", language="en")
    uploaded(anna, text.encode())
    assert anna.path == f"/desk/{ID}/text", anna.words
    return anna


def designed(app: Flask, anna: Colleague, tasks: int = 4) -> None:
    """Keep a design of the draft as it is now."""
    drafts = store_of(app).drafts
    drafts.keep_design(ID, some_design(drafts.study(ID), tasks), anna.account.id)


def published(app: Flask, anna: Colleague) -> None:
    """Publish the draft, by the pages."""
    designed(app, anna)
    anna.get(f"/desk/{ID}/publish").send("publish")
    assert anna.path == f"/desk/{ID}/", anna.words
