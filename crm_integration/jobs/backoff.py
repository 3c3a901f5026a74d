"""When a job that met the unexpected is tried again."""

from datetime import timedelta

UNEXPECTED_ATTEMPTS = 3
LONGEST = timedelta(minutes=5)


def unexpected_delay(attempts: int) -> timedelta | None:
    """``attempts`` counts those in vain, this one included; None means that it is enough."""
    if attempts >= UNEXPECTED_ATTEMPTS:
        return None
    return min(timedelta(seconds=2 * 2**attempts), LONGEST)
