"""Groups: compared, pooled, crossed, and of choices."""

import numpy as np
import pandas as pd
import pytest
from example_answers import answers, ranking
from numpy.testing import assert_allclose, assert_array_equal

from dce.coding import Coding
from dce.data import Choices, Ratings
from dce.design import Design
from dce.errors import FitError
from dce.ranking import rank_criteria
from dce.simulate import Population, simulate_answers


def test_groups_are_compared_for_every_criterion_and_pair_with_one_adjustment(example):
    table = ranking(example, answers(example, 60)).compare()
    assert len(table) == 3
    assert table[["group_a", "group_b"]].drop_duplicates().to_numpy().tolist() == [["jurist", "beleid"]]
    assert (table["low"].le(table["difference"]) & table["difference"].le(table["high"])).all()
    assert (table["verdict"].eq("differs") == table["p_holm"].lt(0.05)).all()


def test_groups_with_opposite_weights_differ_and_milder_groups_do_not(example):
    jurist = answers(example, 40, groups=("jurist",), weights=(0.2, 1.5, 0.2))
    beleid = answers(example, 40, groups=("beleid",), weights=(1.5, 0.2, 0.2))
    both = pd.concat([jurist, beleid.assign(respondent="b" + beleid["respondent"])])
    verdicts = ranking(example, both).compare().set_index("criterion")["verdict"]
    assert verdicts[["ontvanger", "doel"]].eq("differs").all()
    milder = jurist.assign(respondent="m" + jurist["respondent"], rol="beleid")
    milder["rating"] = np.minimum(milder["rating"].astype(int) + 1, 5).astype(str)
    same = ranking(example, pd.concat([jurist, milder])).compare()
    assert same["verdict"].isin(["cannot tell", "same"]).all()


def test_groups_that_weigh_alike_are_the_same_only_where_the_margin_leaves_room(example):
    """With 400 people a side a share is known to about a point: ten points of margin are plenty, one is too few."""
    found = ranking(example, answers(example, 800))
    assert len(found.compare()) == 3
    assert found.compare(margin=0.1)["verdict"].eq("same").all()
    assert found.compare(margin=0.001)["verdict"].eq("cannot tell").all()
    assert_allclose(found.compare()["p_holm"], found.compare(margin=0.1)["p_holm"])
    with pytest.raises(FitError, match="margin is 5"):
        found.compare(margin=5)


def test_pooled_groups_lie_nearer_to_each_other_and_separate_fits_stand_beside_them(example):
    found = ranking(example, answers(example, 60))
    shares = {
        name: table.pivot_table(index="criterion", columns="group", values="importance")
        for name, table in (("pooled", found.table()), ("apart", found.apart.table()))
    }
    gap = {name: (share["jurist"] - share["beleid"]).abs().sum() for name, share in shares.items()}
    assert 0 < gap["pooled"] < gap["apart"]
    assert_array_equal(shares["pooled"]["all"], shares["apart"]["all"])
    assert any("ranking.apart has each alone" in message for message in found.messages)
    assert found.apart.apart is None


def test_one_group_that_may_be_shown_is_not_pooled_with_anything(example):
    frame = answers(example, 40)
    few = frame.loc[frame["rol"] == "beleid", "respondent"].drop_duplicates().iloc[3:]
    found = ranking(example, frame[~frame["respondent"].isin(few)])
    assert found.apart is None


def test_a_crossed_split_shows_the_cells_that_hide_nobody(study, request):
    folder = request.config.rootpath / "designs" / "gegevensdeling"
    population = Population.load(folder / "population.yaml", study)
    ratings = Ratings.from_answers(simulate_answers(Design.load(folder), population, 150, 3), study)
    found = rank_criteria(ratings, study, by=("rol", "sector"), bootstrap=100)
    table = found.table().drop_duplicates("group").set_index("group")
    assert len(table) == 1 + 16
    assert table.loc["fg x rijk", "n"] >= 10
    assert table.loc["anders x anders", "status"] == "too_few"
    with pytest.raises(FitError, match="by names rol, rol; name one item, or two different ones"):
        rank_criteria(ratings, study, by=("rol", "rol"), bootstrap=100)


def test_choices_are_ranked_as_ratings_are(example):
    """Picks between two scenarios, of which the one with the higher utility plus Gumbel noise wins."""
    rng, coding = np.random.default_rng(5), Coding.of(example)
    tasks = [
        {c.id: rng.choice(c.level_ids) for c in example.criteria} | {"task": t, "alternative": a}
        for t in range(12)
        for a in (1, 2)
    ]
    shown = pd.DataFrame(tasks)
    utility = coding.encode(shown) @ np.array([0.2, 0.0, 1.2, 0.4])[: len(coding.columns)]
    parts = []
    for person in range(60):
        drawn = (utility + rng.gumbel(size=24)).reshape(12, 2)
        chosen = (drawn == drawn.max(axis=1, keepdims=True)).astype(int).ravel()
        parts.append(shown.assign(respondent=f"r{person}", chosen=chosen, rol=("jurist", "beleid")[person % 2]))
    choices = Choices.from_answers(pd.concat(parts, ignore_index=True), example)
    found = rank_criteria(choices, example, by="rol", bootstrap=200)
    table = found.table()
    assert table.groupby("group")["criterion"].first().eq("doel").all()
    assert found.apart is not None
    assert (table["n"].to_numpy()[:3] == 60).all()
    assert not found.compare().empty


def test_processes_give_the_same_ranking(example):
    ratings = Ratings.from_answers(answers(example, 30), example)
    one, two = (rank_criteria(ratings, example, by="rol", bootstrap=200, executor=e) for e in ("serial", "loky"))
    pd.testing.assert_frame_equal(one.table(), two.table())


@pytest.mark.attack("G08")
def test_one_single_group_gives_nothing_to_compare(example):
    assert ranking(example, answers(example, 30, groups=("jurist",))).compare().empty
