"""The web: the survey that people answer, the server that runs it, and a visitor that walks it."""

from dce.web.app import create_app
from dce.web.server import serve
from dce.web.settings import Settings
from dce.web.theme import Theme

__all__ = ["Settings", "Theme", "create_app", "serve"]
