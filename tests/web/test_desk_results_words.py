"""Each page of results says what it means, and explains the statistical words that stand on it."""

import numpy as np
from flask import Flask
from test_desk_results import HERE, VIEWS, answer, made, quickly, vera  # noqa: F401  # its fixtures
from web_desk import Colleague

from dce.design import Design
from dce.report.words import glossary
from dce.web.results.dashboard import VIEWS as NAMES
from dce.web.results.explaining import SECTIONS

BEGINS = 'class="dce-details results-meaning"'


def test_every_view_has_its_panel():
    assert SECTIONS.keys() == NAMES.keys()


def test_pages_without_figures_have_nothing_to_explain(vera: Colleague):  # noqa: F811
    assert BEGINS not in vera.get(HERE).text


def test_every_page_with_figures_explains_itself_and_its_words(vera: Colleague, app: Flask, design: Design):  # noqa: F811
    store = app.extensions["dce_store"]
    answer(store, design, list(np.repeat(["jurist", "beleid"], 15)))
    made(store)
    for view in VIEWS:
        page = vera.get(HERE + view).text
        told = page[page.index(BEGINS) :]
        assert told.index("<p>") < told.index("</details>"), view
        if view in ("/ranking", "/checks"):
            word = glossary("en")["importance" if view == "/ranking" else "standard_error"]
            assert f"<dt><dfn>{word.word}</dfn></dt><dd>{word.text}</dd>" in told
