"""What rankings say is read once, whatever is drawn of it: at a million people reading took longer than drawing."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from dce.estimation import resample
from dce.ranking import Ranking
from dce.report import ReportContents
from dce.report.material import Material
from dce.report.wording import Wording


def test_every_part_and_language_shares_one_reading(contents: ReportContents, monkeypatch: pytest.MonkeyPatch):
    asked = list[object]()
    compare = Ranking.compare
    monkeypatch.setattr(Ranking, "compare", lambda own, **settings: asked.append(own.by) or compare(own, **settings))
    fresh = replace(contents)
    for language in ("nl", "en", "nl"):
        material = Material(fresh, Wording(fresh.study, language))
        assert [result.split.item.id for result in material.splits] == ["rol", "sector", "jaren_functie"]
    assert sorted(map(str, asked)) == sorted(["rol", "sector", "jaren_functie"] * 2)  # who differs, and who is alike


@pytest.mark.parametrize("filled", [0.2, 0.9])
def test_full_and_thin_tables_of_people_are_weighed_alike(filled: float):
    rng = np.random.default_rng(1)
    thin = sparse.csr_array(rng.poisson(9, (40, 30)) * (rng.random((40, 30)) < filled).astype(float))
    found = resample._as_full(thin)
    assert isinstance(found, np.ndarray) == (filled > 0.5)
    weights = rng.standard_exponential((7, 40))
    np.testing.assert_allclose(weights @ found, weights @ thin, rtol=1e-13)
