# %% [markdown]
"""# How data sharing is weighed: the analyst's whole way.

From the study file to what fifty people can and cannot tell. The answers are invented: they say nothing about real
people. This file runs as a script and is also the notebook `analysis.ipynb`, which `make notebook` makes from it.
"""

# %%
from pathlib import Path

from statements import Sample, evaluate  # of this folder

import dce
from dce.design import judge
from dce.report.exchange import codebook_rows, describe_columns

print("Invented answers: they say nothing about real people.")
HERE = Path(__file__).parent if "__file__" in globals() else Path.cwd()
ROOT = HERE.resolve().parents[1]
INVENTED = "invented answers"

# %% [markdown]
# ## 1. The study and its design
#
# Ten criteria, 21 scenarios, one statement on a scale of five. Before anybody is asked: can this design tell the
# criteria apart, and how often would so many people find the right first place?

# %%
study = dce.Study.load(ROOT / "designs" / "gegevensdeling" / "study.yaml")
design = dce.Design.load(ROOT / "designs" / "gegevensdeling")
quality = design.quality()
print(judge(design))
print(f"D-efficiency {quality.d_efficiency:.1f}, rank {quality.rank} of {quality.parameters}")

# %%
population = dce.Population.load(ROOT / "designs" / "gegevensdeling" / "population.yaml", study)
people = {"fg": 18, "privacy_officer": 18, "juridisch_adviseur": 14}
power = dce.ranking_power(design, people, population=population, replicates=50)  # a thousand for a decision
print("\n".join(power.sentences()))
power.plot(language="en")

# %% [markdown]
# ## 2. The answers
#
# A row an answer. The codebook tells what each column holds. Flags show whose answers may tell little; nobody is left
# out for them, but the order is computed again without.

# %%
answers = dce.read_answers(ROOT / "responses" / "gegevensdeling-synthetic.csv", study)
ratings = dce.Ratings.from_answers(answers, study)
for row in codebook_rows(describe_columns(list(answers.columns)[:4], design, "en"), "en"):
    print(*(cell for cell in row if cell is not None), sep=" | ")

# %%
print(dce.answer_quality(answers, study))

# %% [markdown]
# ## 3. Where people disagree
#
# Each scenario, the most disputed first.

# %%
agreement = dce.scenario_agreement(ratings, study)
agreement.plot(language="en", source=INVENTED)

# %% [markdown]
# ## 4. The model
#
# An ordered logit: weights of levels are added up, and the sum tells how likely each answer is. Errors are clustered by
# respondent, because answers of one person hang together.

# %%
fit = dce.fit_ordered_logit(ratings)
print(fit)
fit.plot(study=study, language="en", source=INVENTED)

# %%
for line in dce.odds_ratios(fit, study).messages:
    print(line)

# %% [markdown]
# ## 5. The ranking
#
# Importance is the share of a criterion in all the weight. A place never stands without the others that are open.

# %%
ranking = dce.rank_criteria(ratings, study, by="rol", bootstrap=1000, seed=1)
print(ranking)
ranking.plot(language="en", source=INVENTED)

# %%
ranking.plot("places", language="en", source=INVENTED)

# %%
ranking.plot("pairs", language="en", source=INVENTED)

# %% [markdown]
# ## 6. Groups
#
# Three roles side by side, and what differs. Small groups lean on each other (partial pooling); differences are told
# from each group alone, adjusted for all that is compared.

# %%
ranking.plot("groups", language="en", source=INVENTED)

# %%
ranking.plot("compare", language="en", source=INVENTED)

# %% [markdown]
# ## 7. Years, self-image, and what people weigh differently

# %%
by_years = dce.trend(ratings, study, by="jaren_functie")
print("\n".join(by_years.messages))
by_years.plot(language="en", source=INVENTED)

# %%
itself = dce.self_image(ratings, study, by="zelfbeeld", lenient="rekkelijk", strict="precies")
print("\n".join(itself.messages))
itself.plot(language="en", source=INVENTED)

# %%
spread = dce.weight_spread(ratings, study, draws=64)  # 500 where the third decimal counts
print("\n".join(spread.messages))
spread.plot(language="en", source=INVENTED)

# %% [markdown]
# ## 8. How far to believe it
#
# Does a criterion work as a veto, do two work together, does one scenario decide?

# %%
print(dce.additivity(ratings, study, ground=("wettelijke_taak", "nee"), pair=("wettelijke_taak", "verband_doel")))

# %% [markdown]
# ## 9. What was published, held against these people
#
# Seventeen statements of 2024 (`statements.py`; `statements_page.py` shows each beside its figure).

# %%
sample = Sample(study, answers)
sample.spread = spread  # found above
found = evaluate(study, {"50 by chance": sample})
print(found[["id", "statement", "verdict"]].to_string(index=False))
