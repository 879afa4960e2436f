"""Whether an additive ranking can be believed: vetoes and products speak against it, additive people do not."""

import numpy as np
import pandas as pd
import pytest
from vetoes import with_veto

from dce.data import Choices, Ratings
from dce.errors import FitError
from dce.ranking.additive.additivity import additivity
from dce.simulate import simulate_answers

ASKED = {"ground": ("wettelijke_taak", "nee"), "pair": ("wettelijke_taak", "verband_doel"), "bootstrap": 100}


def test_a_crowd_with_a_veto_is_not_believed_to_add_up(study, made):
    ratings = Ratings.from_answers(with_veto(simulate_answers(*made, 50, 1), 0.3, 1), study)
    found = additivity(ratings, study, **ASKED)
    tests = found.table().set_index("question")
    assert tests.loc["refusal", "verdict"] == "contradicted"
    assert tests.loc["refusal", "p"] == found.never.rows.loc[0, "p"]
    assert tests.loc["interaction", "p"] == found.interaction.tests.loc[0, "p"]
    assert tests.loc["lines", "p"] == found.linearity.tests["p"].iloc[-1]
    assert tests.loc["scenarios", "p"] == found.left_out.tests.loc[0, "p"]
    assert found.messages[0] == "an additive ranking cannot be believed as it stands"
    assert found.messages[1].startswith("more people never agree at wettelijke_taak nee than adding up gives")
    assert str(found).endswith(found.messages[-1])


def test_p_values_are_adjusted_over_the_questions_by_holm(study, made):
    tests = additivity(Ratings.from_answers(simulate_answers(*made, 30, 7), study), study, **ASKED).tests
    in_order = tests.sort_values("p")
    least = np.maximum.accumulate(np.minimum(in_order["p"] * [4, 3, 2, 1], 1.0))
    assert in_order["p_holm"].tolist() == least.tolist()


@pytest.mark.long
def test_an_additive_crowd_is_seldom_contradicted(study, made):
    """8 studies: more than 3 flags have a chance of 0.04% at 5% each."""
    flags = 0
    for seed in range(8):
        found = additivity(Ratings.from_answers(simulate_answers(*made, 30, 600 + seed), study), study, **ASKED)
        contradicted = (found.tests["verdict"] == "contradicted").any()
        flags += contradicted
        assert found.messages[0].startswith("nothing contradicts an additive ranking") != contradicted
    assert flags <= 3


def test_what_nobody_named_is_not_guessed(study, made):
    found = additivity(Ratings.from_answers(simulate_answers(*made, 30, 7), study), study, bootstrap=100)
    assert found.never is None
    assert found.interaction is None
    assert found.tests["p"].isna().tolist() == [True, True, False, False]
    assert "refusal: not looked at, because no ground was named" in found.messages
    assert "interaction: not looked at, because no pair was named" in found.messages
    assert found.messages[0].startswith("nothing contradicts an additive ranking (looked at: lines, scenarios)")


def test_choices_are_refused_in_words(study):
    table = pd.DataFrame({"id": list("aabb"), "task": 1, "pick": [1, 0, 0, 1], "x": [0.0, 1, 0, 1]})
    choices = Choices.from_frame(table, respondent="id", task="task", chosen="pick", x=["x"])
    with pytest.raises(FitError, match="looked at in ratings"):
        additivity(choices, study, **ASKED)


@pytest.mark.parametrize(("people", "rating"), [(9, None), (20, "3")])
def test_nothing_is_said_of_few_people_or_equal_answers(study, made, people, rating):
    frame = simulate_answers(*made, people, 1)
    found = additivity(Ratings.from_answers(frame.assign(rating=rating) if rating else frame, study), study, **ASKED)
    assert found.messages[0] == "whether an additive ranking can be believed cannot be told"
    assert found.tests[["p", "p_holm"]].isna().all(axis=None)
    assert found.tests["reason"].ne("").all()
    assert not any("None" in message or "nan" in message for message in found.messages)
