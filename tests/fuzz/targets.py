"""What is fuzzed: all that reads what others wrote. Each takes it or raises DceError, and no page fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from lxml import html

from dce.design import Design, read_foreign
from dce.errors import DceError
from dce.simulate import Population
from dce.store import read_foreign_table
from dce.store.foreign import check_answers
from dce.study import Study, example_study
from dce.study.reader import example_text, load_study, parse_fieldwork
from dce.web import create_app

ROOT = Path(__file__).resolve().parents[2]
DESIGNS = ROOT / "designs"
KEY = b"a key of thirty-two bytes or more"
TABLES = (".csv", ".tsv", ".xlsx", ".parquet", ".sav", ".dta", ".txt")
PROGRAMS = ("ngene", "choicedesign", "idefix", "cbctools", None)
FORM = "application/x-www-form-urlencoded"
KINDS = (FORM, "application/json", "multipart/form-data; boundary=x", "text/plain", "")
PATHS = ("task/1", "task/2", "background/1", "resume", "mine", "begin", "thanks", "later", "delete", "export")
PEOPLE_CASES = 500  # after which somebody else answers


@dataclass(frozen=True, slots=True)
class Target:
    """A reader, and what it reads well: from that the search begins."""

    name: str
    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def targets(folder: Path) -> dict[str, Target]:
    """All of them, with ``folder`` for what they write."""
    made = (_study, _fieldwork, _design, _foreign_design, _answers, _pages)
    return {target.name: target for target in (make(folder) for make in made)}


def _study(folder: Path) -> Target:
    path = folder / "study.yaml"

    def run(data: bytes) -> None:
        path.write_bytes(data)
        with suppress(DceError):
            study = load_study(path)
            assert Study.model_validate_json(study.model_dump_json()).hash == study.hash

    whole = [found.read_bytes() for found in sorted(DESIGNS.glob("*/study.yaml"))]
    return Target("study", run, (example_text().encode(), *whole))


def _fieldwork(folder: Path) -> Target:
    study, path = example_study(), folder / "population.yaml"

    def run(data: bytes) -> None:
        path.write_bytes(data)
        with suppress(DceError):
            parse_fieldwork(data.decode(errors="replace"), study)
        with suppress(DceError):
            Population.load(path, study)

    dates = b"opens: 2026-12-01T09:00+01:00\ncloses: 2026-12-31T17:00+01:00\nentry: invited\npeople: 500\n"
    rest = b"quotas: {rol: {jurist: 20}}\nreturn_to: [https://panel.example/back]\ncontact: a@example.nl\n"
    people = [found.read_bytes() for found in sorted(DESIGNS.glob("*/population.yaml"))]
    return Target("fieldwork", run, (dates, rest, dates + rest, *people))


def _design(folder: Path) -> Target:
    """The two files of a design beside its study; the first byte tells which one is read."""
    kept = DESIGNS / "keuze-voorbeeld"  # the smallest text: most of the time goes to reading it
    here = folder / "design"
    here.mkdir()

    def run(data: bytes) -> None:
        for name in ("study.yaml", "design.csv", "design.json"):
            shutil.copyfile(kept / name, here / name)
        name = "design.csv" if data[:1] < b"\x80" else "design.json"
        (here / name).write_bytes(data[1:])
        with suppress(DceError):
            Design.load(here)

    seeds = (b"\0" + (kept / "design.csv").read_bytes(), b"\xff" + (kept / "design.json").read_bytes())
    return Target("design", run, seeds)


def _foreign_design(folder: Path) -> Target:
    study = Study.load(DESIGNS / "keuze-voorbeeld" / "study.yaml")
    path = folder / "foreign.csv"
    frame = Design.load(DESIGNS / "keuze-voorbeeld").frame

    def run(data: bytes) -> None:
        path.write_bytes(data[1:])
        program = PROGRAMS[data[0] % len(PROGRAMS)] if data else None
        with suppress(DceError):
            Design.from_frame(study, read_foreign(path, study, program=program))

    return Target("foreign-design", run, tuple(_as_others_write(frame, folder)))


def _as_others_write(frame: pd.DataFrame, folder: Path) -> Iterator[bytes]:
    from dce.design import write_foreign

    for number, program in enumerate(PROGRAMS[:-1]):
        with suppress(DceError):
            yield bytes([number]) + write_foreign(frame, folder / f"{program}.csv", program=program).read_bytes()


def _answers(folder: Path) -> Target:
    """A table of answers of any kind; the first byte tells its kind."""
    design = _small_design()
    path = folder / "table"
    task, levels = 1, design.scenario(1)
    frame = pd.DataFrame([{"respondent": "001", "task": task, "rating": "3", **levels, "rol": "jurist"}])

    def run(data: bytes) -> None:
        path.write_bytes(data[1:])
        with suppress(DceError):
            check_answers(read_foreign_table(path, name=f"t{_ending(data)}"), design, synthetic=False)

    return Target("answers", run, tuple(_tables(frame, folder)))


def _ending(data: bytes) -> str:
    return TABLES[data[0] % len(TABLES)] if data else ".csv"


def _tables(frame: pd.DataFrame, folder: Path) -> Iterator[bytes]:
    import pyreadstat

    yield b"\0" + frame.to_csv(index=False).encode()
    yield b"\0" + frame.to_csv(index=False, sep=";").encode("utf-16")
    yield b"\1" + frame.to_csv(index=False, sep="\t").encode()
    frame.to_excel(folder / "t.xlsx", index=False)
    frame.to_parquet(folder / "t.parquet", index=False)
    pyreadstat.write_sav(frame, str(folder / "t.sav"))
    pyreadstat.write_dta(frame, str(folder / "t.dta"))
    for number, ending in enumerate(TABLES):
        if (folder / f"t{ending}").exists():
            yield bytes([number]) + (folder / f"t{ending}").read_bytes()


def _small_design() -> Design:
    study, rng = example_study(), np.random.default_rng(5)
    rows = [{each.id: str(rng.choice(each.level_ids)) for each in study.criteria} for _ in range(20)]
    kept = [row for row in rows if not any(_broken(row, rule.never) for rule in study.rules)]
    return Design.from_frame(study, pd.DataFrame(kept).drop_duplicates().head(4).assign(version=1))


def _broken(row: dict[str, str], never: object) -> bool:
    return all(row[name] in levels for name, levels in dict(never).items())  # type: ignore[call-overload]


def _pages(folder: Path) -> Target:
    """What is posted to the pages of the survey; the first byte tells to which, the second what it says it is."""
    database = folder / "fuzzed.db"
    app = create_app(database, secret_key=KEY)
    app.extensions["dce_store"].publish(_small_design())
    visit = Visit(app)

    def run(data: bytes) -> None:
        visit.post(data)

    bodies = (b"task=1&showing=1&answer=4", b"task=1&answer=5&revision=1", b"rol=jurist", b"code=8YAN8EFMYJHHJ5FE", b"")
    seeds = [bytes([path, kind]) + body for path in range(len(PATHS)) for kind in (0, 1) for body in bodies]
    return Target("pages", run, tuple(seeds))


class Visit:
    """Somebody who began, and sends anything with the token of the page."""

    def __init__(self, app: object) -> None:
        self.app, self.cases = app, 0
        self._begin()

    def _begin(self) -> None:
        """Come to the first scenario; what a visit is gets a new name on the way, and its token too."""
        self.client = self.app.test_client()  # type: ignore[attr-defined]
        page = html.fromstring(self.client.get("/voorbeeld/").text)
        while not page.xpath("//form[@id='answer']"):
            (form,) = page.xpath("//form[@id='begin' or @id='background']")
            sent = self.client.post(form.get("action"), data=dict(form.form_values()), follow_redirects=True)
            page = html.fromstring(sent.text)
        self.token = page.xpath("string(//form[@id='answer']//input[@name='csrf_token']/@value)")

    def post(self, data: bytes) -> None:
        """Send one body and look at what comes back: no fault of ours, and the next page is there."""
        self.cases += 1
        if self.cases % PEOPLE_CASES == 0:
            self._begin()
        path = PATHS[data[0] % len(PATHS)] if data else PATHS[0]
        kind = KINDS[data[1] % len(KINDS)] if data[1:] else FORM
        head = f"csrf_token={self.token}&".encode() if kind == FORM else b""
        answer = self.client.post(f"/voorbeeld/{path}", data=head + data[2:], content_type=kind)
        assert answer.status_code < 500, f"{answer.status_code} of {path}"
        assert "Traceback" not in answer.text
