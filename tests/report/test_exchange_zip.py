"""A study as one zip: back to the same study, and no zip that came from elsewhere does more than be read."""

from __future__ import annotations

import io
import json
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dce.design import Design
from dce.errors import DceError, StudyError
from dce.report.exchange import read_study_zip, study_zip, unpack_study
from dce.study import Fieldwork

ROOT = Path(__file__).resolve().parents[2]
DESIGNS = sorted(path.parent.name for path in (ROOT / "designs").glob("*/design.json"))
HELD = Fieldwork.model_validate(
    {"opens": "2026-12-01T09:00+01:00", "people": 50, "organisation": {"nl": "A", "en": "A"}}
)


@pytest.fixture(scope="module")
def packed() -> bytes:
    return study_zip(Design.load(ROOT / "designs" / "toeslagen"))


def members(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(
    parts: dict[str, bytes], tmp_path: Path, change: Callable[[zipfile.ZipInfo], object] = lambda _: None
) -> Path:
    path = tmp_path / "study.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            about = zipfile.ZipInfo(name)
            about.compress_type = zipfile.ZIP_DEFLATED
            change(about)
            archive.writestr(about, content)
    return path


@pytest.mark.parametrize("name", DESIGNS)
def test_a_study_comes_back_from_its_zip_the_same(name: str, tmp_path: Path) -> None:
    design = Design.load(ROOT / "designs" / name)
    path = tmp_path / "study.zip"
    path.write_bytes(study_zip(design, fieldwork=HELD))
    files = read_study_zip(path)
    assert (files.design.hash, files.design.study.hash) == (design.hash, design.study.hash)
    assert files.design.study == design.study
    assert (files.design.seed, files.design.settings) == (design.seed, design.settings)
    assert files.fieldwork == HELD
    unpack_study(files, tmp_path / "again")
    again = Design.load(tmp_path / "again")
    assert again.hash == design.hash
    assert Fieldwork.load(tmp_path / "again" / "fieldwork.yaml", again.study) == HELD


def test_the_same_study_gives_the_same_bytes_and_keeps_its_own_text(packed: bytes, tmp_path: Path) -> None:
    folder = ROOT / "designs" / "toeslagen"
    assert study_zip(Design.load(folder)) == packed
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    path = tmp_path / "study.zip"
    path.write_bytes(study_zip(Design.load(folder), text=text))
    assert read_study_zip(path).text == text
    assert "Codeboek van" in members(packed)["codebook_nl.md"].decode()
    assert "Codebook of" in members(packed)["codebook_en.md"].decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../evil.txt", "leads out of the zip"),
        ("..\\..\\evil.txt", "leads out of the zip"),
        ("/etc/evil", "has an absolute path"),
        ("C:\\evil.txt", "has an absolute path"),
        ("evil.txt", "is no part of a study"),
        ("toeslagen/study.yaml", "is no part of a study"),
        ("a.php", "is no part of a study"),
        (".htaccess", "is no part of a study"),
        ("CON", "is no part of a study"),
        ("x" * 300, "is no part of a study"),
        ("\u202eyaml.study", 'member "?yaml.study" is no part of a study'),
    ],
)
def test_f07_f08_a_member_with_another_name_is_refused_and_never_used_as_a_path(
    packed: bytes, tmp_path: Path, name: str, said: str
) -> None:
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    with pytest.raises(StudyError) as refused:
        read_study_zip(zipped({**members(packed), name: b"evil"}, folder))
    assert said in str(refused.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [folder / "study.zip"]


def test_f07_a_symbolic_link_is_refused(packed: bytes, tmp_path: Path) -> None:
    def link(about: zipfile.ZipInfo) -> None:
        about.create_system = 3
        if about.filename == "design.csv":
            about.external_attr = (stat.S_IFLNK | 0o777) << 16

    path = zipped({**members(packed), "design.csv": b"/etc/passwd"}, tmp_path, link)
    with pytest.raises(StudyError, match=r'member "design\.csv" is a link to another file'):
        read_study_zip(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_f07_a_member_that_stands_twice_is_refused(packed: bytes, tmp_path: Path) -> None:
    path = zipped(members(packed), tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("study.yaml", b"id: other")
    with pytest.raises(StudyError, match=r'member "study\.yaml" stands twice'):
        read_study_zip(path)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"study.yaml": b"a" * 80_000_000}, "would unpack to 80 MB; at most 60 MB is read"),
        ({"study.yaml": b"a" * 30_000_000}, "would grow"),
        ({f"{number}.txt": b"" for number in range(40)}, "holds 40 files; at most 20 are read"),
    ],
)
def test_f07_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, parts: dict[str, bytes], said: str) -> None:
    path = zipped(parts, tmp_path)
    begun = time.perf_counter()
    with pytest.raises(StudyError, match=said):
        read_study_zip(path)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda parts: parts.pop("design.csv"), "has no design.csv"),
        (lambda parts: parts.update({"study.yaml": b"a: &a [*a]"}), r"study\.zip: study\.yaml:1:4: anchor &a is not"),
        (
            lambda parts: parts.update({"study.yaml": b"a: !!python/object/apply:os.system [x]"}),
            "tag .* is not allowed",
        ),
        (lambda parts: parts.update({"study.yaml": b"id: a\nid: b"}), 'key "id" stands twice'),
        (lambda parts: parts.update({"design.json": b"{}"}), "design.json"),
        (lambda parts: parts.update({"design.csv": parts["design.csv"].rsplit(b"\n", 2)[0]}), "the rows are not"),
        (lambda parts: parts.update({"fieldwork.yaml": b"people: veel"}), r"study\.zip: fieldwork\.yaml:1:1"),
    ],
)
def test_f01_f02_f04_what_is_in_the_zip_is_checked_as_its_files_are(
    packed: bytes, tmp_path: Path, change: Callable[[dict[str, bytes]], object], said: str
) -> None:
    parts = members(packed)
    change(parts)
    with pytest.raises(DceError, match=said) as refused:
        read_study_zip(zipped(parts, tmp_path))
    assert "/tmp" not in str(refused.value).replace(str(tmp_path), "")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"repeats": "x"}, "are of no design"),
        ({"repeats": {"1": 5}}, "are of no design"),
        ({"repeats": {"1": [99]}}, "name tasks or aims"),
        ({"practice": 5}, "are of no design"),
        ({"holdouts": list(range(1, 500))}, "name tasks or aims"),
        ({"priors": [0.5]}, "are of no design"),
        ({"priors": {"nee": [0, 1]}}, "priors: no column"),
        ({"criterion": 5}, "name tasks or aims"),
    ],
)
def test_settings_that_no_design_has_are_refused_before_a_page_meets_them(
    packed: bytes, tmp_path: Path, settings: dict[str, object], said: str
) -> None:
    parts = members(packed)
    parts["design.json"] = json.dumps(json.loads(parts["design.json"]) | {"settings": settings}).encode()
    with pytest.raises(DceError, match=said):
        read_study_zip(zipped(parts, tmp_path))


