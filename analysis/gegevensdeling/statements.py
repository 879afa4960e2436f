"""What was published of the study of 2024, statement by statement, held against invented answers.

Writes statements.csv. Three samples: fifty invented people made so that the published orders come out ("even"), fifty
who answer by chance as real people do ("by chance"), and five thousand of the same kind. What holds among invented
people says how far such a statement can be shown with so many people, and nothing about the study itself.

Two statements are not true of the invented people: the number of data subjects weighs a little to them (0.02 of utility
a level, F7), and self-image makes no difference (F16). With five thousand people both show.

With --small the five thousand are left out and nothing is written; they take four minutes.
"""

import dataclasses
import math
import sys
from functools import cached_property
from pathlib import Path

import pandas as pd

import dce

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "designs" / "gegevensdeling"
LISTS = {
    "fg": ("F8", ["verband_doel", "gevolgen", "wettelijke_taak", "met_wie"]),
    "juridisch_adviseur": ("F9", ["verband_doel", "wettelijke_taak", "met_wie", "aantal_gegevens"]),
    "privacy_officer": ("F10", ["wettelijke_taak", "met_wie", "verband_doel", "verhouding"]),
    "rijk": ("F11", ["wettelijke_taak", "verband_doel", "met_wie", "aantal_gegevens"]),
    "gemeente": ("F12", ["wettelijke_taak", "verband_doel", "gevolgen", "met_wie"]),
    "uitvoering": ("F13", ["verband_doel", "met_wie", "gevolgen", "wettelijke_taak"]),
}
ROLES, SECTORS = ("fg", "juridisch_adviseur", "privacy_officer"), ("rijk", "gemeente", "uitvoering")
HOLDS = {"supported": "holds", "refuted": "does not hold", "not supported": "does not hold"}


class Sample:
    """Answers of one sample, and what is computed from them once."""

    def __init__(self, study, answers, draws=500):
        self.study = study
        self.draws = draws
        self.answers = answers
        self.ratings = dce.Ratings.from_answers(answers, study)
        self.by = {by: dce.rank_criteria(self.ratings, study, by=by, seed=1) for by in ("rol", "sector")}

    @cached_property
    def spread(self):
        """How differently people weigh each criterion; takes seconds."""
        return dce.weight_spread(self.ratings, self.study, draws=self.draws)

    @cached_property
    def self_image(self):
        """What people call themselves, beside how they advise."""
        return dce.self_image(self.ratings, self.study, by="zelfbeeld", lenient="rekkelijk", strict="precies")

    def order(self, group, criteria):
        """Whether a group puts these criteria first in this order."""
        return self._claim(dce.claim_order, group, criteria)

    def places(self, group, criteria, places):
        """Whether the places of these criteria in a group lie within two places."""
        return self._claim(dce.claim_places, group, criteria, places)

    def _claim(self, claim, group, *what):
        """The verdict and numbers of pooled groups, and what the bare estimates of separate fits say."""
        ranking = self.by["sector" if group in SECTORS else "rol"]
        held = claim(ranking, *what, group=group)
        return dataclasses.replace(held, shown=claim(ranking.apart or ranking, *what, group=group).shown)


def counts(sample):
    """F1: so many people, scenarios, criteria and answers; the number of people is that of the sample."""
    people, tasks = sample.answers["respondent"].nunique(), sample.answers["task"].nunique()
    criteria, answers = len(sample.study.criteria), len(sample.answers)
    right = (tasks, criteria, answers) == (21, 10, 21 * people)
    return (
        "holds" if right else "does not hold",
        right,
        f"{people} people, {tasks} scenarios, {criteria} criteria, {answers} answers",
    )


def judged_differently(sample):
    """F2: both sides of the scale are used, people do not agree, and scenarios are not judged alike."""
    rows = dce.scenario_agreement(sample.ratings, sample.study).table()
    lower, upper = (rows[[f"count_{k}" for k in side]].sum(axis=1) for side in ((1, 2), (4, 5)))
    both = int(((lower > 0) & (upper > 0)).sum())
    apart = int((rows["agreement_high"] < 0.9).sum())
    fit = dce.fit_ordered_logit(sample.ratings)
    p = dce.wald_test(fit, list(fit.coef.index)).p
    told = f"{both} of {len(rows)} scenarios get answers on both sides; on {apart} agreement is surely below 0.9"
    told += f"; that no criterion has any effect has p {p:.1g}"
    right = both > len(rows) / 2 and apart > len(rows) / 2 and p < 0.05
    return "holds" if right else "cannot tell", right, told


