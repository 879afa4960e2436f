"""Coming in and going out: name and password, then the code of an app; whatever is wrong, the answer is the same."""

from __future__ import annotations

import time

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from dce.web.organiser.access import desk, enter, leave, onward, present, site_key, store, without_signing_in
from dce.web.organiser.pages import page
from dce.web.sessions import renew

HALF_SECONDS = 300  # between the password and the code of the app


@desk.get("/sign-in")
@without_signing_in
def sign_in() -> ResponseReturnValue:
    """Ask for a name and a password."""
    if g.account is not None:
        return redirect(onward(), 303)
    return page("sign_in.html")


@desk.post("/sign-in")
@without_signing_in
def check_password() -> ResponseReturnValue:
    """Let somebody in, or on to the code of the app."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    account = store().accounts.sign_in(name, password, address=request.remote_addr or "", key=site_key())
    if account is None:
        return page("sign_in.html", wrong=True), 401
    if not account.second_factor:
        enter(account)
        store().audit.add(account.id, "account.signed-in")
        return redirect(onward(), 303)
    language = session.get("language")
    renew()
    session.update(half=account.id, generation=account.generation, half_since=int(time.time()))
    if language:
        session["language"] = language
    return redirect(url_for("desk.second_step", next=request.args.get("next")), 303)


@desk.get("/second-step")
@without_signing_in
def second_step() -> ResponseReturnValue:
    """Ask for the code of the app, or a recovery code."""
    if _half() is None:
        return redirect(url_for("desk.sign_in", next=request.args.get("next")), 303)
    return page("second_step.html")


@desk.post("/second-step")
@without_signing_in
def check_code() -> ResponseReturnValue:
    """Let somebody in by the second factor."""
    account_id = _half()
    if account_id is None:
        return redirect(url_for("desk.sign_in", next=request.args.get("next")), 303)
    code = request.form.get("code", "")
    if not store().accounts.second_step(account_id, code, address=request.remote_addr or "", key=site_key()):
        return page("second_step.html", wrong=True), 401
    account = store().accounts.account(account_id)
    if account is None or account.disabled is not None or account.generation != session["generation"]:
        leave()
        return redirect(url_for("desk.sign_in"), 303)
    enter(account)
    store().audit.add(account.id, "account.signed-in")
    return redirect(onward(), 303)


@desk.post("/sign-out")
@without_signing_in
def sign_out() -> ResponseReturnValue:
    """End the visit."""
    account = present()
    if account is not None:
        store().audit.add(account.id, "account.signed-out")
    leave()
    return redirect(url_for("desk.sign_in"), 303)


def _half() -> str | None:
    """The account whose password was right just now in this browser."""
    if int(time.time()) - session.get("half_since", 0) > HALF_SECONDS:
        return None
    account_id: str | None = session.get("half")
    return account_id
