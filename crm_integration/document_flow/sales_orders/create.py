"""Makes sales orders of submitted orders of the CRM, each exactly one, whoever asks how often.

The row of the CRM's order comes first in the transaction and is the only one of its kind: of two who create
the same order the second one waits for the first and then finds it. Order, lines and coupling share that
transaction; the stamp in the CRM follows and is made up for, should it be lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from crm_integration.dataverse.client import DataverseClient
from crm_integration.document_flow.problem_book import forget_problem, keep_problem
from crm_integration.document_flow.reader.crm_documents import read_documents
from crm_integration.document_flow.reader.facts import read_facts
from crm_integration.document_flow.sales_documents.crm_document import ORDER
from crm_integration.document_flow.sales_documents.crm_document import CrmDocument as Read
from crm_integration.document_flow.sales_documents.draft import DocumentDraft, draft_of
from crm_integration.document_flow.sales_documents.facts import AccountFact, DocumentRefused, Facts
from crm_integration.document_flow.sales_orders.stamp import stamp_order
from crm_integration.document_flow.sales_orders.waiting import is_stamped, is_submitted
from crm_integration.mappings.sales_order_salesorder import SALESORDER_ORDER
from crm_integration.models import ConnectionSetup, Coupling, CrmDocument
from crm_integration.table_mapping.problem import Cure, Problem
from erp.models import SalesDocumentType
from erp.operations.create_sales_document import create_sales_document
from erp.operations.errors import OperationError, RecordRejected

Status = CrmDocument.Status
ERP_TABLE = SALESORDER_ORDER.erp_table


@dataclass(frozen=True)
class Result:
    """What became of one order: ``problem`` if nothing did; ``is_new`` if not somebody else had made it."""

    crm_id: UUID
    document: CrmDocument | None = None
    problem: Problem | None = None
    is_new: bool = False


def create_sales_orders(
    client: DataverseClient, ids: Sequence[UUID], *, setup: ConnectionSetup, now: datetime
) -> list[Result]:
    """Returns a result per order. What stands in the way of an order is kept with it, for people to see.

    Raises DataverseError when the CRM cannot be asked; orders that were made by then are made.
    """
    orders = read_documents(client, ORDER, ids)
    facts = read_facts(client, orders, setup)
    results = {order.id: _create(client, order, facts, now) for order in orders}
    return [results.get(id) or Result(id, problem=Problem("order_missing", Cure.REJECTED)) for id in ids]


def _create(client: DataverseClient, order: Read, facts: Facts, now: datetime) -> Result:
    document, is_new = _made(order), False
    if document is None:
        try:
            document, is_new = _created(order, facts, now), True
        except IntegrityError:
            document = _made(order)
            if document is None:
                raise
        except DocumentRefused as refused:
            return _refused(order, refused.problem, facts, now)
        except OperationError as refused:
            return _refused(order, problem_of(refused), facts, now)
    if is_submitted(order) and not is_stamped(order.values):
        stamp_order(client, document, version=order.version, now=now)
    return Result(order.id, document=document, is_new=is_new)


def _made(order: Read) -> CrmDocument | None:
    """What was made of the order before."""
    return CrmDocument.objects.filter(crm_table=ORDER, crm_id=order.id, status=Status.CREATED).first()


@transaction.atomic
def _created(order: Read, facts: Facts, now: datetime) -> CrmDocument:
    """Raises DocumentRefused or OperationError, IntegrityError when the order was made meanwhile."""
    if not is_submitted(order):
        raise DocumentRefused(Problem("order_not_submitted", Cure.REJECTED, field="statecode"))
    forget_problem(ORDER, order.id)
    document = CrmDocument(
        crm_table=ORDER,
        crm_id=order.id,
        **shown(order, facts),
        status=Status.CREATED,
        erp_table=ERP_TABLE,
        created_at=now,
        stamp_date=now.date(),
        state_read_at=now,
    )
    document.save(force_insert=True)
    draft: DocumentDraft = draft_of(order, facts)
    header = create_sales_document(
        document_type=SalesDocumentType.ORDER, values=draft.values, lines=draft.lines
    )
    document.erp_id, document.erp_no = header.id, header.no
    document.save(update_fields=["erp_id", "erp_no"])
    Coupling.objects.create(
        mapping_id=SALESORDER_ORDER.name,
        erp_table=ERP_TABLE,
        erp_id=header.id,
        crm_table=ORDER,
        crm_id=order.id,
    )
    return document


def shown(document: Read, facts: Facts) -> dict[str, object]:
    """What lists show of a document of the CRM without asking it again."""
    return {
        "number": document.number[:100],
        "name": document.text("name")[:300],
        "customer": _customer_name(document, facts)[:200],
        "statecode": document.values.get("statecode"),
        "statuscode": document.values.get("statuscode"),
    }


def _customer_name(document: Read, facts: Facts) -> str:
    lookup = document.lookup("customerid")
    if lookup is None:
        return ""
    known: Mapping[UUID, AccountFact] = facts.accounts
    account = known.get(lookup.id)
    contact = facts.contacts.get(lookup.id)
    return account.name if account else contact.name if contact else ""


def _refused(order: Read, problem: Problem, facts: Facts, now: datetime) -> Result:
    document = keep_problem(ORDER, order.id, problem, shown=shown(order, facts), now=now)
    return Result(order.id, document=document, problem=problem)


def problem_of(refused: OperationError) -> Problem:
    """What an operation of the back office refused, in the words of a stored problem."""
    if isinstance(refused, RecordRejected):
        params = {"erp_code": refused.code, "table": refused.table, **refused.params}
        return Problem(
            "erp_rejected", Cure.REJECTED, {name: str(value) for name, value in params.items()}, refused.field
        )
    return Problem("erp_refused", Cure.REJECTED, {"message": str(refused)})
