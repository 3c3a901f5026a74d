"""Deletes a customer with its prices; its company contact stays, as a contact that is no customer."""

from uuid import UUID

from django.db import transaction

from erp.models import ContactBusinessRelation, Customer, LinkToTable, SalesPriceType
from erp.operations.delete_record import delete_record
from erp.operations.sales_codes import delete_prices_of


@transaction.atomic
def delete_customer(*, customer_id: UUID, expected_version: int | None = None) -> None:
    """Deletes a customer; raises RecordInUse when other records refer to it."""
    numbers = Customer.objects.filter(id=customer_id).values("no")
    relations = ContactBusinessRelation.objects.filter(link_to_table=LinkToTable.CUSTOMER, no__in=numbers)
    relation_ids = list(relations.values_list("id", flat=True))
    delete_prices_of(SalesPriceType.CUSTOMER, numbers.values_list("no", flat=True))
    delete_record(model=Customer, record_id=customer_id, expected_version=expected_version)
    ContactBusinessRelation.objects.filter(id__in=relation_ids).delete()
