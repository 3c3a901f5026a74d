"""How long something will take. Pure."""

EARLIEST_SECONDS = 2.0
SURE_ENOUGH_SECONDS = 10.0
SURE_ENOUGH_SHARE = 0.05


def seconds_left(*, done: int, total: int, elapsed: float) -> int | None:
    """None while it is too early to tell, or nothing is known about the whole."""
    if not total or not done or elapsed < EARLIEST_SECONDS:
        return None
    if elapsed < SURE_ENOUGH_SECONDS and done < total * SURE_ENOUGH_SHARE:
        return None
    return max(0, round(elapsed * (total - done) / done))
