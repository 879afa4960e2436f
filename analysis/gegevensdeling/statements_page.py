"""The published statements beside the figures that dce makes of the stored sample; writes statements.html.

The sample is invented (responses/gegevensdeling-synthetic.csv). Verdicts of the other two samples are those of
statements.csv. With "en" behind it the page is in English.
"""

import sys
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
from markupsafe import Markup
from statements import FOLDER, LISTS, ROOT, Sample, evaluate

import dce
from dce.report import ReportContents
from dce.report.answer_figures import class_figure, scenario_figure
from dce.report.figure import Figure
from dce.report.group_figures import groups_figure
from dce.report.html import environment
from dce.report.importance_figures import importance_figure, split_figure
from dce.report.material import Material
from dce.report.opinions import Interval
from dce.report.pictures.findings import self_image as self_image_picture
from dce.report.spread_figures import spread_figure
from dce.report.tables import Part, Table, sample_table
from dce.report.wording import Wording, capital

HERE = Path(__file__).resolve().parent
SAMPLE = "50 by chance"
SPLITS = {"roles": "rol", "sectors": "sector"}
DAY = date(2026, 11, 21)
MEANINGS = {"position": "classes", "roles": "groups", "self_image": "", "study": "sample"}
AGAIN = {"privacy", "sectors", "groups"}  # the panel stands in a section above


@cache  # the same for both languages
def contents_of(sample):
    """Everything that the figures are drawn from."""
    study, design = sample.study, dce.Design.load(FOLDER)
    trends = {by: dce.trend(sample.ratings, study, by=by) for by in ("jaren_functie", "jaren_privacy")}
    return ReportContents(
        study=study, design=design, answers=sample.answers, check=None, trends=trends, spread=sample.spread,
        rankings={"": dce.rank_criteria(sample.ratings, study, seed=1), **sample.by},
        fit=dce.fit_ordered_logit(sample.ratings), synthetic=True, date=DAY,
        command="python analysis/gegevensdeling/statements_page.py",
        agreement=dce.scenario_agreement(sample.ratings, study),
    )  # fmt: skip


def figures_of(material, sample):
    """The figure of each section, as the report draws it."""
    results = {result.split.item.id: result for result in material.splits}
    split = material.sample.split
    return {
        "study": None,
        "scenarios": scenario_figure(material),
        "spread": spread_figure(material),
        "position": class_figure(material, split("jaren_functie")),
        "privacy": class_figure(material, split("jaren_privacy")),
        "importance": importance_figure(material),
        "roles": split_figure(material, results["rol"]),
        "sectors": split_figure(material, results["sector"]),
        "self_image": self_image_figure(material, sample),
        "groups": groups_figure(material),
    }


def self_image_figure(material, sample):
    """How often each self-image is strongly against."""
    words, found = material.words, sample.self_image
    picture = self_image_picture(found, words.language)
    item = next(item for item in words.study.background if item.id == found.by)
    rows = found.table().dropna(subset=["n"])
    cells = tuple(
        (
            words.group(item, row.group),
            words.count(row.n),
            words.share(Interval(row.strongly, row.strongly_low, row.strongly_high)),
        )
        for row in rows.itertuples()
    )
    head = (words.say("col_group"), words.say("col_people"), f"{words.answer(words.study.scale_ids[0])} (95%)")
    return Figure(
        name="self_image", title=picture.title, subtitle=picture.subtitle, source=material.source(),
        table=Table(capital(words.item(item)), head, (Part(cells),)),
        charts=(picture.chart("self-image", words.language),),
    )  # fmt: skip


