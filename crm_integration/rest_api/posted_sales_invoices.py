"""``postedSalesInvoices``: which of them are in the CRM, what keeps the others, and bringing them there."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from crm_integration.actions.on_posted_invoices import CREATE_INVOICE
from crm_integration.actions.permissions import VIEW_COUPLINGS
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import Coupling, SynchProblem
from crm_integration.rest_api.bound_actions import for_one_and_many
from crm_integration.rest_api.refusal_cures import link_json
from crm_integration.rest_api.resource import Resource, nullable
from crm_integration.sentences import cure_of, problem_sentence
from erp.models import SalesInvoiceHeader
from erp.rest_api.entity import calculated, joined
from erp.rest_api.kinds import BOOLEAN, DATE, ID, TEXT
from odata.keyset import Key


def _invoices() -> QuerySet[Any]:
    coupled = Coupling.objects.filter(mapping=POSTEDSALESINV_INV.name, erp_id=OuterRef("id"))
    return SalesInvoiceHeader.objects.annotate(
        is_in_crm=Exists(coupled), crm_id=Subquery(coupled.values("crm_id")[:1])
    )


def _problems(ids: Collection[Any]) -> dict[Any, SynchProblem]:
    found = SynchProblem.objects.filter(mapping=POSTEDSALESINV_INV.name, erp_id__in=ids)
    return {problem.erp_id: problem for problem in found.select_related("mapping")}


def _codes(ids: Collection[Any]) -> Mapping[Any, str]:
    found = _problems(ids)
    return {id: found[id].code if id in found else "" for id in ids}


def _messages(ids: Collection[Any]) -> Mapping[Any, str]:
    found = _problems(ids)
    return {id: problem_sentence(found[id]) if id in found else "" for id in ids}


def _cure_links(ids: tuple[Any, ...]) -> dict[str, Any]:
    """Of the one invoice that could not be created."""
    problem = _problems(ids).get(ids[0]) if len(ids) == 1 else None
    return link_json(cure_of(problem)) if problem else {}


POSTED_SALES_INVOICES: Final = Resource(
    name="postedSalesInvoices",
    singular="postedSalesInvoice",
    permission=VIEW_COUPLINGS,
    records=_invoices,
    order=(Key("posting_date", descending=True, nullable=False),),
    declared=(
        joined("id", "id", kind=ID),
        joined("number", "no"),
        joined("orderNumber", "order_no"),
        joined("customerNumber", "sell_to_customer__no"),
        joined("customerName", "sell_to_customer_name"),
        joined("postingDate", "posting_date", kind=DATE),
        joined("existsInCrm", "is_in_crm", kind=BOOLEAN),
        nullable("invoiceId", "crm_id", kind=ID),
        calculated("code", _codes, kind=TEXT),
        calculated("message", _messages, kind=TEXT),
    ),
)
ON_POSTED_SALES_INVOICES: Final = for_one_and_many(
    POSTED_SALES_INVOICES,
    POSTEDSALESINV_INV.name,
    name="createInvoice",
    action=CREATE_INVOICE,
    tells=True,
    explains=_cure_links,
)
