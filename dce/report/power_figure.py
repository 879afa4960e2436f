"""The picture of power on the page of a design: how often the first place comes out right, over the people asked."""

from __future__ import annotations

from dce.design import Design
from dce.power import Power, PowerCurve
from dce.report.design_figures import source
from dce.report.figure import Caption, Figure
from dce.report.numbers import chance
from dce.report.power_chart import NARROW_POWER, WIDE_POWER, PowerWords, power_alternative, power_chart
from dce.report.tables import Part, Table
from dce.report.wording import Wording, capital

MEASURES = ("first", "first told")


def power_figure(words: Wording, design: Design, power: Power, curve: PowerCurve) -> Figure | None:
    """A line a group over its people; nothing where the assumed weights are equal, so that no place is right."""
    rows, own = curve.table(), power.table()
    known = [name for name in MEASURES if own.loc[own["measure"] == name, "value"].notna().all()]
    if not known:
        return None
    measure = known[0]
    said = PowerWords.of(design.study, power.plan.item, words.language)
    now = own[own["measure"] == measure].sort_values("n", kind="stable").iloc[0]
    title = words.say(
        "d_power_title", group=said.group(now["group"]), n=words.count(now["n"]), share=chance(now["value"]),
        what=said.measure(measure),
    )  # fmt: skip
    caption = Caption("power", power_alternative(rows, said, measure=measure), words.language)
    cells = tuple(
        (capital(said.group(row["group"])), words.count(row["n"]), chance(row["value"]), chance(row["error"]))
        for row in rows[(rows["measure"] == measure) & rows["value"].notna()].to_dict("records")
    )
    head = tuple(words.say(f"d_col_{key}") for key in ("group", "people", "chance", "wobble"))
    notes = [words.say("d_power_assumed" if power.assumed else "d_power_mild")]
    if design.study.task.opt_out is not None:
        notes.append(words.say("d_power_opt_out"))
    return Figure(
        name="power", title=capital(title), subtitle=words.say("d_power_sub", replicates=words.count(curve.replicates)),
        source=source(words, design), table=Table(words.say("d_h_power"), head, (Part(cells),)), notes=tuple(notes),
        charts=(caption.both(lambda s: power_chart(rows, said, s, measure=measure), (WIDE_POWER, NARROW_POWER)),),
    )  # fmt: skip
