"""The checklist of OWASP ASVS 5.0.0: every number is there, and what it calls evidence exists."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
TEST = re.compile(r"tests/[\w/]+\.py::test_\w+")
# Requirements of each section in ASVS 5.0.0 (docs_en, CSV), and those of them that are of level 3 and so left out.
SIZES = """
1.1:2 1.2:10 1.3:12 1.4:3 1.5:3 2.1:3 2.2:3 2.3:5 2.4:2 3.1:1 3.2:3 3.3:5 3.4:8 3.5:8 3.6:1 3.7:5 4.1:5 4.2:5 4.3:2
4.4:4 5.1:1 5.2:6 5.3:3 5.4:3 6.1:3 6.2:12 6.3:8 6.4:6 6.5:8 6.6:4 6.7:2 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:3 7.6:2
8.1:4 8.2:4 8.3:3 8.4:2 9.1:3 9.2:4 10.1:2 10.2:3 10.3:5 10.4:16 10.5:5 10.6:2 10.7:3 11.1:4 11.2:5 11.3:5 11.4:4
11.5:2 11.6:2 11.7:2 12.1:5 12.2:2 12.3:5 13.1:4 13.2:6 13.3:4 13.4:7 14.1:2 14.2:8 14.3:3 15.1:5 15.2:5 15.3:7 15.4:4
16.1:1 16.2:5 16.3:4 16.4:3 16.5:4 17.1:2 17.2:8 17.3:2
"""
LEVEL_3 = """
1.2.10 1.3.12 1.5.3 2.3.5 2.4.2 3.1.1 3.2.3 3.3.5 3.4.7 3.4.8 3.5.6 3.5.7 3.5.8 3.6.1 3.7.3 3.7.4 3.7.5 4.1.4 4.1.5
4.2.2 4.2.3 4.2.4 4.2.5 5.2.4 5.2.5 5.2.6 5.3.3 6.3.5 6.3.6 6.3.7 6.3.8 6.4.5 6.4.6 6.5.6 6.5.7 6.5.8 6.6.4 6.7.1 6.7.2
7.5.3 8.1.3 8.1.4 8.2.4 8.3.2 8.3.3 8.4.2 10.2.3 10.3.5 10.4.12 10.4.13 10.4.14 10.4.15 10.4.16 11.1.3 11.1.4 11.2.4
11.2.5 11.3.4 11.3.5 11.5.2 11.6.2 11.7.1 11.7.2 12.1.4 12.1.5 12.3.5 13.1.2 13.1.3 13.1.4 13.2.6 13.3.3 13.3.4 13.4.6
13.4.7 14.2.5 14.2.6 14.2.7 14.2.8 15.1.4 15.1.5 15.2.4 15.2.5 15.4.1 15.4.2 15.4.3 15.4.4 16.5.4 17.1.2 17.2.5 17.2.6
17.2.7 17.2.8
"""
ASKED = {"1.2.10", "6.3.8"}  # of level 3, because they matter here


@cache
def checklist() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = YAML(typ="safe").load((ROOT / "tests" / "asvs.yaml").read_text())
    return found


def evidence() -> Iterator[tuple[str, str]]:
    """What is named as evidence, and by which number; tests that an open one names too."""
    for number, row in checklist().items():
        named = row.get("evidence", TEST.findall(row.get("place", "")))
        yield from ((number, each) for each in named)


@cache
def functions_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_requirement_of_the_levels_1_and_2_is_there_and_no_other() -> None:
    sizes = [part.split(":") for part in SIZES.split()]
    every = {f"{section}.{n}" for section, size in sizes for n in range(1, int(size) + 1)}
    assert len(every) == 345
    assert set(checklist()) == every - set(LEVEL_3.split()) | ASKED
    assert Counter(row["level"] for row in checklist().values()) == {1: 70, 2: 183, 3: 2}


@pytest.mark.parametrize(("number", "row"), checklist().items())
def test_a_row_says_what_it_is_about_and_why_it_stands_as_it_does(number: str, row: dict[str, Any]) -> None:
    reason = {"done": "evidence", "open": "place", "does not apply": "because"}[row["status"]]
    assert set(row) == {"level", "about", "status", reason}
    assert row["about"]
    assert row[reason]


@pytest.mark.parametrize("named", sorted({each for _, each in evidence()}))
def test_what_is_called_evidence_exists(named: str) -> None:
    path, test, name = named.partition("::")
    if test:
        assert name in functions_of(path)
        return
    path, _, words = named.partition(": ")
    assert words, "a file alone proves nothing: name words that stand in it"
    assert words in (ROOT / path).read_text()


def test_what_is_open_is_told() -> None:
    """Run with -s to read it."""
    rows = checklist()
    print()
    print(", ".join(f"{count} {status}" for status, count in Counter(r["status"] for r in rows.values()).items()))
    for number, row in rows.items():
        if row["status"] == "open":
            print(f"{number:8} {row['about']}: {row['place']}")
