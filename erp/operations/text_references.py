"""References whose table depends on another field, such as the sales code of a price: plain codes, no keys.

They follow when the record gets another number, and keep it from being deleted where they must not dangle.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Q

from erp.models import (
    ContactBusinessRelation,
    Customer,
    CustomerLedgerEntry,
    CustomerPriceGroup,
    ErpRecord,
    GLAccount,
    Item,
    LinkToTable,
    Resource,
    SalesCrMemoLine,
    SalesInvoiceLine,
    SalesLine,
    SalesLineArchive,
    SalesLineType,
    SalesPrice,
    SalesPriceType,
    SalesReceivablesSetup,
    SalesShipmentLine,
    UnitGroup,
    UnitGroupSourceType,
    WriteInProductType,
)
from erp.models.unit_group import unit_group_code
from erp.operations.locking import lock_where
from erp.operations.write_rows import update_rows


@dataclass(frozen=True, kw_only=True)
class TextReference:
    """``field`` of ``model`` names a record of ``target`` where ``when`` holds.

    ``text``: what stands there for the key of the record. ``keeps``: the record cannot be deleted meanwhile.
    """

    target: type[ErpRecord]
    model: Any
    field: str
    when: Q
    text: Callable[[str], str] = str
    keeps: bool = False

    def to(self, key: str) -> Q:
        """The condition for the records that refer to a key."""
        return self.when & Q(**{self.field: self.text(key)})


def _of_unit_groups(target: type[ErpRecord], source_type: str) -> tuple[TextReference, ...]:
    of_source = Q(source_type=source_type)
    code = partial(unit_group_code, source_type)
    return (
        TextReference(target=target, model=UnitGroup, field="code", when=of_source, text=code),
        TextReference(target=target, model=UnitGroup, field="source_no", when=of_source),
    )


def _of_lines(model: type[ErpRecord], *, keeps: bool = True) -> tuple[TextReference, ...]:
    """What the lines of a document sell."""
    products: tuple[tuple[type[ErpRecord], str], ...] = (
        (Item, SalesLineType.ITEM),
        (Resource, SalesLineType.RESOURCE),
        (GLAccount, SalesLineType.GL_ACCOUNT),
    )
    return tuple(
        TextReference(target=target, model=model, field="no", when=Q(type=line_type), keeps=keeps)
        for target, line_type in products
    )


TEXT_REFERENCES = (
    TextReference(
        target=Customer,
        model=ContactBusinessRelation,
        field="no",
        when=Q(link_to_table=LinkToTable.CUSTOMER),
    ),
    TextReference(
        target=Customer,
        model=SalesPrice,
        field="sales_code",
        when=Q(sales_type=SalesPriceType.CUSTOMER),
    ),
    TextReference(target=Customer, model=CustomerLedgerEntry, field="sell_to_customer_no", when=Q()),
    TextReference(
        target=CustomerPriceGroup,
        model=SalesPrice,
        field="sales_code",
        when=Q(sales_type=SalesPriceType.CUSTOMER_PRICE_GROUP),
    ),
    TextReference(
        target=Item,
        model=SalesReceivablesSetup,
        field="write_in_product_no",
        when=Q(write_in_product_type=WriteInProductType.ITEM),
    ),
    TextReference(
        target=Resource,
        model=SalesReceivablesSetup,
        field="write_in_product_no",
        when=Q(write_in_product_type=WriteInProductType.RESOURCE),
    ),
    *_of_unit_groups(Item, UnitGroupSourceType.ITEM),
    *_of_unit_groups(Resource, UnitGroupSourceType.RESOURCE),
    *_of_lines(SalesLine),
    *_of_lines(SalesShipmentLine),
    *_of_lines(SalesInvoiceLine),
    *_of_lines(SalesCrMemoLine),
    *_of_lines(SalesLineArchive, keeps=False),
)


def text_references_to(model: type[ErpRecord]) -> Iterator[TextReference]:
    """Yields the fields that may name records of the model."""
    return (reference for reference in TEXT_REFERENCES if reference.target is model)


def rename_text_references(model: type[ErpRecord], old_key: str, new_key: str) -> None:
    """Writes the new key of a record of the model wherever the old one stands."""
    for reference in text_references_to(model):
        users = lock_where(reference.model, reference.to(old_key))
        for user in users:
            setattr(user, reference.field, reference.text(new_key))
        update_rows(users, [reference.field])
