"""What the organization says about prices and documents, with the values of a new organization."""

from dataclasses import dataclass
from typing import Any

from crm.business_rules.draft import WriteContext
from crm.models import Organization


@dataclass(frozen=True, kw_only=True)
class SalesSettings:
    """The switches of the organization by the names of their columns."""

    oobpricecalculationenabled: bool = True
    enablepricingoncreate: bool = True
    discountcalculationmethod: int = 0
    ispricelistmandatory: bool = True
    iswriteinproductsallowed: bool = True
    pricingdecimalprecision: int = 2
    createproductswithoutparentinactivestate: bool = False
    maxuploadfilesize: int = 5_242_880
    quoteprefix: str = "QUO"
    orderprefix: str = "ORD"
    invoiceprefix: str = "INV"
    issopintegrationenabled: bool = False


def sales_settings(context: WriteContext) -> SalesSettings:
    """The settings of the organization, read once in a write."""
    if SalesSettings not in context.memory:
        context.memory[SalesSettings] = _read(context.organization)
    settings: SalesSettings = context.memory[SalesSettings]
    return settings


def is_calculated_elsewhere(context: WriteContext, table: str, *, is_taken_over: bool) -> bool:
    """Whether the amounts of an order or an invoice stay as an integration user writes them.

    So it is while sales order processing is integrated: the system that delivers and invoices calculates
    invoices, and orders from when it has taken them over (``lastbackofficesubmit``).
    """
    is_theirs = table == "invoice" or (table == "salesorder" and is_taken_over)
    is_integrated = sales_settings(context).issopintegrationenabled
    return is_theirs and is_integrated and context.caller.is_integration_user


def _read(organization: Organization | None) -> SalesSettings:
    given: dict[str, Any] = {}
    for name in SalesSettings.__dataclass_fields__:
        value = None if organization is None else organization.column_value(name)
        if value is not None:
            given[name] = value
    return SalesSettings(**given)
