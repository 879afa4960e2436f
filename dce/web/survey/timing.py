"""How long a page was open, as the server measures it: the page carries the signed moment at which it was made."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, TimestampSigner
from werkzeug.datastructures import MultiDict

from dce.store import Circumstances

LONGEST = 6 * 3600  # seconds; who takes longer has left the page open
DIGITS = 3  # of how often a page was out of sight


def opened(respondent_id: str, position: int) -> str:
    """What the page at ``position`` carries: when it was made, in a form that only fits this person and page."""
    return _signer(respondent_id).sign(str(position)).decode()


def circumstances(
    form: MultiDict[str, str], respondent_id: str, position: int, *, reason: str | None = None
) -> Circumstances:
    """What is known of an answer; nothing that a browser made up, and never a reason to refuse the answer."""
    seconds = None
    try:
        signer = _signer(respondent_id)
        of, made = signer.unsign(form.get("opened", ""), return_timestamp=True, max_age=LONGEST)
        if of == str(position).encode():
            seconds = signer.get_timestamp() - int(made.timestamp())
    except BadData:
        pass
    away = form.get("away", "")
    known = away.isascii() and away.isdecimal() and len(away) <= DIGITS
    return Circumstances(seconds=seconds, away=int(away) if known else None, reason=reason)


def _signer(respondent_id: str) -> TimestampSigner:
    return TimestampSigner(current_app.config["SECRET_KEY"], salt=f"opened by {respondent_id}")
