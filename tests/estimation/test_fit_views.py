import json
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose

from dce.data import Ratings
from dce.estimation import fit_binary_logit, fit_latent_class, fit_ordered_logit, fit_scale_groups


def frame(seed=1):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 2, size=(240, 2)).astype(float)
    utility = x @ [1.0, -0.5] + rng.logistic(size=240)
    return pd.DataFrame(x, columns=["price_in_%", "a<b&c"]).assign(
        id=np.repeat(np.arange(30), 8), rating=np.digitize(utility, [0, 1]), yes=(utility > 0) + 0
    )


@pytest.fixture
def fit():
    return fit_ordered_logit(Ratings.from_frame(frame(), respondent="id", rating="rating", x=["price_in_%", "a<b&c"]))


@pytest.fixture
def lost():
    data = frame().assign(other=1.0)
    return fit_ordered_logit(Ratings.from_frame(data, respondent="id", rating="rating", x=["price_in_%", "other"]))


class Cells(HTMLParser):
    """Texts of the cells of one table."""

    def __init__(self):
        super().__init__()
        self.rows, self.open, self.tags = [], False, []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.open = tag in ("td", "th")
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag):
        self.open = self.open and tag not in ("td", "th")

    def handle_data(self, data):
        if self.open:
            self.rows[-1].append(data)


def test_text_holds_every_number_of_the_table(fit):
    lines = str(fit).splitlines()
    assert lines[0] == fit.headline
    assert lines[1].split() == list(fit.table().columns)
    numbers = [[float(cell.lstrip("<")) for cell in line.split()[1:]] for line in lines[2:]]
    assert_allclose(numbers, fit.table().drop(columns="term"), atol=1e-4)  # four decimals, and <0.0001


def test_json_is_whole_and_has_null_where_there_is_no_number(fit, lost):
    found = json.loads(fit.to_json("robust"))
    table = fit.table("robust")
    assert pd.DataFrame(found["table"]).equals(table)
    assert found["loglik"] == fit.loglik
    assert found["diagnostics"]["iterations"] == fit.diagnostics.iterations
    other = next(row for row in json.loads(lost.to_json())["table"] if row["term"] == "other")
    assert set(other.values()) == {"other", None}


def test_html_escapes_names_and_shows_the_table(fit):
    parsed = Cells()
    parsed.feed(fit.to_html())
    assert parsed.tags.count("table") == 1
    assert "<b&c" not in fit.to_html()
    terms = [row[0] for row in parsed.rows[1:]]
    assert terms == list(fit.table()["term"])
    assert_allclose(
        [[float(cell.lstrip("<")) for cell in row[1:]] for row in parsed.rows[1:]], fit.table().iloc[:, 1:], atol=1e-4
    )
    assert "<td>0.0000" not in fit.to_html()
    assert fit._repr_html_() == fit.to_html()


def test_latex_escapes_names_and_has_a_row_a_term(fit, lost):
    lines = fit.to_latex().splitlines()
    body = lines[lines.index(r"\midrule") + 1 : lines.index(r"\bottomrule")]
    assert len(body) == len(fit.table())
    assert body[0].startswith(r"price\_in\_\% & ")
    assert body[1].startswith(r"a\textless{}b\&c & $")
    assert body[1].split(" & ")[1].startswith("$-")
    assert all(line.endswith(r"\\") and line.count(" & ") == 5 for line in body)
    assert r"other & - & - & - & - & - \\" in lost.to_latex()
    assert r"not\_estimable" in lost.to_latex()


def test_information_criteria_by_hand_and_as_statsmodels_counts_them():
    data = frame()
    fit = fit_binary_logit(Ratings.from_frame(data, respondent="id", rating="yes", x=["price_in_%", "a<b&c"]))
    theirs = sm.Logit(data["yes"], sm.add_constant(data[["price_in_%", "a<b&c"]])).fit(disp=0, tol=1e-12)
    assert fit.parameters == 3
    assert fit.aic == pytest.approx(theirs.aic, rel=1e-9)
    assert fit.loglik_null == pytest.approx(theirs.llnull, rel=1e-9)
    assert fit.rho2 == pytest.approx(theirs.prsquared, rel=1e-7)
    assert fit.bic == pytest.approx(3 * np.log(30) - 2 * theirs.llf, rel=1e-9)  # 30 people, not 240 answers


def test_classes_and_groups_tell_their_shares_and_scales_with_intervals_in_every_view():
    data = frame().assign(town=np.where(np.arange(240) < 120, "A", "B"))
    names = ["price_in_%", "a<b&c"]
    ratings = Ratings.from_frame(data, respondent="id", rating="rating", x=names, background=["town"])
    for fit in (fit_scale_groups(ratings, by="town"), fit_latent_class(ratings, classes=2, starts=5)):
        (note,) = fit.notes("hessian")
        assert note in fit.text("hessian")
        assert json.loads(fit.to_json("hessian"))["notes"] == [note]
        assert note.split(":")[0] in fit.to_html("hessian")
        assert note.split("%")[0].split(" (")[0] in fit.to_latex("hessian")
    row = fit_scale_groups(ratings, by="town").scales("robust").iloc[1]
    told = fit_scale_groups(ratings, by="town").notes("robust")[0]
    assert told.endswith(f"B {row['scale']:.2f} ({row['low']:.2f} to {row['high']:.2f})")
    assert fit_latent_class(ratings, classes=1).notes() == ()
