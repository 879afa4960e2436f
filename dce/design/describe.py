"""A design in words and plain aligned tables, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dce.design.choice.quality import ChoiceQuality
from dce.design.design import Design
from dce.design.quality import SLIGHT, Quality

MOST_PAIRS = 5


def describe(design: Design) -> str:
    """Tell what a design is, how good it is, and what it cannot show; the same design gives the same text.

    >>> from dce.design import make_design
    >>> from dce.study import example_study
    >>> print(describe(make_design(example_study(), tasks=8, seed=1)).splitlines()[0])
    Design of study voorbeeld: 8 tasks in 1 version, 3 criteria
    """
    quality = design.quality()
    of_kind = _choice_figures(design, quality) if isinstance(quality, ChoiceQuality) else _figures(design, quality)
    parts = [_head(design), of_kind, _balance(quality), _pairs(quality), _passing(quality)]
    parts += [_list("What is wrong with it:", quality.problems), _list("What it cannot show:", quality.limits)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(design: Design) -> str:
    versions, per_version = len(design.versions), len(design.tasks_of(design.versions[0]))
    shown = f"{per_version} tasks in {versions} version{'s' if versions > 1 else ''}"
    return f"Design of study {design.study.id}: {shown}, {len(design.study.criteria)} criteria"


def _figures(design: Design, quality: Quality) -> str:
    figures = [
        ("rank", f"{quality.rank} of {quality.parameters} parameters (constant included)"),
        ("D-efficiency", f"{quality.d_efficiency:.2f} (orthonormal contrasts; 100 is an orthogonal array)"),
        ("of the bound", _of_bound(quality)),
        ("D-error", f"{quality.d_error:.4f} (weights zero, {quality.tasks} tasks, {quality.coding} coding)"),
    ]
    if quality.held_out is not None:
        figures.append(("with priors", f"D-error {quality.held_out:.4f} (mean over draws the search did not see)"))
    figures.append(("overlap", f"two tasks of a version agree on {quality.overlap:.0%} of the criteria at most"))
    figures.append(("seed", "none" if design.seed is None else str(design.seed)))
    figures.append(("hash", design.hash))
    return "\n".join(f"{name:<13}{value}" for name, value in figures)


def _choice_figures(design: Design, quality: ChoiceQuality) -> str:
    shown = f"{quality.alternatives} alternatives{' and an opt-out' if quality.opt_out else ''}"
    figures = [
        ("each task", shown),
        ("rank", f"{quality.rank} of {quality.parameters} parameters (constants included)"),
        ("D-efficiency", f"{quality.d_efficiency:.2f} (100 is a bound that no such design can pass)"),
        ("of the bound", _of_bound(quality)),
        ("D-error", f"{quality.d_error:.4f} (weights zero, {quality.tasks} tasks, {quality.coding} coding)"),
        ("A-error", f"{quality.a_error:.4f} (mean variance of a weight, one answer to each task)"),
    ]
    if quality.held_out is not None:
        figures.append(("with priors", f"D-error {quality.held_out:.4f} (mean over draws the search did not see)"))
    if quality.s_size is not None:
        figures.append(("S", f"{quality.s_size:.1f} answers to each task make every weight significant, if believed"))
    figures += [
        ("balance", f"{quality.utility_balance:.2f} of utility (1: no alternative is preferred)"),
        ("overlap", f"two alternatives of a task agree on {quality.overlap:.0%} of the criteria on average"),
        ("dominance", f"{len(quality.dominated)} tasks in which one alternative beats another on every criterion"),
        ("seed", "none" if design.seed is None else str(design.seed)),
        ("hash", design.hash),
    ]
    return "\n".join(f"{name:<13}{value}" for name, value in figures)


def _of_bound(quality: Quality) -> str:
    """The efficiency against what is possible at all, and how surely that is known."""
    if not quality.d_bound:
        return f"{quality.tasks} tasks are fewer than {quality.parameters} parameters, which no design can tell"
    best = f"{quality.d_bound:.2f}"
    which = f"no so many tasks exceed {best}" if quality.bound_kind == "proven" else f"{best} is the best known"
    return f"{quality.of_bound:.1f}% of what is possible at all ({which}; rules keep it lower)"


def _balance(quality: Quality) -> str:
    lines = ["How often each level is shown:"]
    width = max(len(name) for name in quality.balance["criterion"])
    for criterion, levels in quality.balance.groupby("criterion", sort=False):
        shown = "  ".join(f"{level} {count}" for level, count in zip(levels["level"], levels["count"], strict=True))
        lines.append(f"  {criterion:<{width}}  {shown}")
    return "\n".join(lines)


def _pairs(quality: Quality) -> str:
    top = quality.correlations.dropna().sort_values("canonical", ascending=False, kind="stable").head(MOST_PAIRS)
    if top.empty:
        return ""
    return "\n".join(["The criteria most alike (canonical correlation, largest |r| of columns):", *_pair_lines(top)])


def _pair_lines(pairs: pd.DataFrame) -> Iterator[str]:
    names = [f"{a} with {b}" for a, b in zip(pairs["criterion_a"], pairs["criterion_b"], strict=True)]
    width = max(map(len, names))
    for name, canonical, largest in zip(names, pairs["canonical"], pairs["largest_r"], strict=True):
        yield f"  {name:<{width}}  {canonical:.2f}  {largest:.2f}"


def _passing(quality: Quality) -> str:
    """What of an interaction that is not in the model passes for the weight of a criterion."""
    top = quality.confounded[quality.confounded["share"] > SLIGHT].head(MOST_PAIRS)
    if top.empty:
        return ""
    width = max(map(len, top["criterion"]))
    lines = [
        f"  {row.criterion:<{width}}  up to {row.share:.0%}, of {row.pair_a} with {row.pair_b}"
        for row in top.itertuples(index=False)
    ]
    return "\n".join(["If two criteria reinforce each other, so much of that passes for another:", *lines])


def _list(title: str, sentences: tuple[str, ...]) -> str:
    return "\n".join([title, *(f"  - {sentence}" for sentence in sentences)]) if sentences else ""
