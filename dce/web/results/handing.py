"""Files of the results: each picture as SVG and PNG, each table as CSV, just as the page shows them."""

from __future__ import annotations

from typing import Any

from flask import abort, g
from flask.typing import ResponseReturnValue

from dce.web.files import attached
from dce.web.organiser import published
from dce.web.organiser.access import needs, own_study, store
from dce.web.organiser.pages import language_of

KINDS = {"svg": "image/svg+xml", "png": "image/png"}


@own_study.get("/results/files/<split>/<part>/<figure>-<int:number>.<any(svg, png):kind>")
@needs("results")
def results_picture(split: str, part: str, figure: str, number: int, kind: str) -> ResponseReturnValue:
    """One drawing of a figure, from 1."""
    from dce.report.kept import figure_of, pictures, png_file, svg_file  # drawing takes a second to load

    found = next((kept for kept in _content(split, part)["figures"] if kept["name"] == figure), None)
    drawn = pictures(figure_of(found)) if found else ()
    if found is None or not 1 <= number <= len(drawn):
        abort(404)
    made = (svg_file if kind == "svg" else png_file)(drawn[number - 1], found["title"])
    return _handed(f"{figure}-{number}.{kind}", KINDS[kind], made)


@own_study.get("/results/files/<split>/<part>/<figure>.csv")
@needs("results")
def results_numbers(split: str, part: str, figure: str) -> ResponseReturnValue:
    """The table under a figure; a table that stands by itself is named by its number."""
    from dce.report.kept import csv_file, table_of

    content = _content(split, part)
    tables: dict[str, Any] = {kept["name"]: kept["table"] for kept in content["figures"]}
    tables |= {f"table-{number}": kept for number, kept in enumerate(content["tables"], 1)}
    if figure not in tables:
        abort(404)
    return _handed(f"{figure}.csv", "text/csv", csv_file(table_of(tables[figure])).encode("utf-8-sig"))


def _content(split: str, part: str) -> Any:
    """What is shown of a part in the reader's language; what is not shown is not found."""
    study = published.study()
    found = store().results.part(g.study_id, split, part, language_of(study.languages))
    if found is None:
        abort(404)
    return found


def _handed(name: str, mimetype: str, content: bytes) -> ResponseReturnValue:
    store().audit.add(g.account.id, "results.downloaded", study=g.study_id, object=name)
    return attached(f"{g.study_id}-{name}", mimetype, content)
