"""How long something will take. Pure."""

SURE_ENOUGH_SECONDS = 2.0


def seconds_left(*, done: int, total: int, elapsed: float) -> int | None:
    """None while it is too early to tell, or nothing is known about the whole."""
    if not total or not done or elapsed < SURE_ENOUGH_SECONDS:
        return None
    return max(0, round(elapsed * (total - done) / done))
