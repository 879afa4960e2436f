"""From the store to the shapes that the API gives; people are counted and shown by the same rules as on every page."""

from __future__ import annotations

from collections.abc import Mapping

from dce.disclosure import AtLeast, Hidden
from dce.report.exchange import describe_columns
from dce.store import Store, Token
from dce.store.standing import Part as StoredPart
from dce.web.api import shapes
from dce.web.api.editions import Editions

EDITION = 16  # digits of what names an edition of the answers


def studies(store: Store, study_id: str) -> shapes.StudyList:
    """The one study of a token."""
    found = store.current(study_id).study
    line = shapes.StudyLine(id=found.id, title=found.title.root, state=store.life.state(study_id))
    return shapes.StudyList(studies=[line])


def study(store: Store, study_id: str) -> shapes.Study:
    """A study as it is published now."""
    found = store.current(study_id).study
    return shapes.Study(
        id=found.id,
        title=found.title.root,
        state=store.life.state(study_id),
        hash=found.hash,
        languages=list(found.languages),
        task_kind=found.task.kind,
        statement=found.task.statement.root,
        scale=_options(found.task.scale),
        criteria=[
            shapes.Criterion(id=one.id, label=one.label.root, coding=one.coding, levels=_options(one.levels))
            for one in found.criteria
        ],
        background=[
            shapes.BackgroundItem(id=one.id, label=one.label.root, group=one.group, options=_options(one.options))
            for one in found.background
        ],
        smallest_group=found.privacy.smallest_group,
    )


def scenarios(store: Store, study_id: str) -> shapes.ScenarioList:
    """Every scenario of the current design, in the order of its file."""
    design = store.current(study_id)
    roles = dict.fromkeys(design.practice, "practice") | dict.fromkeys(design.holdouts, "holdout")
    roles |= dict.fromkeys(design.anchors, "anchor")
    names = list(design.study.criterion_ids)
    rows = design.frame[["version", "task", "alternative", *names]].to_dict("records")
    return shapes.ScenarioList(
        design_hash=design.hash,
        scenarios=[
            shapes.Scenario(
                version=row["version"],
                task=row["task"],
                alternative=row["alternative"],
                role=roles.get(row["task"], "task"),
                levels={name: str(row[name]) for name in names},
            )
            for row in rows
        ],
    )


def progress(store: Store, study_id: str) -> shapes.Progress:
    """How the fieldwork stands."""
    found = store.standing(study_id)
    return shapes.Progress(
        state=store.moment(study_id),
        begun=_count(found.begun),
        completed=_count(found.completed),
        groups=[shapes.Group(item=item, options=_parts(options)) for item, options in found.groups.items()],
        versions=_parts(found.versions),
        last_day=found.last_day,
    )


def codebook(store: Store, study_id: str, language: str | None) -> shapes.Codebook:
    """What every column of the answers holds."""
    design = store.current(study_id)
    spoken = language if language in design.study.languages else design.study.language
    frame = store.answers(study_id, design_hash=design.hash)
    columns = describe_columns([str(name) for name in frame.columns], design, spoken)
    return shapes.Codebook(language=spoken, columns=[shapes.Column.model_validate(column) for column in columns])


def answers(
    store: Store, editions: Editions, page: int, page_size: int, *, token: Token, newest: bool
) -> shapes.AnswerPage:
    """A page of the answers, of the ``newest`` edition or the last; raises AnswerError where there can be none."""
    edition = editions.now(store, token, newest=newest)
    with store.snapshot():  # nobody on the page leaves while it is read
        rows = edition.page(store, page, page_size)
    return shapes.AnswerPage(
        edition=edition.name[:EDITION],
        page=page,
        page_size=page_size,
        rows=edition.rows,
        people=len(edition.people),
        fewest_alike=edition.fewest_alike,
        synthetic=bool(edition.people.all()),
        answers=rows.astype(object).where(rows.notna(), None).to_dict("records"),
    )


def _options(options: object) -> list[shapes.Option]:
    return [shapes.Option(id=one.id, label=one.label.root) for one in options or ()]  # type: ignore[attr-defined]


def _parts(parts: Mapping[str, StoredPart]) -> list[shapes.Part]:
    return [
        shapes.Part(id=name, begun=_count(part.begun), completed=_count(part.completed)) for name, part in parts.items()
    ]


def _count(people: AtLeast | Hidden) -> shapes.Count:
    if isinstance(people, Hidden):
        return shapes.Count(at_least=None, step=people.smallest, hidden=people.reason)
    return shapes.Count(at_least=people.people, step=people.step)
