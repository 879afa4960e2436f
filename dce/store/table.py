"""The long table: a row an answer, with what was shown and who answered; each person's are of one moment."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from dce.design import Design
from dce.disclosure import AtLeast, in_steps
from dce.store import editions
from dce.store.database import Database, Row
from dce.store.editions import Edition
from dce.store.moments import Ids, of_moments
from dce.store.orders import places
from dce.store.people_now import Part, Person, people_now
from dce.store.refusals import DesignsDiffer
from dce.store.shown import EXTRA, PARADATA, fitted_only, with_roles, with_scenarios
from dce.study.answers import beside_scale


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a study is: people who started, people who completed, answers stored."""

    started: int
    completed: int
    answers: int


@dataclass(frozen=True, slots=True)
class Departures:
    """People who withdrew, who came when their group was full, and who dispute how a model describes them.

    The last are shown beside models, so they are counted in steps.
    """

    withdrew: int
    full: int
    disputed: AtLeast


def departures(database: Database, study_id: str, step: int) -> Departures:
    """Count who left ``study_id`` and why, and who is left out of its models, in steps of ``step``."""
    left = {row["kind"]: row["people"] for row in database.run("count_departures", study_id=study_id)}
    (disputed,) = database.run("count_disputes", study_id=study_id)
    return Departures(left.get("withdrew", 0), left.get("full", 0), in_steps(disputed["disputes"], step))


def progress(database: Database, study_id: str) -> Progress:
    """Count what is stored for ``study_id``, over all its designs."""
    with database.snapshot():
        (people,) = database.run("progress_of_people", study_id=study_id)
        (answers,) = database.run("progress_of_answers", study_id=study_id)
    return Progress(people["started"], people["completed"], answers["answers"])


def answers_table(
    database: Database, designs: Sequence[Design], *, everything: bool = False, edition: Edition | None = None
) -> pd.DataFrame:
    """Give all answers to ``designs`` (the newest last), which must ask the same; columns as in ``Store.answers``.

    With an ``edition`` they are of its people, as they were in it.
    """
    same_question(designs)
    parts = list(of_moments(database, designs, partial(_of_ids, database, designs, edition)))
    answers, background = (pd.concat(found, ignore_index=True) for found in zip(*parts, strict=True))
    return _shown(answers, background, designs[-1], everything=everything)


