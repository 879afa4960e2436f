"""The pages that a respondent sees, in the order of the visit."""

from dce.web.survey.coming import ways_in
from dce.web.survey.forms import refuse_broken_text
from dce.web.survey.mine import own
from dce.web.survey.views import answering, entrance

PARTS = (entrance, ways_in, answering, own)

__all__ = ["PARTS", "refuse_broken_text"]
