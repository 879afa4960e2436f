"""The web: the survey that people answer, the server that runs it, and a visitor that walks it."""

from dce.web.app import create_app
from dce.web.server import serve

__all__ = ["create_app", "serve"]
