"""The notebook is the script in cells, carries no outputs, runs, and shows its charts."""

import json
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "analysis" / "gegevensdeling"
NOTEBOOK = FOLDER / "analysis.ipynb"
CHARTS = r"^\w+\.plot\("


@pytest.fixture(scope="module")
def book():
    return nbformat.read(NOTEBOOK, as_version=4)


def ran(book, folder: Path = FOLDER):
    """The notebook after a run in a kernel of its own."""
    return NotebookClient(book, timeout=240, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()


def shown(cell) -> list[str]:
    return [kind for output in cell.outputs for kind in output.get("data", {})]


def test_the_committed_notebook_is_what_the_script_gives():
    sys.path.insert(0, str(ROOT / "analysis"))
    try:
        import make_notebook as script
    finally:
        sys.path.remove(str(ROOT / "analysis"))
    assert NOTEBOOK.read_text(encoding="utf-8") == script.notebook_of(FOLDER / "analysis.py"), "run make notebook"


def test_it_carries_no_outputs_and_no_trace_of_who_ran_it(book):
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert set(json.loads(NOTEBOOK.read_text())["metadata"]) == {"kernelspec", "language_info"}


def test_it_says_first_that_the_answers_are_invented_and_walks_the_whole_way(book):
    assert "invented" in book.cells[0].source
    source = "\n".join(cell.source for cell in book.cells)
    walk = ["Study.load", "Design.load", "ranking_power", "read_answers", "answer_quality", "scenario_agreement"]
    walk += ["fit_ordered_logit", "rank_criteria", '"compare"', "dce.trend(", "weight_spread", "evaluate("]
    places = [source.index(step) for step in walk]
    assert places == sorted(places)


@pytest.mark.long
def test_a_chart_as_the_last_line_of_a_cell_shows_in_jupyter(book):
    """The cells up to the model, without those that take long."""
    short = book.copy()
    wanted = r"import dce|Study\.load|read_answers|fit_ordered_logit"
    short.cells = [c for c in book.cells if c.cell_type == "code" and re.search(wanted, c.source)]
    short = ran(short)
    assert "Invented answers" in short.cells[0].outputs[0]["text"]
    assert re.search(CHARTS, short.cells[-1].source, re.MULTILINE)
    assert "text/html" in shown(short.cells[-1])


@pytest.mark.long
def test_the_whole_notebook_runs_and_every_chart_shows(book):
    done = ran(book)
    charts = [c for c in done.cells if c.cell_type == "code" and re.search(CHARTS, c.source, re.MULTILINE)]
    assert len(charts) > 8
    assert all("text/html" in shown(cell) for cell in charts)
