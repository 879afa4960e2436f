"""Numbers and dates as people read them: decimal comma and thin spaces in Dutch, the English forms in English."""

from __future__ import annotations

import math
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

DASH, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"


def whole(value: float, language: str) -> str:
    """A count with its thousands apart.

    >>> whole(1050, "nl") == "1\N{NARROW NO-BREAK SPACE}050", whole(1050, "en")
    (True, '1,050')
    """
    text = format_decimal(round(value), format="#,##0", locale=LOCALES[language])
    return text.replace(".", THIN_SPACE) if language == "nl" else text


def decimal(value: float, language: str, digits: int = 2) -> str:
    """A number with ``digits`` decimals; a dash where there is no number.

    >>> decimal(1.456, "nl"), decimal(-0.2, "en", 0), decimal(-1, "en") == MINUS + "1.00"
    ('1,46', '0', True)
    """
    if not math.isfinite(value):
        return DASH
    rounded = round(value, digits) + 0.0  # plus zero: no number reads "-0"
    text = format_decimal(rounded, format=f"0.{'0' * digits}" if digits else "0", locale=LOCALES[language])
    return text.replace("-", MINUS)


def percent(share: float) -> str:
    """A share of one as whole percents; a dash where there is no number.

    >>> percent(0.2449), percent(float("nan")) == DASH
    ('24%', True)
    """
    return f"{_round(100 * share)}%" if math.isfinite(share) else DASH


def bare_percent(share: float) -> str:
    """The same without the sign, for the ends of an interval."""
    return f"{_round(100 * share)}" if math.isfinite(share) else DASH


def chance(share: float) -> str:
    """A probability as percents that never pretends to be certain: a finite number of draws cannot show that.

    >>> chance(1.0), chance(0.42), chance(0.002)
    ('>99%', '42%', '<1%')
    """
    if not math.isfinite(share):
        return DASH
    return ">99%" if share > 0.99 else "<1%" if share < 0.01 else percent(share)


def bare_chance(share: float) -> str:
    """The same without the sign, for the cells of a matrix.

    >>> bare_chance(0.999), bare_chance(0.5)
    ('>99', '50')
    """
    return chance(share).removesuffix("%")


def p_value(p: float, language: str) -> str:
    """A p value with three decimals, and a bound where it is smaller.

    >>> p_value(0.0002, "nl"), p_value(0.0416, "en")
    ('< 0,001', '0.042')
    """
    return f"< {decimal(0.001, language, 3)}" if p < 0.001 else decimal(p, language, 3)


def long_date(day: date, language: str) -> str:
    """A date in words.

    >>> long_date(date(2026, 11, 21), "nl"), long_date(date(2026, 11, 21), "en")
    ('21 november 2026', '21 November 2026')
    """
    return format_date(day, "d MMMM y", locale=LOCALES[language])


def _round(value: float) -> int:
    return math.floor(value + 0.5)
