import json

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from numpy.testing import assert_allclose

from dce.cli import main
from dce.data import Choices, Ratings
from dce.estimation import (
    choose_classes,
    fit_conditional_logit,
    fit_latent_class,
    fit_mixed_logit,
    fit_ordered_logit,
    fit_scale_groups,
)


def run(*arguments):
    return CliRunner().invoke(main, ["fit", *map(str, arguments)], catch_exceptions=False)


RATED = ["--model", "ordered", "--answer", "rating", "--x", "price,time", "--respondent", "id"]
CHOSEN = ["--model", "conditional", "--answer", "pick", "--x", "price,time", "--respondent", "id", "--task", "task"]


@pytest.fixture
def frame():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.integers(0, 3, size=(240, 2)).astype(float), columns=["price", "time"])
    utility = -table["price"] + 0.5 * table["time"] + rng.gumbel(size=240)
    table = table.assign(
        id=[f"{i // 12:03d}" for i in range(240)], task=np.arange(240) // 3, rating=np.digitize(utility, [-1, 0, 1])
    )
    best = utility.groupby(table["task"]).transform("max")
    age = pd.Series(np.arange(240) // 12 % 3, name="age")
    return table.assign(pick=(utility == best).astype(int), age=age, town=np.where(age == 1, "A", "B"))


def model_of(frame, kind):
    about = ["age", "town"]
    if kind == "ratings":
        return Ratings.from_frame(frame, respondent="id", rating="rating", x=["price", "time"], background=about)
    return Choices.from_frame(frame, respondent="id", task="task", chosen="pick", x=["price", "time"], background=about)


@pytest.mark.parametrize(
    ("options", "ours"),
    [
        (
            [*CHOSEN, "--random", "price = normal,time=uniform", "--draws", "64", "--seed", "3"],
            lambda frame: fit_mixed_logit(
                model_of(frame, "choices"), random={"price": "normal", "time": "uniform"}, draws=64, seed=3
            ),
        ),
        (
            [*RATED, "--random", "constant,price", "--correlated", "--draws", "64", "--starts", "2"],
            lambda frame: fit_mixed_logit(
                model_of(frame, "ratings"),
                random={"constant": "normal", "price": "normal"},
                correlated=True,
                draws=64,
                starts=2,
            ),
        ),
        (
            [*CHOSEN, "--classes", "2", "--shares-by", "age", "--starts", "6"],
            lambda frame: fit_latent_class(model_of(frame, "choices"), classes=2, starts=6, covariates=["age"]),
        ),
        (
            [*RATED, "--classes", "1-2", "--starts", "4"],
            lambda frame: choose_classes(model_of(frame, "ratings"), most=2, starts=4).best,
        ),
        ([*RATED, "--scale-by", "town"], lambda frame: fit_scale_groups(model_of(frame, "ratings"), by="town")),
    ],
)
def test_every_model_prints_what_the_library_gives(frame, tmp_path, options, ours):
    path = tmp_path / "own.csv"
    frame.to_csv(path, index=False)
    printed = run(path, *options)
    assert printed.exit_code == 0, printed.stderr
    assert printed.stdout.strip() == str(ours(frame))
    if "1-2" in options:
        assert "smallest_share" in printed.stderr


@pytest.mark.parametrize("form", ["json", "latex", "html"])
def test_each_format_is_a_view_of_the_fit(frame, tmp_path, form):
    path = tmp_path / "own.csv"
    frame.to_csv(path, index=False)
    fit = fit_ordered_logit(model_of(frame, "ratings"))
    assert run(path, *RATED, "--format", form, "--errors", "robust").stdout.strip() == getattr(fit, f"to_{form}")(
        "robust"
    )


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_table_of_ones_own_gives_what_the_library_gives(frame, tmp_path, suffix):
    path = tmp_path / f"choices.{suffix}"
    frame.to_csv(path, index=False) if suffix == "csv" else frame.to_parquet(path)
    named = ["--model", "conditional", "--answer", "pick", "--x", "price, time", "--respondent", "id", "--task", "task"]
    printed = json.loads(run(path, *named, "--json").stdout)["table"]
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
        ([*RATED, "--random", "price", "--classes", "2"], "name one of --random", 2),
        ([*RATED, "--correlated"], "--correlated needs --random", 2),
        ([*RATED, "--shares-by", "age"], "--shares-by needs --classes", 2),
        ([*RATED, "--starts", "5"], "other models have one maximum", 2),
        ([*RATED, "--classes", "2-4"], "give a number such as 2, or a range from 1 such as 1-5", 2),
        ([*RATED, "--random", "price=gamma"], 'no distribution is called "gamma"', 1),
        ([*RATED, "--scale-by", "city"], 'column "city" is missing', 1),
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
