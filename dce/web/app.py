"""The application: made once for a database, then asked for pages."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask
from flask.templating import Environment
from flask_babel import Babel, get_locale
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from dce.markdown import study_html
from dce.report.accountability import security_txt
from dce.store import Store
from dce.store.place import Place, absolute, beside, file_name
from dce.web import api, languages, organiser, problems, survey
from dce.web.addresses import Addressing
from dce.web.api.editions import Editions
from dce.web.assets import add_assets
from dce.web.faults import in_words
from dce.web.fragments import add_fragments
from dce.web.headers import add_headers
from dce.web.incoming import add_origin_check
from dce.web.keys import secret_key as find_key
from dce.web.limits import add_limits
from dce.web.permissions import refuse_weak
from dce.web.preview import Previews
from dce.web.provider import Provider
from dce.web.records import add_records, fault
from dce.web.results import model
from dce.web.sessions import StoreSessions
from dce.web.settings import Settings
from dce.web.statements import statements
from dce.web.theme import add_theme
from dce.web.watching import add_watching

LARGEST_BODY = 64 * 1024  # bytes; the longest form here has some 300
LARGEST_FILE = 16 * 1024 * 1024  # bytes, of a table of answers or a study with its design
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
WAIT_SECONDS = 10.0  # for another writer; longer and a person reloads the page anyway


class Templates(Environment):
    """Templates whose globals are one dictionary: a chain of them is searched for every import on every page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template, with ``d`` beside those of all."""
        return {**self.globals, **(d or {})}


class Application(Addressing):
    """An application that writes down no address: one may hold the key of a link, or what looks like a line of ours."""

    jinja_environment = Templates

    def log_exception(self, exc_info: Any) -> None:
        """Write a fault down with the rule of its page."""
        fault(exc_info[1])


def create_app(database: Place | str, settings: Settings | None = None, **changes: Any) -> Flask:
    """The survey over the studies in ``database``, set up after ``settings``, of which ``changes`` change some.

    Raises StoreError for a database or key that cannot be used or that others may change, and DceError for a theme,
    provider or contact that cannot be used, and where Flask's debugger is on.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     create_app(f"{folder}/dce.db", secure_cookies=True).test_client().get("/").status_code
    200
    """
    given = replace(settings or Settings(), **changes)
    site, where = replace(given, theme=given.worn), absolute(database)
    app = Application(__name__)
    refuse_weak(where, debug=app.debug)
    store = Store.open(where, wait_seconds=WAIT_SECONDS)
    app.config.update(
        SECRET_KEY=find_key(where, site.secret_key),
        DCE_SECURITY_CONTACT=_checked_contact(site.security_contact),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        TRUSTED_HOSTS=list(site.trusted_hosts or LOOPBACK),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
        WTF_CSRF_TIME_LIMIT=None,  # a page may stay open as long as its session lasts
        BABEL_DEFAULT_LOCALE="en",  # the language of the texts in the code
        BOOTSTRAP_SERVE_LOCAL=True,
        PREFERRED_URL_SCHEME="https" if site.secure_cookies else "http",
    )
    app.session_interface = StoreSessions(store, secure=site.secure_cookies, preview=site.preview)
    app.extensions.update(dce_store=store, dce_database=where)
    app.extensions["dce_provider"] = site.provider or Provider.from_environment()
    app.extensions["dce_editions"] = Editions(app.config["SECRET_KEY"])
    if site.proxies:
        proxied = ProxyFix(app.wsgi_app, x_for=site.proxies, x_proto=site.proxies, x_host=0)
        app.wsgi_app = proxied  # type: ignore[method-assign]
    add_theme(app, site.worn)
    _add_parts(app, store, secure=site.secure_cookies, preview=site.preview)
    if not site.preview:
        _add_previews(app, where, site)
    return app


def _add_previews(app: Flask, where: Place, site: Settings) -> None:
    """Let the survey be tried before it opens, by the settings of this site as far as people see or need them."""
    known = {"secret_key": app.config["SECRET_KEY"], "provider": None, "proxies": 0, "security_contact": None}
    make = partial(create_app, settings=replace(site, **known, preview=True))
    app.extensions["dce_previews"] = Previews(beside(where, f"{file_name(where)}.previews"), make)


def _checked_contact(given: str | None) -> str:
    """Whom to tell of a weakness: as given, else of the environment; refused now where security.txt cannot say it."""
    contact = os.environ.get("DCE_SECURITY_CONTACT", "") if given is None else given
    if contact:
        security_txt(contact, "https://localhost", datetime.now(UTC))
    return contact


def _add_parts(app: Flask, store: Store, *, secure: bool, preview: bool) -> None:
    add_headers(app, secure=secure)
    add_assets(app)
    add_fragments(app)
    add_records(app)
    if not preview:
        add_watching(app)
    add_origin_check(app)
    app.before_request(survey.refuse_broken_text)  # before the check on forms, which reads them
    CSRFProtect(app).exempt(organiser.PREVIEW)  # its forms carry the token of the survey that it shows
    Bootstrap5(app)
    Babel(app, locale_selector=languages.choose)
    languages.quicken(app)
    synthetic = store.synthetic  # a file keeps its mark
    app.context_processor(
        lambda: {
            "synthetic": synthetic,
            "preview": preview,
            "language": str(get_locale()),
            "languages": languages.offered(),
            "language_names": languages.NAMES,
        }
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True  # no empty lines in what is sent
    app.jinja_env.filters.update(
        moment=languages.moment, day=languages.day, amount=languages.amount, markdown=study_html, in_words=in_words
    )
    problems.add_pages(app)
    add_limits(app)
    app.url_map.converters["own_study"] = organiser.OwnStudy
    for part in (statements, *(() if preview else (*api.PARTS, *organiser.PARTS, *model.PARTS)), *survey.PARTS):
        app.register_blueprint(part)
