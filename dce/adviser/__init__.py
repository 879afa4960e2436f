"""The model as an adviser: what experts would say of a case, why, how sure, and when not to ask it."""

from dce.adviser.advice import INVENTED, PERSON_DECIDES, Advice, Brake, Change, Estimate, GroupAdvice, Nearest, Step
from dce.adviser.adviser import Adviser, fit_adviser
from dce.adviser.cases import Case, cases_from_csv, checked_case
from dce.adviser.keeping import as_dict, from_dict
from dce.adviser.outcomes import Outcomes, compare_outcomes
from dce.adviser.validation import Validation, validate_adviser

__all__ = [
    "INVENTED",
    "PERSON_DECIDES",
    "Advice",
    "Adviser",
    "Brake",
    "Case",
    "Change",
    "Estimate",
    "GroupAdvice",
    "Nearest",
    "Outcomes",
    "Step",
    "Validation",
    "as_dict",
    "cases_from_csv",
    "checked_case",
    "compare_outcomes",
    "fit_adviser",
    "from_dict",
    "validate_adviser",
]
