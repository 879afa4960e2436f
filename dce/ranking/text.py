"""A ranking as plain aligned text for a terminal, and in sentences that also say what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

FEW = 4  # so many names a sentence can carry
HEAD = ("tier", "criterion", "importance", "95% interval", "places not ruled out", "in first 4")


def ranking_text(table: pd.DataFrame, messages: Sequence[str] = ()) -> str:
    """Groups one under the other, criteria by importance, ties under one number of their tier; then the messages.

    ``table`` is that of a ranking with its column ``tier``. A place never stands without the others that are open.
    """
    blocks = [_block(str(name), rows) for name, rows in table.groupby("group", sort=False)]
    return "\n\n".join([*blocks, *(["\n".join(messages)] if messages else [])])


def sentences(table: pd.DataFrame, messages: Sequence[str] = ()) -> tuple[str, ...]:
    """What weighs heaviest in each group of the table of a ranking, or why that cannot be told; then the messages."""
    return (*(_sentence(str(name), rows) for name, rows in table.groupby("group", sort=False)), *messages)


def _people(group: str, rows: pd.DataFrame) -> tuple[str, bool]:
    """The group with its people, and whether there is a ranking; where there is none, also why."""
    first = rows.iloc[0]
    if first["status"] == "too_few":
        return f"{group}: not shown, too few people", False
    people = f"{group} ({first['n']} people)"
    if rows["importance"].isna().all():
        return f"{people}: no ranking, status {first['status']}", False
    return people, True


def _sentence(group: str, rows: pd.DataFrame) -> str:
    people, ranked = _people(group, rows)
    return f"{people}: {_leaders(rows)}" if ranked else people


def _leaders(rows: pd.DataFrame) -> str:
    """Which criterion weighs heaviest, or how far the answers leave that open."""
    of, heaviest = len(rows), rows.loc[rows["rank_low"] == 1]
    if len(heaviest) == 1:
        row = heaviest.iloc[0]
        share = f"{row['importance']:.0%} ({row['low']:.0%} to {row['high']:.0%})"
        return f"{row['criterion']} weighs heaviest, {share}"
    if len(heaviest) == of:
        return "nothing can be said of the order: every criterion can weigh heaviest"
    names = ", ".join(heaviest["criterion"]) if len(heaviest) <= FEW else f"{len(heaviest)} of the {of} criteria"
    return f"which criterion weighs heaviest cannot be told; it is one of {names}"


def _block(group: str, rows: pd.DataFrame) -> str:
    people, ranked = _people(group, rows)
    if not ranked:
        return people
    mark = ", shrunk" if rows.iloc[0]["status"] == "shrunk" else ""
    cells = [HEAD, *(_line(row) for _, row in rows.iterrows())]
    width = [max(len(line[i]) for line in cells) for i in range(len(HEAD))]
    lines = ["  ".join(_pad(cell, width[i], i) for i, cell in enumerate(line)).rstrip() for line in cells]
    said = _leaders(rows)
    return "\n".join([people + mark, *("  " + line for line in lines), f"  {said[:1].upper()}{said[1:]}."])


def _line(row: pd.Series) -> tuple[str, ...]:
    places = f"{row['rank_low']}" if row["rank_low"] == row["rank_high"] else f"{row['rank_low']} to {row['rank_high']}"
    return (
        str(row["tier"]),
        str(row["criterion"]),
        f"{row['importance']:.1%}",
        f"{row['low']:.1%} to {row['high']:.1%}",
        places,
        chance_text(row["p_top4"]),
    )


def chance_text(share: float) -> str:
    """A share of resampled studies, of which none is ever certain or impossible; nothing for NaN."""
    if share != share:
        return ""
    if share > 0.99:
        return ">99%"
    return "<1%" if share < 0.01 else f"{share:.0%}"


def _pad(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column == 1 else cell.rjust(width)
