"""Weights and ranking of the data-sharing study from the sample answers, which are invented; prints two tables."""

from pathlib import Path

import dce

ROOT = Path(__file__).resolve().parents[2]

study = dce.Study.load(ROOT / "designs" / "gegevensdeling" / "study.yaml")
answers = dce.read_answers(ROOT / "responses" / "gegevensdeling-synthetic.csv", study)
ratings = dce.Ratings.from_answers(answers, study)

print("Invented answers: they say nothing about real people.\n")
print(dce.fit_ordered_logit(ratings), "\n")
print(dce.rank_criteria(ratings, study, by="rol", bootstrap=1000, seed=1))