def _of_ids(
    database: Database, designs: Sequence[Design], edition: Edition | None, ids: Ids
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Answers and background of a range of people, read at one moment; tables are made after it."""
    with database.snapshot():
        rows = [_Rows.of(database, design.hash, ids) for design in designs]
        now = None if edition is None else dict(people_now(database, designs[-1].study.id, ids))
        before = None if edition is None or now is None else _before(database, rows, edition, now)
    answers = pd.concat([part.answered() for part in rows], ignore_index=True)
    background = pd.concat([part.told() for part in rows], ignore_index=True)
    if edition is not None and before is not None:
        answers, background = _of_edition(answers, background, edition, before)
    yield answers, background


@dataclass(frozen=True, slots=True)
class _Before:
    """People of an edition who went on since: their part of it by id, and their rows then."""

    people: Mapping[str, Part]
    rows: pd.DataFrame


def _before(database: Database, rows: Sequence[_Rows], edition: Edition, now: Mapping[str, Person]) -> _Before:
    here = {row["respondent"] for part in rows for row in part.answers}
    people = {id_: edition.people[id_] for id_ in here & edition.people.keys() if now[id_].part != edition.people[id_]}
    return _Before(people, editions.rows_of(database, people))


def _of_edition(
    answers: pd.DataFrame, background: pd.DataFrame, edition: Edition, before: _Before
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the people of an edition; who went on since stands there as he or she did."""
    here = dict(zip(answers["respondent"], answers["synthetic"], strict=True))
    others = (here.keys() - edition.people.keys()) | before.people.keys()
    given = before.rows.assign(synthetic=before.rows["respondent"].map(here).astype("bool"))
    rows = pd.concat([editions.without(answers, others), given], ignore_index=True)
    return (
        # A changed answer stands last in its chain, and who went on since last here: the order would tell both.
        rows.sort_values(["respondent", "position"], ignore_index=True),
        pd.concat([editions.without(background, others), editions.told_of(before.people)], ignore_index=True),
    )


def answers_of(database: Database, designs: Sequence[Design], people: pd.Series, edition: Edition) -> pd.DataFrame:
    """Give the part of ``answers_table`` that is of ``people`` of an edition: whether each is synthetic, by id."""
    same_question(designs)
    parts = {id_: edition.people[id_] for id_ in people.index}
    given = editions.rows_of(database, parts)
    frame = given.assign(synthetic=given["respondent"].map(people))
    return _shown(frame, editions.told_of(parts), designs[-1], everything=False)


def people_with_rows(database: Database, designs: Sequence[Design], edition: Edition) -> pd.DataFrame:
    """Give, by respondent id, how many ``rows`` of an edition are of a person, and whether they are ``synthetic``.

    Who has none is not there. This reads every answer, once for an edition; ``answers_of`` reads those of some people.
    """
    same_question(designs)
    counted = dict(of_moments(database, designs, partial(_counted, database, designs, edition)))
    told = {"rows": [rows for rows, _ in counted.values()], "synthetic": [own for _, own in counted.values()]}
    return pd.DataFrame(told, index=pd.Index(list(counted), dtype="str")).sort_index()


def _counted(
    database: Database, designs: Sequence[Design], edition: Edition, ids: Ids
) -> Iterator[tuple[str, tuple[int, bool]]]:
    """By id of a range of people of an edition: how many rows, and whether they are synthetic."""
    width, beside = _rows_of_tasks(designs[-1]), beside_scale(designs[-1].study.task)
    with database.snapshot():
        rows = [_Rows.of(database, design.hash, ids) for design in designs]
        now = dict(people_now(database, designs[-1].study.id, ids))
        before = _before(database, rows, edition, now)
    synthetic = {row["id"]: bool(row["synthetic"]) for part in rows for row in part.people}
    same = {id_ for id_, person in now.items() if edition.people.get(id_) == person.part}
    given: list[Row | Mapping[Any, Any]] = [row for part in rows for row in part.answers if row["respondent"] in same]
    found = Counter[str]()
    for row in given + before.rows.to_dict("records"):
        if row["showing"] == 1 and row["task"] in width and row["answer"] not in beside:
            found[row["respondent"]] += width[row["task"]]
    for id_, own in found.items():
        yield id_, (own, synthetic[id_])


def _rows_of_tasks(design: Design) -> dict[int, int]:
    """How many rows of the long table an answer to each task has, where a model is fitted to it."""
    tasks = design.estimated["task"].drop_duplicates()
    asked = pd.DataFrame({"respondent": "", "task": tasks, "position": range(len(tasks)), "answer": "1"})
    return Counter(with_scenarios(asked, design)["task"].tolist())


def _shown(frame: pd.DataFrame, background: pd.DataFrame, newest: Design, *, everything: bool) -> pd.DataFrame:
    frame = with_roles(frame, newest) if everything else fitted_only(frame, newest).drop(columns=[*PARADATA, "showing"])
    frame = with_scenarios(frame.reset_index(drop=True), newest)
    last = {name: frame.pop(name) for name in (*EXTRA, *PARADATA, "synthetic") if name in frame}
    for item in newest.study.background:
        chosen = background[background["item"] == item.id].set_index("respondent")["option"]
        frame[item.id] = frame["respondent"].map(chosen).astype("str")
    return frame.assign(**last)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the database holds of people of a design at one moment, as it gives it."""

    people: Sequence[Row]
    answers: Sequence[Row]
    background: Sequence[Row]

    @classmethod
    def of(cls, database: Database, design_hash: str, ids: Ids) -> _Rows:
        """Read those of a range of ids."""
        asked = {"design_hash": design_hash, "low": ids[0], "high": ids[1]}
        return cls(
            database.run("respondents_of_design", **asked),
            database.run("answers_of_design", **asked),
            database.run("background_of_design", **asked),
        )

    def answered(self) -> pd.DataFrame:
        """A row an answer, in the order in which each person gave them."""
        position = {row["id"]: places(tuple(json.loads(row["tasks"]))) for row in self.people}
        synthetic = {row["id"]: bool(row["synthetic"]) for row in self.people}
        who = [row["respondent"] for row in self.answers]
        tasks, showings = [row["task"] for row in self.answers], [row["showing"] for row in self.answers]
        positions = [position[id_][task, showing] for id_, task, showing in zip(who, tasks, showings, strict=True)]
        return pd.DataFrame(
            {
                "respondent": pd.Series(who, dtype="str"),
                "task": pd.Series(tasks, dtype="int64"),
                "showing": pd.Series(showings, dtype="int64"),
                "position": pd.Series(positions, dtype="int64"),
                "answer": pd.Series([row["answer"] for row in self.answers], dtype="str"),
                "seconds": pd.Series([row["seconds"] for row in self.answers], dtype="Int64"),
                "away": pd.Series([row["away"] for row in self.answers], dtype="Int64"),
                "reason": pd.Series([row["reason"] for row in self.answers], dtype="str"),
                "synthetic": pd.Series([synthetic[id_] for id_ in who], dtype="bool"),
            }
        )

    def told(self) -> pd.DataFrame:
        """A row an option that was told: respondent, item, option."""
        rows = [tuple(row) for row in self.background]
        return pd.DataFrame(rows, columns=["respondent", "item", "option"], dtype="str")


def asks_the_same(designs: Sequence[Design]) -> bool:
    """Tell whether a task, a level and an answer mean the same in all designs; other words are no matter."""
    return len({_question(design) for design in designs}) <= 1


def same_question(designs: Sequence[Design]) -> None:
    """Refuse to pool designs that do not ask the same.

    The newest is the last one, and tells which answers no model is fitted to: none of these may have been taken back.
    """
    beside = [set(beside_scale(design.study.task)) for design in designs]
    if not asks_the_same(designs) or any(before - beside[-1] for before in beside):
        study, hashes = designs[0].study.id, ", ".join(design.hash for design in designs)
        raise DesignsDiffer(f"study {study}: has answers to designs that ask different things; name one: {hashes}")


def _question(design: Design) -> str:
    study = design.study
    asked = [
        study.task.kind,
        study.task.opt_out is not None,
        study.scale_ids,
        [(criterion.id, criterion.level_ids) for criterion in study.criteria],
        [(item.id, item.option_ids) for item in study.background],
        design.frame.to_csv(index=False),
    ]
    return json.dumps(asked)
