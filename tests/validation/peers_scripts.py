"""The scripts that dce writes for other programs, run by those programs, their estimates beside ours.

    python tests/validation/peers_scripts.py PYTHON

PYTHON is the interpreter of an environment with biogeme and xlogit. Apollo and logitr are run where Rscript finds them;
where it does not, that is said. Ends with an error where an estimate or a log-likelihood is not ours.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from dce.data import Choices, Ratings
from dce.design import Design
from dce.estimation import Fit, fit_binary_logit, fit_conditional_logit, fit_ordered_logit
from dce.report.exchange import Extract, Wish, extract
from dce.report.exchange.peers import PROGRAMS, write_peer
from dce.report.exchange.peers.scripts import read_estimates
from dce.simulate import Population, default_population, simulate_answers

ROOT = Path(__file__).resolve().parents[2]
STUDIES = {"keuze-voorbeeld": 200, "toeslagen": 200, "gegevensdeling": 100}  # people
ABSOLUTE, LOGLIK = 1e-4, 1e-5  # they stop when the log-likelihood hardly changes, not the weights


def simulated(name: str, people: int) -> Extract:
    """Invented answers to a study that ships, ready for export."""
    folder = ROOT / "designs" / name
    design = Design.load(folder)
    own = folder / "population.yaml"
    population = Population.load(own, design.study) if own.exists() else default_population(design.study)
    return extract(simulate_answers(design, population, people, 1), design, Wish(), np.random.default_rng(1))


def our_fit(found: Extract) -> Fit:
    """What dce makes of the same table."""
    study = found.design.study
    if study.task.kind == "choice":
        return fit_conditional_logit(Choices.from_answers(found.frame, study))
    ratings = Ratings.from_answers(found.frame, study)
    return (fit_binary_logit if study.task.kind == "yes-no" else fit_ordered_logit)(ratings)


def our_estimates(fit: Fit) -> pd.Series:
    """Weights and thresholds, and the log-likelihood under the name that the scripts give it."""
    thresholds = [] if fit.thresholds is None else [fit.thresholds]
    return pd.concat([fit.coef, *thresholds, pd.Series({"log-likelihood": fit.loglik})])


def run(script: Path, python: str) -> str:
    """Run a script in its folder; gives why it could not be run, or nothing."""
    command = ["Rscript", script.name] if script.suffix == ".R" else [python, script.name]
    ran = subprocess.run(command, cwd=script.parent, capture_output=True, text=True, check=False)
    missing = next((line for line in ran.stderr.splitlines() if "there is no package" in line), "")
    if ran.returncode and not missing:
        raise SystemExit(f"{script.name} failed:\n{ran.stderr[-3000:]}")
    return missing


def main() -> None:
    """Print a line for each study and program; exit with 1 where any differs."""
    python, wrong = str(Path(sys.argv[1]).absolute()), 0  # scripts run in their own folders
    for name, people in STUDIES.items():
        found = simulated(name, people)
        ours = our_estimates(our_fit(found))
        for program, about in PROGRAMS.items():
            if found.design.study.task.kind == "rating" and not about.ordered:
                continue
            with TemporaryDirectory() as folder:
                script = write_peer(found, program, Path(folder))
                missing = run(script, python)
                if missing:
                    print(f"{name:16} {program:8} not run: {missing}")
                    continue
                theirs = read_estimates(Path(folder) / "estimates.csv")
            assert set(theirs.index) == set(ours.index), (theirs.index, ours.index)
            apart = (theirs.reindex(ours.index) - ours).abs()
            worst, loglik = apart.drop("log-likelihood").max(), apart["log-likelihood"]
            agrees = worst < ABSOLUTE and loglik < LOGLIK
            wrong += not agrees
            verdict = "agrees" if agrees else "DIFFERS"
            told = f"log-likelihood ours {ours['log-likelihood']:.6f}, theirs {theirs['log-likelihood']:.6f}"
            print(f"{name:16} {program:8} {verdict}: {len(ours) - 1} estimates within {worst:.1e}; {told}")
    raise SystemExit(wrong > 0)


if __name__ == "__main__":
    main()
