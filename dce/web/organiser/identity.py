"""Signing in at the organisation's own site, and tying that to the own account first."""

from __future__ import annotations

import hmac
import time
from dataclasses import asdict

from flask import abort, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from dce.errors import StoreError
from dce.store import Account, StoreBusy
from dce.web.incoming import from_elsewhere
from dce.web.organiser.access import desk, enter, needs_proof, own_desk_page, store, without_signing_in
from dce.web.organiser.pages import absolute
from dce.web.organiser.signing import go_on, sign_in_page
from dce.web.provider import Asked, Identity, IdentityError, Provider, provider
from dce.web.records import record

AWAY_SECONDS = 600  # how long somebody may be at the other site


@desk.get("/identity")
@without_signing_in
def begin_identity() -> ResponseReturnValue:
    """Send somebody to the other site to sign in there; who is sent here by a third site presses the link first."""
    if from_elsewhere():
        return redirect(url_for("desk.sign_in"), 303)
    return _send()


@desk.get("/account/identity")
@needs_proof
def tie_identity() -> ResponseReturnValue:
    """Send somebody who is at the desk to the other site, to tie that sign-in to this account.

    Not who is sent here by a third site: that could have signed this browser in there as somebody else.
    """
    if from_elsewhere():
        return redirect(url_for("desk.account"), 303)
    return _send(ties=g.account.id)


@desk.post("/account/identity")
@needs_proof
def untie_identity() -> ResponseReturnValue:
    """Let nobody in as this account by the other site any more."""
    issuer = _known().issuer
    with store().tx():
        if store().accounts.untie_identity(g.account.id, issuer):
            store().audit.add(g.account.id, "account.identity-untied", object=g.account.id)
    return redirect(url_for("desk.account"), 303)


@desk.get("/identity/back")
@without_signing_in
def come_back() -> ResponseReturnValue:
    """Take who comes back from the other site: let in who is tied to an account, or tie who asked for that."""
    kept = session.pop("asked", None)  # good once, whatever comes of it
    try:
        identity = _identity(kept)
    except IdentityError as error:
        record("identity not told", reason=str(error))
        return _refused(gettext("The other site did not say clearly who you are. Try it once more."))
    if kept["ties"] is not None:
        return _tie(kept["ties"], identity)
    account = store().accounts.by_identity(identity.issuer, identity.subject)
    if account is None:
        return _refused(_unknown())
    return _let_in(account, identity, kept["next"])


def _send(ties: str | None = None) -> ResponseReturnValue:
    asked = Asked()
    try:
        address = _known().address(asked, absolute("desk.come_back"))
    except IdentityError as error:
        record("identity not asked", reason=str(error))
        return _refused(
            gettext("The other site cannot be reached now. Sign in with name and password, or try it later.")
        )
    onto = request.args.get("next")
    session["asked"] = asdict(asked) | {"since": int(time.time()), "ties": ties, "next": onto}
    return redirect(address)


def _identity(kept: dict[str, str] | None) -> Identity:
    """Who came back, where that is the visit that we sent; raises IdentityError."""
    site, said = _known(), request.args
    if kept is None or time.time() - int(kept["since"]) > AWAY_SECONDS:
        raise IdentityError("nobody was sent from this visit, or too long ago; begin again")
    if not hmac.compare_digest(kept["state"].encode(), said.get("state", "").encode(errors="replace")):
        raise IdentityError("this is not the visit that was sent; begin again")
    if said.get("iss", site.issuer) != site.issuer:  # RFC 9207
        raise IdentityError("this comes from another site than we sent to; begin again")
    if "code" not in said:
        raise IdentityError("the other site let nobody in; begin again")
    asked = Asked(kept["state"], kept["nonce"], kept["verifier"])
    return site.identity(said["code"], asked, absolute("desk.come_back"))


def _tie(account_id: str, identity: Identity) -> ResponseReturnValue:
    if g.account is None or g.account.id != account_id:
        return _refused(gettext("Your visit has ended meanwhile. Sign in and try it once more."))
    try:
        with store().tx():
            store().accounts.tie_identity(account_id, identity.issuer, identity.subject)
            store().audit.add(account_id, "account.identity-tied", object=account_id)
    except StoreBusy:
        raise
    except StoreError:
        flash(gettext("This sign-in belongs to an account already, perhaps to yours. Nothing is changed."))
        return redirect(url_for("desk.account"), 303)
    flash(gettext("You can sign in with it from now on."))
    return redirect(url_for("desk.account"), 303)


def _let_in(account: Account, identity: Identity, onto: str | None) -> ResponseReturnValue:
    """Let in at once who had a second factor there that stands in for ours; who had none goes on to ours."""
    if not identity.second_factor:
        return go_on(account, onto)
    enter(account, stands_in=True)
    store().audit.add(account.id, "account.signed-in", why="OpenID Connect")
    return redirect(own_desk_page(onto or ""), 303)


def _refused(words: str) -> ResponseReturnValue:
    if g.account is not None:  # who is at the desk stays there
        flash(words)
        return redirect(url_for("desk.account"), 303)
    return sign_in_page(refused=words), 401


def _unknown() -> str:
    return str(
        gettext("This sign-in belongs to no account here. Sign in with your password, and tie it at “My account”.")
    )


def _known() -> Provider:
    return provider() or abort(404)
