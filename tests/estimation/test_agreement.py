"""Expected shares agree with the fit's own probabilities, and their intervals with what resampling people gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dce.data import Choices, Ratings
from dce.errors import FitError
from dce.estimation import fit_binary_logit, fit_conditional_logit, fit_ordered_logit
from dce.estimation.agreement import share_agreeing, share_picking
from dce.estimation.prediction import predicted_probabilities

SCENARIOS = np.array([[-1.0, 0.0], [0.0, 1.0], [1.0, -1.0], [1.0, 1.0]])


def rated(people: int, seed: int) -> pd.DataFrame:
    """Invented people with a leniency of their own judge six scenarios on four steps."""
    rng = np.random.default_rng(seed)
    x = rng.integers(-1, 2, size=(people, 6, 2)).astype(float)
    utility = x @ [0.9, 0.4] + rng.normal(0, 0.8, (people, 1)) + rng.logistic(size=(people, 6))
    rating = np.digitize(utility, [-1.0, 0.2, 1.5])
    frame = {"id": np.repeat(np.arange(people), 6), "rating": rating.ravel(), "a": x[..., 0].ravel()}
    return pd.DataFrame(frame | {"b": x[..., 1].ravel()})


def ratings(frame: pd.DataFrame) -> Ratings:
    return Ratings.from_frame(frame, respondent="id", rating="rating", x=["a", "b"])


@pytest.mark.parametrize("agreeing", [1, 2, 3])
def test_a_share_is_the_chance_of_the_highest_answers(agreeing: int) -> None:
    fit = fit_ordered_logit(ratings(rated(80, 1)))
    shares = share_agreeing(fit, SCENARIOS, agreeing=agreeing)
    chances = predicted_probabilities(fit, SCENARIOS).iloc[:, -agreeing:].sum(axis=1)
    assert shares["share"].to_numpy() == pytest.approx(chances.to_numpy(), abs=1e-12)
    assert ((shares["low"] < shares["share"]) & (shares["share"] < shares["high"])).all()


def test_a_yes_no_share_counts_the_constant() -> None:
    frame = rated(80, 2)
    fit = fit_binary_logit(ratings(frame.assign(rating=(frame["rating"] >= 2).astype(int))))
    shares = share_agreeing(fit, SCENARIOS)
    chances = predicted_probabilities(fit, SCENARIOS).iloc[:, -1]
    assert shares["share"].to_numpy() == pytest.approx(chances.to_numpy(), abs=1e-12)


def test_picked_shares_add_up_and_leave_out_what_is_not_there() -> None:
    rng = np.random.default_rng(3)
    x = rng.integers(-1, 2, size=(300, 3, 2)).astype(float)
    pick = (x @ [0.8, -0.5] + rng.gumbel(size=(300, 3))).argmax(axis=1)
    frame = pd.DataFrame({"id": np.repeat(np.arange(300) // 5, 3), "task": np.repeat(np.arange(300), 3)})
    frame = frame.assign(pick=(np.tile(np.arange(3), 300) == np.repeat(pick, 3)).astype(int))
    frame[["a", "b"]] = x.reshape(-1, 2)
    fit = fit_conditional_logit(Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=["a", "b"]))
    available = np.array([[True, True, True], [True, True, False]])
    shares = share_picking(fit, x[:2], available)
    chances = predicted_probabilities(fit, x[:2], available).to_numpy().ravel()
    assert shares["share"].fillna(0).to_numpy() == pytest.approx(chances, abs=1e-12)
    assert shares.loc[5].isna().all()
    assert shares.loc[3, "high"] - shares.loc[3, "low"] == pytest.approx(
        shares.loc[4, "high"] - shares.loc[4, "low"]
    ), "of two alternatives one is what the other is not"


def test_the_interval_is_about_as_wide_as_other_samples_of_people_differ() -> None:
    said = [share_agreeing(fit_ordered_logit(ratings(rated(80, seed))), SCENARIOS, agreeing=2) for seed in range(60)]
    spread = np.std([found["share"] for found in said], axis=0, ddof=1)
    half_widths = np.mean([(found["high"] - found["low"]) / 2 / 1.96 for found in said], axis=0)
    assert half_widths == pytest.approx(spread, rel=0.35)  # sixty samples know a spread to a tenth; three of those


def test_a_fit_without_honest_errors_gives_no_share() -> None:
    frame = rated(12, 4)
    fit = fit_ordered_logit(ratings(frame.assign(rating=(frame["a"] > 0).astype(int) + frame["a"].gt(-1))))
    assert fit.status == "shrunk"
    with pytest.raises(FitError, match="no share can be shown"):
        share_agreeing(fit, SCENARIOS)
