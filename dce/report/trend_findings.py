"""The trend over ordered classes in sentences: whether higher classes advise less negatively, and how sure that is."""

from __future__ import annotations

from dce.report.sample import Split
from dce.report.trends import ClassTrend
from dce.report.wording import Wording, capital
from dce.study import Background

VERDICTS = {"supported": "supported", "not supported": "refuted"}  # anything else cannot be told


def trend_title(words: Wording, item: Background, trend: ClassTrend) -> str:
    """The verdict over all answers, as a title."""
    return words.say(f"trend_title_{_verdict(trend.slope.verdict)}", item=capital(words.item(item)))


def trend_sentences(words: Wording, trend: ClassTrend) -> tuple[str, ...]:
    """The statement with its verdict and odds, over all answers and over rejecting or not; then what to mind."""
    said = [
        words.say(f"trend_{name}", verdict=words.say(f"trend_{_verdict(slope.verdict)}"), odds=words.odds(slope.found))
        if slope.known
        else words.say(f"trend_{name}_none")
        for name, slope in (("answers", trend.slope), ("rejecting", trend.rejecting))
    ]
    bends = [words.say("trend_bends")] if trend.slope.bends else []
    return (
        " ".join([words.say("trend_statement"), *said]),
        *bends,
        f"{words.say('odds_are')} {words.say('trend_odds')}",
    )


def trend_point(words: Wording, split: Split, trend: ClassTrend) -> str:
    """One sentence for the first page."""
    title = trend_title(words, split.item, trend)
    if not trend.slope.known:
        return f"{title}."
    people = words.count(sum(c.people for c in trend.classes))
    return words.say("trend_finding", title=title, odds=words.odds(trend.slope.found), n=people)


def _verdict(verdict: str) -> str:
    return VERDICTS.get(verdict, "open")
