"""The pages that a respondent sees, in the order of the visit."""

from dce.web.survey.forms import refuse_broken_text
from dce.web.survey.views import answering, entrance

__all__ = ["answering", "entrance", "refuse_broken_text"]