def most_divided(sample):
    """F3: the weight of the consequences differs most between people."""
    spread = sample.spread
    rows = spread.table().set_index("criterion")
    row = rows.loc["gevolgen"]
    said = spread.most_spread("gevolgen").split(": ", 1)[1]
    verdict = "holds" if said.startswith("supported") else "does not hold" if said.startswith("not") else "cannot tell"
    others = rows["sd"].drop("gevolgen").max()
    told = f"sd {row['sd']:.2f} ({row['low']:.2f} to {row['high']:.2f}), largest of the others {others:.2f}"
    return verdict, rows["sd"].idxmax() == "gevolgen", told


def less_negative(by, expected):
    """F4 and F5: with more years, the advice is less negative; or no such effect."""

    def held(sample):
        row = dce.trend(sample.ratings, sample.study, by=by).tests.set_index("measure").loc["disagreeing or not"]
        odds = [f"{math.exp(row[name]):.2f}" for name in ("slope", "low", "high")]
        told = f"each class multiplies the odds of not disagreeing by {odds[0]} ({odds[1]} to {odds[2]})"
        if expected:
            return HOLDS.get(row["verdict"], "cannot tell"), row["slope"] > 0, told
        none = {"not supported": "holds", "supported": "does not hold"}.get(row["verdict"], "cannot tell")
        return none, row["low"] < 0 < row["high"], told

    return held


def first(sample):
    """F6: the link with the purpose weighs heaviest."""
    return _of(sample.order("all", ["verband_doel"]))


def last(sample):
    """F7: the number of data subjects does not matter: last place, and an interval that begins at zero."""
    claim = sample.places("all", ["aantal_betrokkenen"], (10, 10))
    rows = sample.by["rol"].table().query("group == 'all'").set_index("criterion")
    low, high = rows.loc["aantal_betrokkenen", ["low", "high"]]
    verdict, shown, told = _of(claim)
    return verdict if low <= 0 else "does not hold", shown and low <= 0, f"{told}; interval {low:.1%} to {high:.1%}"


def top_four(group):
    """F8 to F13: the four heaviest in this order."""
    return lambda sample: _of(sample.order(group, LISTS[group][1]))


def centre(sample):
    """F14: the consequences are in the first four of FGs, and of no other role."""
    claims = [sample.places("fg", ["gevolgen"], (1, 4))]
    claims += [sample.places(role, ["gevolgen"], (5, 10)) for role in ROLES if role != "fg"]
    return _all(claims)


def small_for_rijk(sample):
    """F15: to central government the consequences matter less: not in its first four, and less than to the others."""
    verdict, shown, told = _of(sample.places("rijk", ["gevolgen"], (5, 10)))
    pairs = sample.by["sector"].compare().query("criterion == 'gevolgen' and (group_a == 'rijk' or group_b == 'rijk')")
    less = pairs["difference"].where(pairs["group_a"] == "rijk", -pairs["difference"]) < 0
    differs = pairs["verdict"] == "differs"
    if (differs & ~less).any() or (pairs["verdict"] == "same").any():
        verdict = "does not hold"
    elif verdict == "holds" and not (differs & less).all():
        verdict = "cannot tell"
    other = pairs["group_b"].where(pairs["group_a"] == "rijk", pairs["group_a"])
    beside = " and ".join(f"{name}: {found}" for name, found in zip(other, pairs["verdict"], strict=True))
    return verdict, shown and less.all(), f"{told}; less than {beside}"


