"""Parts of pages that are the same for everybody: made once, then put into each page as they are."""

from __future__ import annotations

from flask import Flask, render_template
from markupsafe import Markup


def add_fragments(app: Flask) -> None:
    """Give templates ``fragment(name, **given)``: what the template ``name`` says to everybody with the same ``given``.

    What stands in it may hang on nothing else about the visitor or the request; the text is safe HTML.
    """
    made: dict[tuple[object, ...], Markup] = {}

    @app.template_global()
    def fragment(name: str, **given: object) -> Markup:
        wanted = (name, *given.items())
        if wanted not in made:
            made[wanted] = Markup(render_template(name, **given))  # noqa: S704 - Jinja escaped what is in it
        return made[wanted]