def lists_of(material, page, by):
    """The published first four of each group beside those of this sample, which never stand without their places."""
    words = material.words
    result = next(result for result in material.splits if result.split.item.id == by)
    parts = []
    for group in result.groups:
        if group.readable and group.group in LISTS:
            both = zip(LISTS[group.group][1], group.standings, strict=False)  # four of the ten
            rows = tuple(
                (
                    str(place),
                    words.criterion(said),
                    words.criterion(own.criterion),
                    words.share(own),
                    words.place_set(own),
                )
                for place, (said, own) in enumerate(both, start=1)
            )
            named = words.group(result.split.item, group.group)
            parts.append(Part(rows, words.say("group_people", group=named, n=group.people)))
    head = (page["place"], page["published"], page["here"], words.say("col_importance"), words.say("col_places"))
    caption = page["lists"].format(item=words.item(result.split.item))
    return Table(caption, head, tuple(parts), words=3)


@cache
def verdicts_of(sample):
    """A row a statement and a column a sample: those of this sample computed now, the others as they are stored."""
    own = evaluate(sample.study, {SAMPLE: sample})
    stored = pd.read_csv(HERE / "statements.csv")
    both = pd.concat([own, stored[stored["sample"] != SAMPLE]])
    return both.pivot_table(index="id", columns="sample", values="verdict", aggfunc="first", sort=False), own


def page_of(sample, language):
    """The page as text."""
    texts = tomllib.loads((HERE / "statements.toml").read_text(encoding="utf-8"))
    words = Wording(sample.study, language)
    material, page = Material(contents_of(sample), words), texts["page"][language]
    verdicts, own = verdicts_of(sample)
    figures, shown = figures_of(material, sample), own.set_index("id")["estimates"]
    said = {key: statement(texts, language, key, verdicts.loc[key], shown[key]) for key in verdicts.index}
    sections = [
        {
            "name": name, "heading": about[language], "statements": [said[key] for key in about["statements"]],
            "figure": figures[name], "meaning": "" if name in AGAIN else MEANINGS.get(name, name),
            "own": sample_table(material) if name == "study" else None,
            "tables": [lists_of(material, page, SPLITS[name])] if name in SPLITS else [],
        }
        for name, about in texts["sections"].items()
    ]  # fmt: skip
    css = (Path(dce.__file__).parent / "report" / "static" / "report.css").read_text(encoding="utf-8")
    template = environment().from_string((HERE / "statements.jinja").read_text(encoding="utf-8"))
    values = {"say": words.say, "language": language, "page": page, "sections": sections, "css": Markup(css)}  # noqa: S704  # our own file
    return template.render(values, overview=overview_of(texts, language, verdicts)).lstrip()


def statement(texts, language, key, verdicts, shown):
    """One statement with its verdicts and what may be concluded."""
    names, told = texts["samples"][language], texts["verdicts"][language]
    conclusions, verdict = texts["conclusions"][language], verdicts[SAMPLE]
    can = conclusions["cannot tell shown" if verdict == "cannot tell" and shown == "yes" else verdict]
    many = conclusions["many"].format(verdict=told[verdicts["5000"]])
    listed = "; ".join(f"{names[sample]}: {told[verdicts[sample]]}" for sample in names)
    return {"id": key, "verdicts": listed, "can": f"{can} {many}", **texts[key][language]}


def overview_of(texts, language, verdicts):
    """A row a statement, a column a sample."""
    names, told, page = texts["samples"][language], texts["verdicts"][language], texts["page"][language]
    rows = tuple(
        (f"{key}. {texts[key][language]['said']}", *(told[row[sample]] for sample in names))
        for key, row in verdicts.iterrows()
    )
    return Table(page["overview"], (page["column"], *names.values()), (Part(rows),), words=len(names) + 1)


def main():
    """Write the page beside this script."""
    study = dce.Study.load(FOLDER / "study.yaml")
    answers = dce.read_answers(ROOT / "responses" / "gegevensdeling-synthetic.csv", study)
    path = HERE / "statements.html"
    path.write_text(page_of(Sample(study, answers), "en" if "en" in sys.argv[1:] else "nl"), encoding="utf-8")
    print(f"Invented answers: they say nothing about real people.\nwrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
