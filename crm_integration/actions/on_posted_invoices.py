"""What a person does with posted invoices and customers: bring them to the CRM, tell it what is owed."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Level, Needs, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import CREATE_DOCUMENTS, SYNCHRONIZE
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for, client_of_documents
from crm_integration.document_flow.account_statistics.update import update_account_statistics
from crm_integration.document_flow.posted_sales_invoices.create import create_invoices
from crm_integration.document_flow.posted_sales_invoices.create_many import create_invoices_later
from crm_integration.document_flow.posted_sales_invoices.states import update_invoice_states
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.models import ConnectionSetup, Coupling
from erp.models import Customer, SalesInvoiceHeader

# So many are waited for at a page; more of them go to the background.
AT_ONCE = 5


def _create(call: Call) -> Outcome:
    """Raises ActionRefused, DataverseError."""
    setup, client = _connected()
    ids = [UUID(str(id)) for id in call.ids]
    if len(ids) > AT_ONCE:
        job = create_invoices_later(ids, user=call.user)
        return Outcome("invoices_scheduled", {"number": len(ids)}, Level.INFO, job.pk)
    results = create_invoices(client, ids, setup=setup, now=call.now)
    problems = [result.problem for result in results if result.problem is not None]
    if len(problems) > 1:
        created = sum(result.is_new for result in results)
        return Outcome("invoices_refused", {"number": len(problems), "created": created}, Level.ERROR)
    for problem in problems:
        params = {"field": problem.field, "cure": problem.cure.value}
        return Outcome(problem.code, {**params, **problem.params}, Level.ERROR)
    if not any(result.is_new for result in results):
        return Outcome("invoice_already_created", level=Level.INFO)
    if len(results) > 1:
        return Outcome("invoices_created", {"number": len(results)})
    return Outcome("invoice_created")


def _update_statistics(call: Call) -> Outcome:
    """First statistics, then states of invoices. Raises ActionRefused, DataverseError."""
    setup, client = _connected()
    ids = [UUID(str(id)) for id in call.ids]
    if not Coupling.objects.filter(mapping=CUSTOMER.name, erp_id__in=ids).exists():
        raise ActionRefused("customer_not_coupled")
    own = client_for(setup, policy=FOR_PEOPLE)
    updated = update_account_statistics(own, ids, setup=setup, today=call.now.date())
    changed = update_invoice_states(client, _invoices_of(ids))
    if updated.failed:
        params = {"failed": updated.failed, "invoices": changed}
        return Outcome("statistics_updated_in_part", params, Level.WARNING)
    return Outcome("statistics_updated", {"invoices": changed})


def _invoices_of(customer_ids: Sequence[UUID]) -> list[UUID]:
    numbers = Customer.objects.filter(id__in=customer_ids).values("no")
    return list(SalesInvoiceHeader.objects.filter(sell_to_customer__in=numbers).values_list("id", flat=True))


def _connected() -> tuple[ConnectionSetup, DataverseClient]:
    setup = ConnectionSetup.get()
    if off := setup.sales_obstacle:
        raise ActionRefused(off)
    return setup, client_of_documents(setup, policy=FOR_PEOPLE)


CREATE_INVOICE = Action(
    name="create_invoice_in_crm",
    label=_("Create Invoice in %(crm_product)s"),
    subject=Subject.RECORD,
    permission=CREATE_DOCUMENTS,
    effect=_create,
    needs=Needs.MANY,
    icon="plus",
    is_promoted=True,
    is_in_selection_bar=True,
)
UPDATE_STATISTICS = Action(
    name="update_account_statistics",
    label=_("Update Account Statistics"),
    subject=Subject.RECORD,
    permission=SYNCHRONIZE,
    effect=_update_statistics,
    needs=Needs.MANY,
    icon="running",
)
