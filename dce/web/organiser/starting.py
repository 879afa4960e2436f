"""The page of a one-time link: its owner sets a password, and goes on to the second factor.

The key of the link stands in the address, so nothing of that is passed on or written down. What is no good any more
looks the same, whether it was used, is too old or never was.
"""

from __future__ import annotations

from flask import make_response, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext, lazy_gettext

from dce.errors import StoreError
from dce.store import Account, LinkTo, PasswordRefused, StoreBusy
from dce.store.account import LONGEST_NAME, SHORTEST_NAME, checked_name
from dce.web.organiser.access import desk, store, without_signing_in
from dce.web.organiser.pages import page
from dce.web.organiser.signing import go_on

REFUSED = {  # by the reason of PasswordRefused
    "length": lazy_gettext("Use 12 characters or more. A sentence will do."),
    "common": lazy_gettext("Many people use this password, so it is guessed early. A sentence of your own will do."),
    "repeated": lazy_gettext("This password repeats itself. A sentence of your own will do."),
    "row": lazy_gettext("This password is a row that is easy to guess. A sentence of your own will do."),
    "name": lazy_gettext("This password is little more than a name of yours or of a study. Take another one."),
}


@desk.get("/link/<link_key>")
@without_signing_in
def link(link_key: str) -> ResponseReturnValue:
    """Ask for a password, and of the first administrator for a name; looking does not use the link."""
    found = store().accounts.link(link_key)
    return _gone() if found is None else _form(found)


@desk.post("/link/<link_key>")
@without_signing_in
def start(link_key: str) -> ResponseReturnValue:
    """Use the link: set the password, and let its owner in as far as the second factor."""
    found, name = store().accounts.link(link_key), request.form.get("name", "").strip()
    if found is None:
        return _gone()
    wrong_name = name_problem(name) if found.purpose == "first-start" else None
    if wrong_name:
        return _form(found, wrong=wrong_name, field="name", name=name, status=422)
    try:
        account = store().accounts.start(link_key, request.form.get("password", ""), name=name)
    except PasswordRefused as refused:
        return _form(found, wrong=REFUSED[refused.reason], field="password", name=name, status=422)
    except StoreBusy:
        raise
    except StoreError:  # it was used at this very moment
        return _gone()
    return _private(make_response(go_on(account)))


def name_problem(name: str) -> str | None:
    """What is wrong with the name of a new account, in words; None where it can be had."""
    try:
        checked_name(name)
    except StoreError:
        words = gettext("Use %(least)s to %(most)s signs that can be seen, such as an e-mail address.")
        return str(words % {"least": SHORTEST_NAME, "most": LONGEST_NAME})
    try:
        store().accounts.by_name(name)
    except StoreError:  # nobody has it
        return None
    return str(gettext("There is an account of this name already. Take another name."))


def _form(
    found: LinkTo, *, wrong: str | None = None, field: str = "", name: str = "", status: int = 200
) -> ResponseReturnValue:
    owner: Account | None = store().accounts.account(found.account_id) if found.account_id else None
    shown = page("link.html", purpose=found.purpose, owner=owner, wrong=wrong, field=field, name=name)
    return _private(make_response(shown, status))


def _gone() -> ResponseReturnValue:
    return _private(make_response(page("link_gone.html"), 404))


def _private(response: Response) -> Response:
    """Let the address be passed on to nobody, our own files included; only our origin, for the check on forms."""
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
