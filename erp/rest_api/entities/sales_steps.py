"""What is done with a sales document as it stands. BC's names where BC has them, else ``Dynamics.``"""

from typing import Final
from uuid import UUID

from erp.operations.archive_sales_document import archive_sales_document
from erp.operations.make_order_of_quote import make_order_of_quote
from erp.operations.post_sales_document import post_sales_document
from erp.operations.release_sales_document import release_sales_document
from erp.operations.reopen_sales_document import reopen_sales_document
from erp.rest_api.entity import Action


def release(record_id: UUID, version: int | None, user_name: str) -> None:
    release_sales_document(record_id=record_id, expected_version=version)


def reopen(record_id: UUID, version: int | None, user_name: str) -> None:
    reopen_sales_document(record_id=record_id, expected_version=version)


def _archive(record_id: UUID, version: int | None, user_name: str) -> None:
    archive_sales_document(record_id=record_id, archived_by=user_name, expected_version=version)


def _make_order(record_id: UUID, version: int | None, user_name: str) -> UUID:
    order = make_order_of_quote(record_id=record_id, archived_by=user_name, expected_version=version)
    return order.id


def _ship_and_invoice(record_id: UUID, version: int | None, user_name: str) -> UUID | None:
    posted = post_sales_document(record_id=record_id, expected_version=version)
    return posted.invoice.id if posted.invoice else None


def _ship(record_id: UUID, version: int | None, user_name: str) -> UUID | None:
    posted = post_sales_document(record_id=record_id, invoice=False, expected_version=version)
    return posted.shipment.id if posted.shipment else None


def _invoice(record_id: UUID, version: int | None, user_name: str) -> UUID | None:
    posted = post_sales_document(record_id=record_id, ship=False, expected_version=version)
    return posted.invoice.id if posted.invoice else None


RELEASE: Final = Action(name="Dynamics.release", run=release)
REOPEN: Final = Action(name="Dynamics.reopen", run=reopen)
ARCHIVE: Final = Action(name="Dynamics.archive", run=_archive)
OF_ORDERS: Final = (
    Action(name="Microsoft.NAV.shipAndInvoice", run=_ship_and_invoice, makes="salesInvoices"),
    Action(name="Dynamics.ship", run=_ship, makes="salesShipments"),
    Action(name="Dynamics.invoice", run=_invoice, makes="salesInvoices"),
    RELEASE,
    REOPEN,
    ARCHIVE,
)
OF_QUOTES: Final = (
    Action(
        name="Microsoft.NAV.makeOrder",
        run=_make_order,
        makes="salesOrders",
        permissions=("erp.change_salesquote", "erp.add_salesorder"),
    ),
    RELEASE,
    REOPEN,
    ARCHIVE,
)
