"""The tables and fields of the back office by Business Central's names, for whoever works with any table.

A field's name is the name of its database column; a blank reference is ``""`` in values handed out.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from django.db import models
from django.utils.functional import Promise

from erp.models import (
    CompanyInformation,
    Contact,
    ContactBusinessRelation,
    CountryRegion,
    Currency,
    CurrencyExchangeRate,
    Customer,
    CustomerLedgerEntry,
    CustomerPriceGroup,
    DetailedCustomerLedgEntry,
    ErpRecord,
    GeneralLedgerSetup,
    GLAccount,
    InventorySetup,
    Item,
    ItemJournalLine,
    ItemLedgerEntry,
    ItemUnitOfMeasure,
    MarketingSetup,
    NoSeries,
    NoSeriesLine,
    Opportunity,
    PaymentTerms,
    PostCode,
    RecordNote,
    Resource,
    ResourcesSetup,
    ResourceUnitOfMeasure,
    SalesCrMemoHeader,
    SalesCrMemoLine,
    SalesCycle,
    SalesHeader,
    SalesHeaderArchive,
    SalesInvoiceHeader,
    SalesInvoiceLine,
    SalesLine,
    SalesLineArchive,
    Salesperson,
    SalesPrice,
    SalesReceivablesSetup,
    SalesShipmentHeader,
    SalesShipmentLine,
    ShipmentMethod,
    ShippingAgent,
    UnitGroup,
    UnitOfMeasure,
    VatBusinessPostingGroup,
    VatPostingSetup,
    VatProductPostingGroup,
)
from erp.models.fields import CodeField

FieldType = Literal["code", "text", "decimal", "integer", "boolean", "date", "datetime", "option", "guid"]


def _seam_name(model: type[ErpRecord]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()


ERP_TABLES: dict[str, type[ErpRecord]] = {
    _seam_name(model): model
    for model in (
        CompanyInformation,
        GeneralLedgerSetup,
        SalesReceivablesSetup,
        MarketingSetup,
        InventorySetup,
        ResourcesSetup,
        NoSeries,
        NoSeriesLine,
        CountryRegion,
        PostCode,
        Currency,
        CurrencyExchangeRate,
        PaymentTerms,
        ShipmentMethod,
        ShippingAgent,
        CustomerPriceGroup,
        UnitOfMeasure,
        Salesperson,
        Customer,
        Contact,
        ContactBusinessRelation,
        SalesCycle,
        Opportunity,
        Item,
        ItemUnitOfMeasure,
        Resource,
        ResourceUnitOfMeasure,
        UnitGroup,
        SalesPrice,
        ItemJournalLine,
        ItemLedgerEntry,
        VatBusinessPostingGroup,
        VatProductPostingGroup,
        VatPostingSetup,
        GLAccount,
        SalesHeader,
        SalesLine,
        SalesShipmentHeader,
        SalesShipmentLine,
        SalesInvoiceHeader,
        SalesInvoiceLine,
        SalesCrMemoHeader,
        SalesCrMemoLine,
        CustomerLedgerEntry,
        DetailedCustomerLedgEntry,
        SalesHeaderArchive,
        SalesLineArchive,
        RecordNote,
    )
}
_TABLE_NAMES = {model: name for name, model in ERP_TABLES.items()}

_TYPES: tuple[tuple[type[models.Field], FieldType], ...] = (
    (CodeField, "code"),
    (models.CharField, "text"),
    (models.TextField, "text"),
    (models.DecimalField, "decimal"),
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.UUIDField, "guid"),
    (models.IntegerField, "integer"),
)


@dataclass(frozen=True)
class ErpField:
    """A field of a table; ``max_length`` only for code and text, ``related_table`` only for references.

    ``option_captions``: what each of the options is called on the pages.
    """

    name: str
    caption: str | Promise
    type: FieldType
    max_length: int | None
    options: tuple[str, ...]
    related_table: str | None
    editable: bool
    attname: str
    option_captions: dict[str, str | Promise] = field(default_factory=dict)


def model_of(table: str) -> type[ErpRecord]:
    """Returns the model of a table; KeyError for an unknown name."""
    return ERP_TABLES[table]


def table_of(model: type[ErpRecord]) -> str:
    """Returns the name of a model's table; a proxy has that of its records."""
    return _TABLE_NAMES[model._meta.concrete_model]  # type: ignore[index]


@cache
def table_fields(table: str) -> dict[str, ErpField]:
    """Returns the fields of a table by name, in the order of the model."""
    fields = (_describe(field) for field in model_of(table)._meta.concrete_fields)
    return {field.name: field for field in fields}


def record_values(record: ErpRecord, names: tuple[str, ...] = ()) -> dict[str, Any]:
    """Returns the values of a record by field name: of all fields, or of the named ones."""
    return {
        name: "" if (value := getattr(record, attname)) is None and is_reference else value
        for name, attname, is_reference in _value_plan(type(record), names)
    }


@cache
def _value_plan(model: type[ErpRecord], names: tuple[str, ...]) -> tuple[tuple[str, str, bool], ...]:
    known = table_fields(table_of(model))
    fields = (known[name] for name in names or known)
    return tuple((field.name, field.attname, field.related_table is not None) for field in fields)


def _describe(field: Any) -> ErpField:
    target = field.target_field if field.is_relation else field
    captions = dict(target.flatchoices)
    options = tuple(captions)
    return ErpField(
        name=field.column,
        caption=field.verbose_name,
        type="option" if options else _type_of(target),
        max_length=target.max_length if isinstance(target, models.CharField) and not options else None,
        options=options,
        related_table=_TABLE_NAMES[field.related_model] if field.is_relation else None,
        editable=field.editable,
        attname=field.attname,
        option_captions=captions,
    )


def _type_of(field: models.Field) -> FieldType:
    return next(name for kind, name in _TYPES if isinstance(field, kind))
