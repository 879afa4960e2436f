"""Beginning a study: from a template, from a file, or as a copy of one that is here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from dce.design import Design
from dce.errors import DceError, StoreError, StudyError
from dce.store import StoreBusy
from dce.study import TEMPLATES, Fieldwork, Study, parse_study, template_text, with_id
from dce.study.writing import study_text
from dce.web.faults import Said, in_words
from dce.web.files import work_folder
from dce.web.incoming import takes_file
from dce.web.organiser.access import desk, store
from dce.web.organiser.checking import MOST_CHARACTERS
from dce.web.organiser.pages import language_of, page, read_line

MOST_FILE = 5_000_000  # bytes, of a study file or the zip of a study
ZIP = b"PK"
ID = re.compile(r"[a-z0-9-]{1,40}")
# First parts of addresses of ours that may come, beside those that are there.
OURS = frozenset(("api", "static", "desk", "admin", "health", "metrics", "robots", "favicon", "well-known", "show"))


class BeginError(Exception):
    """Why no study can be begun so; ``field`` is where the page says it."""

    def __init__(self, field: str, words: str | Said) -> None:
        super().__init__(str(words))
        self.field, self.words = field, words


@dataclass(frozen=True, slots=True)
class Start:
    """What a study begins as: its text, and its design and how it is held where these came with it."""

    text: str
    design: Design | None = None
    fieldwork: Fieldwork | None = None


@desk.get("/begin")
def begin() -> ResponseReturnValue:
    """Ask what to begin a study from, and what its id is to be."""
    _refuse_others()
    return _page()


@desk.post("/begin")
@takes_file(MOST_FILE)
def make() -> ResponseReturnValue:
    """Begin a study, or say why not; nothing is kept of what is refused."""
    _refuse_others()
    try:
        start = _start(request.form.get("source", ""))
        study_id = _free_id(read_line("id", 60) or _own_id(start.text))
        keep(study_id, start)
    except BeginError as error:
        return _page(error), 422
    flash(gettext("The study has been begun. Only you can see it now."))
    return redirect(url_for("own_study.text", study_id=study_id), 303)


def reserved_ids(app: Flask) -> frozenset[str]:
    """Ids that are parts of our own addresses, which a study would stand in the way of."""
    parts = [rule.rule.strip("/").split("/") for rule in app.url_map.iter_rules()]
    first = {part[0] for part in parts}
    at_desk = {part[1] for part in parts if part[0] == "desk" and len(part) > 1}
    return OURS | {part for part in first | at_desk if part and "<" not in part}


def keep(study_id: str, start: Start) -> None:
    """Keep a new study under an id, with what came with it, and make this account its member."""
    text = with_id(start.text, study_id)
    design = None if start.design is None else _of_study(start.design, text)
    with store().tx():  # a study that nobody belongs to would be there for nobody, and its id be taken
        try:
            store().drafts.add(study_id, text, g.account.id)
        except StoreBusy:
            raise
        except StoreError as error:  # somebody else took the id at that very moment
            raise BeginError("id", _taken(study_id)) from error
        store().accounts.join(study_id, g.account)
        if design is not None:
            store().drafts.keep_design(study_id, design, g.account.id)
        if start.fieldwork is not None:
            store().field.hold(study_id, start.fieldwork, g.account.id)


def _of_study(made: Design, text: str) -> Design:
    """The design as that of the study that ``text`` is, which has another id; before anything is kept of either."""
    try:
        return Design.from_frame(parse_study(text), made.frame, seed=made.seed, settings=made.settings)
    except DceError as error:
        raise BeginError("file", in_words(str(error))) from error


def _refuse_others() -> None:
    """Let only organisers begin a study; they alone could work on it."""
    if g.account.role != "organiser":
        abort(403)


def _page(error: BeginError | None = None) -> str:
    return page(
        "begin.html",
        templates=[(name, _title(template(name)), len(template(name).criteria)) for name in TEMPLATES],
        mine=store().accounts.studies(g.account.id),
        error=error,
        filled=request.form,
    )


@lru_cache(maxsize=len(TEMPLATES))
def template(name: str) -> Study:
    """The study that a template is."""
    return parse_study(template_text(name))


def _title(study: Study) -> str:
    return study.title[language_of(study.languages)]


def _free_id(study_id: str) -> str:
    """The id, where a study may have it."""
    if not ID.fullmatch(study_id):
        raise BeginError("id", gettext("Use 1 to 40 small letters, digits and hyphens for the id, without spaces."))
    if study_id in reserved_ids(current_app):
        raise BeginError("id", gettext("%(id)s is part of an address of this site. Choose another id.", id=study_id))
    if study_id in store().life.study_ids():
        raise BeginError("id", _taken(study_id))
    return study_id


def _taken(study_id: str) -> str:
    words: str = gettext("There is a study %(id)s already. Choose another id.", id=study_id)
    return words


def _own_id(text: str) -> str:
    try:
        return parse_study(text).id
    except StudyError:
        return ""


def _start(source: str) -> Start:
    kind, _, name = source.partition(":")
    if kind == "template" and name in TEMPLATES:
        return Start(template_text(name))
    if kind == "copy" and name in store().accounts.studies(g.account.id):
        return Start(text_of(name))
    if kind == "file":
        return _uploaded(request.files.get("file"))
    raise BeginError("source", gettext("Choose what to begin from."))


def text_of(study_id: str) -> str:
    """The text of a study: of its draft, else of what was published."""
    drafts = {draft.study_id: draft for draft in store().drafts.all()}
    return drafts[study_id].content if study_id in drafts else study_text(store().current(study_id).study)


def _uploaded(file: FileStorage | None) -> Start:
    """A study file or the zip of a study, by what is in it; its name is never used."""
    content = file.read(MOST_FILE + 1) if file is not None else b""
    if not content:
        raise BeginError("file", gettext("Choose a file: study.yaml, or the zip of a study."))
    try:
        return _from_zip(content) if content.startswith(ZIP) else _from_text(content)
    except DceError as error:
        raise BeginError("file", in_words(str(error))) from error


def _from_zip(content: bytes) -> Start:
    from dce.report.exchange import read_study_zip  # takes a second, and few need it

    with work_folder() as folder:
        path = folder / "study.zip"
        path.write_bytes(content)
        files = read_study_zip(path, name="the file")
    return Start(files.text, files.design, files.fieldwork)


def _from_text(content: bytes) -> Start:
    """The text of a study file, which has to be a study: a file that is none is more likely the wrong one."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError("the file is no text in UTF-8 and no zip; choose study.yaml, or the zip of a study") from error
    if len(text) > MOST_CHARACTERS:
        raise StudyError(f"the file is over {MOST_CHARACTERS:,} characters; a study file is far smaller")
    parse_study(text, "the file")
    return Start(text.replace("\r\n", "\n"))
