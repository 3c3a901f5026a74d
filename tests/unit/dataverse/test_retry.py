"""Transient errors are repeated with growing pauses, bounded in count and in time."""

from collections.abc import Callable
from typing import Any

import pytest

from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.retry import Retrier, RetryPolicy
from tests.unit.dataverse.conftest import Clock


def failing(cure: Cure, *, times: int = 99, retry_after: float | None = None) -> Callable[[], str]:
    left = [times]

    def call() -> str:
        if left[0] == 0:
            return "done"
        left[0] -= 1
        raise DataverseError(cure=cure, code="c", message="m", retry_after=retry_after)

    return call


def retrier(clock: Clock, chance: float = 1.0, **policy: Any) -> Retrier:
    return Retrier(
        policy=RetryPolicy(**policy),
        sleep=clock.sleep,
        clock=clock,
        chance=lambda: chance,  # type: ignore[arg-type]
    )


def test_a_transient_error_is_repeated_until_it_passes(clock: Clock) -> None:
    assert retrier(clock).run(failing(Cure.TRANSIENT, times=3)) == "done"
    assert clock.naps == [0.5, 1.0, 2.0]


def test_chance_shortens_a_pause_by_half_at_most(clock: Clock) -> None:
    retrier(clock, chance=0.0).run(failing(Cure.TRANSIENT, times=2))
    assert clock.naps == [0.25, 0.5]


def test_attempts_are_bounded(clock: Clock) -> None:
    with pytest.raises(DataverseError):
        retrier(clock, attempts=3).run(failing(Cure.TRANSIENT))
    assert len(clock.naps) == 2


def test_the_time_is_bounded_too(clock: Clock) -> None:
    with pytest.raises(DataverseError):
        retrier(clock, attempts=100, total=10.0).run(failing(Cure.TRANSIENT))
    assert sum(clock.naps) <= 10.0


@pytest.mark.parametrize("cure", [cure for cure in Cure if cure is not Cure.TRANSIENT])
def test_nothing_else_is_repeated(clock: Clock, cure: Cure) -> None:
    with pytest.raises(DataverseError):
        retrier(clock).run(failing(cure))
    assert clock.naps == []


def test_a_retry_after_is_honoured_in_full(clock: Clock) -> None:
    assert retrier(clock).run(failing(Cure.TRANSIENT, times=1, retry_after=17.0)) == "done"
    assert clock.naps == [17.0]


def test_a_retry_after_that_is_too_long_is_left_to_the_caller(clock: Clock) -> None:
    with pytest.raises(DataverseError) as caught:
        retrier(clock).run(failing(Cure.TRANSIENT, retry_after=300.0))
    assert (clock.naps, caught.value.retry_after) == ([], 300.0)