def lenient_against(sample):
    """F16: who call themselves lenient are most often strongly against."""
    found = sample.self_image
    verdict = found.statements.loc[0, "verdict"]
    rows = found.table().set_index("group")
    shares = ", ".join(
        f"{name} {row['strongly']:.0%} ({row['strongly_low']:.0%} to {row['strongly_high']:.0%})"
        for name, row in rows.iterrows()
        if row["strongly"] == row["strongly"]
    )
    return HOLDS.get(verdict, "cannot tell"), rows["strongly"].idxmax() == "rekkelijk", f"strongly against: {shares}"


def in_all_lists(sample):
    """F17: which criteria are in the six lists of four, in whichever order."""
    return _all([sample.places(group, criteria, (1, 4)) for group, (_, criteria) in LISTS.items()], told=False)


def _of(claim):
    return HOLDS.get(claim.verdict, "cannot tell"), claim.shown, claim.told


def _all(claims, told=True):
    """All must be supported; one that is refuted refutes them."""
    verdicts = [claim.verdict for claim in claims]
    verdict = "refuted" if "refuted" in verdicts else "supported" if set(verdicts) == {"supported"} else "cannot tell"
    if told:
        text = "; ".join(claim.told for claim in claims)
    else:
        right, wrong = verdicts.count("supported"), verdicts.count("refuted")
        shown = sum(claim.shown for claim in claims)
        text = f"{right} of {len(claims)} lists hold, {wrong} do not; the bare estimates show {shown}"
    return HOLDS.get(verdict, "cannot tell"), all(claim.shown for claim in claims), text


STATEMENTS = {
    "F1": ("50 people judge 21 scenarios on ten criteria", counts),
    "F2": ("scenarios are judged quite differently", judged_differently),
    "F3": ("people differ most in how they weigh the consequences", most_divided),
    "F4": ("the longer in the position, the less negative", less_negative("jaren_functie", True)),
    "F5": ("no such effect of years in privacy", less_negative("jaren_privacy", False)),
    "F6": ("the link with the purpose weighs heaviest", first),
    "F7": ("the number of data subjects does not matter", last),
    **{
        name: (f"first four of {group}: {', '.join(criteria)}", top_four(group))
        for group, (name, criteria) in LISTS.items()
    },
    "F14": ("the consequences are in the first four of data protection officers only", centre),
    "F15": ("the consequences matter little to central government", small_for_rijk),
    "F16": ("who call themselves lenient are most often strongly against", lenient_against),
    "F17": ("the six lists of four hold the criteria that were published, in any order", in_all_lists),
}


def evaluate(study, samples):
    """A row a (statement, sample): verdict, what the bare estimates say, and the numbers.

    Each sample is a table of answers, or a Sample of them.
    """
    rows = []
    for name, answers in samples.items():
        sample = answers if isinstance(answers, Sample) else Sample(study, answers)
        for key, (statement, held) in STATEMENTS.items():
            verdict, shown, told = held(sample)
            rows.append(
                {
                    "id": key,
                    "statement": statement,
                    "sample": name,
                    "verdict": verdict,
                    "estimates": "yes" if shown else "no",
                    "numbers": told,
                }
            )
    order = {key: place for place, key in enumerate(STATEMENTS)}
    return pd.DataFrame(rows).sort_values("id", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)


def main():
    """Evaluate all, write the table and print it."""
    study = dce.Study.load(FOLDER / "study.yaml")
    design = dce.Design.load(FOLDER)
    samples = {"50 even": dce.read_answers(ROOT / "responses" / "gegevensdeling-even.csv", study)}
    samples["50 by chance"] = dce.read_answers(ROOT / "responses" / "gegevensdeling-synthetic.csv", study)
    if "--small" not in sys.argv:
        samples["5000"] = dce.simulate_answers(design, dce.Population.load(FOLDER / "population.yaml", study), 5000, 1)
    table = evaluate(study, samples).assign(answers="invented")
    if "--small" not in sys.argv:
        table.to_csv(Path(__file__).with_name("statements.csv"), index=False, lineterminator="\n")
    print("Invented answers: they say nothing about real people.\n")
    for value in ("verdict", "estimates"):
        wide = table.pivot_table(index=["id", "statement"], columns="sample", values=value, aggfunc="first", sort=False)
        print(f"{value}\n{wide.to_string()}\n")


if __name__ == "__main__":
    main()
