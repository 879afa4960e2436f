"""From one page to the next: by a redirect, or in the answer itself where the page's script asks for that."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

AT_ONCE = ("answering.background", "answering.task")  # pages that are sent with the answer
PREFERENCE = "return=representation"  # RFC 7240: send what stands there now, and not where it stands


@dataclass(frozen=True, slots=True)
class Place:
    """A page of this study: its endpoint, and what its address says besides."""

    endpoint: str
    values: dict[str, int] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The address of the page."""
        return url_for(self.endpoint, **self.values)  # type: ignore[arg-type]  # Flask names its own options first


def lead_to(place: Place) -> ResponseReturnValue:
    """Lead to ``place``: one journey where the page's script prefers that, a redirect otherwise.

    A phone with a slow line waits once for each answer, and not twice.
    """
    address = place.address
    if place.endpoint not in AT_ONCE or PREFERENCE not in request.headers.get("Prefer", ""):
        return redirect(address, 303)
    g.csrf_token = request.form["csrf_token"]  # found good, and as good for the next form
    g.here = address.removeprefix(request.script_root)
    page = make_response(current_app.view_functions[place.endpoint](**place.values))
    page.headers["Content-Location"] = address
    page.headers["Preference-Applied"] = PREFERENCE
    return page
