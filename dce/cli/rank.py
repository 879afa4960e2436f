"""``dce rank``: places of the criteria per group, and beside them whatever else the answers tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pandas as pd

from dce.cli.options import ANSWERS, JSON, SEED, STUDY, dispute_notice, study_file, synthetic_notice, working
from dce.cli.views import VIEWS, Case, Shown, Wish, heading, shown
from dce.ranking import CROSS, EVERYBODY, By
from dce.store.place import Place
from dce.study import Study


@click.command()
@STUDY
@ANSWERS
@click.option(
    "--by",
    multiple=True,
    help='A background item, or two that are crossed: "rol x sector". May be given again; every group item of the '
    "study if left out.",
)
@click.option("--show", type=click.Choice([*VIEWS, "all"]), multiple=True, help="What to print beside the places.")
@click.option("--ground", help="additive: criterion=level at which people may refuse whatever the rest is.")
@click.option("--pair", help="additive: two criteria that may work together, with a comma between.")
@click.option(
    "--self-image", nargs=3, metavar="ITEM LENIENT STRICT", help="self-image: an item and two of its options."
)
@click.option(
    "--stated", type=click.Path(path_type=Path), help="stated: CSV with a row a respondent, places by criterion."
)
@click.option("--seconds", help="quality: column of the answers with the time on the page.")
@click.option("--repeat", help="quality: column that is true where a task was shown again.")
@click.option("--bootstrap", type=click.IntRange(min=100), default=1000, show_default=True)
@SEED
@JSON
def rank(folder: Path, answers: Place, show: tuple[str, ...], *, as_json: bool, **named: Any) -> None:
    """Rank the criteria of the study in FOLDER for everybody and per group, each place with what cannot be told."""
    study = Study.load(study_file(folder))
    case = Case(study, answers, _wish(named))
    notice = synthetic_notice(answers, study)
    views = [view for view in VIEWS if view in show or ("all" in show and _possible(view, case.wish))]
    with working("Ranking"):
        places = [_places(case, number) for number in range(len(case.items))]
        parts = {view: list(shown(view, case)) for view in views}
    if as_json:
        told = {"seed": case.wish.seed, "bootstrap": case.wish.bootstrap, "synthetic": bool(notice)}
        rankings = {_name(by): _records(found.table()) for by, found in case.rankings.items()}
        more = {view: [_json(part) for part in own] for view, own in parts.items()}
        click.echo(json.dumps({**told, "rankings": rankings, **more}, indent=1))
        return
    for line in (*notice, *dispute_notice(answers, study)):
        click.echo(line)
    for part in [*places, *(part for own in parts.values() for part in own)]:
        click.echo(f"{part.title}\n{part.text}\n")


def _name(by: By | None) -> str:
    return "" if by is None else by if isinstance(by, str) else CROSS.join(by)


def _json(part: Shown) -> dict[str, object]:
    return {"title": part.title, **{name: _records(table) for name, table in part.tables.items()}}


def _records(table: pd.DataFrame) -> object:
    return json.loads(table.to_json(orient="records"))


def _places(case: Case, number: int) -> Shown:
    """The ranking by the item of this number; everybody stands in the first only."""
    by, study = case.items[number], case.study
    found = case.rankings[by]
    table = found.table()
    title = f"{study.title[study.language]}: ordered logit, range importance" if by is None else heading(study, by)
    others = [group for group in dict.fromkeys(table["group"]) if number == 0 or group != EVERYBODY]
    return Shown(title, {"rows": table}, found.text(*others))


def _possible(view: str, wish: Wish) -> bool:
    """Whether ``--show all`` can hold this view: two need something that only the caller knows."""
    return {"self-image": wish.self_image, "stated": wish.stated}.get(view, True) is not None


def _wish(named: dict[str, Any]) -> Wish:
    ground, pair = _two(named.pop("ground"), "=", "--ground"), _two(named.pop("pair"), ",", "--pair")
    return Wish(ground=ground, pair=pair, **named)


def _two(text: str | None, between: str, option: str) -> tuple[str, str] | None:
    if text is None:
        return None
    first, found, second = (part.strip() for part in text.partition(between))
    if not found or not first or not second:
        raise click.UsageError(f'{option} is "{text}"; write two names with "{between}" between')
    return first, second
