"""What the rules of a study cost, as ``dce design`` and ``dce inspect`` tell it."""

from __future__ import annotations

import pandas as pd

from dce.cli.options import working
from dce.design import Design


def prices_of(made: Design, *, found: bool = False) -> pd.DataFrame:
    """What each rule costs, by searches as large as the design, which one of them has just ``found`` or not."""
    from dce.design.prices import rule_prices  # for those who ask

    tasks, priors = max(len(made.estimated_of(version)) for version in made.versions), made.settings.get("priors")
    same = made if found else None
    with working("Searching without each rule"):
        return rule_prices(made.study, tasks, len(made.versions), seed=made.seed, priors=priors, made=same)


def price_text(prices: pd.DataFrame) -> str:
    """The same, a line a rule."""
    from dce.design.prices import price_sentences

    lines = [f"  - {line}" for line in price_sentences(prices)] or ["  - there are no rules"]
    return "\n".join(["What the rules cost:", *lines])
