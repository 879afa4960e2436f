"""Invented people who pick among scenarios on the real pages, and what is stored of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from web_guest import Site, running

from dce.cli import main
from dce.data import Choices
from dce.design import Design
from dce.simulate import SyntheticPerson, default_population, simulate_answers, simulate_people
from dce.store import Store
from dce.study import Study
from dce.web.visitor import walk

DESIGNS = Path(__file__).parents[2] / "designs"
PLACED = {"choice": ["chosen"], "best-worst": ["best", "worst"], "ranking": ["rank"]}
STUDIES = ["keuze-voorbeeld", "beste-slechtste", "op-volgorde"]


@pytest.fixture(scope="module")
def picking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running site with the two examples, and with the second one as a ranking."""
    folder = tmp_path_factory.mktemp("picking")
    designs = {name: Design.load(DESIGNS / name) for name in STUDIES[:2]}
    plain = designs["beste-slechtste"].study.model_dump(mode="json", exclude_defaults=True)
    ranked = Study.model_validate(plain | {"id": STUDIES[2], "task": plain["task"] | {"kind": "ranking"}})
    designs[STUDIES[2]] = Design.from_frame(ranked, designs["beste-slechtste"].frame)
    store = Store.open(folder / "picking.db", synthetic=True)
    for design in designs.values():
        store.publish(design)
    store.close()
    with running(folder / "picking.db") as url:
        yield Site(url, folder / "picking.db", designs)


def people_of(design: Design, number: int) -> list[SyntheticPerson]:
    return simulate_people(default_population(design.study), design.study, number, np.random.default_rng(4))


def table(site: Site, study: str, *, everything: bool = False) -> pd.DataFrame:
    store = Store.open(site.database)
    try:
        return store.answers(study, everything=everything)
    finally:
        store.close()


def people_in(site: Site, study: str) -> set[str]:
    return set(table(site, study, everything=True)["respondent"])


@dataclass
class Witness:
    """Answers as another person does, and remembers what was asked and what was picked."""

    person: SyntheticPerson
    seen: list[tuple[str, list[dict[str, str] | None], tuple[int, ...]]]

    @property
    def background(self) -> dict[str, str]:
        return dict(self.person.background)

    def answer(self, levels: dict[str, str]) -> str:
        return self.person.answer(levels)

    def pick(self, kind: str, scenarios: list[dict[str, str] | None]) -> tuple[int, ...]:
        picked = self.person.pick(kind, scenarios)
        self.seen.append((kind, scenarios, picked))
        return picked


@pytest.mark.parametrize("study", STUDIES)
def test_what_is_picked_on_the_pages_is_what_is_stored(picking: Site, study: str) -> None:
    design = picking.designs[study]
    (person,), before = people_of(design, 1), people_in(picking, study)
    witness = Witness(person, [])
    (visit,) = walk(picking.url, study, [witness])
    answers = table(picking, study, everything=True)
    own = answers[~answers["respondent"].isin(before)]
    assert own["synthetic"].all()
    assert visit.answers == own["position"].nunique()
    check, own = own[own["task_role"] == "attention"], own[own["task_role"] != "attention"]
    assert own["position"].nunique() == len(witness.seen)
    if design.study.survey.attention is not None:
        asked = int(design.study.survey.attention.answer)
        assert list(check.loc[check["chosen"] == 1, "alternative"]) == [asked]
    names, columns = [*design.study.criterion_ids], PLACED[design.study.task.kind]
    for (_, rows), (kind, scenarios, picked) in zip(own.groupby("position"), witness.seen, strict=True):
        assert kind == design.study.task.kind
        shown = rows.set_index(names)[columns]
        placed = [scenarios[place] for place in picked]
        wanted = {"choice": [(1,)], "best-worst": [(1, 0), (0, 1)]}.get(kind, [(1,), (2,), (3,), (4,)])
        for scenario, values in zip(placed, wanted, strict=True):
            levels = tuple(np.nan if scenario is None else scenario[name] for name in names)
            found = rows[rows[names].isna().all(axis=1)][columns] if scenario is None else shown.loc[[levels]]
            assert [tuple(row) for row in found.to_numpy().tolist()] == [values]


def test_people_use_the_opt_out_and_every_scenario(picking: Site) -> None:
    design = picking.designs["keuze-voorbeeld"]
    assert len(list(walk(picking.url, design.study.id, people_of(design, 12), at_once=2, language="en"))) == 12
    answers = table(picking, design.study.id)
    assert set(answers.loc[answers["chosen"] == 1, "alternative"]) == {0, 1, 2, 3}
    assert len(Choices.from_answers(answers, design.study).people) >= 12


@pytest.mark.parametrize("study", STUDIES)
def test_a_table_of_invented_answers_has_the_columns_of_the_database(picking: Site, study: str) -> None:
    design = picking.designs[study]
    list(walk(picking.url, study, people_of(design, 1)))
    stored, invented = table(picking, study), simulate_answers(design, default_population(design.study), 3, seed=1)
    assert stored.dtypes.to_dict() == invented.dtypes.to_dict()
    assert list(stored.columns) == list(invented.columns)
    shown = ["task", "alternative", *design.study.criterion_ids]
    known = invented[shown].drop_duplicates().set_index(["task", "alternative"])
    for row in stored[shown].drop_duplicates().set_index(["task", "alternative"]).itertuples():
        assert pd.Series(row[1:]).equals(pd.Series(tuple(known.loc[row.Index])))


def test_the_command_lets_people_walk_a_choice_study(picking: Site) -> None:
    before = people_in(picking, "keuze-voorbeeld")
    arguments = ["simulate", str(DESIGNS / "keuze-voorbeeld"), "--people", "2", "--through-web", picking.url]
    said = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert said.exit_code == 0, said.output
    assert "2 invented people answered 8 tasks each" in said.stderr
    assert len(people_in(picking, "keuze-voorbeeld") - before) == 2
