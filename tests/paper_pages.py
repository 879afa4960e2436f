"""What stands on which page of a tagged PDF, in the order in which it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

HEADINGS = {"/H1", "/H2", "/H3", "/H4"}


@dataclass(frozen=True)
class Piece:
    """A run of text or a picture: its page, counted from 1, and the tags around it, the outer one first."""

    page: int
    tags: tuple[str, ...]

    @property
    def announces(self) -> bool:
        """Whether it is nothing without what follows: a heading, or the caption of a table or of a figure."""
        return bool({*HEADINGS, "/Caption"} & set(self.tags))

    @property
    def pictured(self) -> bool:
        """Whether it is a picture, and no text beside one."""
        return self.tags[-1] == "/Figure"


def pieces(written: bytes) -> list[Piece]:
    """Every piece of a document; what stands in a margin is none."""
    reader = PdfReader(BytesIO(written))
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, start=1)}
    return list(_pieces(reader.trailer["/Root"]["/StructTreeRoot"], (), numbers, 0))


def _pieces(part: DictionaryObject, around: tuple[str, ...], pages: dict[int, int], page: int) -> Iterator[Piece]:
    page = pages[part.raw_get("/Pg").idnum] if "/Pg" in part else page
    tags = (*around, str(part["/S"])) if part.get("/S") not in (None, "/Span", "/NonStruct") else around
    children = part.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        found = child.get_object()
        if not isinstance(found, DictionaryObject):
            yield Piece(page, tags)
        elif "/MCID" in found:
            yield Piece(pages[found.raw_get("/Pg").idnum] if "/Pg" in found else page, tags)
        elif found.get("/Type") != "/OBJR":
            yield from _pieces(found, tags, pages, page)


def stranded(written: bytes) -> list[tuple[Piece, Piece]]:
    """What announces something, and that something where it stands on another page: after a heading or caption the
    next text, after the words above a picture the picture."""
    found = pieces(written)
    apart = [(one, after) for one, after in pairwise(found) if one.announces and one.page != after.page]
    heading: Piece | None = None
    for piece in found:
        if HEADINGS & set(piece.tags):
            heading = piece
        elif piece.pictured and heading:
            apart += [(heading, piece)] if heading.page != piece.page else []
            heading = None
    return apart
