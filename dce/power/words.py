"""What a simulated power means, in sentences that somebody who plans fieldwork can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from dce.data.choices import OPT_OUT
from dce.power.measures import top_of
from dce.power.plan import Plan
from dce.ranking import EVERYBODY

if TYPE_CHECKING:
    from dce.power.needed import PowerNeed
    from dce.power.power import Power

LIKELY = 0.8


def power_sentences(power: Power) -> tuple[str, ...]:
    """What was assumed, what each group shows, and what can be told between groups."""
    rows = {str(group): own.set_index("measure") for group, own in power.table().groupby("group", sort=False)}
    said = [sentence for group, own in rows.items() for sentence in _of_group(power, group, own)]
    return (*said, *_between(power), *_assumptions(power))


def power_text(power: Power) -> str:
    """The table, a group a row, and the sentences under it."""
    table = power.table()
    numbers = zip(table["measure"], table["value"], table["error"], strict=True)
    table["shown"] = [(_width if name == "set width" else _share)(value, error) for name, value, error in numbers]
    wide = table.pivot_table(index=["group", "n"], columns="measure", values="shown", aggfunc="first", sort=False)
    return "\n".join([wide.reset_index().rename_axis(None, axis=1).to_string(index=False), "", *power.sentences()])


def needed_sentences(needed: pd.DataFrame, rows: pd.DataFrame, chance: float) -> tuple[str, ...]:
    """A sentence a group from the table of ``PowerCurve.needed``."""
    said = []
    for group, own in needed.groupby("group", sort=False):
        n = rows.loc[rows["group"] == group, "n"]
        parts = [
            f"{measure}: {_people(people, int(n.min()), int(n.max()))}"
            for measure, people in zip(own["measure"], own["people"], strict=True)
        ]
        said.append(f"{group}: people needed for {chance:.0%} of studies to show it. {'; '.join(parts)}.")
    return tuple(said)


NOUNS = {"people": "people in each group", "tasks": "tasks for each person", "versions": "versions"}


def searched_sentences(need: PowerNeed) -> tuple[str, ...]:
    """A sentence a group about what a search found."""
    table = need.table()
    return tuple(_searched(need, own, len(table) > 1) for own in table.itertuples(index=False))


def _searched(need: PowerNeed, own: Any, groups: bool) -> str:
    noun = NOUNS[need.varied]
    if need.varied == "people" and own.group == EVERYBODY:
        noun = "people in all groups together" if groups else "people"
    shown = measure_words(need.measure)
    if np.isinf(own.number):
        share = _share(own.value, own.error)
        return f"{own.group}: even {own.most} {noun} show {shown} in no more than {share} of studies."
    aim = f"show {shown} in {need.aim:.0%} of studies"
    if own.number <= own.fewest:
        return f"{own.group}: {own.fewest} {noun}, the fewest that were tried, {aim} or more."
    upper = "or more" if np.isinf(own.high) else f"to {np.ceil(own.high):.0f}"
    return f"{own.group}: about {np.ceil(own.number):.0f} {noun} ({own.low:.0f} {upper}) {aim}."


def measure_words(measure: str) -> str:
    """A measure as the thing that studies show.

    >>> measure_words("top 4 order")
    'the first 4 in the right order'
    """
    words = {"first": "the right first place", "last": "the right last place", "first told": "a first place for sure"}
    top = measure.split(" ")[1] if measure.startswith("top") else ""
    order = f"the first {top} in the right order" if measure.endswith("order") else f"the right first {top}"
    return words.get(measure, order)


def _people(number: float, fewest: int, most: int) -> str:
    if np.isinf(number):
        return f"more than {most}"
    return f"{fewest} or fewer" if number <= fewest else f"about {number:.0f}"


def _of_group(power: Power, group: str, own: pd.DataFrame) -> list[str]:
    top, criteria = top_of(len(power.plan.design.study.criteria)), len(power.plan.design.study.criteria)
    n, value, error = power.people[group], own["value"], own["error"]

    def share(name: str) -> str:
        return _share(value[name], error[name])

    who = f"{n} people" if group == EVERYBODY else f"{n} people in {group}"
    known = [
        f"{words} in {share(name)}"
        for name, words in (
            ("first", "the right first place"),
            (f"top {top} set", f"the right first {top}"),
            (f"top {top} order", "these in the right order"),
            ("last", "the right last place"),
        )
        if np.isfinite(value[name])
    ]
    studies = "studies with weights of their own" if power.plan.beliefs else "studies"
    found = [f"With {who}, bare estimates show, of all {studies}, {', '.join(known)}."] if known else []
    found.append(
        f"With {who}, a first place can be told in {share('first told')} of studies, and a criterion keeps "
        f"{_width(value['set width'], error['set width'])} of {criteria} places open; all true places lie in their "
        f"sets in {share('sets cover')}."
    )
    if np.isnan(value[f"top {top} order"]):
        found.append(f"{group}: some assumed weights are equal, so there is no one right order of the first {top}.")
    elif value[f"top {top} order"] < LIKELY:
        found.append(f"{group}: do not show a bare list of the first {top}; show each place with its set.")
    return [*found, *_trouble(power, group)]


def _trouble(power: Power, group: str) -> list[str]:
    outcome = power.outcomes[group]
    shrunk, lost = float(outcome.shrunk.mean()), float(outcome.lost.mean())
    said = []
    if shrunk > 0.01:
        said.append(f"{group}: in {shrunk:.0%} of studies the answers are separated and need a weak prior.")
    if lost > 0:
        said.append(f"{group}: in {lost:.1%} of studies the answers are too few or too alike to rank at all.")
    return said


def _between(power: Power) -> list[str]:
    if power.false_differences is None:
        return []
    table, said = power.differences(), []
    for (a, b), own in table.groupby(["group_a", "group_b"], sort=False):
        smallest = 100 * own["smallest"].mean()
        said.append(
            f"Between {a} and {b} a difference of {smallest:.0f} points of importance is found in 80% of studies; "
            f"{_largest(own)}."
        )
    rate = _share(*power.false_differences)
    return [*said, f"Groups that weigh alike are said to differ somewhere in {rate} of studies (promised: at most 5%)."]


def _largest(own: pd.DataFrame) -> str:
    """The largest difference that was assumed between two groups, and how often it is found."""
    one = own.iloc[int(own["difference"].abs().argmax())]
    points = 100 * abs(one["difference"])
    if points < 0.5:
        return "no difference between them was assumed"
    found = _share(one["found"], one["found_error"])
    return f"the largest assumed one, {points:.0f} points in {one['criterion']}, in {found}"


def _assumptions(power: Power) -> list[str]:
    return [
        *_sources(power),
        *task_sentences(power.plan),
        _spread(power.plan),
        f"{power.replicates} simulated studies from seed {power.seed}; after a plus-minus sign stands the standard "
        "error of the simulation. Estimates are of each group alone; sets of places are made after pooling the groups.",
    ]


def _sources(power: Power) -> list[str]:
    """Where the weights come from, and all else that was assumed."""
    source, beliefs = power.plan.population.notes.get("en", ""), power.plan.beliefs
    if not beliefs:
        if not power.assumed:
            source += " Give a population of your own: weights that are less alike are easier to rank."
        return [f"Assumed, not measured: {source.strip()}"]
    drawn = "All weights have any size in the direction that the study expects"
    if not isinstance(beliefs, str):
        drawn = f"The weights of {', '.join(beliefs)} are drawn from the priors that were given"
    return [
        f"{drawn}, other ones in each study: every chance is an average over them.",
        f"All else is assumed, not measured: {source.strip()}",
    ]


PICKED = {
    "best-worst": "Each task gives two picks: the best, then the worst of the rest, each with chance of its own.",
    "ranking": "Each ranking counts as picks one after the other: the first of all, then the first of the rest.",
}


def task_sentences(plan: Plan) -> list[str]:
    """What is assumed of the tasks beside the weights of criteria; nothing of ratings."""
    study, constants = plan.design.study, plan.weights.columns[len(plan.weights.coding.columns) :]
    known = constants if isinstance(plan.beliefs, str) else [name for name in constants if name not in plan.beliefs]
    said = [PICKED[study.task.kind]] if study.task.kind in PICKED else []
    if OPT_OUT in known:
        said.append(
            f"Choosing nothing ({OPT_OUT}) is assumed to be as attractive as a scenario of average levels; a prior for "
            f"the column {OPT_OUT} changes that."
        )
    if any(name != OPT_OUT for name in known):
        said.append("It is assumed not to matter which alternative stands first; a constant of each is estimated.")
    return said


def _spread(plan: Plan) -> str:
    """What people differ in; leniency is towards scenarios, so it has no meaning where one of them must be picked."""
    population, study = plan.population, plan.design.study
    spread = [f"the weight of {name} {sd:g}" for name, sd in population.weight_sd.items() if sd]
    if study.task.alternatives is None:
        spread = [f"leniency {population.intercept_sd:g}", *spread]
    elif study.task.opt_out is not None:
        spread = [f"leniency (rather any alternative than none) {population.intercept_sd:g}", *spread]
    if not spread:
        return "People of a group are assumed to weigh alike."
    return f"People differ with a standard deviation of {', '.join(spread)} (units of utility)."


def _share(value: float, error: float) -> str:
    """A chance in percents with its simulation error.

    >>> _share(0.123, 0.01), _share(float("nan"), float("nan"))
    ('12 ± 1.0%', '-')
    """
    return "-" if np.isnan(value) else f"{100 * value:.0f} ± {100 * error:.1f}%"


def _width(value: float, error: float) -> str:
    return f"{value:.1f} ± {error:.2f}"
