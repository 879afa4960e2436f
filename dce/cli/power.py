"""``dce power``: what a ranking by so many people can show, before anybody is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rich.console import Console
from rich.progress import Progress

from dce.cli.options import JSON, SEED, STUDY, people_asked, study_folder
from dce.design import Design
from dce.power import Power, PowerCurve, PowerNeed, ranking_power
from dce.report.power_chart import NARROW_POWER, WIDE_POWER, PowerWords, power_picture
from dce.simulate import Population
from dce.study import Study


@click.command()
@STUDY
@click.option(
    "--people",
    required=True,
    callback=people_asked,
    help="A number, or one for each option of one background item: fg=18,po=18.",
)
@click.option(
    "--population",
    type=click.Path(path_type=Path),
    help="Assumed weights; population.yaml beside the study if left out, and mild equal weights where there is none.",
)
@click.option(
    "--priors",
    type=click.Choice(["expected", "study"]),
    help="Other weights in each study: any in the directions that the study expects, or from its design's priors.",
)
@click.option("--sizes", help="Also tell the power for these numbers of people in each group, such as 25,50,100.")
@click.option("--tasks", help="Also on designs with these numbers of tasks, such as 15,21,30.")
@click.option("--versions", help="Also on designs with these numbers of versions, such as 1,4.")
@click.option(
    "--needed",
    type=click.Choice(["people", "tasks", "versions"]),
    multiple=True,
    help="Search how many of these let the measure hold in the aimed share of studies; may be given more than once.",
)
@click.option("--picture", type=click.Path(path_type=Path), help="SVG file to draw; needs --sizes.")
@click.option("--narrow", is_flag=True, help="Draw the picture for a phone.")
@click.option("--language", type=click.Choice(["nl", "en"]), help="Of the picture; the study's first if left out.")
@click.option("--measure", help='What the picture shows and the search aims at; "first" for the search if left out.')
@click.option("--aim", type=click.FloatRange(0.01, 0.99), default=0.8, show_default=True, help="Share of studies.")
@click.option("--replicates", type=click.IntRange(20, 100_000), default=1000, show_default=True)
@SEED
@JSON
def power(
    folder: Path, people: int | dict[str, int], seed: int, replicates: int, *, as_json: bool, **named: Any
) -> None:
    """Simulate studies on the design in FOLDER; tell what so many people can show, and how many would do."""
    if named["picture"] is not None and named["sizes"] is None:
        raise click.UsageError("--picture shows power over numbers of people; name them, such as --sizes 25,50,100")
    made, sizes = Design.load(study_folder(folder)), _numbers(named["sizes"], "--sizes")
    source = named["population"] or study_folder(folder) / "population.yaml"
    known = named["population"] is not None or source.is_file()
    population = Population.load(source, made.study) if known else None
    priors = _priors(named["priors"], made.study)
    with _bar() as bar:
        told: dict[str, Any] = {"replicates": replicates, "executor": "loky", "progress": bar("Simulating studies")}
        found = ranking_power(made, people, population=population, priors=priors, seed=seed, **told)
        few = told | {"replicates": _fewer(replicates)}
        curve = found.curve(sizes, **few | {"progress": bar("Simulating numbers of people")}) if sizes else None
        others = _on_designs(found, named, few | {"progress": bar("Simulating other designs")})
        needs = [
            _needed(found, varied, named, told | {"progress": bar(f"Searching {varied}")}) for varied in named["needed"]
        ]
    if curve is not None and named["picture"] is not None:
        _draw(curve, found, named)
    if as_json:
        told_of = {"population": source.name if known else None, "priors": named["priors"], "aim": named["aim"]}
        click.echo(_json(found, curve, others, needs, told_of))
        return
    click.echo(found.text())
    if curve is not None:
        click.echo("\n".join(["", _wide(curve.table(), ["group", "n"]), "", *curve.sentences(named["aim"])]))
    if others is not None:
        click.echo("\n" + _wide(others, ["tasks", "versions", "group", "n"]))
    for need in needs:
        click.echo("\n" + "\n".join(need.sentences()))


@contextmanager
def _bar() -> Iterator[Callable[[str], Callable[[float], None]]]:
    """Show on a terminal, while the block runs, how far it is: given words, a function of the share done."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0)

        def begin(doing: str) -> Callable[[float], None]:
            return lambda share: progress.update(task, description=doing, completed=share)

        yield begin


