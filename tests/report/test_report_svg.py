"""Charts as elements of a page: ids of their own that references follow, one alternative text, no address."""

import altair as alt
from lxml import html

from dce.report.svg import Size, finished, inline_svg, layered

SIZE = Size(total=300, label=60, right=20, letters=10)
HOSTILE = 'a xmlns="here" & <b>'


def clipped(name: str) -> str:
    bars = alt.Chart().mark_bar(clip=True).encode(x="share:Q", y="label:N")
    chart = finished(layered([{"share": 0.4, "label": HOSTILE}], bars), SIZE, height=40, top=10, bottom=40)
    return str(inline_svg(chart, SIZE, name=name, alternative='Forty "per cent" <b>', language="nl"))


def test_ids_start_with_the_name_and_references_follow():
    first, again, other = clipped("one"), clipped("one"), clipped("two")
    tree = html.fragment_fromstring(first)
    ids = tree.xpath(".//@id")
    assert ids
    assert all(name.startswith("one-") for name in ids)
    assert [f"url(#{name})" for name in ids] == tree.xpath(".//@clip-path")
    assert first == again
    assert first.replace("one-", "two-") == other


def test_a_chart_is_one_image_with_its_sentence_and_names_no_address():
    tree = html.fragment_fromstring(clipped("one"))
    assert (tree.get("role"), tree.get("aria-label")) == ("img", 'Forty "per cent" <b>')
    assert tree.xpath("./*//@role | ./*//@aria-label | ./*//@aria-hidden") == []
    assert "http" not in clipped("one")
    assert HOSTILE in tree.text_content()


def test_labels_are_cut_into_lines_that_fit():
    assert SIZE.lines("verband met het doel\n12 mensen") == ["verband", "met het", "doel", "12 mensen"]
    assert SIZE.lines("een gegevensbescherming (FG)") == ["een", "gegeve-", "nsbesch-", "erming", "(FG)"]
