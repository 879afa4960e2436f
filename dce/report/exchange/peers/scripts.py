"""A script and its data for another program, which prints its estimates under the names that dce gives them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from dce.coding import Coding
from dce.errors import AnswerError
from dce.report.exchange.extract import Extract
from dce.report.exchange.peers.tables import CodedAnswers, coded_answers
from dce.report.exchange.r_table import r_text

TABLE = "data.csv"
MODEL_NAMES = {"choice": "conditional logit", "binary": "binary logit", "ordered": "ordered logit"}


@dataclass(frozen=True, slots=True)
class Program:
    """A program: the template and the name of its script, which table it wants, and whether it has an ordered logit."""

    template: str
    script: str
    wide: bool
    ordered: bool


# Each was run by its program, which gave our estimates: Apollo 0.2.8, logitr 1.2.0, Biogeme 3.3.2 and xlogit 0.2.7.
# tests/validation/peers_scripts.py does it again wherever the programs are installed.
PROGRAMS = {
    "apollo": Program("peer_apollo.R", "apollo.R", wide=True, ordered=True),
    "logitr": Program("peer_logitr.R", "logitr.R", wide=False, ordered=False),
    "biogeme": Program("peer_biogeme.py.txt", "run_biogeme.py", wide=True, ordered=True),
    "xlogit": Program("peer_xlogit.py.txt", "run_xlogit.py", wide=False, ordered=False),
}


def write_peer(extract: Extract, program: str, folder: Path) -> Path:
    """Write ``data.csv`` and a script for ``program`` into ``folder``; gives the script.

    The script fits the model that ``dce fit`` fits, with the same coding, prints name and estimate as CSV, the
    log-likelihood last, and writes the same to ``estimates.csv``. Raises AnswerError for what the program cannot fit.
    """
    about = PROGRAMS[program]
    coded = coded_answers(extract)
    if coded.kind == "ordered" and not about.ordered:
        able = " or ".join(name for name, other in PROGRAMS.items() if other.ordered)
        raise AnswerError(f"{program} has no ordered logit, and this study asks for ratings; export as {able}")
    table = coded.wide if about.wide else coded.long
    if table is None:
        raise AnswerError(f"{program} needs a row an alternative, which ratings have not")
    table.to_csv(folder / TABLE, index=False, lineterminator="\n")
    script = folder / about.script
    script.write_text(_script(extract, coded, about), encoding="utf-8", newline="\n")
    return script


def _script(extract: Extract, coded: CodedAnswers, about: Program) -> str:
    study = extract.design.study
    values = {
        "title": " ".join(study.title[extract.language].split()),
        "study": study.id,
        "study_name": study.id.replace("-", "_"),
        "table": TABLE,
        "kind": coded.kind,
        "model_name": MODEL_NAMES[coded.kind],
        "coding": _coding(Coding.of(study)),
        "terms": coded.terms,
        "alternatives": list(coded.alternatives),
        "thresholds": _thresholds(coded),
        "threshold_names": [threshold["name"] for threshold in _thresholds(coded)],
    }
    return _environment().get_template(about.template).render(values).rstrip() + "\n"


def _thresholds(coded: CodedAnswers) -> list[dict[str, Any]]:
    """The thresholds, begun where the answers alone would put them."""
    if coded.kind != "ordered":
        return []
    shares = np.cumsum(np.bincount(coded.wide["answer"])[1:])[:-1] / len(coded.wide)
    starts = np.log(shares / (1 - shares))
    names = [f"{low}|{high}" for low, high in zip(coded.categories, coded.categories[1:], strict=False)]
    return [
        {"name": name, "parameter": f"tau_{number}", "start": round(float(start), 4)}
        for number, (name, start) in enumerate(zip(names, starts, strict=True), 1)
    ]


def _coding(coding: Coding) -> str:
    kinds = {kind: [name for name, own in coding.kinds.items() if own == kind] for kind in ("effects", "linear")}
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in kinds.items() if names)


@cache
def _environment() -> Environment:
    """How the templates of scripts are read; these are programs, and no pages, so nothing is escaped for HTML."""
    made = Environment(  # noqa: S701
        loader=PackageLoader("dce.report"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.update(r=r_text, p=_python)
    return made


def _python(value: object) -> str:
    """A text, or a list of texts, as Python writes it, in plain ASCII."""
    return json.dumps(value)


def read_estimates(path: str | Path) -> pd.Series:
    """The estimates that a script wrote, by their names in dce."""
    return pd.read_csv(path).set_index("name")["estimate"]
