"""What was posted, read strictly: a value that a page of ours can send, or a refusal."""

from __future__ import annotations

import unicodedata
from urllib.parse import parse_qsl

from flask import abort, current_app, request
from werkzeug.datastructures import MultiDict

from dce.store import OutsideScale, Respondent, UnknownTask
from dce.study import Background, Study
from dce.study.answers import BETTER, fits
from dce.web.incoming import takes_files
from dce.web.survey.pages import NOTHING

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 100  # the longest form here has some fifteen
WRITTEN = "\r\n\t\u200d"  # ends of lines, and what ties two emoji together
SEVERAL_LINES = (  # fields in which people write more than a line
    *("reason", "content"),
    *("return_to", "quotas", "legal_ground_nl", "legal_ground_en"),
)
LONGEST_REASON = 1000  # characters
Form = MultiDict[str, str]


class IncompleteError(Exception):
    """An answer with something missing; ``part`` says what."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def refuse_broken_text() -> None:
    """Refuse a posted body that is no form, no UTF-8, holds control characters or a field twice.

    No page of ours has two fields of one name to send. A reason may have several lines.
    """
    if request.method != "POST" or request.endpoint is None:  # what is nowhere is refused as that
        return
    if takes_files():
        return  # what is in them is read by who asked for them
    body = request.get_data()  # kept for the form; too large by its length is refused here
    if len(body) >= current_app.config["MAX_CONTENT_LENGTH"]:
        abort(413)  # sent without a length: werkzeug cuts it off at this size in silence
    if body and request.mimetype != FORM:
        abort(400)
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:  # no UTF-8, or too many fields
        abort(400)
    if any(_broken(name) or _broken(value, WRITTEN) for name, value in fields):
        abort(400)
    if any(name not in SEVERAL_LINES and _broken(value) for name, value in fields):
        abort(422)  # more than one line, where one can be typed
    if len({name for name, _ in fields}) < len(fields):  # nobody can say which one is meant
        abort(400)


def _broken(text: str, allowed: str = "") -> bool:
    """Whether ``text`` holds characters that nobody sees; ``allowed`` are those that people write in sentences."""
    if text.isascii() and text.isprintable():  # nearly every field; the rest asks about each sign
        return False
    return any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs") and sign not in allowed for sign in text)


def read_task(form: Form, respondent: Respondent) -> int:
    """The task that the posted page showed; raises UnknownTask when it is not one of this respondent's.

    The page says itself which task it shows, so that an old tab can never answer another scenario than it showed. Who
    answers comes from the session; a body that claims somebody else is refused.
    """
    if form.get("respondent", respondent.id) != respondent.id:
        abort(403)
    typed = form.get("task", "")
    if not typed:
        abort(400)
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 9) or int(typed) not in respondent.tasks:
        raise UnknownTask("this respondent has no such task; answer one of the tasks that are shown")
    return int(typed)


def read_showing(form: Form, respondent: Respondent, task: int) -> int:
    """Which showing of ``task`` the posted page was; raises UnknownTask for one that is not shown."""
    typed = form.get("showing", "1")
    if typed not in ("1", "2")[: respondent.tasks.count(task)]:
        raise UnknownTask("this task is not shown so often; answer one of the tasks that are shown")
    return int(typed)


def read_revision(form: Form) -> int | None:
    """The revision that the posted answer takes the place of; None where the page named none as ours do."""
    typed = form.get("instead_of", "")
    known = typed.isascii() and typed.isdecimal() and len(typed) <= 9 and not typed.startswith("0")
    return int(typed) if known else None


def read_answer(form: Form, study: Study) -> str:
    """The answer that was given, as :mod:`dce.study.answers` writes it.

    Raises IncompleteError where something is missing, or is not what the page offers.
    """
    if form.get("beside"):
        answer = form["beside"]
    elif study.task.kind == "best-worst":
        answer = _best_worst(form)
    elif study.task.kind == "ranking":
        answer = _ranking(form, study.task.alternatives or 0)
    else:
        answer = form.get("answer", "")
    if not fits(study.task, answer):  # no page of ours sends it
        raise IncompleteError("answer")
    return answer


def _best_worst(form: Form) -> str:
    best, worst = form.get("best", ""), form.get("worst", "")
    if not best or not worst:
        raise IncompleteError("best" if not best else "worst")
    if best == worst:
        raise IncompleteError("same")
    return f"{best}{BETTER}{worst}"


def _ranking(form: Form, alternatives: int) -> str:
    """All alternatives in the order of the places that they got."""
    places = {str(number): form.get(f"place-{number}", "") for number in range(1, alternatives + 1)}
    if not all(places.values()):
        raise IncompleteError("place")
    if set(places.values()) != set(places):
        raise IncompleteError("twice")
    return BETTER.join(sorted(places, key=places.__getitem__))


def read_reason(form: Form, study: Study) -> str | None:
    """The reason in free text, where the study asks for one and a person gave it; IncompleteError where it is long."""
    reason = " ".join(form.get("reason", "").split()) if study.survey.reasons else ""
    if len(reason) > LONGEST_REASON:
        raise IncompleteError("reason")
    return reason or None


def read_option(form: Form, item: Background) -> str | None:
    """The option id that was chosen, or None for skipped; raises OutsideScale for anything else."""
    option = form.get("option", NOTHING)
    if option == NOTHING:
        return None
    if option not in item.option_ids:
        raise OutsideScale(f"background item {item.id}: no such option; use one of {', '.join(item.option_ids)}")
    return option
