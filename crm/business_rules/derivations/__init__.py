"""What follows from what a caller writes: one file for each table that has rules of its own."""

from collections.abc import Callable, Mapping
from typing import Final

from crm.business_rules.derivations import (
    activity,
    annotation,
    asyncoperation,
    businessunit,
    contact,
    currency,
    customer,
    hierarchy,
    image,
    lead,
    organization,
    ownership,
    post,
    pricelevel,
    product,
    productpricelevel,
    publisher,
    role,
    sales_document,
    sales_line,
    serviceendpoint,
    solution,
    status,
    step,
    systemuser,
    team,
    uom,
    uomschedule,
)
from crm.business_rules.draft import Draft

Derivation = Callable[[Draft], None]

FOR_ALL_TABLES: Final[tuple[Derivation, ...]] = (
    status.complete,
    ownership.complete,
    customer.complete,
    image.complete,
    activity.complete,
    hierarchy.complete,
)
BY_TABLE: Final[Mapping[str, Derivation]] = {
    "annotation": annotation.complete,
    "asyncoperation": asyncoperation.complete,
    "businessunit": businessunit.complete,
    "contact": contact.complete,
    "invoice": sales_document.complete,
    "invoicedetail": sales_line.complete,
    "lead": lead.complete,
    "opportunity": sales_document.complete,
    "opportunityproduct": sales_line.complete,
    "organization": organization.complete,
    "post": post.complete,
    "postcomment": post.complete,
    "pricelevel": pricelevel.complete,
    "product": product.complete,
    "productpricelevel": productpricelevel.complete,
    "quote": sales_document.complete,
    "quotedetail": sales_line.complete,
    "publisher": publisher.complete,
    "role": role.complete,
    "salesorder": sales_document.complete,
    "salesorderdetail": sales_line.complete,
    "sdkmessageprocessingstep": step.complete,
    "serviceendpoint": serviceendpoint.complete,
    "solution": solution.complete,
    "systemuser": systemuser.complete,
    "team": team.complete,
    "transactioncurrency": currency.complete_currency,
    "uom": uom.complete,
    "uomschedule": uomschedule.complete,
}


def derive(draft: Draft) -> None:
    """Completes a draft. Raises CrmFault if it contradicts a rule."""
    for derivation in FOR_ALL_TABLES:
        derivation(draft)
    own = BY_TABLE.get(draft.table.logical_name)
    if own is not None:
        own(draft)
    # Last, since the rules of a table may set amounts and the currency.
    currency.complete(draft)
