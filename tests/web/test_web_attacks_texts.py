"""Attacks by texts: of a study, of how it is held, of a theme and of a person, on real pages, charts and downloads."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from web_guest import KEY, Asked, Guest, some_design

from dce.design import make_design
from dce.errors import StudyError
from dce.report import write_design_report
from dce.store import Store
from dce.study import Fieldwork, Study
from dce.study.reader import parse_study
from dce.web import Theme, create_app

RAW = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", '"><b onx=alert(1)>']
MARKDOWN = [
    "[a](javascript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    '[a](https://a.nl" onmouseover="alert(1))',
    "[a](https://a.nl 'x\" onmouseover=\"alert(1)')",
    '![a](x" onerror="alert(1))',
    "<a href='javascript:alert(1)'>a</a>",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<style>*{background:url(//a.nl)}</style> **alert(1)**",
    "- <iframe srcdoc='<script>alert(1)</script>'>",
    "<!-- --><details open ontoggle=alert(1)>",
    "[a]: javascript:alert(1)\n\n[a] [b][a]",
]
BREAKOUT = "</script></style></title></text></svg>\u2028\u2029]]>--><img src=x onerror=alert(1)>'\"{{7*7}} alert(1)"


def evil_study(study: Study, evil: str) -> dict[str, Any]:
    """The study as data, with all its texts replaced; ids stay."""

    def worse(value: object) -> object:
        if isinstance(value, dict) and set(value) == {"nl", "en"}:
            return {"nl": evil, "en": evil}
        if isinstance(value, dict):
            return {key: worse(child) for key, child in value.items()}
        return [worse(child) for child in value] if isinstance(value, list) else value

    content: Any = worse(study.model_dump(mode="json", exclude_defaults=True))
    content["criteria"][0]["explanation"] = {"nl": evil, "en": evil}
    return content | {"survey": {"reasons": True}, "design": {"tasks": 8}}


def inert(text: str) -> None:
    """Nothing on the page can act: no script but ours, no handler, no frame, no address that is not of the site."""
    page = html.document_fromstring(text)
    assert [source.partition("?")[0] for source in page.xpath("//script/@src")] == ["/static/survey.js"]
    assert page.xpath("//script[text()] | //style | //iframe | //object | //embed | //base") == []
    assert page.xpath("//svg//*[not(self::path)]") == [], "of the picture on the poster"
    assert [name for element in page.iter("*") for name in element.attrib if name.startswith("on")] == []
    addresses = page.xpath("//@href | //@src | //@action | //@srcdoc")
    assert [address for address in addresses if not re.match(r"[/#]|https://a\.nl(%22|$)", address)] == []
    assert page.xpath("//a[starts-with(@href, 'https://')][not(@rel='noreferrer')]") == []


def visited(guest: Guest, study_id: str, remark: str) -> Iterator[Guest]:
    """Every page of a visit on which texts stand."""
    yield from (guest.get(path) for path in (f"/{study_id}/", f"/{study_id}/privacy", f"/{study_id}/poster"))
    yield guest.get(f"/{study_id}/").send("begin")  # a background item
    yield guest.begin(study_id)
    yield guest.send("answer", reason=remark)  # no answer, so the remark comes back in its field
    yield guest.send("answer", answer="4", reason=remark)
    yield from (guest.get(f"/{study_id}/{path}") for path in ("task/1", "mine/", "later", "mine/withdraw"))


@pytest.mark.parametrize("evil", [*RAW, *MARKDOWN, BREAKOUT])
def test_e02_e04_no_text_of_a_study_its_fieldwork_or_a_person_acts_on_any_page(
    tmp_path: Path, example: Study, evil: str
) -> None:
    told = {"organisation": {"nl": evil, "en": evil}, "legal_ground": {"nl": evil, "en": evil}}
    store = Store.open(tmp_path / "dce.db")
    store.publish(some_design(Study.model_validate(evil_study(example, evil)), 2))
    store.hold(example.id, Fieldwork.model_validate(told))
    store.close()
    guest = Guest(create_app(tmp_path / "dce.db", secret_key=KEY))
    for page in visited(guest, example.id, evil):
        inert(page.text)
        assert "alert(1)" in page.text, "the text is shown"
        assert re.search(r"script-src 'self'(;|$)", guest.response.headers["Content-Security-Policy"])


def test_e02_the_name_of_a_theme_is_text(tmp_path: Path, example: Study) -> None:
    Store.open(tmp_path / "dce.db").close()
    theme = Theme({"logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}, name=RAW[3])
    guest = Guest(create_app(tmp_path / "dce.db", secret_key=KEY, theme=theme)).get("/")
    inert(guest.text)
    assert guest.page.xpath("//img/@alt") == [RAW[3]]


def test_e02_a_study_that_is_refused_is_told_in_text(tmp_path: Path) -> None:
    """The message is text, and shows what was typed on one line: what shows it on a page escapes it as it does all."""
    with pytest.raises(StudyError) as caught:
        parse_study(f"id: '{RAW[0]}'\nlanguages: [nl]\n", name=RAW[1])
    assert all(line.startswith(RAW[1]) for line in str(caught.value).splitlines())


def test_e04_markdown_that_is_meant_is_shown(asked: Asked, example: Study) -> None:
    text = "Lees *eerst* de [uitleg](https://a.nl):\n\n- een\n- twee"
    app, _ = asked(**evil_study(example, text))
    page = Guest(app).get(f"/{example.id}/").page
    assert [page.xpath(f"string(//div[@class='dce-lead']//{tag})") for tag in ("em", "a", "li")] == [
        "eerst",
        "uitleg",
        "een",
    ]
    assert page.xpath("string(//h1)") == text, "a title knows no Markdown"
    task = Guest(app).begin(example.id).page
    assert task.xpath("//details[@class='dce-explained']//a/@rel") == ["noreferrer"]


def test_e05_texts_break_out_of_no_chart(tmp_path: Path, example: Study) -> None:
    study = Study.model_validate(evil_study(example, BREAKOUT))
    page = write_design_report(
        tmp_path / "design.html", make_design(study, seed=1), people=30, language="nl"
    ).read_text()
    tree = html.document_fromstring(page)
    assert tree.xpath("//svg"), "there are charts"
    assert tree.xpath("//script | //img | //iframe | //foreignobject | //a[not(starts-with(@href, '#'))]") == []
    assert [name for element in tree.iter("*") for name in element.attrib if name.startswith("on")] == []
    assert "49" not in tree.xpath("string(//h1)"), "a template is not run twice"
    assert "alert(1)" in "".join(tree.xpath("//svg//text()")).replace(" ", "")


def test_e05_texts_break_out_of_no_json(asked: Asked, example: Study) -> None:
    app, _ = asked(**evil_study(example, BREAKOUT))
    guest = Guest(app).begin(example.id)
    guest.send("answer", answer="4", reason=BREAKOUT)
    sent = guest.client.get(f"/{example.id}/mine/answers.json")
    assert json.loads(sent.text)["answers"][0]["reason"].split() == BREAKOUT.split()
    assert sent.content_type == "application/json; charset=utf-8"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Disposition"].startswith("attachment")
