"""Date formulas such as 30D, 1M+10D or CM: so long after a date, or the end of its week, month or year."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta


class BeyondCalendar(ValueError):
    """The formula is one, but the date is before or behind all that there are."""


_TERM = re.compile(r"([+-]?)(?:C([WMQY])|([0-9]{1,4})([DWMQY]))")
_MONTHS = {"M": 1, "Q": 3, "Y": 12}


def date_after(start: date, formula: str) -> date:
    """Returns the date that a formula gives from a date; a blank formula gives the date itself.

    Raises ValueError for what is no formula, BeyondCalendar for what leads out of the calendar.
    """
    position, result = 0, start
    text = formula.replace(" ", "").upper()
    while position < len(text):
        match = _TERM.match(text, position)
        if match is None or (position and not match[1]):
            raise ValueError(f"{formula!r} is not a date formula.")
        result = _moved(result, match)
        position = match.end()
    return result


def _moved(start: date, match: re.Match[str]) -> date:
    sign = -1 if match[1] == "-" else 1
    try:
        if match[2]:
            return _CURRENT[match[2], sign](start)
        return _shifted(start, sign * int(match[3]), match[4])
    except (OverflowError, ValueError) as error:
        raise BeyondCalendar(str(error)) from error


def _shifted(start: date, count: int, unit: str) -> date:
    if unit in _MONTHS:
        return _months_later(start, count * _MONTHS[unit])
    return start + timedelta(days=count * (7 if unit == "W" else 1))


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _first_of(start: date, months: int) -> date:
    return date(start.year, (start.month - 1) // months * months + 1, 1)


def _end_of(start: date, months: int) -> date:
    return _months_later(_first_of(start, months), months) - timedelta(days=1)


_CURRENT: dict[tuple[str, int], Callable[[date], date]] = {
    ("W", 1): lambda start: start + timedelta(days=6 - start.weekday()),
    ("W", -1): lambda start: start - timedelta(days=start.weekday()),
    **{(unit, 1): lambda start, n=count: _end_of(start, n) for unit, count in _MONTHS.items()},  # type: ignore[misc]
    **{(unit, -1): lambda start, n=count: _first_of(start, n) for unit, count in _MONTHS.items()},  # type: ignore[misc]
}
