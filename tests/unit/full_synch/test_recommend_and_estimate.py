"""What the review recommends, and how long it says that it will take."""

import pytest

from crm_integration.full_synch.estimate import seconds_left
from crm_integration.full_synch.recommend import Recommendation, recommend


@pytest.mark.parametrize(
    ("uncoupled_erp", "uncoupled_crm", "coupled", "expected"),
    [
        (True, True, False, Recommendation.COUPLE),
        (True, True, True, Recommendation.COUPLE),
        (True, False, False, Recommendation.FULL),
        (False, True, False, Recommendation.FULL),
        (False, False, True, Recommendation.FULL),
        (False, False, False, Recommendation.NO_RECORDS),
    ],
)
def test_the_recommendation_follows_from_what_is_uncoupled(
    uncoupled_erp: bool, uncoupled_crm: bool, coupled: bool, expected: Recommendation
) -> None:
    assert recommend(uncoupled_erp=uncoupled_erp, uncoupled_crm=uncoupled_crm, coupled=coupled) == expected


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "expected"),
    [
        (100, 400, 10.0, 30),
        (400, 400, 10.0, 0),
        (500, 400, 10.0, 0),
        (0, 400, 10.0, None),
        (100, 0, 10.0, None),
        (100, 400, 1.0, None),
        (10, 400, 9.0, None),
        (10, 400, 10.0, 390),
        (20, 400, 5.0, 95),
    ],
)
def test_the_estimate_follows_the_speed_so_far(
    done: int, total: int, elapsed: float, expected: int | None
) -> None:
    assert seconds_left(done=done, total=total, elapsed=elapsed) == expected
