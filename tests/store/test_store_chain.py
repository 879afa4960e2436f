"""The hash of an answer stays what it was: by the standard library alone, or every database would fail its check."""

import hashlib
from dataclasses import FrozenInstanceError

import pytest

from dce.store.chain import START, Link


def test_a_text_of_any_language_is_hashed_as_utf_8():
    written = f'["{START}", "anna", 2, 7, "één ☂", "2026-11-21T09:05Z"]'
    assert Link(START, "anna", 2, 7, "één ☂", "2026-11-21T09:05Z").hash == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(("showing", "revision"), [(2, 1), (1, 2), (2, 2)])
def test_a_second_showing_and_a_revision_are_hashed_too(showing: int, revision: int):
    written = f'["{START}", "anna", 2, 7, "4", "2026-11-21T09:05Z", {showing}, {revision}]'
    link = Link(START, "anna", 2, 7, "4", "2026-11-21T09:05Z", showing, revision)
    assert link.hash == hashlib.sha256(written.encode()).hexdigest()


def test_a_link_is_not_changed():
    link = Link(START, "anna", 1, 7, "4", "2026-11-21T09:05Z")
    with pytest.raises(FrozenInstanceError):
        link.answer = "5"
