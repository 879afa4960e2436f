"""One report in each language, made once, and the browser that is on this machine."""

from pathlib import Path

import pandas as pd
import pytest
from lxml import html
from report_case import contents_of

from dce.design import Design, make_design
from dce.report import ReportContents, report_html
from dce.simulate import Population, default_population, simulate_answers
from dce.study import Study, example_study

FOLDER = Path(__file__).resolve().parents[2] / "designs" / "gegevensdeling"


@pytest.fixture(scope="session")
def design(study: Study) -> Design:
    return Design.from_frame(study, pd.read_csv(FOLDER / "design.csv"), seed=1)


@pytest.fixture(scope="session")
def answers(design: Design, study: Study) -> pd.DataFrame:
    return simulate_answers(design, Population.load(FOLDER / "population.yaml", study), 50, seed=1)


@pytest.fixture(scope="session")
def contents(design: Design, answers: pd.DataFrame) -> ReportContents:
    return contents_of(design, answers, bootstrap=300, draws=32)


@pytest.fixture(scope="session")
def sources(contents: ReportContents) -> dict[str, str]:
    return {language: report_html(contents, language=language) for language in ("nl", "en")}


@pytest.fixture(scope="session", params=["nl", "en"])
def report(request: pytest.FixtureRequest, sources: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / f"{request.param}.html"
    path.write_text(sources[request.param], encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def tree(report: Path) -> html.HtmlElement:
    return html.document_fromstring(report.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def small_design() -> Design:
    return make_design(example_study(), tasks=8, seed=1)


@pytest.fixture(scope="session")
def small_answers(small_design: Design) -> pd.DataFrame:
    return simulate_answers(small_design, default_population(small_design.study), 60, seed=1)


@pytest.fixture(scope="session")
def small(small_design: Design, small_answers: pd.DataFrame) -> ReportContents:
    """A report that is made in a second, with every part that a report can have."""
    return contents_of(small_design, small_answers, draws=16)
