"""The errors that dce raises: each says where, what is wrong, and what would be right."""


class DceError(Exception):
    """Anything that dce refuses; the command line prints it as one line and exits with 1."""


class StudyError(DceError):
    """A study file or study value that cannot be used."""


class DesignError(DceError):
    """A design that cannot be made, read or used with its study."""


class AnswerError(DceError):
    """Answers that do not fit the study, the scale or the respondent."""


class FitError(DceError):
    """A model that cannot be fitted to what it was given."""


class StoreError(DceError):
    """A database that cannot be opened, trusted or written."""
