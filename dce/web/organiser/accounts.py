"""What an administrator does: accounts, and the log of what happened with them; never a study, and never an answer."""

from __future__ import annotations

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.errors import StoreError
from dce.store import ROLES, Account, Role, StoreBusy
from dce.store.account import name_key
from dce.store.links import Purpose
from dce.web.organiser import words
from dce.web.organiser.access import desk, needs, needs_proof, site_key, store
from dce.web.organiser.pages import absolute, page
from dce.web.organiser.starting import name_problem

MOST_LINES = 500  # of the log on one page


@desk.get("/accounts")
@needs("accounts")
def accounts() -> ResponseReturnValue:
    """Every account, and a form to add one."""
    return _list()


@desk.post("/accounts")
@needs("accounts")
@needs_proof
def add_account() -> ResponseReturnValue:
    """Add an account, and show the link for its owner this one time."""
    name, role = request.form.get("name", "").strip(), _role()
    wrong = name_problem(name)
    if wrong is not None:
        return _list(wrong=wrong, typed=name, chosen=role), 422
    with store().tx():
        account = store().accounts.add(name, role)
        _log("account.added", account, why=role)
    return _hand_over(account, "invite")


@desk.get("/accounts/log")
@needs("accounts")
def accounts_log() -> ResponseReturnValue:
    """What happened with accounts, the newest first."""
    entries = store().audit.of_study("")[::-1]
    names = {account.id: account.name for account in store().accounts.all()}
    hidden = max(0, len(entries) - MOST_LINES)
    known = {"done": words.DONE, "details": words.DETAILS, "names": names, "actors": words.ACTORS}
    return page("accounts_log.html", entries=entries[:MOST_LINES], hidden=hidden, **known)


@desk.get("/accounts/<account_id>")
@needs("accounts")
def one_account(account_id: str) -> ResponseReturnValue:
    """One account, and what can be done with it."""
    return _one(_found(account_id))


@desk.post("/accounts/<account_id>/reset")
@needs("accounts")
@needs_proof
def reset_account(account_id: str) -> ResponseReturnValue:
    """Show a link for another password this one time; the app goes only where its owner lost it."""
    account = _others(account_id)
    lost = request.form.get("second_factor") == "off"
    with store().tx():
        if lost:
            store().accounts.untie_app(account.id)
            _log("account.no-app", account)
        store().accounts.forget_tries(account, site_key())
        _log("account.reset", account)
    return _hand_over(account, "reset" if account.ready else "invite")


@desk.post("/accounts/<account_id>/tries")
@needs("accounts")
@needs_proof
def forget_tries(account_id: str) -> ResponseReturnValue:
    """Let an account be tried again at once."""
    account = _others(account_id)
    with store().tx():
        store().accounts.forget_tries(account, site_key())
        _log("account.tries-forgotten", account)
    return _done(account, gettext("The wrong tries are forgotten."))


@desk.post("/accounts/<account_id>/role")
@needs("accounts")
@needs_proof
def change_role(account_id: str) -> ResponseReturnValue:
    """Give an account another role."""
    account, role = _others(account_id), _role()
    try:
        with store().tx():
            store().accounts.set_role(account.id, role)
            _log("account.role", account, why=role)
    except StoreError as error:
        return _only_one(account, error)
    return _done(account, gettext("The role is now %(role)s.", role=words.ROLES[role]))


@desk.post("/accounts/<account_id>/block")
@needs("accounts")
@needs_proof
def block_account(account_id: str) -> ResponseReturnValue:
    """Let nobody in with an account from now on, or let its owner in again."""
    account, blocked = _others(account_id), request.form.get("blocked") == "yes"
    try:
        with store().tx():
            store().accounts.disable(account.id, disabled=blocked)
            _log("account.disabled" if blocked else "account.enabled", account)
    except StoreError as error:
        return _only_one(account, error)
    return _done(
        account, gettext("This account is blocked.") if blocked else gettext("This account can come in again.")
    )


@desk.post("/accounts/<account_id>/delete")
@needs("accounts")
@needs_proof
def delete_account(account_id: str) -> ResponseReturnValue:
    """Delete an account, once its name was typed."""
    account = _others(account_id)
    if name_key(request.form.get("name", "").strip()) != name_key(account.name):
        return _one(account, wrong=gettext("This is not the name of the account."), field="typed-name"), 422
    try:
        with store().tx():
            store().accounts.delete(account.id)
            _log("account.deleted", account)
    except StoreError as error:
        return _only_one(account, error)
    flash(gettext("The account is deleted."))
    return redirect(url_for("desk.accounts"), 303)


def _list(**values: str) -> str:
    return page("accounts.html", accounts=store().accounts.all(), roles=words.ROLES, may_do=words.MAY, **values)


def _one(account: Account, **values: str) -> str:
    return page("one_account.html", account=account, roles=words.ROLES, may_do=words.MAY, **values)


def _found(account_id: str) -> Account:
    return store().accounts.account(account_id) or abort(404)


def _others(account_id: str) -> Account:
    """The account of somebody else: what an administrator does with the own one asks another administrator."""
    account = _found(account_id)
    if account.id == g.account.id:
        abort(403)
    return account


def _role() -> Role:
    return next((role for role in ROLES if role == request.form.get("role")), None) or abort(422)


def _log(action: str, account: Account, why: str = "") -> None:
    store().audit.add(g.account.id, action, object=account.id, why=why)


def _hand_over(account: Account, purpose: Purpose) -> ResponseReturnValue:
    address = absolute("desk.link", link_key=store().accounts.link_for(account, purpose))
    return page("link_made.html", account=account, address=address)


def _done(account: Account, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("desk.one_account", account_id=account.id), 303)


def _only_one(account: Account, error: StoreError) -> ResponseReturnValue:
    """Say that it was the only administrator; who else could have been is gone since this page was opened."""
    if isinstance(error, StoreBusy):
        raise error
    return _one(account, wrong=gettext("This is the only administrator. Make another one first.")), 409
