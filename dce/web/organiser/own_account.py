"""What everybody has at the desk: the own account, its password, and the app that gives its codes."""

from __future__ import annotations

import time

import segno
from flask import abort, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.store import Account, PasswordRefused
from dce.store.second_factor import address, new_secret
from dce.web.organiser.access import (
    before_second_factor,
    desk,
    enter,
    needs_proof,
    onward,
    site_key,
    store,
)
from dce.web.organiser.pages import page
from dce.web.organiser.starting import REFUSED
from dce.web.organiser.studies import listed
from dce.web.organiser.words import ROLES
from dce.web.provider import provider


@desk.get("/account")
@before_second_factor
def account() -> ResponseReturnValue:
    """Who I am here, what I may do with which studies, and what guards my account."""
    return page(
        "account.html",
        roles=ROLES,
        studies=listed(g.account),
        codes_left=store().accounts.recovery_codes_left(g.account.id),
        provider=provider(),
        identities=store().accounts.identities(g.account.id),
    )


@desk.get("/account/prove")
@before_second_factor
def prove() -> ResponseReturnValue:
    """Ask who it is once more, before a change of how people come in."""
    return page("prove.html")


@desk.post("/account/prove")
@before_second_factor
def check_proof() -> ResponseReturnValue:
    """Look at the code of the app, or at the password where there is no app."""
    typed, where = request.form.get("proof", ""), request.remote_addr or ""
    if g.account.second_factor:
        right = store().accounts.second_step(g.account.id, typed, address=where, key=site_key())
    else:
        right = store().accounts.sign_in(g.account.name, typed, address=where, key=site_key()) is not None
    if not right:
        return page("prove.html", wrong=True), 422
    _stay(g.account)  # under another key: whoever knew the one of before has proved nothing
    session["proved"] = int(time.time())
    return redirect(onward(), 303)


@desk.get("/account/password")
@before_second_factor
def password() -> ResponseReturnValue:
    """Ask for the password of now, and for another one."""
    return page("password.html")


@desk.post("/account/password")
@before_second_factor
def change_password() -> ResponseReturnValue:
    """Set another password: every other visit ends, and this one goes on."""
    old, new, where = request.form.get("old", ""), request.form.get("password", ""), request.remote_addr or ""
    try:
        changed = store().accounts.change_password(g.account.id, old, new, address=where, key=site_key())
    except PasswordRefused as refused:
        return page("password.html", wrong=REFUSED[refused.reason], field="password"), 422
    if changed is None:
        return page("password.html", wrong=gettext("This is not your password of now."), field="old"), 422
    _stay(changed)
    flash(gettext("Your password is changed. You are signed out everywhere else."))
    return redirect(url_for("desk.account"), 303)


@desk.post("/account/sign-out-everywhere")
@before_second_factor
def sign_out_everywhere() -> ResponseReturnValue:
    """End every other visit of this account."""
    with store().tx():
        changed = store().accounts.end_sessions(g.account.id)
        store().audit.add(g.account.id, "account.signed-out-everywhere", object=g.account.id)
    _stay(changed)
    flash(gettext("You are signed out everywhere else."))
    return redirect(url_for("desk.account"), 303)


@desk.get("/account/second-factor")
@before_second_factor
@needs_proof
def second_factor() -> ResponseReturnValue:
    """Show the secret for an app, as a QR code and in letters; another one where there is an app already."""
    secret = session.get("secret")
    if secret is None:
        secret = session["secret"] = new_secret()
    return page("second_factor.html", secret=secret, picture=_picture(secret))


@desk.post("/account/second-factor")
@before_second_factor
@needs_proof
def tie_app() -> ResponseReturnValue:
    """Tie the app by its first code, and show the recovery codes this one time."""
    secret = session.get("secret")
    if secret is None:
        return redirect(url_for("desk.second_factor"), 303)
    with store().tx():
        codes = store().accounts.tie_app(g.account.id, secret, request.form.get("code", ""), key=site_key())
        if codes is not None:
            store().audit.add(g.account.id, "account.second-factor")
    if codes is None:
        return page("second_factor.html", secret=secret, picture=_picture(secret), wrong=True), 422
    _stay(store().accounts.account(g.account.id))
    return page("recovery_codes.html", codes=codes, tied=True)


@desk.post("/account/no-app")
@needs_proof
def untie_app() -> ResponseReturnValue:
    """Take the app off, where it need not be: on a site of which all answers are invented."""
    if not store().synthetic:
        abort(403)
    with store().tx():
        store().accounts.untie_app(g.account.id)
        store().audit.add(g.account.id, "account.no-app", object=g.account.id)
    _stay(store().accounts.account(g.account.id))
    return redirect(url_for("desk.account"), 303)


@desk.get("/account/recovery-codes")
@needs_proof
def recovery_codes() -> ResponseReturnValue:
    """Ask whether new recovery codes are to take the place of those before them."""
    return page("new_codes.html", codes_left=store().accounts.recovery_codes_left(g.account.id))


@desk.post("/account/recovery-codes")
@needs_proof
def renew_recovery_codes() -> ResponseReturnValue:
    """Show ten new recovery codes this one time."""
    if not g.account.second_factor:
        return redirect(url_for("desk.second_factor"), 303)
    with store().tx():
        codes = store().accounts.renew_recovery_codes(g.account.id)
        store().audit.add(g.account.id, "account.recovery-codes", object=g.account.id)
    return page("recovery_codes.html", codes=codes)


def _stay(changed: Account | None) -> None:
    """Go on in a new session."""
    if changed is None:  # it was deleted at this very moment
        abort(404)
    kept = {name: session[name] for name in ("since", "proved", "stands_in") if name in session}
    enter(changed)
    session.update(kept)  # the visit grows no longer by it, and nothing was proved
    g.account = changed


def _picture(secret: str) -> str:
    """The secret as a picture for an app, as the address of an image."""
    return segno.make(address(secret, g.account.name, request.host)).png_data_uri(scale=5, border=4)
