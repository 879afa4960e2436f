import json

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from numpy.testing import assert_allclose

from dce.cli import main
from dce.data import Choices, Ratings
from dce.estimation import fit_conditional_logit, fit_ordered_logit


def run(*arguments):
    return CliRunner().invoke(main, ["fit", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def frame():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.integers(0, 3, size=(240, 2)).astype(float), columns=["price", "time"])
    utility = -table["price"] + 0.5 * table["time"] + rng.gumbel(size=240)
    table = table.assign(
        id=[f"{i // 12:03d}" for i in range(240)], task=np.arange(240) // 3, rating=np.digitize(utility, [-1, 0, 1])
    )
    best = utility.groupby(table["task"]).transform("max")
    return table.assign(pick=(utility == best).astype(int))


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_table_of_ones_own_gives_what_the_library_gives(frame, tmp_path, suffix):
    path = tmp_path / f"choices.{suffix}"
    frame.to_csv(path, index=False) if suffix == "csv" else frame.to_parquet(path)
    named = ["--model", "conditional", "--answer", "pick", "--x", "price, time", "--respondent", "id", "--task", "task"]
    printed = json.loads(run(path, *named, "--json").stdout)
    choices = Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=["price", "time"])
    ours = fit_conditional_logit(choices)
    assert [row["term"] for row in printed] == ["price", "time"]
    assert_allclose([row["estimate"] for row in printed], ours.coef, rtol=1e-9)
    assert_allclose([row["std_error"] for row in printed], ours.std_error("cluster"), rtol=1e-9)


def test_ratings_with_another_kind_of_error(frame, tmp_path):
    path = tmp_path / "ratings.csv"
    frame.to_csv(path, index=False)
    printed = run(path, "--model", "ordered", "--answer", "rating", "--x", "price,time", "--errors", "hessian").stdout
    ratings = Ratings.from_frame(frame, respondent=None, rating="rating", x=["price", "time"])
    assert printed.strip() == fit_ordered_logit(ratings).text("hessian")


@pytest.mark.parametrize(
    ("options", "words", "status"),
    [
        (["--model", "ordered"], "a table needs --model, --answer and --x", 2),
        (["--model", "conditional", "--answer", "pick", "--x", "price"], "needs --task", 2),
        (["--model", "ordered", "--answer", "rating", "--x", "cost"], 'column "cost" is missing', 1),
        (["--model", "ordered", "--answer", "id", "--x", "price", "--weights", "time"], "must be above zero", 1),
        (["--model", "binary", "--answer", "rating", "--x", "price"], "needs two categories", 1),
    ],
)
def test_what_is_missing_is_said_in_a_line(frame, tmp_path, options, words, status):
    path = tmp_path / "own.csv"
    frame.to_csv(path, index=False)
    refused = run(path, *options)
    assert refused.exit_code == status
    assert words in refused.stderr


def test_a_file_that_is_no_table_is_refused(tmp_path):
    named = ["--model", "ordered", "--answer", "a", "--x", "b"]
    fake = tmp_path / "photo.parquet"
    fake.write_bytes(b"\x89PNG")
    for path, words in [(fake, "cannot be read as a table"), (tmp_path / "none.csv", "there is no such file")]:
        refused = run(path, *named)
        assert refused.exit_code == 1
        assert words in refused.stderr
