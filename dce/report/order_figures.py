"""How firm the order is: which of two criteria comes out on top, and which places a criterion takes, draw by draw."""

from __future__ import annotations

import numpy as np

from dce.errors import FitError
from dce.report import charts_grid, grid_tables
from dce.report.charts_grid import Cell, Column, Grid, grid_chart
from dce.report.contents import EVERYBODY
from dce.report.figure import Caption, Figure
from dce.report.material import Material
from dce.report.numbers import bare_chance, chance
from dce.report.wording import capital

ROW, FIRM, SEEN = 30, 0.95, 0.005
SIZES = (charts_grid.WIDE_MATRIX, charts_grid.NARROW_MATRIX)


def pairwise_figure(material: Material) -> Figure | None:
    """Share of the draws in which the row stands above the column; nothing where no order was resampled."""
    words, ranking = material.words, material.contents.rankings[EVERYBODY]
    names = [s.criterion for s in material.overall.standings]
    try:
        frame = ranking.pairwise().loc[names, names]
    except FitError:
        return None
    above, of = frame.to_numpy(dtype=float), len(names)
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
    grid = Grid(_numbered(material)[:-1], columns, ROW, 1.0)
    caption = Caption("pairs", words.say("fig_pairs_alt", title=title, k=of), words.language)
    return Figure(
        name="pairs", title=title, source=material.source(), table=grid_tables.pairwise_table(material, frame),
        subtitle=words.say("fig_pairs_sub", **_of(material)), notes=(words.say("fig_draws_note"),),
        charts=(caption.both(lambda size: grid_chart(grid, size), SIZES),),
    )  # fmt: skip


def places_figure(material: Material) -> Figure | None:
    """Share of the draws in which each criterion takes each place; nothing where no order was resampled."""
    words, ranking = material.words, material.contents.rankings[EVERYBODY]
    standings = material.overall.standings
    try:
        frame = ranking.rank_chances().loc[[s.criterion for s in standings]]
    except FitError:
        return None
    shares = frame.to_numpy(dtype=float)
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
    grid = Grid(_numbered(material), columns, ROW, 1.0)
    caption = Caption("places", words.say("fig_places_alt", title=capital(title), k=len(standings)), words.language)
    return Figure(
        name="places", title=capital(title), source=material.source(),
        table=grid_tables.places_table(material, frame), subtitle=words.say("fig_places_sub", **_of(material)),
        notes=(words.say("fig_draws_note"),), charts=(caption.both(lambda size: grid_chart(grid, size), SIZES),),
    )  # fmt: skip


def _pair(share: float) -> Cell:
    return Cell(share, bare_chance(share))


def _place(share: float) -> Cell:
    """A share that would print as nothing is left blank, so that the eye finds the others."""
    return Cell(share, bare_chance(share) if share >= SEEN else "")


def _numbered(material: Material) -> tuple[str, ...]:
    names = (material.words.criterion(s.criterion) for s in material.overall.standings)
    return tuple(f"{n}. {name}" for n, name in enumerate(names, start=1))


def _of(material: Material) -> dict[str, object]:
    words, draws = material.words, material.contents.rankings[EVERYBODY].bootstrap
    return {"draws": words.count(draws), "n": words.count(material.overall.people or 0)}
