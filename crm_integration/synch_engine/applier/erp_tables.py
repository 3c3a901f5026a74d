"""Which operations of the ERP create and modify the records of a mapped table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from erp.operations.create_contacts import create_contacts
from erp.operations.create_currencies import create_currencies
from erp.operations.create_customers import create_customers
from erp.operations.create_salespeople import create_salespeople
from erp.operations.modify_contacts import modify_contacts
from erp.operations.modify_currencies import modify_currencies
from erp.operations.modify_customers import modify_customers
from erp.operations.modify_salespeople import modify_salespeople


@dataclass(frozen=True)
class ErpWriter:
    create: Callable[..., list[Any]]
    modify: Callable[..., list[Any]]


ERP_WRITERS: Mapping[str, ErpWriter] = {
    "customer": ErpWriter(create_customers, modify_customers),
    "contact": ErpWriter(create_contacts, modify_contacts),
    "salesperson": ErpWriter(create_salespeople, modify_salespeople),
    "currency": ErpWriter(create_currencies, modify_currencies),
}
