"""``crmSalesOrders``, ``crmSalesQuotes``: what waits in the CRM, what it became here, what failed and why."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from crm_integration.actions.on_canceled_orders import DELETE_CANCELED_ORDER, KEEP_CANCELED_ORDER
from crm_integration.actions.on_crm_orders import CREATE_SALES_ORDERS
from crm_integration.actions.on_crm_quotes import PROCESS_SALES_QUOTES
from crm_integration.actions.permissions import VIEW_DOCUMENTS
from crm_integration.document_flow.document_lists.document_list import DocumentList
from crm_integration.document_flow.document_lists.orders import ORDERS
from crm_integration.document_flow.document_lists.quotes import QUOTES
from crm_integration.mappings.sales_order_salesorder import SALESORDER_ORDER
from crm_integration.models import CrmDocument
from crm_integration.rest_api import options
from crm_integration.rest_api.bound_actions import for_one, for_one_and_many
from crm_integration.rest_api.refusal_cures import obstacle_json
from crm_integration.rest_api.resource import DeclaredResource, nullable
from crm_integration.sentences.document_cures import obstacles_of
from erp.rest_api.entity import Property, joined
from erp.rest_api.kinds import BOOLEAN, DECIMAL, ID, INTEGER, MOMENT, TEXT, Kind

_TEXT: Final = {"type": "string"}
OBSTACLES: Final = replace(
    TEXT,
    edm="Collection(Edm.Untyped)",
    to_json=list,
    schema={
        "type": "array",
        "items": {
            "type": "object",
            "properties": dict.fromkeys(("code", "message", "cure", "cureLabel", "cureUrl"), _TEXT),
        },
    },
)
# Null where the CRM does not say.
NUMBER: Final = replace(
    INTEGER, to_json=lambda value: value, schema={"type": "integer", "format": "int32", "nullable": True}
)
AMOUNT: Final = replace(
    DECIMAL,
    to_json=lambda value: None if value is None else DECIMAL.to_json(value),
    schema={"type": "number", "nullable": True},
)


def _properties(status: Kind, made: str) -> tuple[Property, ...]:
    """``made``: what the documents are in the back office."""
    return (
        joined("id", "id", kind=ID),
        joined("number", "number"),
        joined("name", "name"),
        joined("customerName", "customer"),
        joined("ownerName", "owner"),
        joined("totalAmount", "total", kind=AMOUNT),
        joined("currencyCode", "currency"),
        joined("stateCode", "statecode", kind=NUMBER),
        joined("statusCode", "statuscode", kind=NUMBER),
        nullable("changedDateTime", "changed_at"),
        joined("existsInCrm", "is_in_crm", kind=BOOLEAN),
        joined("status", "state", kind=status),
        nullable(f"{made}Id", "erp_id", kind=ID),
        joined(f"{made}Number", "erp_no"),
        nullable("createdDateTime", "created_at"),
        joined("code", "code"),
        joined("message", "message"),
        joined("cure", "cure", kind=options.CURE_OF_DOCUMENT),
        joined("obstacles", "obstacles", kind=OBSTACLES),
        joined("numberOfTimes", "times", kind=INTEGER),
        joined("firstFailedDateTime", "first_failed_at", kind=MOMENT),
        joined("failedDateTime", "failed_at", kind=MOMENT),
    )


CRM_SALES_ORDERS: Final = DeclaredResource(
    name="crmSalesOrders",
    singular="crmSalesOrder",
    permission=VIEW_DOCUMENTS,
    declared=(
        *_properties(options.ORDER_STATUS, "salesOrder"),
        nullable("takenOverDateTime", "stamped_at"),
        nullable("keptDateTime", "kept_at"),
    ),
)
CRM_SALES_QUOTES: Final = DeclaredResource(
    name="crmSalesQuotes",
    singular="crmSalesQuote",
    permission=VIEW_DOCUMENTS,
    declared=(
        *_properties(options.QUOTE_STATUS, "salesQuote"),
        joined("revision", "revision", kind=INTEGER),
        nullable("wonDateTime", "won_at"),
    ),
)
LISTS: Final[Mapping[str, DocumentList]] = {CRM_SALES_ORDERS.name: ORDERS, CRM_SALES_QUOTES.name: QUOTES}


def _obstacles(ids: tuple[Any, ...]) -> dict[str, Any]:
    """Of the one document that could not be made."""
    found = CrmDocument.objects.filter(crm_id__in=ids).first()
    obstacles = [obstacle_json(one) for one in obstacles_of(found)] if found else []
    return {"obstacles": obstacles, **_first_cure(obstacles)} if obstacles else {}


def _first_cure(obstacles: list[dict[str, Any]]) -> dict[str, str]:
    return {name: obstacles[0][name] for name in ("cure", "cureLabel", "cureUrl")}


ON_CRM_DOCUMENTS: Final = (
    *for_one_and_many(
        CRM_SALES_ORDERS,
        SALESORDER_ORDER.name,
        name="createInBusinessCentral",
        action=CREATE_SALES_ORDERS,
        tells=True,
        explains=_obstacles,
    ),
    *for_one_and_many(
        CRM_SALES_QUOTES,
        name="processInBusinessCentral",
        action=PROCESS_SALES_QUOTES,
        tells=True,
        explains=_obstacles,
    ),
    for_one(CRM_SALES_ORDERS, "deleteOrder", DELETE_CANCELED_ORDER, SALESORDER_ORDER.name),
    for_one(CRM_SALES_ORDERS, "keepOrder", KEEP_CANCELED_ORDER, SALESORDER_ORDER.name),
)
