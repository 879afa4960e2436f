"""``dce inspect``: how good a design is, whether it can be used and what it cannot show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import numpy as np
import pandas as pd

from dce.cli.options import JSON, STUDY, people_asked, study_folder, working
from dce.cli.prices import price_text, prices_of
from dce.design import Design, describe, judge, predicted_errors

if TYPE_CHECKING:
    from dce.power import Power, PowerCurve

REPLICATES, SIZES = 200, (10, 17, 25, 50, 100, 200, 400)  # of the picture in the page; dce power has more
FIGURES = (
    "coding", "interactions", "tasks", "parameters", "rank", "aliased", "spare", "d_error", "d_efficiency", "d_bound",
    "bound_kind", "of_bound", "held_out", "overlap", "alternatives", "opt_out", "a_error", "s_size", "utility_balance",
    "dominated", "flat",
)  # fmt: skip
TABLES = ("balance", "correlations", "confounded")


@click.command()
@STUDY
@click.option("--people", callback=people_asked, help="Tell also what so many can show: a number, or fg=18,po=18.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page with pictures to this file.")
@click.option(
    "--power", is_flag=True, help="Simulate studies by --people and draw in the page what a ranking can show."
)
@click.option("--prices", is_flag=True, help="Search again without each rule and tell what it costs; takes a while.")
@click.option("--language", type=click.Choice(["nl", "en"]), help="Of the page; the study's first if left out.")
@JSON
def inspect(folder: Path, people: int | dict[str, int] | None, *, as_json: bool, **named: Any) -> None:
    """Tell whether the design in FOLDER can be used, its rank, D-efficiency and balance, and what it cannot show."""
    if named["power"] and (named["html"] is None or people is None):
        raise click.UsageError("--power draws a picture in the page for so many people; name --html and --people")
    made = Design.load(study_folder(folder))
    groups = _groups(made, people) if isinstance(people, dict) else {}
    total = sum(groups.values()) if isinstance(people, dict) else people
    verdict, errors = judge(made, total), _errors(made, total, groups)
    if named["html"] is not None:
        simulated = _simulated(folder, made, groups or total) if named["power"] else None
        _write_page(made, total, simulated, named)
    prices = prices_of(made) if named["prices"] else None
    if as_json:
        words = {"verdict": verdict.grade, "reasons": tuple(map(str, verdict.reasons))}
        tables = {"predicted_errors": errors, "prices": prices}
        click.echo(json.dumps(_numbers(made, tables) | words, ensure_ascii=False, indent=1))
        return
    click.echo(f"{verdict}\n\n{describe(made)}")
    if errors is not None:
        click.echo(_error_text(made, errors))
    if prices is not None:
        click.echo(price_text(prices))


def _write_page(made: Design, total: int | None, power: tuple[Power, PowerCurve] | None, named: dict[str, Any]) -> None:
    from dce.report import write_design_report  # charts are for this option only

    page = write_design_report(named["html"], made, people=total, power=power, language=named["language"])
    click.echo(f"wrote {page}", err=True)


def _groups(made: Design, people: dict[str, int]) -> dict[str, int]:
    """People by option of the background item that they are options of."""
    from dce.power.plan import named_groups  # simulation is for those who name groups only

    return named_groups(made.study, people)[1]


def _simulated(folder: Path, made: Design, people: int | dict[str, int] | None) -> tuple[Power, PowerCurve] | None:
    """What ``dce power`` finds, for the picture: with the assumed weights beside the study where there are any."""
    from dce.power import ranking_power
    from dce.simulate import Population

    source = study_folder(folder) / "population.yaml"
    population = Population.load(source, made.study) if source.is_file() else None
    smallest = made.study.privacy.smallest_group
    with working("Simulating studies"):
        found = ranking_power(made, people or 0, population=population, replicates=REPLICATES, executor="loky")
        sizes = [size for size in SIZES if size >= smallest]
        return found, found.curve(sizes, replicates=REPLICATES, executor="loky")


def _errors(made: Design, total: int | None, groups: dict[str, int]) -> pd.DataFrame | None:
    """Predicted errors of all people, then of those of each group alone."""
    if total is None:
        return None
    parts = [predicted_errors(made, number).assign(group=name) for name, number in {"all": total, **groups}.items()]
    return pd.concat(parts, ignore_index=True)[["group", *parts[0].columns[:-1]]]


def _numbers(made: Design, more: dict[str, pd.DataFrame | None]) -> dict[str, Any]:
    """What the quality holds, ready for JSON, which knows no infinity."""
    quality = made.quality()
    found = {name: getattr(quality, name) for name in FIGURES if hasattr(quality, name)}
    found |= {name: None for name, value in found.items() if isinstance(value, float) and not np.isfinite(value)}
    tables = {name: getattr(quality, name) for name in TABLES}
    tables |= {name: table for name, table in more.items() if table is not None}
    rows = {name: json.loads(table.to_json(orient="records")) for name, table in tables.items()}
    return found | rows | {"problems": quality.problems, "limits": quality.limits}


def _error_text(made: Design, errors: pd.DataFrame) -> str:
    """A row a weight: its least error with everybody, and the weight that is found in 80% of studies, by group."""
    wide = errors.pivot_table(index=["criterion", "term"], columns="group", values="detectable", sort=False)
    wide.columns = [f"found ({name})" for name in wide.columns]
    own = errors[errors["group"] == "all"].set_index(["criterion", "term"])["std_error"]
    table = pd.concat([own.rename("error"), wide], axis=1).reset_index()
    head = "Errors of weights at least, and the weight that 80% of studies find:"
    first = " The first pick of every task is counted." if made.study.task.kind == "ranking" else ""
    return f"{head}{first}\n{table.round(2).to_string(index=False, na_rep='-')}"