def _priors(name: str | None, study: Study) -> Any:
    """What is believed of weights, None where they are assumed."""
    if name != "study":
        return name
    if study.design.priors is None:
        raise click.UsageError("--priors study: the design of this study has no priors; use expected")
    return study.design.priors


def _needed(found: Power, varied: Any, named: dict[str, Any], told: dict[str, Any]) -> PowerNeed:
    return found.needed(varied, measure=named["measure"] or "first", aim=named["aim"], **told)


def _numbers(text: str | None, option: str) -> tuple[int, ...]:
    if text is None:
        return ()
    if not all(part.strip().isdecimal() for part in text.split(",")):
        raise click.UsageError(f'{option} is "{text}"; write whole numbers with commas between')
    return tuple(int(part) for part in text.split(","))


def _on_designs(found: Power, named: dict[str, Any], told: dict[str, Any]) -> pd.DataFrame | None:
    tasks, versions = (_numbers(named[name], f"--{name}") for name in ("tasks", "versions"))
    if not tasks and not versions:
        return None
    return found.on_designs(tasks=tasks, versions=versions, **told)


def _draw(curve: PowerCurve, found: Power, named: dict[str, Any]) -> None:
    rows, study = curve.table(), found.plan.design.study
    shares = [name for name in dict.fromkeys(rows["measure"]) if name != "set width"]
    measure = named["measure"] or shares[1]
    if measure not in shares:
        raise click.UsageError(f'--measure is "{measure}"; use one of {", ".join(shares)}')
    if rows.loc[rows["measure"] == measure, "value"].isna().all():
        raise click.UsageError(f"the assumed weights are equal, so {measure} has no chance to draw; give a population")
    words = PowerWords.of(study, found.plan.item, named["language"] or study.languages[0])
    size = NARROW_POWER if named["narrow"] else WIDE_POWER
    drawn = power_picture(rows, words, measure=measure, aim=named["aim"], size=size)
    named["picture"].write_text(drawn, encoding="utf-8")
    click.echo(f"wrote {named['picture']}", err=True)


def _fewer(replicates: int) -> int:
    """Studies for each point of a curve: a third, because there are many points."""
    return max(20, replicates // 3)


def _wide(table: pd.DataFrame, names: Sequence[str]) -> str:
    """A measure a column: chances in percents, widths in places."""
    scaled = table.assign(value=table["value"].where(table["measure"] == "set width", 100.0 * table["value"]))
    wide = scaled.pivot_table(index=list(names), columns="measure", values="value", sort=False, dropna=False)
    printed = wide.dropna(how="all").reset_index().rename_axis(None, axis=1)
    return str(printed.to_string(index=False, float_format=lambda value: f"{value:.1f}", na_rep="-"))


def _json(
    found: Power,
    curve: PowerCurve | None,
    others: pd.DataFrame | None,
    needs: Sequence[PowerNeed],
    told_of: dict[str, Any],
) -> str:
    settings = {"people": found.people, "replicates": found.replicates, "seed": found.seed, **told_of}
    tables = {"power": found.table(), "differences": found.differences(), "designs": others}
    if curve is not None:
        tables |= {"curve": curve.table(), "needed": curve.needed(told_of["aim"])}
    tables |= {f"{need.varied}_needed": need.table() for need in needs}
    rows = {name: json.loads(table.to_json(orient="records")) for name, table in tables.items() if table is not None}
    said = [*found.sentences(), *(sentence for need in needs for sentence in need.sentences())]
    words = {"false_differences": found.false_differences, "sentences": said}
    return json.dumps(settings | rows | words, ensure_ascii=False, indent=1)