def test_settings_that_leave_nothing_to_estimate_are_refused(packed: bytes, tmp_path: Path) -> None:
    parts = members(packed)
    tasks = sorted({int(task) for task in Design.load(ROOT / "designs" / "toeslagen").rows["task"]})
    parts["design.json"] = json.dumps(json.loads(parts["design.json"]) | {"settings": {"holdouts": tasks}}).encode()
    with pytest.raises(DceError, match="name tasks or aims"):
        read_study_zip(zipped(parts, tmp_path))


def test_what_is_no_zip_is_refused_and_nothing_is_written_over(packed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "study.zip"
    path.write_bytes(packed[:-40])
    with pytest.raises(StudyError, match="is no whole zip file"):
        read_study_zip(path)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        place = archive.getinfo("study.yaml").header_offset
    for offset in (60, 400):  # what cannot be unpacked, and what unpacks to something else
        damaged = bytearray(packed)
        damaged[place + offset] ^= 0xFF
        path.write_bytes(damaged)
        with pytest.raises(StudyError, match="is no whole zip file"):
            read_study_zip(path)
    path.write_bytes(packed)
    folder = tmp_path / "study"
    unpack_study(read_study_zip(path), folder)
    with pytest.raises(StudyError, match="is there already; name another folder, nothing was written"):
        unpack_study(read_study_zip(path), folder)


def test_a_pipe_or_a_folder_is_no_zip_and_nobody_waits_for_it(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.zip")
    for path in (tmp_path, tmp_path / "pipe.zip"):
        with pytest.raises(StudyError, match="is no file; give a zip file"):
            read_study_zip(path)
