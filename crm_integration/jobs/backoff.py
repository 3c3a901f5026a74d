"""When a job that met the unexpected, or whose CRM is away, is tried again."""

from datetime import timedelta

UNEXPECTED_ATTEMPTS = 3
LONGEST = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=15)


def unexpected_delay(attempts: int) -> timedelta | None:
    """``attempts`` counts those in vain, this one included; None means that it is enough."""
    if attempts >= UNEXPECTED_ATTEMPTS:
        return None
    return min(timedelta(seconds=2 * 2**attempts), LONGEST)


def outage_delay(waits: int) -> timedelta:
    """``waits`` counts those since the last progress; the CRM is asked again every few minutes at least."""
    return min(FIRST_WAIT * 2 ** min(waits, 10), LONGEST)
