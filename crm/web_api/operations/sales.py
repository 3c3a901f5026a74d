"""The actions of Dynamics 365 Sales: the business rules act, these read the arguments and show the result."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from crm.business_rules.errors import EVENT_ONLY, REQUIRED, CrmFault
from crm.business_rules.sales.documents import INVOICE, ORDER, QUOTE, Document
from crm.business_rules.sales_actions import opportunities, orders, price_locks, products, quotes
from crm.metadata import EntityReference
from crm.models import CrmRecord
from crm.models.version import in_turn
from crm.web_api.messages import ApiResponse, empty_response
from crm.web_api.operations.operation import Binding, Call, Operation, Parameter
from crm.web_api.operations.returned_record import returned_record
from crm.web_api.operations.typed_values import EntityValue

_COLUMN_SET: Final = Parameter("ColumnSet", "mscrm.ColumnSet", required=False)
_STATUS: Final = Parameter("Status", "Edm.Int32")
_PROCESS: Final = Parameter("ProcessInstanceId", "mscrm.crmbaseentity", required=False)


def _closing(name: str, close: Callable[..., CrmRecord], table: str, record: str) -> Operation:
    """An action that takes a closing activity, which names the record, and the new status reason."""
    parameter = name_of(table)

    def handler(call: Call) -> ApiResponse:
        activity: EntityValue = call.arguments[parameter]
        about = activity.values.get(f"{record}id")
        if not isinstance(about, EntityReference):
            raise CrmFault(REQUIRED, column=f"{record}id", table=table)
        given = {column: value for column, value in activity.values.items() if column != f"{record}id"}
        close(
            **{_argument(record): about.id},
            caller=call.request.caller,
            closing=given,
            status=call.arguments["Status"],
        )
        return empty_response()

    return Operation(name, handler, parameters=(Parameter(parameter, f"mscrm.{table}"), _STATUS))


def name_of(table: str) -> str:
    """``quoteclose`` → ``QuoteClose``."""
    return f"{table.removesuffix('close').capitalize()}Close"


def _argument(record: str) -> str:
    return f"{record.removeprefix('sales')}_id"


def revise_quote(call: Call) -> ApiResponse:
    return _returned(
        call, lambda: quotes.revise_quote(quote_id=call.arguments["QuoteId"], caller=call.request.caller)
    )


def convert_quote(call: Call) -> ApiResponse:
    given = {
        "actualend": call.arguments["QuoteCloseDate"],
        "subject": call.arguments["QuoteCloseSubject"],
        "description": call.arguments["QuoteCloseDescription"],
    }
    status = call.arguments["QuoteCloseStatus"]
    is_closing = status is not None or any(value is not None for value in given.values())
    return _returned(
        call,
        lambda: quotes.convert_quote_to_order(
            quote_id=call.arguments["QuoteId"],
            caller=call.request.caller,
            closing=given if is_closing else None,
            status=-1 if status is None else status,
        ),
    )


def convert_order(call: Call) -> ApiResponse:
    return _returned(
        call,
        lambda: orders.convert_order_to_invoice(
            order_id=call.arguments["SalesOrderId"], caller=call.request.caller
        ),
    )


def _generating(name: str, document: Document) -> Operation:
    def handler(call: Call) -> ApiResponse:
        return _returned(
            call,
            lambda: opportunities.generate_from_opportunity(
                opportunity_id=call.arguments["OpportunityId"],
                document=document,
                message=name,
                caller=call.request.caller,
            ),
        )

    parameters = (Parameter("OpportunityId", "Edm.Guid"), _COLUMN_SET, _PROCESS)
    return Operation(name, handler, parameters=parameters, result=f"mscrm.{document.table}")


def _locking(name: str, table: str, key: str, *, is_locked: bool) -> Operation:
    def handler(call: Call) -> ApiResponse:
        price_locks.set_price_lock(
            table=table,
            record_id=call.arguments[key],
            is_locked=is_locked,
            message=name,
            caller=call.request.caller,
        )
        return empty_response()

    return Operation(name, handler, parameters=(Parameter(key, "Edm.Guid"),))


def publish_product_hierarchy(call: Call) -> ApiResponse:
    assert call.resource is not None  # noqa: S101 it is bound to a record
    assert call.resource.id is not None  # noqa: S101 it is bound to a record
    products.publish_product_hierarchy(product_id=call.resource.id, caller=call.request.caller)
    return empty_response()


def refuse_event(call: Call) -> ApiResponse:
    raise CrmFault(EVENT_ONLY, message=call.operation.name)


def _returned(call: Call, act: Callable[[], CrmRecord]) -> ApiResponse:
    """The record that came of it, in the transaction of what made it."""
    with in_turn():
        record = act()
        column_set: Mapping[str, Any] | None = call.arguments["ColumnSet"]
        return returned_record(call.request, record, column_set)


OPERATIONS: Final = (
    _closing("WinQuote", quotes.win_quote, "quoteclose", "quote"),
    _closing("CloseQuote", quotes.close_quote, "quoteclose", "quote"),
    Operation(
        "ReviseQuote",
        revise_quote,
        parameters=(Parameter("QuoteId", "Edm.Guid"), _COLUMN_SET),
        result="mscrm.quote",
    ),
    Operation(
        "ConvertQuoteToSalesOrder",
        convert_quote,
        parameters=(
            Parameter("QuoteId", "Edm.Guid"),
            _COLUMN_SET,
            Parameter("QuoteCloseDate", "Edm.DateTimeOffset", required=False),
            Parameter("QuoteCloseStatus", "Edm.Int32", required=False),
            Parameter("QuoteCloseSubject", "Edm.String", required=False),
            Parameter("QuoteCloseDescription", "Edm.String", required=False),
            _PROCESS,
        ),
        result="mscrm.salesorder",
    ),
    _closing("FulfillSalesOrder", orders.fulfill_order, "orderclose", "salesorder"),
    _closing("CancelSalesOrder", orders.cancel_order, "orderclose", "salesorder"),
    Operation(
        "ConvertSalesOrderToInvoice",
        convert_order,
        parameters=(Parameter("SalesOrderId", "Edm.Guid"), _COLUMN_SET, _PROCESS),
        result="mscrm.invoice",
    ),
    _locking("LockSalesOrderPricing", "salesorder", "SalesOrderId", is_locked=True),
    _locking("UnlockSalesOrderPricing", "salesorder", "SalesOrderId", is_locked=False),
    _locking("LockInvoicePricing", "invoice", "InvoiceId", is_locked=True),
    _locking("UnlockInvoicePricing", "invoice", "InvoiceId", is_locked=False),
    _closing("WinOpportunity", opportunities.win_opportunity, "opportunityclose", "opportunity"),
    _closing("LoseOpportunity", opportunities.lose_opportunity, "opportunityclose", "opportunity"),
    _generating("GenerateQuoteFromOpportunity", QUOTE),
    _generating("GenerateSalesOrderFromOpportunity", ORDER),
    _generating("GenerateInvoiceFromOpportunity", INVOICE),
    Operation(
        "PublishProductHierarchy",
        publish_product_hierarchy,
        binding=Binding.RECORD,
        tables=frozenset({"product"}),
    ),
    Operation(
        "CalculatePrice",
        refuse_event,
        parameters=(
            Parameter("Target", "mscrm.crmbaseentity", required=False),
            Parameter("ParentId", "Edm.Guid", required=False),
        ),
    ),
)
