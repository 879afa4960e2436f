"""How firm the order is: which of two criteria comes out on top, and which places a criterion takes, draw by draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dce.errors import FitError
from dce.report import charts_grid, grid_tables
from dce.report.charts_grid import Cell, Column, Grid, grid_chart
from dce.report.contents import EVERYBODY
from dce.report.figure import Figure, Picture
from dce.report.material import Material
from dce.report.numbers import bare_chance, chance
from dce.report.places import GroupResult
from dce.report.wording import Wording, capital

if TYPE_CHECKING:
    from dce.ranking import Ranking

ROW, FIRM, SEEN = 30, 0.95, 0.005
SIZES = (charts_grid.WIDE_MATRIX, charts_grid.NARROW_MATRIX)


def pairwise_figure(material: Material) -> Figure | None:
    """Share of the draws in which the row stands above the column; nothing where no order was resampled."""
    words, ranking, result = material.words, material.contents.rankings[EVERYBODY], material.overall
    names = [s.criterion for s in result.standings]
    try:
        picture = pairwise_picture(words, ranking, result)
    except FitError:
        return None
    return Figure(
        name="pairs", title=picture.title, source=material.source(), subtitle=picture.subtitle,
        table=grid_tables.pairwise_table(material, ranking.pairwise().loc[names, names]),
        notes=(words.say("fig_draws_note"),), charts=(picture.chart("pairs", words.language),),
    )  # fmt: skip


def pairwise_picture(words: Wording, ranking: Ranking, result: GroupResult) -> Picture:
    """Every pair of criteria of one group; raises FitError where no order was resampled."""
    names = [s.criterion for s in result.standings]
    above, of = ranking.pairwise(result.group).loc[names, names].to_numpy(dtype=float), len(names)
    columns = tuple(
        Column(
            str(n + 1),
            tuple(_pair(above[row, n]) if row < n else None for row in range(of - 1)),
            underlined=tuple(row for row in range(n) if above[row, n] > FIRM),
        )
        for n in range(1, of)
    )
    pairs = above[np.triu_indices(of, 1)]
    firm = int((np.maximum(pairs, 1 - pairs) > FIRM).sum())
    title = words.say("fig_pairs" if firm else "fig_pairs_none", k=firm, of=len(pairs))
    grid = Grid(_numbered(words, result)[:-1], columns, ROW, 1.0)
    return Picture(
        title, words.say("fig_pairs_sub", **_of(words, ranking, result)),
        words.say("fig_pairs_alt", title=title, k=of), lambda size: grid_chart(grid, size), SIZES,
    )  # fmt: skip


def places_figure(material: Material) -> Figure | None:
    """Share of the draws in which each criterion takes each place; nothing where no order was resampled."""
    words, ranking, result = material.words, material.contents.rankings[EVERYBODY], material.overall
    try:
        picture = places_picture(words, ranking, result)
    except FitError:
        return None
    frame = ranking.rank_chances().loc[[s.criterion for s in result.standings]]
    return Figure(
        name="places", title=picture.title, source=material.source(), subtitle=picture.subtitle,
        table=grid_tables.places_table(material, frame), notes=(words.say("fig_draws_note"),),
        charts=(picture.chart("places", words.language),),
    )  # fmt: skip


def places_picture(words: Wording, ranking: Ranking, result: GroupResult) -> Picture:
    """Every criterion and place of one group; raises FitError where no order was resampled."""
    standings = result.standings
    shares = ranking.rank_chances(result.group).loc[[s.criterion for s in standings]].to_numpy(dtype=float)
    columns = tuple(
        Column(
            str(n + 1),
            tuple(map(_place, shares[:, n])),
            underlined=tuple(row for row, s in enumerate(standings) if s.rank_low <= n + 1 <= s.rank_high),
        )
        for n in range(len(standings))
    )
    first = int(shares[:, 0].argmax())
    title = words.say("fig_places", name=words.criterion(standings[first].criterion), share=chance(shares[first, 0]))
    grid = Grid(_numbered(words, result), columns, ROW, 1.0)
    return Picture(
        capital(title), words.say("fig_places_sub", **_of(words, ranking, result)),
        words.say("fig_places_alt", title=capital(title), k=len(standings)),
        lambda size: grid_chart(grid, size), SIZES,
    )  # fmt: skip


def _pair(share: float) -> Cell:
    return Cell(share, bare_chance(share))


def _place(share: float) -> Cell:
    """A share that would print as nothing is left blank, so that the eye finds the others."""
    return Cell(share, bare_chance(share) if share >= SEEN else "")


def _numbered(words: Wording, result: GroupResult) -> tuple[str, ...]:
    names = (words.criterion(s.criterion) for s in result.standings)
    return tuple(f"{n}. {name}" for n, name in enumerate(names, start=1))


def _of(words: Wording, ranking: Ranking, result: GroupResult) -> dict[str, object]:
    return {"draws": words.count(ranking.bootstrap), "n": words.count(result.people or 0)}
