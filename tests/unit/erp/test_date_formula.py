"""When something is due that is due so long after a date."""

from datetime import date

import pytest

from erp.operations.date_formula import BeyondCalendar, date_after


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("", date(2026, 1, 31)),
        ("30D", date(2026, 3, 2)),
        ("1M", date(2026, 2, 28)),
        ("2W", date(2026, 2, 14)),
        ("1Y", date(2027, 1, 31)),
        ("1M+CM", date(2026, 2, 28)),
        ("cm + 10d", date(2026, 2, 10)),
        ("CW", date(2026, 2, 1)),
        ("-CM", date(2026, 1, 1)),
        ("-1D", date(2026, 1, 30)),
        ("CQ", date(2026, 3, 31)),
        ("CY", date(2026, 12, 31)),
        ("1Q", date(2026, 4, 30)),
    ],
)
def test_a_formula_leads_to_a_date(formula: str, result: date) -> None:
    assert date_after(date(2026, 1, 31), formula) == result


@pytest.mark.parametrize("formula", ["30D", "1M", "CM+1D", "1Y", "9999W"])
def test_there_is_no_date_behind_the_last_one(formula: str) -> None:
    with pytest.raises(BeyondCalendar):
        date_after(date.max, formula)


@pytest.mark.parametrize("formula", ["soon", "30", "30D10D", "D", "9999Y", "C", "1M-"])
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        date_after(date(2026, 1, 31), formula)
