"""Deletes a customer price group with its prices."""

from uuid import UUID

from django.db import transaction

from erp.models import CustomerPriceGroup, SalesPriceType
from erp.operations.delete_record import delete_record
from erp.operations.sales_codes import delete_prices_of


@transaction.atomic
def delete_customer_price_group(*, record_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a customer price group; raises RecordInUse when customers refer to it."""
    codes = CustomerPriceGroup.objects.filter(id=record_id).values_list("code", flat=True)
    delete_prices_of(SalesPriceType.CUSTOMER_PRICE_GROUP, codes)
    delete_record(model=CustomerPriceGroup, record_id=record_id, expected_version=expected_version)
