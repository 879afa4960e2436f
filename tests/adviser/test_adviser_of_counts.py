"""An adviser of answers as counts: the same of few people, and of bundles of very many with what is known of people."""

import numpy as np
import pandas as pd
import pytest
from expert_answers import said_by
from numpy.testing import assert_allclose

import dce
from dce.adviser.validation import validate_adviser
from dce.data import gathered as gathering
from dce.data.gathered import Batch, gather
from dce.disclosure import Hidden
from dce.simulate import default_population, simulate_answers

CASE = {"ontvanger": "eigen", "doel": "ja", "waarborgen": "alle"}


def counted(answers, design, people):
    """The answers of a table as a database gives them: numbers by person."""
    study, shown = design.study, design.estimated.drop_duplicates("task").reset_index(drop=True)
    place = {str(task): number for number, task in enumerate(shown["task"])}
    roles = next(item for item in study.background if item.id == "rol").option_ids
    batches = []
    for name, own in answers.groupby("respondent", sort=False):
        cells = [
            place[str(t)] * 5 + study.scale_ids.index(str(r)) for t, r in zip(own["task"], own["rating"], strict=True)
        ]
        role = own["rol"].iloc[0]
        option = roles.index(role) if role in roles else -1
        batches.append(
            Batch(
                [str(name)],
                np.array([1]),
                np.array([len(own)]),
                np.array(cells),
                np.array([[option]]),
                np.zeros(1, bool),
            )
        )
    return gather(batches, study, shown, people=people)


@pytest.fixture(scope="module")
def many(design):
    """Answers of 600 people, of whom few give one of the roles: 585 and 15."""
    answers = simulate_answers(design, default_population(design.study), people=600, seed=4)
    names = answers["respondent"].drop_duplicates()
    return answers.assign(rol=np.where(answers["respondent"].isin(names[:15]), "beleid", "jurist"))


@pytest.fixture(scope="module")
def bundled(many, design):
    """The same in 60 bundles."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "MOST_APART", 100)
        patch.setattr(gathering, "BUNDLES", 60)
        return counted(many, design, 600)


def test_counts_of_few_people_give_the_adviser_of_the_table(answers, design):
    found = counted(answers, design, 80)
    one, other = (dce.fit_adviser(said, design, by="rol", bootstrap=100) for said in (answers, found))
    assert one.version == other.version
    assert one.advise(CASE).nearest == other.advise(CASE).nearest
    assert_allclose(*(validate_adviser(said, design).table()["brier"] for said in (answers, found)), rtol=1e-12)


def test_bundles_say_the_same_of_as_many_people_with_the_same_certainty(many, bundled, design):
    one, other = (dce.fit_adviser(said, design, by="rol", bootstrap=400) for said in (many, bundled))
    assert bundled.bundled
    assert [model.people for model in other.models] == [model.people for model in one.models] == [600, 585, 15]
    said, again = one.advise(CASE), other.advise(CASE)
    assert said.nearest == again.nearest
    for own, same in zip(said.groups[:2], again.groups[:2], strict=True):
        assert_allclose(same.share.value, own.share.value, rtol=1e-6)
        assert_allclose(same.share.high - same.share.low, own.share.high - own.share.low, rtol=0.4)


def test_validation_of_bundles_counts_answers_and_not_rows(many, bundled, design):
    one, other = (validate_adviser(said, design, bootstrap=200) for said in (many, bundled))
    table, same = one.table(), other.table()
    assert same["n"].tolist() == table["n"].tolist() == [600, 600]
    assert same["answers"].tolist() == table["answers"].tolist()
    scenario = table["unseen"] == "scenario"  # people fall into other tenths
    for name in ("brier", "log_score", "accuracy", "slope"):
        assert_allclose(same.loc[scenario, name], table.loc[scenario, name], rtol=1e-6)
    ours, theirs = (frame[frame["unseen"] == "scenario"].reset_index(drop=True) for frame in (one.curve, other.curve))
    pd.testing.assert_frame_equal(ours[["said", "agreed"]], theirs[["said", "agreed"]])
    assert theirs["people"].tolist() == ours["people"].tolist()


def test_each_point_of_the_curve_has_an_interval_that_holds_what_was_answered(design):
    curve = validate_adviser(said_by(design, lambda scenario, person: 0.3), design).curve
    assert ((curve["low"] < curve["agreed"]) & (curve["agreed"] < curve["high"])).all()
    assert ((curve["low"] < 0.3) & (curve["high"] > 0.3)).mean() > 0.7


def test_small_options_stay_hidden_in_counts_and_an_unknown_item_is_refused(many, design):
    names = many["respondent"].drop_duplicates()
    few = counted(many.assign(rol=np.where(many["respondent"].isin(names[:9]), "beleid", "jurist")), design, 600)
    adviser = dce.fit_adviser(few, design, by="rol", bootstrap=100)
    assert "beleid" in adviser.hidden
    assert [model.name for model in adviser.models] == ["all"], "jurist would give the nine away"
    with pytest.raises(dce.FitError, match='no background item "maan"'):
        dce.fit_adviser(few, design, by="maan", bootstrap=100)


def test_counts_that_may_not_be_shown_now_can_be_taken_out(adviser):
    bare = adviser.evidence.without_counts(Hidden("moved", 10))
    assert all(isinstance(near.counts, Hidden) for near in bare.nearest(CASE))
    assert [near.scenario for near in bare.nearest(CASE)]
