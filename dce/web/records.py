"""What this site refused and what failed, a line of JSON each on standard error: for who watches it.

No line holds a person who answers, an address, what was typed or a key: a refusal is told by the rule of its page,
which is the same for everybody. What colleagues did that went well stands in the log of the database.
"""

from __future__ import annotations

import sys
from pathlib import Path
from traceback import extract_tb
from typing import Any

import structlog
from flask import Flask, g, request
from flask.wrappers import Response

TOLD = frozenset((401, 403, 404, 405, 408, 409, 413, 422, 429))
TO_ANSWER = ("survey", "answering", "coming", "mine")  # where people who answer are; 404 and 422 are theirs to see
COMMON = frozenset((404, 405, 409, 422))
MOST_PLACES = 12  # of a fault, the last ones


def add_records(app: Flask) -> None:
    """Write a line for every refusal and fault of ``app``; before anything else that looks at answers."""

    @app.after_request
    def tell(response: Response) -> Response:
        status = response.status_code
        if status >= 500 or (status in TOLD and not (status in COMMON and request.blueprint in TO_ANSWER)):
            record("refused" if status < 500 else "failed", status=status, reason=g.get("refusal"))
        return response


def record(event: str, **told: object) -> None:
    """Write a line on this request: ``event``, the rule of its page, which colleague asks if one does, and ``told``."""
    account = g.get("account")
    of_page = {
        "rule": str(request.url_rule) if request.url_rule else None,
        "method": request.method,
        "account": account.id if account is not None else None,
    }
    _logger().warning(event, **{name: value for name, value in (of_page | told).items() if value is not None})


def fault(error: BaseException) -> None:
    """Write a line on a fault of ours: its kind and where it arose, not its words, which may quote people."""
    early_fault(error, rule=str(request.url_rule), method=request.method)


def early_fault(error: BaseException, **told: str) -> None:
    """Do so where no page is known yet."""
    places = [f"{Path(place.filename).name}:{place.lineno} {place.name}" for place in extract_tb(error.__traceback__)]
    _logger().error("fault", **told, kind=type(error).__name__, places=places[-MOST_PLACES:])


def _logger() -> Any:
    # Made for each line, on the standard error of that moment: a server may have been given another one meanwhile.
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
    )
