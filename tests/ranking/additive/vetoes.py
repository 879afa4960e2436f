"""Invented people of whom some refuse on principle."""

import numpy as np


def with_veto(frame, share, seed):
    """Some people never agree without a legal ground, whatever else a scenario shows."""
    rng = np.random.default_rng(seed)
    names = frame["respondent"].unique()
    refuses = frame["respondent"].isin(names[rng.random(len(names)) < share]) & (frame["wettelijke_taak"] == "nee")
    lower = rng.integers(1, 4, len(frame)).astype(str)
    return frame.assign(rating=frame["rating"].where(~refuses | (frame["rating"].astype(int) <= 3), lower))
