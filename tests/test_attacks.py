"""Every entry of the list of attacks has a test, and the table of make attacks is red where one has not."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from attack_table import entries, entries_of

TESTS = Path(__file__).resolve().parent
LIST = "attacks:\n- {id: A01, area: a, try: a post}\n- {id: B01, area: b, try: a cookie}\n"
BOTH = "import pytest\ndef test_a01_one(): pass\n@pytest.mark.attack('B01')\ndef test_other(): pass\n"


def tried() -> set[str]:
    """The entries that any test is of, by reading: names, marks, and names of cases."""
    found: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        text = path.read_text()
        found |= set(re.findall(r'mark\.attack\("([A-Z]\d\d)"\)', text)) | set(re.findall(r'\("([A-Z]\d\d) ', text))
        functions = (node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))
        found |= set().union(*(entries_of(name) for name in functions if name.startswith("test_")))
    return found


def test_every_entry_is_tried_by_a_test(shared: Path):
    assert not entries(shared / "attacks.yaml").keys() - tried()


@pytest.mark.parametrize(
    ("tests", "code", "said"),
    [
        (BOTH, 0, "2 of 2 entries green"),
        (BOTH.replace("test_a01", "test_a02"), 1, "A01  RED    no test"),
        (BOTH.replace("one(): pass", "one(): assert 0"), 1, "A01  RED    1 failed"),
        (BOTH.replace("def test_other", "@pytest.mark.skip\ndef test_other"), 1, "B01  RED    1 skipped"),
        ("import pytest\n@pytest.mark.parametrize('case', ['A01 x', 'B01 y'])\ndef test(case): pass\n", 0, "2 of 2"),
    ],
)
def test_the_table_is_made_from_the_run(tmp_path: Path, tests: str, code: int, said: str):
    (tmp_path / "list.yaml").write_text(LIST)
    (tmp_path / "test_some.py").write_text(f"{tests}\ndef test_of_nothing(): assert 0\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "attack_table",
        "--attacks",
        tmp_path / "list.yaml",
        "-c",
        "/dev/null",
    ]
    more = {"PYTHONPATH": str(TESTS), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    ran = subprocess.run([*command, tmp_path], capture_output=True, text=True, check=False, env=more, cwd=tmp_path)
    assert ran.returncode == code, ran.stdout
    assert said in ran.stdout


def test_where_the_list_is_not_nothing_is_tried_and_that_is_said(tmp_path: Path):
    command = [sys.executable, "-m", "pytest", "-p", "attack_table", "--attacks", tmp_path / "none", "-c", "/dev/null"]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(TESTS)}, cwd=tmp_path
    )
    assert ran.returncode == 0
    assert "is not on this machine" in ran.stdout + ran.stderr
