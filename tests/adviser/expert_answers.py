"""Answers of invented experts who follow a rule of the test's own."""

import numpy as np
import pandas as pd

CASE = {"ontvanger": "eigen", "doel": "ja", "waarborgen": "alle"}


def said_by(design, chance_of_five, people=60, seed=1):
    """Answers of people who give the highest or the lowest answer, by ``chance_of_five`` of a scenario."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        for task in design.estimated_of(1):
            scenario = design.scenario(task)
            rating = "5" if rng.random() < chance_of_five(scenario, person) else "1"
            rol = "jurist" if person % 2 else "beleid"
            rows.append({"respondent": f"r{person}", "task": task, "rating": rating, **scenario, "rol": rol})
    return pd.DataFrame(rows)
