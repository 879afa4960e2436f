"""A ranking as plain aligned text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

HEAD = ("place", "criterion", "importance", "95% interval", "places not ruled out", "in first 4")


def ranking_text(table: pd.DataFrame, messages: Sequence[str] = ()) -> str:
    """Groups one under the other, places never without their set; then the messages, a line each."""
    blocks = [_block(str(name), rows) for name, rows in table.groupby("group", sort=False)]
    return "\n\n".join([*blocks, *(["\n".join(messages)] if messages else [])])


def _block(group: str, rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    if first["status"] == "too_few":
        return f"{group}: not shown, too few people"
    people = f"{group} ({first['n']} people)"
    if rows["importance"].isna().all():
        return f"{people}: no ranking, status {first['status']}"
    mark = ", shrunk" if first["status"] == "shrunk" else ""
    cells = [HEAD, *(_line(row) for _, row in rows.iterrows())]
    width = [max(len(line[i]) for line in cells) for i in range(len(HEAD))]
    lines = ["  ".join(_pad(cell, width[i], i) for i, cell in enumerate(line)).rstrip() for line in cells]
    return "\n".join([people + mark, *("  " + line for line in lines)])


def _line(row: pd.Series) -> tuple[str, ...]:
    places = f"{row['rank_low']}" if row["rank_low"] == row["rank_high"] else f"{row['rank_low']} to {row['rank_high']}"
    return (
        str(row["rank"]),
        str(row["criterion"]),
        f"{row['importance']:.1%}",
        f"{row['low']:.1%} to {row['high']:.1%}",
        places,
        _chance(row["p_top4"]),
    )


def _chance(share: float) -> str:
    """A share of resampled studies; none is ever certain or impossible."""
    if share > 0.99:
        return ">99%"
    return "<1%" if share < 0.01 else f"{share:.0%}"


def _pad(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column == 1 else cell.rjust(width)
