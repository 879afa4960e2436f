"""Answers with everything that a table can stumble over, for the tests of exports."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from dce.design import Design
from dce.report.exchange import Extract, Wish, extract
from dce.simulate import Population, default_population, simulate_answers
from dce.study import Study, parse_study

ROOT = Path(__file__).resolve().parents[2]
ODD = """
id: lastig
languages: [nl, en]
title: {nl: "Lastige = waarden", en: "Awkward = values"}
task:
  kind: rating
  statement: {nl: "Eens?", en: "Agree?"}
  scale:
    - {id: "-1", label: {nl: oneens, en: disagree}}
    - {id: "0", label: {nl: "=neutraal", en: "=neutral"}}
    - {id: "1", label: {nl: "ééns", en: agree}}
  cannot_say: {nl: weet niet, en: cannot say}
criteria:
  - id: to
    label: {nl: "Naar wie?", en: "To whom?"}
    levels: [{id: "007", label: {nl: spion, en: spy}}, {id: NA, label: {nl: niemand, en: nobody}}]
  - id: doel
    label: {nl: Doel, en: Purpose}
    levels:
      - {id: "-A1+B2", label: {nl: som, en: sum}}
      - {id: "1e3", label: {nl: duizend, en: thousand}}
      - {id: "no", label: {nl: geen, en: none}}
background:
  - id: rol
    label: {nl: Rol, en: Role}
    options:
      - {id: "+1", label: {nl: "=HYPERLINK(1)", en: "=HYPERLINK(1)"}}
      - {id: "null", label: {nl: nul, en: nil}}
      - {id: "3-6", label: {nl: drie, en: three}}
  - id: sector
    label: {nl: Sector, en: Sector}
    options: [{id: "1", label: {nl: een, en: one}}, {id: "2", label: {nl: twee, en: two}}]
design: {tasks: 5}
survey: {reasons: true}
privacy: {smallest_group: 3}
"""
REASONS = ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", ";=1", 'a;=1 "b", c', "001", "NA", "é ü 😀")


def odd_design() -> Design:
    """A study whose ids and words look like numbers, dates, missing values and sums."""
    rows = {"to": ["007", "NA", "007", "NA", "NA"], "doel": ["-A1+B2", "1e3", "no", "no", "-A1+B2"]}
    return Design.from_frame(parse_study(ODD), pd.DataFrame(rows))


def odd_answers(design: Design) -> pd.DataFrame:
    """Its long table with everything: reasons like sums, ids like numbers, people who skipped an item."""
    people = ["001", "1", "1e3", "NA", "-5", "=1"]
    rng, rows = np.random.default_rng(3), []
    for who, roles, sector in zip(people, ["+1", "null", "3-6"] * 2, ["1", None, "2", "1", "2", None], strict=True):
        for position, task in enumerate(rng.permutation(5) + 1, 1):
            said = REASONS[len(rows) % len(REASONS)] if len(rows) % 7 else None
            rating = str(rng.choice(["-1", "0", "1"]))
            rows.append([who, task, 1, position, rating, *design.scenario(int(task)).values(), roles, sector, 7, said])
    names = ["respondent", "task", "showing", "position", "rating", "to", "doel", "rol", "sector", "seconds", "reason"]
    frame = pd.DataFrame(rows, columns=names).assign(synthetic=False)
    return frame.astype({"seconds": "Int64"})


def odd_extract(**wish: object) -> Extract:
    """An export of it with the ids of the database and the reasons."""
    design = odd_design()
    asked = Wish(**{"reasons": True, "keep_ids": True, **wish})  # type: ignore[arg-type]
    return extract(odd_answers(design), design, asked, np.random.default_rng(1))


def simulated(name: str, people: int, **wish: object) -> Extract:
    """Invented answers to a study that ships."""
    folder = ROOT / "designs" / name
    design = Design.load(folder)
    own = folder / "population.yaml"
    population = Population.load(own, design.study) if own.exists() else default_population(design.study)
    answers = simulate_answers(design, population, people, 1)
    return extract(answers, design, Wish(**wish), np.random.default_rng(1))  # type: ignore[arg-type]


def as_lists(frame: pd.DataFrame) -> dict[str, list[object]]:
    """The cells of a frame as plain values, None where missing."""
    return {str(name): [None if pd.isna(cell) else cell for cell in frame[name].tolist()] for name in frame.columns}


def study_of(extract: Extract) -> Study:
    """The study of an export."""
    return extract.design.study
