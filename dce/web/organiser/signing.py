"""Coming in and going out: name and password, then the code of an app; whatever is wrong, the answer is the same."""

from __future__ import annotations

import time
from typing import Any

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from dce.store import Account, OutsideScale
from dce.web.languages import ALL
from dce.web.organiser.access import (
    desk,
    enter,
    leave,
    needs_second_factor,
    onward,
    own_desk_page,
    present,
    restart,
    site_key,
    store,
    without_signing_in,
)
from dce.web.organiser.pages import page
from dce.web.provider import provider

HALF_SECONDS = 300  # between the password and the code of the app


@desk.get("/sign-in")
@without_signing_in
def sign_in() -> ResponseReturnValue:
    """Ask for a name and a password."""
    if g.account is not None:
        return redirect(onward(), 303)
    return sign_in_page()


@desk.post("/sign-in")
@without_signing_in
def check_password() -> ResponseReturnValue:
    """Let somebody in, or on to the code of the app."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    account = store().accounts.sign_in(name, password, address=request.remote_addr or "", key=site_key())
    if account is None:
        return sign_in_page(wrong=True), 401
    return go_on(account, request.args.get("next"))


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


@desk.post("/language")
@without_signing_in
def language() -> ResponseReturnValue:
    """Speak another language at the desk from now on, on the page where the reader was."""
    chosen = request.form.get("language")
    if chosen not in ALL:
        raise OutsideScale(f"no texts in that language; use one of {', '.join(ALL)}")
    session["language"] = chosen
    return redirect(own_desk_page(request.form.get("page", "")), 303)


def go_on(account: Account, onto: str | None = None) -> ResponseReturnValue:
    """Let in whose password was right, or lead to the second step; who must have an app and has none ties one.

    ``onto`` is the page that was asked for.
    """
    if not account.second_factor:
        enter(account)
        store().audit.add(account.id, "account.signed-in")
        return redirect(
            url_for("desk.second_factor") if needs_second_factor(account) else own_desk_page(onto or ""), 303
        )
    restart(half=account.id, generation=account.generation, half_since=int(time.time()))
    return redirect(url_for("desk.second_step", next=onto), 303)


def sign_in_page(**values: Any) -> str:
    """The page that asks for a name and a password; before there is an administrator it says how one is made."""
    administrators = any(account.role == "administrator" and account.ready for account in store().accounts.all())
    return page("sign_in.html", first=not administrators, provider=provider(), **values)


def _half() -> str | None:
    """The account whose password was right just now in this browser."""
    if int(time.time()) - session.get("half_since", 0) > HALF_SECONDS:
        return None
    account_id: str | None = session.get("half")
    return account_id
