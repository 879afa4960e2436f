"""Data sets that several published cases rest on, read where they lie."""

import pandas as pd
import pytest

from dce.data import Choices


@pytest.fixture
def swissmetro(shared):
    """Choices of work and business travellers among train, Swissmetro and car, as Biogeme's examples prepare them."""
    raw = pd.read_parquet(shared / "data" / "swissmetro.parquet")
    raw = raw[raw["PURPOSE"].isin([1, 3]) & (raw["CHOICE"] != 0)].reset_index(drop=True)
    parts = []
    for code, mode in ((1, "TRAIN"), (2, "SM"), (3, "CAR")):
        cost = raw[f"{mode}_CO"] * (1 if mode == "CAR" else raw["GA"] == 0)
        open_ = raw[f"{mode}_AV"] * (1 if mode == "SM" else raw["SP"] != 0)
        columns = {"task": raw.index, "id": raw["ID"], "b_time": raw[f"{mode}_TT"] / 100, "b_cost": cost / 100}
        own = {"asc_train": float(code == 1), "asc_car": float(code == 3)}
        parts.append(pd.DataFrame(columns).assign(**own, open=open_, chosen=(raw["CHOICE"] == code).astype(int)))
    frame, x = pd.concat(parts, ignore_index=True), ["asc_train", "asc_car", "b_time", "b_cost"]
    return Choices.from_frame(frame, respondent="id", task="task", chosen="chosen", x=x, available="open")
