"""The really running server, and the visitor that walks it."""

from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from web_guest import Site, free_port, start_server, stored

from dce.errors import AnswerError, DceError, StoreError
from dce.store import Store
from dce.study import Study
from dce.web import serve, server
from dce.web.visitor import Visit, walk


@dataclass
class Clerk:
    """Agrees as far as the first criterion of the study goes up, and remembers what was shown."""

    study: Study
    background: dict[str, str | None] = field(default_factory=dict)
    seen: list[tuple[dict[str, str], str]] = field(default_factory=list)

    def answer(self, levels: dict[str, str]) -> str:
        first = self.study.criteria[0]
        rating = self.study.scale_ids[first.level_ids.index(levels[first.id])]
        self.seen.append((levels, rating))
        return rating


def test_people_walk_the_real_pages_and_answer_what_they_are_shown(site: Site, study: Study):
    people = [Clerk(study, {"rol": "fg", "sector": None}), Clerk(study), Clerk(study, {"rol": "anders"})]
    before = {row[0] for row in stored(site.database, "respondents")}
    visits = list(walk(site.url, "gegevensdeling", people, at_once=2))
    assert sorted(visit.person for visit in visits) == [0, 1, 2]
    assert {visit.answers for visit in visits} == {21}
    assert len({visit.code for visit in visits}) == 3
    store = Store.open(site.database)
    table = store.answers("gegevensdeling")
    store.close()
    table = table[~table["respondent"].isin(before)]
    assert len(table) == 63
    assert table["synthetic"].all()
    assert sorted(table.groupby("respondent")["rol"].first().fillna("-")) == ["-", "anders", "fg"]
    names = [*study.criterion_ids, "rating"]
    kept = [sorted(zip(*(rows[name] for name in names), strict=True)) for _, rows in table.groupby("respondent")]
    seen = [
        sorted(tuple((levels | {"rating": rating})[name] for name in names) for levels, rating in person.seen)
        for person in people
    ]
    assert sorted(kept) == sorted(seen)


def test_the_visitor_answers_in_either_language(site: Site, example: Study):
    assert [type(visit) for visit in walk(site.url + "/", "voorbeeld", [Clerk(example)], language="en")] == [Visit]


def test_a_person_who_answers_what_the_page_does_not_offer_is_stopped(site: Site, example: Study):
    class Stray(Clerk):
        def answer(self, levels: dict[str, str]) -> str:
            return "6"

    with pytest.raises(AnswerError, match="answer '6' is not on the page; it offers 1, 2, 3, 4, 5"):
        list(walk(site.url, "voorbeeld", [Stray(example)]))


def test_a_study_that_is_not_there_is_said(site: Site, example: Study):
    with pytest.raises(AnswerError, match=r"/nee/: refused with 404: Deze pagina kunnen wij niet vinden"):
        list(walk(site.url, "nee", [Clerk(example)]))


def test_a_site_that_does_not_come_up_is_said():
    with pytest.raises(AnswerError, match=r"no answer for 0 seconds; start the survey there"):
        list(walk(f"http://127.0.0.1:{free_port()}", "voorbeeld", [], wait_seconds=0.2))


def test_invented_people_wait_for_a_starting_site_and_do_not_walk_one_with_real_answers(
    tmp_path: Path, site: Site, example: Study
):
    store = Store.open(tmp_path / "real.db")
    store.publish(site.designs["voorbeeld"])
    store.close()
    port = free_port()
    server = start_server(tmp_path / "real.db", port, tmp_path / "errors.txt")
    try:
        with pytest.raises(AnswerError, match=r"this site holds real answers.*started with --synthetic"):
            list(walk(f"http://127.0.0.1:{port}", "voorbeeld", [Clerk(example)]))
        assert stored(tmp_path / "real.db", "respondents") == []
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0


def test_the_server_refuses_a_database_before_it_listens(tmp_path: Path):
    (tmp_path / "broken.db").write_bytes(b"no database at all, but long enough to look at" * 100)
    with pytest.raises(StoreError, match=r"broken\.db"):
        serve(tmp_path / "broken.db", port=free_port())


def test_a_port_that_is_taken_is_said_in_one_line(site: Site):
    port = int(site.url.rsplit(":", 1)[1])
    with pytest.raises(DceError, match=rf"127.0.0.1:{port}: .*Address already in use.*take another port"):
        serve(site.database, port=port)


def test_the_server_names_no_version(site: Site):
    response = httpx.get(f"{site.url}/voorbeeld/", trust_env=False)
    assert not any(character.isdigit() for character in response.headers.get("Server", ""))
    assert "X-Powered-By" not in response.headers


@pytest.mark.parametrize(
    ("limits", "asked"),
    [((1024, 524_288), (4096, 524_288)), ((256, 512), (512, 512)), ((65_536, 65_536), None)],
)
def test_the_server_asks_for_as_many_files_as_it_may_have_lines(
    limits: tuple[int, int], asked: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
):
    set_to: list[tuple[int, int]] = []
    monkeypatch.setattr(server.resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(server.resource, "setrlimit", lambda _, to: set_to.append(to))
    server._allow_files()
    assert set_to == ([] if asked is None else [asked])
