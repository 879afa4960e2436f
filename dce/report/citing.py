"""How to cite a report: a line to read, and an entry for programs that keep literature."""

from __future__ import annotations

from importlib.metadata import version

from dce.report.material import Material

SHORT = 12  # digits of a hash, enough to tell studies apart
BIBTEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}", "^": r"\^{}"}
)


def citation(material: Material) -> str:
    """One line: who, year, title, day, study and version of its file, people, and the program that made it."""
    contents, words = material.contents, material.words
    by = _organisation(material)
    title = contents.study.title[words.language]
    head = f"{by} ({contents.date.year}). {title}." if by else f"{title} ({contents.date.year})."
    return f"{head} {_note(material)}."


def bibtex(material: Material) -> str:
    """The same as an entry of BibTeX."""
    contents, words = material.contents, material.words
    by = _organisation(material)
    fields = {
        "title": contents.study.title[words.language],
        **({"author": by} if by else {}),
        "year": str(contents.date.year),
        "date": contents.date.isoformat(),
        "language": {"nl": "dutch", "en": "english"}[words.language],
        "note": _note(material),
    }
    # A name in braces of its own is not taken for a family name, and a title keeps its capitals.
    whole = {
        name: f"{{{_escaped(value)}}}" if name in ("title", "author") else _escaped(value)
        for name, value in fields.items()
    }
    lines = [f"  {name} = {{{value}}}," for name, value in whole.items()]
    return "\n".join([f"@misc{{{contents.study.id}-{contents.study.hash[:SHORT]},", *lines, "}"])


def program() -> str:
    """The name and version of this program."""
    return f"dce {version('dce-platform')}"


def _note(material: Material) -> str:
    contents, words = material.contents, material.words
    parts = [
        words.say("cite_report", date=words.date(contents.date)),
        words.say("cite_study", study=contents.study.id, hash=contents.study.hash[:SHORT]),
        words.say("people", n=words.count(material.sample.people)),
        *([words.say("synthetic_source")] if contents.synthetic else []),
        words.say("cite_made", program=program()),
    ]
    return "; ".join(parts)


def _organisation(material: Material) -> str:
    field = material.contents.fieldwork
    return field.organisation[material.words.language] if field and field.organisation else ""


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(BIBTEX)
