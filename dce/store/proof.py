"""Proof of deletion: a note that says what was deleted and when, signed by the site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from dce.errors import StoreError
from dce.store.seal import public_key, sign, signed
from dce.study.value import StudyId, Value

Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MOST_BYTES = 100_000


class Note(Value):
    """That of a study every row was deleted: how many of each table, ``at`` which minute, and ``by`` whom.

    ``closed`` is when it closed, and ``retention_months`` how long after that answers were to be kept. Who has the
    ``public_key`` of the site can check the ``signature`` (Ed25519) without any secret.
    """

    kind: Literal["proof of deletion"] = "proof of deletion"
    study: StudyId
    study_hashes: tuple[Hex, ...]
    closed: str | None
    retention_months: int | None
    deleted: dict[str, Annotated[int, Field(ge=0)]]
    at: str
    by: str
    public_key: Hex
    signature: str = ""

    @property
    def signed_text(self) -> bytes:
        """What the signature is of: everything else, as JSON with sorted keys and no spaces."""
        content = self.model_dump(mode="json", exclude={"signature"})
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def text(self) -> str:
        """The note as JSON to save: the same note always gives the same text."""
        return json.dumps(self.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"

    def genuine(self, public: str) -> bool:
        """Whether the site of the key ``public`` signed it, and not a word was changed since."""
        return self.public_key == public and signed(public, self.signed_text, self.signature)

    @classmethod
    def make(cls, key: bytes, **content: object) -> Note:
        """Make a note and sign it with the key of the site."""
        note = cls.model_validate({**content, "public_key": public_key(key)})
        return note.model_copy(update={"signature": sign(key, note.signed_text)})

    @classmethod
    def parse(cls, text: str | bytes, name: str = "note") -> Note:
        """Read a note from JSON; raises StoreError where it is none."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise StoreError(f"{name}: is no note of a deletion; give the file that dce forget wrote") from error

    @classmethod
    def load(cls, path: Path) -> Note:
        """Read a note from a file; raises StoreError where it cannot be read or is none."""
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES)
        except OSError as error:
            raise StoreError(f"{path}: cannot be read ({error.strerror}); name the note of a deletion") from error
        return cls.parse(content, str(path))


def counted(deleted: Mapping[str, int]) -> str:
    """The counts in one line, those that are nothing left out.

    >>> counted({"answers": 24, "disputes": 0, "respondents": 3})
    'answers 24, respondents 3'
    """
    return ", ".join(f"{table} {count}" for table, count in deleted.items() if count) or "nothing"
