"""What of an interaction passes for a main effect: by hand, and against fits to answers that have one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dce import logit
from dce.coding import Coding
from dce.design import Design, make_design
from dce.design.choice.model import ChoiceModel
from dce.design.confounding import confounding
from dce.design.effects import Effects
from dce.study import Study

StudyMaker = Callable[..., Study]


def _mean_off(x: np.ndarray) -> np.ndarray:
    return x - x.mean(axis=0)


def _found(study: Study, rows: pd.DataFrame) -> pd.DataFrame:
    effects = Effects.of(study)
    return confounding(effects, effects.encode(rows), _mean_off).set_index("criterion")


def _rows(study: Study, rows: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame(np.array(rows).astype(str), columns=list(study.criterion_ids))


def test_in_a_half_fraction_each_pair_is_the_third_criterion(small_study: StudyMaker) -> None:
    study = small_study((2, 2, 2))
    found = _found(study, _rows(study, [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]))
    assert_allclose(found["share"], 1.0)
    assert found.loc["c0", ["pair_a", "pair_b"]].tolist() == ["c1", "c2"]


def test_over_all_scenarios_nothing_passes_for_anything_else(small_study: StudyMaker) -> None:
    study = small_study((3, 2, 2))
    rows = [[a, b, c] for a in range(3) for b in range(2) for c in range(2)]
    assert_allclose(_found(study, _rows(study, rows))["share"], 0.0, atol=1e-12)
    assert not any("is off by" in limit for limit in Design.from_frame(study, _rows(study, rows)).quality().limits)


def test_a_pair_in_the_model_is_not_left_out_of_it(small_study: StudyMaker) -> None:
    rows = [[a, b, c] for a in range(2) for b in range(2) for c in range(2)][:7]
    plain, asking = small_study((2, 2, 2)), small_study((2, 2, 2), design={"interactions": [["c0", "c1"]]})
    pairs = _found(asking, _rows(asking, rows))[["pair_a", "pair_b"]].to_numpy().tolist()
    assert ["c0", "c1"] not in pairs
    assert ["c0", "c1"] in _found(plain, _rows(plain, rows))[["pair_a", "pair_b"]].to_numpy().tolist()


def test_no_interaction_puts_weights_off_by_more_than_the_share_and_some_by_nearly_that(
    small_study: StudyMaker,
) -> None:
    """Least squares on answers that follow an interaction and nothing else, each of the 20,000 drawn at random."""
    study = small_study((3, 3, 2, 3))
    rows = make_design(study, tasks=13, seed=2).frame
    found = _found(study, rows)
    main = Coding.categorical(study)
    pair = found.iloc[0]
    of_pair = Effects.with_pairs(main, [tuple(map(study.criterion_ids.index, pair[["pair_a", "pair_b"]]))])
    x, z = main.encode(rows), of_pair.encode(rows)[:, len(main.columns) :]
    weights = np.random.default_rng(1).normal(size=(20_000, z.shape[1]))
    fitted = np.linalg.lstsq(_mean_off(x), _mean_off(z @ weights.T), rcond=None)[0].T
    off = np.sqrt((main.level_utilities(found.index[0], fitted) ** 2).mean(axis=1))
    cells = [of_pair.coding.codes[name] for name in pair[["pair_a", "pair_b"]]]
    sizes = np.sqrt(((weights @ np.kron(*cells).T) ** 2).mean(axis=1))
    assert (off / sizes).max() <= pair["share"] + 1e-12
    assert (off / sizes).max() >= 0.97 * pair["share"]  # of 20,000 directions in four dimensions one comes as near


@pytest.mark.parametrize("constants", [False, True])
@pytest.mark.parametrize("kind", ["choice", "best-worst"])
def test_choices_that_follow_a_small_interaction_put_weights_off_by_the_share(
    small_study: StudyMaker, kind: str, constants: bool
) -> None:
    """A fit to expected first picks; 0.01 is so small that the logit is straight there."""
    task = {"kind": kind, "alternatives": 3, "statement": {"en": "Which?"}}
    study = small_study((2, 2, 2, 2), task=task, design={"alternative_constants": constants})
    numbers = np.random.default_rng(3).permuted(np.tile(np.arange(16), (9, 1)), axis=1)[:, :3].ravel()
    design = Design.from_frame(study, _rows(study, [[n >> 3, n >> 2 & 1, n >> 1 & 1, n & 1] for n in numbers]))
    top = design.quality().confounded.iloc[0]
    model = ChoiceModel.of(study, design.frame, {})
    pair = tuple(study.criterion_ids.index(top[name]) for name in ("pair_a", "pair_b"))
    product = model.x[:, :, pair[0]] * model.x[:, :, pair[1]]
    everywhere = np.ones(model.x.shape[:2], dtype=np.bool_)
    answers = np.exp(logit.choice_log_probabilities(0.01 * product, everywhere))
    beta = np.zeros(len(model.columns))
    for _ in range(20):
        at = logit.choice_likelihood(beta, model.x, everywhere, answers)
        beta += np.linalg.solve(at.information, at.gradient)
    off = abs(beta[study.criterion_ids.index(top["criterion"])]) / 0.01
    assert off == pytest.approx(top["share"], rel=0.02)


def test_a_design_that_cannot_tell_its_own_effects_has_nothing_to_say(small_study: StudyMaker) -> None:
    study = small_study((2, 2, 2))
    assert _found(study, _rows(study, [[0, 0, 1], [1, 1, 0], [0, 0, 0], [1, 1, 1]])).empty
