"""What everybody has at the desk: the own account, and the app that gives its codes."""

from __future__ import annotations

import segno
from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from dce.store.second_factor import address, new_secret
from dce.web.organiser.access import before_second_factor, desk, enter, site_key, store
from dce.web.organiser.pages import page


@desk.get("/account")
@before_second_factor
def account() -> ResponseReturnValue:
    """Who I am here, and what guards my account."""
    return page("account.html", codes_left=store().accounts.recovery_codes_left(g.account.id))


@desk.get("/account/second-factor")
@before_second_factor
def second_factor() -> ResponseReturnValue:
    """Show the secret for an app, as a QR code and in letters; another one where there is an app already."""
    secret = session.get("secret")
    if secret is None:
        secret = session["secret"] = new_secret()
    return page("second_factor.html", secret=secret, picture=_picture(secret))


@desk.post("/account/second-factor")
@before_second_factor
def tie_app() -> ResponseReturnValue:
    """Tie the app by its first code, and show the recovery codes this one time."""
    secret = session.get("secret")
    if secret is None:
        return redirect(url_for("desk.second_factor"), 303)
    codes = store().accounts.tie_app(g.account.id, secret, request.form.get("code", ""), key=site_key())
    if codes is None:
        return page("second_factor.html", secret=secret, picture=_picture(secret), wrong=True), 422
    store().audit.add(g.account.id, "account.second-factor")
    changed = store().accounts.account(g.account.id)
    if changed is not None:  # every session of the account ended, and this one goes on in a new one
        enter(changed)
        g.account = changed
    return page("recovery_codes.html", codes=codes)


def _picture(secret: str) -> str:
    """The secret as a picture for an app, as the address of an image."""
    return segno.make(address(secret, g.account.name, request.host)).png_data_uri(scale=5, border=4)
