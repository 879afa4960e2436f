"""Scripts for other programs: their data give our log-likelihood at our estimates, and what cannot be fitted is said.

That the programs themselves give our estimates is shown by tests/validation/peers_scripts.py, where they are installed.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from exchange_cases import simulated

from dce.data import Choices, Ratings
from dce.errors import AnswerError
from dce.estimation import Fit, fit_binary_logit, fit_conditional_logit, fit_ordered_logit
from dce.report.exchange import Extract, write_extract

STUDIES = ("keuze-voorbeeld", "toeslagen", "gegevensdeling")
SCRIPTS = {"apollo": "apollo.R", "logitr": "logitr.R", "biogeme": "run_biogeme.py", "xlogit": "run_xlogit.py"}
ABLE = [
    (name, program)
    for name in STUDIES
    for program in SCRIPTS
    if name != "gegevensdeling" or program in ("apollo", "biogeme")
]
RTOL = 1e-8  # tables hold sixteen digits; what is lost is in the sum over answers

# The log-likelihood of each model in base R, over the data part of a script and our estimates.
IN_R = {
    "long": """
    v <- as.matrix(database[names(names_in_dce)]) %*% ours[names_in_dce]
    total <- ave(exp(v), database$situation, FUN = sum)
    cat(format(sum((v - log(total))[database$chosen == 1]), digits = 15))
    """,
    "choice": """
    columns <- sub("^b_", "x_", names(names_in_dce))
    v <- sapply(seq_len(alternatives), function(j)
      as.matrix(database[paste0(columns, "_", j)]) %*% ours[names_in_dce])
    cat(format(sum(v[cbind(seq_len(nrow(v)), database$answer)] - log(rowSums(exp(v)))), digits = 15))
    """,
    "binary": """
    v <- as.matrix(database[sub("^b_", "x_", names(names_in_dce))]) %*% ours[names_in_dce]
    cat(format(sum(plogis(ifelse(database$answer == 2, v, -v), log.p = TRUE)), digits = 15))
    """,
    "ordered": """
    v <- as.matrix(database[sub("^b_", "x_", names(names_in_dce))]) %*% ours[names_in_dce]
    tau <- c(-Inf, ours[setdiff(names(ours), names_in_dce)], Inf)
    cat(format(sum(log(plogis(tau[database$answer + 1] - v) - plogis(tau[database$answer] - v))), digits = 15))
    """,
}


@pytest.fixture(scope="module")
def cases() -> dict[str, tuple[Extract, Fit]]:
    made = {}
    for name in STUDIES:
        found = simulated(name, 40)
        study = found.design.study
        if study.task.kind == "choice":
            made[name] = (found, fit_conditional_logit(Choices.from_answers(found.frame, study)))
        else:
            fit = fit_binary_logit if study.task.kind == "yes-no" else fit_ordered_logit
            made[name] = (found, fit(Ratings.from_answers(found.frame, study)))
    return made


def in_r(folder: Path, text: str) -> str:
    if shutil.which("Rscript") is None:
        pytest.skip("no Rscript on this machine; install Debian's r-base-core to try scripts in R")
    (folder / "asked.R").write_text(text)
    ran = subprocess.run(["Rscript", "asked.R"], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize(("name", "program"), [case for case in ABLE if SCRIPTS[case[1]].endswith(".R")])
def test_r_scripts_parse_and_their_data_give_our_log_likelihood(
    cases: dict[str, tuple[Extract, Fit]], tmp_path: Path, name: str, program: str
) -> None:
    found, fit = cases[name]
    folder = write_extract(found, program, tmp_path / program)
    script = (folder / SCRIPTS[program]).read_text(encoding="utf-8")
    kind = (
        "long"
        if program == "logitr"
        else {"choice": "choice", "yes-no": "binary", "rating": "ordered"}[found.design.study.task.kind]
    )
    ours = pd.concat([fit.coef, *([] if fit.thresholds is None else [fit.thresholds])])
    values = ", ".join(f"`{term}` = {value!r}" for term, value in ours.astype(object).items())
    count = max((int(n) for n in re.findall(r'V\[\["a(\d+)"\]\]', script)), default=0)
    data = script.split("# ---- data ----")[1].split("# ---- model ----")[0]
    told = in_r(
        folder,
        f'invisible(parse("{SCRIPTS[program]}"))\n{data}\nours <- c({values})\nalternatives <- {count}\n{IN_R[kind]}',
    )
    assert float(told) == pytest.approx(fit.loglik, rel=RTOL)


@pytest.mark.parametrize("name", STUDIES)
def test_apollo_gets_the_words_that_it_looks_for(
    cases: dict[str, tuple[Extract, Fit]], tmp_path: Path, name: str
) -> None:
    script = (write_extract(cases[name][0], "apollo", tmp_path / "apollo") / "apollo.R").read_text(encoding="utf-8")
    function = script.split("apollo_probabilities <- ")[1].split("\n}\n")[0].splitlines()
    assert function[-1].startswith("  return(P)"), "it reads the function as text and stops without"
    assert any("panelData) P <- apollo_panelProd(" in line for line in function), "it refuses that of one answer each"


@pytest.mark.parametrize(("name", "program"), [case for case in ABLE if SCRIPTS[case[1]].endswith(".R")])
def test_r_scripts_name_each_of_our_weights_and_columns_of_their_data(
    cases: dict[str, tuple[Extract, Fit]], tmp_path: Path, name: str, program: str
) -> None:
    found, fit = cases[name]
    folder = write_extract(found, program, tmp_path / program)
    script, data = (folder / SCRIPTS[program]).read_text(encoding="utf-8"), pd.read_csv(folder / "data.csv")
    wanted = [*fit.coef.index, *([] if fit.thresholds is None else fit.thresholds.index)]
    assert [term for term in re.findall(r'= "([^"]+)"', script) if term in wanted] == wanted
    used = set(re.findall(r"\bx_\w+", script))
    assert used <= set(data.columns)
    assert {column for column in data.columns if column.startswith("x_")} <= used, "no column is left out"


@pytest.mark.parametrize(("name", "program"), [case for case in ABLE if SCRIPTS[case[1]].endswith(".py")])
def test_python_scripts_compile_and_name_each_of_our_weights(
    cases: dict[str, tuple[Extract, Fit]], tmp_path: Path, name: str, program: str
) -> None:
    found, fit = cases[name]
    folder = write_extract(found, program, tmp_path / program)
    tree = ast.parse((folder / SCRIPTS[program]).read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    wanted = {*fit.coef.index, *([] if fit.thresholds is None else fit.thresholds.index)}
    assert wanted <= texts
    data = pd.read_csv(folder / "data.csv")
    if program == "xlogit":
        columns = {text for text in texts if text.startswith("x_")}
        v = data[list(columns)].to_numpy() @ fit.coef[[_ours(tree, column) for column in columns]].to_numpy()
        total = pd.Series(np.exp(v)).groupby(data["situation"]).transform("sum")
        assert float((v - np.log(total))[data["chosen"] == 1].sum()) == pytest.approx(fit.loglik, rel=RTOL)


def _ours(tree: ast.Module, column: str) -> str:
    """The name in dce that a script gives to a column."""
    named = next(
        node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
    )
    return ast.literal_eval(named)[column]


@pytest.mark.parametrize("program", ["logitr", "xlogit"])
def test_ratings_are_refused_for_programs_without_an_ordered_logit(
    cases: dict[str, tuple[Extract, Fit]], tmp_path: Path, program: str
) -> None:
    with pytest.raises(AnswerError, match=f"{program} has no ordered logit.*export as apollo or biogeme"):
        write_extract(cases["gegevensdeling"][0], program, tmp_path / program)
    assert list(tmp_path.iterdir()) == []


def test_best_worst_tasks_and_wide_tables_have_no_script(tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match="best-worst tasks have no script"):
        write_extract(simulated("beste-slechtste", 12), "apollo", tmp_path / "one")
    with pytest.raises(AnswerError, match="export with --shape long"):
        write_extract(simulated("toeslagen", 12, shape="wide"), "biogeme", tmp_path / "two")
