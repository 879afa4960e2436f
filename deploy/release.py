"""What a release is made of: wheel, source, SBOM and their checksums; the same commit gives the same bytes.

``python deploy/release.py wheel|sbom|sums|check FOLDER``; make wheel, make sbom and make release call it.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
SUMS = "SHA256SUMS"
SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:dce-platform:sbom")


def moment() -> int:
    """Seconds since 1970 of the commit, which every file of the release says it was made at."""
    said = os.environ.get("SOURCE_DATE_EPOCH") or run("git", "log", "-1", "--format=%ct", cwd=ROOT)
    return int(said)


def run(*command: str | Path, cwd: Path, environment: dict[str, str] | None = None) -> str:
    """What a command says; ends here, with its words, where it fails."""
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{command[0]} {command[1]}: {done.stderr or done.stdout}")
    return done.stdout.strip()


def sha256(path: Path) -> str:
    """The checksum as SHA256SUMS has it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def wheel(folder: Path) -> list[Path]:
    """Build the wheel of the last commit twice, in two places; ends here where they are not the same."""
    with TemporaryDirectory() as one, TemporaryDirectory(suffix="-with-a-longer-name") as other:
        built = [_built(Path(place)) for place in (one, other)]
        if sha256(built[0]) != sha256(built[1]):
            sys.exit(f"{built[0].name}: two builds of one commit differ; nothing was written")
        target = folder / built[0].name
        target.write_bytes(built[0].read_bytes())
    return [target]


def _built(place: Path) -> Path:
    """A wheel of the commit, not of what lies about in this folder."""
    source, made = place / "source", place / "made"
    source.mkdir()
    os.umask(0o022)  # what everybody may read is part of a wheel
    run("git", "archive", "--output", place / "source.tar", "HEAD", cwd=ROOT)
    run("tar", "--extract", "--file", place / "source.tar", "--directory", source, cwd=place)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment())}
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--wheel-dir", made)
    run(sys.executable, "-m", "pip", "wheel", *options, source, cwd=place, environment=environment)
    (found,) = made.glob("*.whl")
    return found


def source(folder: Path) -> list[Path]:
    """Everything of the commit: code, studies, tests, locks."""
    version = project()["version"]
    target = folder / f"dce-platform-{version}-source.tar"
    prefix = f"dce-platform-{version}/"
    run("git", "archive", f"--prefix={prefix}", "--output", target, "HEAD", cwd=ROOT)
    return [target]


def sbom(folder: Path) -> list[Path]:
    """What is in an installation, of the lock: CycloneDX 1.6, held against its schema."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    target = folder / f"dce-platform-{project()['version']}.cdx.json"
    tool = Path(sys.executable).with_name("cyclonedx-py")
    options = ("--pyproject", ROOT / "pyproject.toml", "--output-reproducible", "--sv", "1.6", "--of", "JSON")
    text = _settled(json.loads(run(tool, "requirements", *options, LOCK, cwd=ROOT)))
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        sys.exit(f"{target.name}: is not as its schema wants it: {fault}")
    target.write_text(text, encoding="utf-8")
    return [target]


def _settled(bom: dict[str, object]) -> str:
    """The same with the time of the commit, a number that follows from what it says, and what we ask for ourselves."""
    whole = bom["metadata"]["component"]["bom-ref"]  # type: ignore[index]
    names = {each["name"]: each["bom-ref"] for each in bom["components"]}  # type: ignore[attr-defined]
    asked = sorted(names[name] for name in _asked() if name in names)
    graph = [each for each in bom["dependencies"] if each["ref"] != whole]  # type: ignore[attr-defined]
    bom["dependencies"] = [{"ref": whole, "dependsOn": asked}, *graph]
    bom["metadata"]["timestamp"] = datetime.fromtimestamp(moment(), UTC).isoformat()  # type: ignore[index]
    for each in bom["components"]:  # type: ignore[attr-defined]
        each.pop("description", None)  # the line of the lock again
    bom["serialNumber"] = f"urn:uuid:{uuid.uuid5(SPACE, json.dumps(bom, sort_keys=True))}"
    return json.dumps(bom, indent=1, sort_keys=True) + "\n"


def _asked() -> list[str]:
    """Names of pyproject.toml, as locks write them."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    return [canonicalize_name(Requirement(line).name) for line in project()["dependencies"]]


def project() -> dict[str, object]:
    """What pyproject.toml says of us."""
    found: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return found


def sums(folder: Path) -> list[Path]:
    """The checksum of every file of the folder, as sha256sum --check reads them."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(SUMS))
    target = folder / SUMS
    target.write_text("".join(f"{sha256(path)}  {path.name}\n" for path in files), encoding="utf-8")
    return [target]


def check(folder: Path) -> list[Path]:
    """The files, where each is what SHA256SUMS says and none is missing or besides; else ends here and names it."""
    said = dict(reversed(line.split("  ", 1)) for line in (folder / SUMS).read_text(encoding="utf-8").splitlines())
    there = {path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(SUMS)}
    wrong = [f"{name}: is missing" for name in sorted(said.keys() - there)]
    wrong += [f"{name}: nothing is said of it" for name in sorted(there - said.keys())]
    wrong += [f"{name}: was changed" for name in sorted(there & said.keys()) if sha256(folder / name) != said[name]]
    if wrong or not said:
        sys.exit("\n".join(wrong) or f"{SUMS}: is empty")
    return [folder / name for name in said]


STEPS: dict[str, Callable[[Path], list[Path]]] = {
    "wheel": wheel, "source": source, "sbom": sbom, "sums": sums, "check": check,
}  # fmt: skip

if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in STEPS:
        sys.exit(f"give one of {', '.join(STEPS)}, and a folder")
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    for path in STEPS[sys.argv[1]](Path(sys.argv[2])):
        print(f"{sha256(path)}  {path}")
