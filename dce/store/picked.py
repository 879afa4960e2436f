"""Answers to tasks with alternatives as figures are made of them: of all who completed, and who stands behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dce.data.gathered import with_answers
from dce.design import Design
from dce.disclosure import Crowd, crowds, id_hashes
from dce.store.database import Database
from dce.store.people_now import LAST, people_now
from dce.store.shown import FROM_ANSWER
from dce.store.table import answers_table


@dataclass(frozen=True, slots=True)
class Picked:
    """The long table of some people, and those behind each version, marked by who they are and what they say."""

    frame: pd.DataFrame
    versions: Mapping[str, Crowd]
    told: Mapping[str, Mapping[str, Crowd]] = field(default_factory=dict)  # by item: nothing is told by group


def picked(database: Database, designs: Sequence[Design], until: str = LAST) -> Picked | None:
    """Give the answers of who completed one of ``designs`` (the newest last), or None where nobody did.

    Of those who did so ``until`` a minute. Raises DesignsDiffer where the designs ask different things.
    """
    study = designs[-1].study
    done = {id_: one for id_, one in people_now(database, study.id) if one.completed and one.completed <= until}
    frame = answers_table(database, designs)  # after it: who went on since is nobody who completes only now
    frame = frame[frame["respondent"].isin(done)].reset_index(drop=True)
    person, ids = pd.factorize(frame["respondent"])
    if not len(ids):
        return None
    said = pd.util.hash_pandas_object(frame[["task", "alternative", *FROM_ANSWER[study.task.kind]]], index=False)
    marks = with_answers(id_hashes(list(ids)), person, said.to_numpy().view(np.int64))
    people = [done[id_] for id_ in ids]
    versions, place = np.unique([one.version for one in people], return_inverse=True)
    imported = np.array([not one.here for one in people])
    return Picked(frame, crowds(marks, place, [str(one) for one in versions], imported))
