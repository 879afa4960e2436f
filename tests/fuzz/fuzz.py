"""Coverage-guided fuzzing of one reader by Atheris, for so many seconds: ``python tests/fuzz/fuzz.py study 60``.

What a reader raises beside DceError is written to ``build/fuzz/READER/`` once for each place in the code where it comes
from, and the search goes on. What is found becomes a case of test_fuzz_found.py.
"""

from __future__ import annotations

import hashlib
import re
import sys
import traceback
from pathlib import Path
from tempfile import mkdtemp

import atheris

ROOT = Path(__file__).resolve().parents[2]
WORDS = re.compile(rb"[A-Za-z_][A-Za-z_-]{2,30}")
MOST_WORDS = 400
LONGEST = 20_000  # bytes of one case


def compiled() -> list[str]:
    """Modules that numba compiles: it cannot read code in which places are counted."""
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "dce").rglob("*.py")
        if re.search(r"^\s*(from|import) numba", path.read_text(), re.MULTILINE)
    ]


with atheris.instrument_imports(include=["dce"], exclude=compiled()):
    from targets import Target, targets


class Searched:
    """A target that goes on after a fault, and keeps each kind of fault once."""

    def __init__(self, target: Target, folder: Path) -> None:
        self.target, self.folder = target, folder
        self.found: dict[str, str] = {}

    def __call__(self, data: bytes) -> None:
        try:
            self.target.run(data)
        except Exception as error:  # whatever it is: a reader may only raise DceError
            frames = traceback.extract_tb(error.__traceback__)
            ours = [f"{frame.filename}:{frame.lineno}" for frame in frames if "/dce/" in frame.filename]
            place = f"{type(error).__name__} {ours[-1] if ours else frames[-1].filename}"
            if place not in self.found:
                self.found[place] = str(error)
                self.folder.mkdir(parents=True, exist_ok=True)
                (self.folder / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)
                print(f"FOUND {place}: {str(error)[:200]}", file=sys.stderr, flush=True)


def main(name: str, seconds: int) -> None:
    """Search one target; libFuzzer prints executions and coverage as it goes, and ends the process."""
    folder = Path(mkdtemp())
    target = targets(folder)[name]
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(target.seeds):
        (corpus / str(number)).write_bytes(seed[:LONGEST])
    words = sorted(set(WORDS.findall(b"\n".join(target.seeds))))[:MOST_WORDS]
    (folder / "words").write_text("".join(f'"{word.decode()}"\n' for word in words))
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-dict={folder / 'words'}", "-rss_limit_mb=4096"]
    searched = Searched(target, ROOT / "build" / "fuzz" / name)
    atheris.Setup([sys.argv[0], *options, "-timeout=30", "-print_final_stats=1", str(corpus)], searched)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
