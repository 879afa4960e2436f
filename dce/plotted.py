"""``plot()`` for results: every result is drawn as the report draws it, though it knows nothing of reports."""

from __future__ import annotations

import importlib
from typing import Any

HOME = "dce.report.pictures"  # found by name when a picture is asked for: reports stand above results and import them


class Plotted:
    """A result that can be drawn."""

    __slots__ = ()

    def plot(self, what: str = "", *, language: str | None = None, source: str = "", **asked: Any) -> Any:
        """An Altair chart that says what is found, of whom, and how sure; it shows in Jupyter and saves as SVG or PNG.

        ``what`` names the picture where a result has several, and ``asked`` what some pictures take, such as ``group``:
        :mod:`dce.report.pictures` lists both. ``language`` is "nl" or "en", the study's first where it is left out;
        ``source`` is printed under the subtitle, such as "invented answers". Raises FitError where there is nothing to
        draw, and for what it does not know.
        """
        return importlib.import_module(HOME).plot(self, what, language=language, source=source, **asked)
