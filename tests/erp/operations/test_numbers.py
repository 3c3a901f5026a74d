"""How number series count."""

from datetime import date
from itertools import islice, pairwise

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from erp.models import Customer, NoSeriesLine
from erp.operations.errors import RecordRejected
from erp.operations.number_counting import is_after, numbers_after
from erp.operations.save_no_series_line import save_no_series_line
from erp.operations.take_numbers import take_numbers


@pytest.mark.parametrize(
    ("last", "increment", "following"),
    [
        ("C00010", 10, ["C00020", "C00030"]),
        ("K099", 1, ["K100", "K101"]),
        ("K999", 1, ["K1000", "K1001"]),
        ("2026-0001-X", 1, ["2026-0002-X", "2026-0003-X"]),
        ("7", 5, ["12", "17"]),
    ],
)
def test_the_digits_at_the_end_go_up(last: str, increment: int, following: list[str]) -> None:
    assert list(islice(numbers_after(last, increment=increment), 2)) == following


def test_a_number_without_digits_cannot_be_counted_on() -> None:
    with pytest.raises(ValueError, match="no digits"):
        next(numbers_after("ABC", increment=1))


@given(st.integers(0, 10**6), st.integers(1, 1000))
def test_every_number_lies_after_the_one_before(start: int, increment: int) -> None:
    numbers = [f"N{start:04d}", *islice(numbers_after(f"N{start:04d}", increment=increment), 5)]
    assert all(is_after(later, earlier) for earlier, later in pairwise(numbers))


@pytest.mark.usefixtures("company")
def test_a_line_counts_from_its_starting_date_on() -> None:
    save_no_series_line(
        values={
            "series_code": "CUST",
            "line_no": 20000,
            "starting_date": date(2027, 1, 1),
            "starting_no": "K27-001",
            "increment_by_no": 1,
        }
    )
    with time_machine.travel("2026-12-31T12:00:00Z"):
        assert take_numbers(model=Customer, series_code="CUST", count=2) == ["C00010", "C00020"]
    with time_machine.travel("2027-01-01T12:00:00Z"):
        assert take_numbers(model=Customer, series_code="CUST", count=2) == ["K27-001", "K27-002"]
        assert take_numbers(model=Customer, series_code="CUST", count=1) == ["K27-003"]
    line = NoSeriesLine.objects.get(line_no=20000)
    assert (line.last_no_used, line.last_date_used) == ("K27-003", date(2027, 1, 1))


@pytest.mark.usefixtures("company")
def test_no_numbers_are_no_work_and_odd_series_are_refused() -> None:
    assert take_numbers(model=Customer, series_code=None, count=0) == []
    NoSeriesLine.objects.update(starting_no="NONE")
    with pytest.raises(RecordRejected, match="cannot count on from NONE"):
        take_numbers(model=Customer, series_code="CUST", count=2)
    NoSeriesLine.objects.update(starting_no="9" * 20)
    with pytest.raises(RecordRejected, match="has no number left"):
        take_numbers(model=Customer, series_code="CUST", count=2)
