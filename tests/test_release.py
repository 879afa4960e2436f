"""A release is the same bytes for the same commit, holds all it needs, and a changed byte is found."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]
RELEASE = ROOT / "deploy" / "release.py"
TOOLS = ROOT / ".venv-release" / "bin"
NO_TOOLS = "the tools of a release are in an environment of their own: make test-long makes it first"
EPOCH = "1790000000"


def release(
    step: str, folder: Path, python: str | Path = sys.executable, **more: str
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, **more}
    return subprocess.run([python, RELEASE, step, folder], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    (tmp_path / "a.whl").write_bytes(b"one")
    (tmp_path / "b.json").write_bytes(b"two")
    assert release("sums", tmp_path).returncode == 0
    return tmp_path


def test_sums_are_those_that_sha256sum_reads(sealed: Path) -> None:
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("sha256sum is not here")
    assert subprocess.run([tool, "--check", "--strict", "SHA256SUMS"], cwd=sealed, check=False).returncode == 0
    assert release("check", sealed).returncode == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.whl", b"onf", "a.whl: was changed"),
        ("a.whl", None, "a.whl: is missing"),
        ("c.whl", b"more", "c.whl: nothing is said of it"),
        ("SHA256SUMS", b"", "a.whl: nothing is said of it"),
    ],
)
def test_a_changed_byte_is_found_and_named(sealed: Path, name: str, content: bytes | None, words: str) -> None:
    (sealed / name).unlink(missing_ok=True)
    if content is not None:
        (sealed / name).write_bytes(content)
    found = release("check", sealed)
    assert found.returncode == 1
    assert words in found.stderr


def test_the_recipe_tells_how_to_sign_and_to_check_the_sums() -> None:
    recipe = (ROOT / "deploy" / "README.md").read_text()
    for said in ("make release", "SHA256SUMS", "minisign -Sm", "minisign -Vm", "gpg --verify", "release.py check"):
        assert said in recipe


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    made = release("wheel", folder)
    assert made.returncode == 0, made.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.mark.long
def test_a_wheel_of_one_commit_is_the_same_bytes_wherever_it_is_built(wheel: Path, tmp_path: Path) -> None:
    """Twice inside each call already, and here by another umask, time zone and order of hashing."""
    before = os.umask(0o077)
    try:
        made = release("wheel", tmp_path, TZ="Asia/Tokyo", PYTHONHASHSEED="7", LC_ALL="C")
    finally:
        os.umask(before)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


@pytest.mark.long
def test_a_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "dce"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    held = set(ZipFile(wheel).namelist())
    assert set(listed.splitlines()) - held == set()
    assert not [name for name in held if name.startswith(("tests", "deploy", "responses"))]


@pytest.mark.long
def test_the_wheel_serves_a_study_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    """All but our own package comes from this environment: what is asked is whether the wheel has all of ours."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    bin_ = tmp_path / "env" / "bin"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    install = [bin_ / "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", wheel]
    subprocess.run(install, check=True, env=environment)
    (packages,) = (tmp_path / "env" / "lib").glob("python*/site-packages")
    others = [path for path in sys.path if path.endswith("-packages")]
    (packages / "others.pth").write_text("\n".join(others))

    def said(*arguments: object) -> str:
        command = list(map(str, arguments))
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout

    assert Path(said(bin_ / "python", "-c", "import dce; print(dce.__file__)")).is_relative_to(packages)
    assert said(bin_ / "dce", "--version").startswith("dce, version ")
    said(bin_ / "dce", "init", "work")
    assert list((tmp_path / "work" / "designs").glob("*/study.yaml")), "what init writes is in the wheel"
    study = ROOT / "designs" / "gegevensdeling" / "study.yaml"
    port = free_port()
    options = ["--database", tmp_path / "dce.db", "--port", str(port), "--processes", "1"]
    server = subprocess.Popen([bin_ / "dce", "serve", study.parent, *options], cwd=tmp_path, env=environment)
    try:
        front = page(f"http://127.0.0.1:{port}/{study.parent.name}/")
        assert 'lang="nl"' in front
        for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', front):
            assert page(f"http://127.0.0.1:{port}{address}")
        assert "Toegankelijkheid" in page(f"http://127.0.0.1:{port}/toegankelijkheid"), "translated"
    finally:
        server.terminate()
        server.wait(30)


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def page(address: str) -> str:
    """What is at an address, once a server is there."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.2)
    pytest.fail(f"{address}: no server came")


@pytest.mark.long
@pytest.mark.skipif(not (TOOLS / "cyclonedx-py").exists(), reason=NO_TOOLS)
def test_the_sbom_names_every_pin_and_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    """The script itself refuses what is not as the schema of CycloneDX 1.6 wants it."""
    texts = []
    for name in ("one", "other"):
        made = release("sbom", tmp_path / name, TOOLS / "python", TZ=f"UTC{len(texts)}", PYTHONHASHSEED=str(len(texts)))
        assert made.returncode == 0, made.stderr
        (path,) = (tmp_path / name).iterdir()
        texts.append(path.read_text())
    assert texts[0] == texts[1]
    bom = json.loads(texts[0])
    pins = re.findall(r"^([a-z0-9][^ \n=]*)==([^ \n]+)", (ROOT / "requirements.lock").read_text(), flags=re.MULTILINE)
    assert {(each["name"], each["version"]) for each in bom["components"]} == set(pins)
    assert all(part["hashes"] for each in bom["components"] for part in each["externalReferences"])
    assert bom["metadata"]["component"]["name"] == "dce-platform"
    assert bom["metadata"]["timestamp"] == "2026-09-21T14:13:20+00:00"
    (ours,) = [each for each in bom["dependencies"] if each["ref"] == bom["metadata"]["component"]["bom-ref"]]
    assert len(ours["dependsOn"]) > 30
    assert str(ROOT) not in texts[0]
