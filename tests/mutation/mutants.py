"""Change a module in one place at a time and see who notices: ``python tests/mutation/mutants.py MODULE TEST``.

The changes are Cosmic Ray's. No file is touched: a child of this process reads the changed text in place of the module.
What no test noticed is printed as a difference, and is to be killed by a test or explained in README.md beside this.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[2]
# Each kind of change once: x < y also as x <= y, but not as five other comparisons that the same tests would notice.
NEAR = {
    *(
        "Lt_LtE",
        "LtE_Lt",
        "Gt_GtE",
        "GtE_Gt",
        "Eq_NotEq",
        "NotEq_Eq",
        "Is_IsNot",
        "IsNot_Is",
        "Lt_Gt",
        "LtE_GtE",
        "GtE_LtE",
    ),
    *("Gt_Lt", "Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "Pow_Mul", "FloorDiv_Div", "Mod_FloorDiv", "BitAnd_BitOr"),
    *("BitOr_BitAnd", "UAdd_USub", "USub_UAdd", "Delete_Not", "Delete_USub", "In_NotIn", "NotIn_In"),
}
KINDS = ("ReplaceComparisonOperator", "ReplaceBinaryOperator", "ReplaceUnaryOperator")
WHOLE = (
    *(
        "AddNot",
        "NumberReplacer",
        "ReplaceAndWithOr",
        "ReplaceOrWithAnd",
        "ReplaceTrueWithFalse",
        "ReplaceFalseWithTrue",
    ),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak"),
)
# Plain asserts: pytest would read a module anew, as it is, to rewrite them where its own examples are among the tests.
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "-W", "ignore::pytest.PytestAssertRewriteWarning")
LONGEST = 4  # times as long as the tests take with the module as it is, and the changed one hangs
SPARE = 20.0  # seconds


class Meaning(ast.NodeTransformer):
    """Leaves out what has no meaning when a program runs: annotations, which are never evaluated here, and slots.

    And which arguments go by name only: the star that says so is no product.
    """

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        alone = self.generic_visit(node)
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        node.posonlyargs, node.kwonlyargs = [], []
        node.defaults, node.kw_defaults = [*node.defaults, *(each for each in node.kw_defaults if each)], []
        return alone

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant("")
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> ast.AST | None:
        return None if node.arg == "slots" else self.generic_visit(node)


def meaning(text: str) -> str:
    """What a text does, for two texts to be held beside each other."""
    return ast.dump(Meaning().visit(ast.parse(text)))


def mutants(text: str) -> Iterator[str]:
    """Every changed text that does something else, once."""
    known = {meaning(text)}
    for name in sorted(operator_names()):
        short = name.rpartition("/")[2]
        if short not in WHOLE and not (short.partition("_")[0] in KINDS and short.partition("_")[2] in NEAR):
            continue
        operator, occurrence = get_operator(name)(), 0
        while (changed := mutate_code(text, operator, occurrence)) is not None:
            occurrence += 1
            try:
                does = meaning(changed)
            except SyntaxError:  # {**more} as {*more}: stars that unpack are taken for powers
                continue
            if does not in known:
                known.add(does)
                yield changed


class Changed(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Gives one module another text."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return (
            importlib.util.spec_from_file_location(fullname, self.path, loader=self)
            if fullname == self.module
            else None
        )

    def get_filename(self, fullname: str) -> str:
        return str(self.path)

    def get_data(self, path: str) -> bytes:
        return self.text.encode()

    def path_stats(self, path: str) -> dict[str, float]:
        raise OSError  # so that no compiled file is read or written


def noticed(path: Path, text: str, tests: list[str], seconds: float) -> bool:
    """Whether the tests fail, or take too long, with this text in place of the module."""
    child = os.fork()
    if child == 0:
        _test(Changed(path, text), tests)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _test(changed: Changed, tests: list[str]) -> None:
    """The end of a child: 0 where every test passed."""
    os.setpgid(0, 0)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    sys.meta_path.insert(0, changed)
    import pytest

    os._exit(int(pytest.main([*OPTIONS, "-m", "not long and not pages", *tests])))


def _load() -> list[ModuleType]:
    """What every child would load again; nothing of ours."""
    names = (
        "pytest",
        "numpy",
        "pandas",
        "scipy.stats",
        "scipy.optimize",
        "hypothesis",
        "pydantic",
        "ruamel.yaml",
        "numba",
    )
    return [importlib.import_module(name) for name in (*names, "sqlite_utils", "statsmodels.api", "flask", "lxml.html")]


def main(path: Path, tests: list[str], seconds: float, first: int = 1) -> int:
    """Print what was not noticed and how many; 1 where there is any, 2 where the tests fail without a change."""
    text, began = path.read_text(encoding="utf-8"), time.monotonic()
    _load()
    began = time.monotonic()
    if noticed(path, text, tests, 3600):
        print(f"{path.relative_to(ROOT)}: its tests fail without a change")
        return 2
    patience, end = LONGEST * (time.monotonic() - began) + SPARE, time.monotonic() + seconds
    every = list(mutants(text))
    tried, left = 0, []
    for changed in every[first - 1 :]:
        if time.monotonic() > end:
            break
        tried += 1
        if not noticed(path, changed, tests, patience):
            left.append(changed)
            lines = difflib.unified_diff(text.splitlines(), changed.splitlines(), lineterm="", n=0)
            print("\n".join(list(lines)[2:]), flush=True)
    said = (
        f"{path.relative_to(ROOT)}: {len(every)} changes, {tried} tried, {tried - len(left)} noticed, {len(left)} not"
    )
    print(said, flush=True)
    return int(bool(left))


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("module", type=Path)
    given.add_argument("tests", nargs="+")
    given.add_argument("--seconds", type=float, default=1800)
    given.add_argument("--first", type=int, default=1, help="the change to begin at, where an earlier run stopped")
    asked = given.parse_args()
    os.chdir(ROOT)
    if "numba" in asked.module.read_text(encoding="utf-8"):
        os.environ["NUMBA_DISABLE_JIT"] = "1"  # what is compiled and kept would be that of the module as it is
    sys.exit(main(asked.module.resolve(), asked.tests, asked.seconds, asked.first))
