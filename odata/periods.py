"""Periods around a moment, as half-open spans in UTC: ``[first, after)``. Weeks begin on Sunday."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple


class Span(NamedTuple):
    """None leaves a side open."""

    first: datetime | None
    after: datetime | None


def day(moment: datetime, days: int = 0) -> datetime:
    """The first moment of the day that lies so many days later."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days)


def week(moment: datetime, weeks: int = 0) -> datetime:
    return day(moment, 7 * weeks - (moment.weekday() + 1) % 7)


def month(moment: datetime, months: int = 0) -> datetime:
    return plus_months(day(moment).replace(day=1), months)


def year(moment: datetime, years: int = 0) -> datetime:
    return month(moment.replace(month=1, day=1), 12 * years)


def plus_months(moment: datetime, months: int) -> datetime:
    """The same day of another month, or that month's last day. Raises OverflowError."""
    years, index = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not 1 <= years <= 9999:
        raise OverflowError(months)
    last = monthrange(years, index + 1)[1]
    return moment.replace(year=years, month=index + 1, day=min(moment.day, last))


FIXED: Final[Mapping[str, Callable[[datetime], Span]]] = {
    "Yesterday": lambda now: Span(day(now, -1), day(now)),
    "Today": lambda now: Span(day(now), day(now, 1)),
    "Tomorrow": lambda now: Span(day(now, 1), day(now, 2)),
    "Last7Days": lambda now: Span(day(now, -7), now),
    "Next7Days": lambda now: Span(now, day(now, 8)),
    "LastWeek": lambda now: Span(week(now, -1), week(now)),
    "ThisWeek": lambda now: Span(week(now), week(now, 1)),
    "NextWeek": lambda now: Span(week(now, 1), week(now, 2)),
    "LastMonth": lambda now: Span(month(now, -1), month(now)),
    "ThisMonth": lambda now: Span(month(now), month(now, 1)),
    "NextMonth": lambda now: Span(month(now, 1), month(now, 2)),
    "LastYear": lambda now: Span(year(now, -1), year(now)),
    "ThisYear": lambda now: Span(year(now), year(now, 1)),
    "NextYear": lambda now: Span(year(now, 1), year(now, 2)),
}

_LATER: Final[Mapping[str, Callable[[datetime, int], datetime]]] = {
    "Minutes": lambda now, count: now + timedelta(minutes=count),
    "Hours": lambda now, count: now + timedelta(hours=count),
    "Days": lambda now, count: now + timedelta(count),
    "Weeks": lambda now, count: now + timedelta(7 * count),
    "Months": plus_months,
    "Years": lambda now, count: plus_months(now, 12 * count),
}
_BY_THE_CLOCK: Final = ("Minutes", "Hours")


def counted(prefix: str, unit: str, count: int, now: datetime) -> Span | None:
    """``LastX`` or ``NextX`` or ``OlderThanX`` units; None if there is no such function.

    Of days and longer units, the first or last one counts whole. Raises OverflowError.
    """
    later = _LATER.get(unit)
    if later is None or (unit == "Minutes" and prefix != "OlderThan"):
        return None
    if prefix == "Next":
        end = later(now, count)
        return Span(now, end if unit in _BY_THE_CLOCK else day(end, 1))
    begin = later(now, -count)
    begin = begin if unit in _BY_THE_CLOCK else day(begin)
    return Span(begin, now) if prefix == "Last" else Span(None, begin)
