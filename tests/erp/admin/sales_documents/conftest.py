"""A company that sells, and one order of it."""

import pytest

from erp.models import SalesHeader
from tests.erp.sales import document, item, set_up_sales


@pytest.fixture
def selling(company: None) -> None:
    set_up_sales()


@pytest.fixture
def order(selling: None) -> SalesHeader:
    """Ten benches at 100 for Acme."""
    return document(item("BENCH", 10), your_reference="ORD-7")
