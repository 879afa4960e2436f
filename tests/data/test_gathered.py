"""Answers of many people in little memory: the same estimates, and errors that are those of people."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import dce.data.gathered as module
from dce.data.gathered import Batch, Gathered, gather
from dce.estimation import fit_ordered_logit
from dce.study import Study

PEOPLE, TASKS, SCALE = 3000, 6, 5


@pytest.fixture(scope="module")
def shown() -> pd.DataFrame:
    rows = [
        ("eigen", "ja", "alle"), ("bedrijf", "nee", "enkele"), ("gemeente", "ja", "geen"),
        ("eigen", "nee", "geen"), ("bedrijf", "ja", "alle"), ("gemeente", "nee", "enkele"),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["ontvanger", "doel", "waarborgen"])
    return frame.assign(task=np.arange(1, TASKS + 1))


def batches() -> Iterator[Batch]:
    """People with a leniency of their own, and none of it for the roles; every tenth told no role."""
    rng = np.random.default_rng(4)
    likes = np.array([1.5, -1.0, 0.2, -0.4, 0.9, -0.8])
    for begin in range(0, PEOPLE, 700):
        names = [f"p{number}" for number in range(begin, min(begin + 700, PEOPLE))]
        drawn = likes + rng.logistic(size=(len(names), TASKS)) + rng.normal(size=(len(names), 1))
        cells = np.arange(TASKS) * SCALE + np.digitize(drawn, [-1.5, -0.5, 0.5, 1.5])
        roles = np.where(np.arange(len(names)) % 10 == 9, -1, rng.integers(0, 2, len(names)))
        ones = np.ones(len(names), dtype=np.int32)
        yield Batch(
            names,
            ones,
            TASKS * ones,
            cells.ravel().astype(np.int32),
            roles[:, None].astype(np.int16),
            np.zeros(len(names), bool),
        )


@pytest.fixture(scope="module")
def apart(example: Study, shown: pd.DataFrame) -> Gathered:
    found = gather(batches(), example, shown, people=PEOPLE)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def bundled(example: Study, shown: pd.DataFrame) -> Gathered:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_APART", 100)
        patch.setattr(module, "BUNDLES", 500)
        found = gather(batches(), example, shown, people=PEOPLE)
    assert found is not None
    return found


def test_counts_and_people_are_the_same_however_they_are_gathered(apart: Gathered, bundled: Gathered):
    assert (apart.bundled, bundled.bundled) == (False, True)
    assert apart.people == bundled.people == PEOPLE
    assert apart.total.tolist() == bundled.total.tolist()
    assert apart.counts["rol"].tolist() == bundled.counts["rol"].tolist()
    assert dict(apart.told["rol"]) == dict(bundled.told["rol"])
    assert apart.versions == bundled.versions
    assert apart.counts["rol"].sum(axis=0).tolist() == apart.total.tolist()


def test_bundles_give_the_same_estimates_and_the_errors_of_people(apart: Gathered, bundled: Gathered):
    exact, close = fit_ordered_logit(apart.everybody), fit_ordered_logit(bundled.everybody)
    assert len(bundled.everybody.people) <= 500
    assert_allclose(close.coef, exact.coef, rtol=1e-6)
    assert_allclose(close.std_error("cluster"), exact.std_error("cluster"), rtol=0.2)  # 500 bundles: 3% each, 6 of them
    by_answer = fit_ordered_logit(apart.everybody).std_error("hessian")["doel"]
    assert exact.std_error("cluster").iloc[-1] > 1.2 * fit_ordered_logit(apart.everybody).std_error("hessian").iloc[-1]
    assert by_answer > 0


def test_groups_are_fitted_from_bundles_of_their_own_people(apart: Gathered, bundled: Gathered):
    of_group = [found.by_item["rol"].of_group("rol", "jurist") for found in (apart, bundled)]
    exact, close = map(fit_ordered_logit, of_group)
    assert_allclose(close.coef, exact.coef, rtol=1e-6)
    assert_allclose(close.std_error("cluster"), exact.std_error("cluster"), rtol=0.25)


def test_single_people_are_a_random_part_of_all(bundled: Gathered):
    assert 100 < len(bundled.sampled.people) < 400
    assert set(bundled.sampled.people) <= {f"p{number}" for number in range(PEOPLE)}
