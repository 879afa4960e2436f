"""What tests of several folders share: the two studies that ship, and public data that stays outside the repository."""

from pathlib import Path

import pytest

from dce.study import Study, example_study

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def study() -> Study:
    return Study.load(ROOT / "designs" / "gegevensdeling" / "study.yaml")


@pytest.fixture(scope="session")
def example() -> Study:
    return example_study()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Public data sets under other licences: read where they lie, never copied here."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with public data sets is not on this machine")
    return SHARED
