"""Somebody at the desk: an account with a role, who signed in."""

import secrets
import time
from typing import Any

import pyotp
from flask import Flask
from web_guest import Guest, store_of

from dce.store import Account, Role
from dce.store.second_factor import STEP_SECONDS

PASSWORD = "een fiets van groen karton"
SECRET = pyotp.random_base32()


def account_of(
    app: Flask, name: str, role: Role = "organiser", *studies: str, password: bool = False, secret: str = SECRET
) -> Account:
    """A new account with an app (none for an empty ``secret``), a member of ``studies``.

    With ``password`` it has one too, which takes a moment to make.
    """
    accounts = store_of(app).accounts
    account = accounts.add(name, role)
    if password:
        account = accounts.start(accounts.link_for(account, "invite"), PASSWORD)
    if secret:
        code = pyotp.TOTP(secret).at(time.time() - STEP_SECONDS)  # the one before: that of now can still be used
        accounts.tie_app(account.id, secret, code, key=app.config["SECRET_KEY"])
    for study_id in studies:
        accounts.join(study_id, account)
    return accounts.by_name(name)


def code_now() -> str:
    """The code that the app shows now."""
    return pyotp.TOTP(SECRET).now()


class Colleague(Guest):
    """A guest who has signed in: the session is put where signing in would have put it."""

    def __init__(self, app: Flask, account: Account, language: str = "nl", **more: Any) -> None:
        super().__init__(app, language)
        key, now = secrets.token_urlsafe(32), int(time.time())
        held = {"account": account.id, "generation": account.generation, "since": now, "seen": now}
        store_of(app).write_session(key, held | more, 12)
        self.client.set_cookie("dce_desk", key)


def colleague(app: Flask, name: str, role: Role = "organiser", *studies: str, language: str = "nl") -> Colleague:
    """A new account at the desk, a member of ``studies``."""
    return Colleague(app, account_of(app, name, role, *studies), language)


def token_of(guest: Guest) -> dict[str, str]:
    """The token of the forms on the page where ``guest`` is."""
    return {"csrf_token": guest.page.xpath("string(//input[@name='csrf_token']/@value)")}
