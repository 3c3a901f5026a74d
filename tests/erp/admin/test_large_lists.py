"""Lists of large tables show every record once, in the order that was asked for, near and far."""

import pytest

from erp.admin.extended_list import FoundPaginator
from erp.models import Currency
from erp.operations.create_currencies import create_currencies

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", [("description", "-code"), ("-description", "code"), ("-code",)])
def test_each_page_of_a_list_goes_on_where_the_one_before_ended(order: tuple[str, ...]) -> None:
    create_currencies(
        rows=[{"code": f"X{place:02}", "description": f"Crown {place % 4}"} for place in range(23)]
    )
    currencies = Currency.objects.filter(code__startswith="X").order_by(*order)
    pages = [[currency.code for currency in page.object_list] for page in FoundPaginator(currencies, 5)]
    assert [len(page) for page in pages] == [5, 5, 5, 5, 3]
    assert [code for page in pages for code in page] == [currency.code for currency in currencies]
