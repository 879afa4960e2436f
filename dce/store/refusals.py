"""What the store refuses, each with a class of its own so that a caller can answer it in its own way."""

# ruff: noqa: N818 - each name says what happened, as the person who gets it would; "Error" adds nothing

from __future__ import annotations

from typing import TYPE_CHECKING

from dce.errors import AnswerError, StoreError

if TYPE_CHECKING:
    from dce.store.drafts import Draft


class StoreBusy(StoreError):
    """The database cannot be written now: locked, disk full or no permission. Nothing was stored; try again later."""


class UnknownTask(AnswerError):
    """A task that this respondent was not given."""


class OutsideScale(AnswerError):
    """A rating, language, background item or option that the study does not have."""


class AlreadyAnswered(AnswerError):
    """Another rating than the one that is stored already, which stays as it is."""


class Unfinished(AnswerError):
    """Not all tasks are answered yet."""


class InvitationUsed(AnswerError):
    """An invitation that another person came in with."""


class NotOpen(AnswerError):
    """A person or an answer that comes while the study is not open."""


class NoStudy(StoreError):
    """A study that is not here, or not any more."""


class DesignsDiffer(StoreError):
    """Answers to designs that ask different things, of which one has to be named."""


class TellsOfFewer(StoreError):
    """A version that would tell of smaller groups than people were promised who began already."""


class WrongState(StoreError):
    """What a study in this state does not allow; nothing was changed."""


class LastOrganiser(StoreError):
    """A study would be left without anybody who may change it."""


class DraftChanged(StoreError):
    """A draft that somebody else changed meanwhile: ``theirs`` is what is stored, and ``mine`` the text that is not."""

    def __init__(self, message: str, theirs: Draft, mine: str) -> None:
        super().__init__(f"{message}; nothing was stored: compare both texts, and save again")
        self.theirs, self.mine = theirs, mine


class LinkGone(StoreError):
    """A one-time link that was used, is too old, or never was."""


class PasswordRefused(StoreError):
    """A password that is too easy to guess; ``reason`` says in one word why."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class TooManyTries(StoreError):
    """Too many wrong passwords or codes; ``seconds`` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"too many wrong passwords or codes; wait {seconds} seconds")
        self.seconds = seconds


HELD = "another program holds the database; nothing was stored, try again"
FULL = "the disk is full or failing; nothing was stored, make room and try again"
DAMAGED = "the database is damaged; keep the file aside and put the last backup in its place"
HALF = "text with half a character cannot be stored; send valid UTF-8"
