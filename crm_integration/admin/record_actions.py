"""The integration's actions in the toolbars of the mapped tables' lists and cards."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from crm_integration.actions import on_options, on_posted_invoices, on_records
from crm_integration.actions.action import Action
from crm_integration.admin.areas import CRM_GROUP
from crm_integration.admin.mapped_tables import label_of, status_of, stored
from crm_integration.admin.performing import perform_and_tell
from crm_integration.admin.selection import url_with_selection
from crm_integration.coupling.status import DELETED
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.mappings.posted_sales_invoice_invoice import POSTEDSALESINV_INV
from crm_integration.models import IntegrationTableMapping
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.direction import Direction
from erp.admin import extensions as erp

NEEDS_COUPLING = (
    on_records.DELETE_COUPLING,
    on_records.SYNCHRONIZE_NOW,
    on_records.OPEN_IN_CRM,
    on_options.DELETE_OPTION_COUPLING,
    on_posted_invoices.UPDATE_STATISTICS,
)
NEEDS_MAPPING = (
    on_records.SET_UP_COUPLING,
    on_records.MATCH_BASED_COUPLING,
    on_records.SYNCHRONIZE_NOW,
    on_records.CREATE_IN_CRM,
)
OF_OPTIONS = (
    on_records.MATCH_BASED_COUPLING,
    on_options.DELETE_OPTION_COUPLING,
    on_records.CREATE_IN_CRM,
    on_records.SYNCHRONIZATION_LOG,
)
OF_DOCUMENTS = (on_records.SYNCHRONIZE_NOW, on_records.OPEN_IN_CRM, on_records.SYNCHRONIZATION_LOG)
OF_MAPPING = {
    POSTEDSALESINV_INV.name: (on_posted_invoices.CREATE_INVOICE,),
    CUSTOMER.name: (on_posted_invoices.UPDATE_STATISTICS,),
}
OF_ONE_RECORD = ("set_up_coupling", "open_coupled_record", "synchronization_log")


def actions_of(mapping: TableMapping) -> list[erp.Action]:
    """Returns the declared actions of a table; what its direction never allows is left out."""
    if mapping.is_option_mapping:
        return [_in_toolbar(action, mapping) for action in OF_OPTIONS]
    own = OF_MAPPING.get(mapping.name, ())
    if mapping.is_made_by_flow:
        return [_in_toolbar(action, mapping) for action in (*own, *OF_DOCUMENTS)]
    declared = [
        *own,
        on_records.SET_UP_COUPLING,
        on_records.MATCH_BASED_COUPLING,
        on_records.DELETE_COUPLING,
        on_records.SYNCHRONIZE_NOW,
        *([on_records.CREATE_IN_CRM] if mapping.direction.reaches_crm else []),
        on_records.OPEN_IN_CRM,
        on_records.SYNCHRONIZATION_LOG,
    ]
    return [_in_toolbar(action, mapping) for action in declared]


def _in_toolbar(action: Action, mapping: TableMapping) -> erp.Action:
    return erp.Action(
        code=action.name,
        label=lazy(label_of, str)(action, mapping),  # type: ignore[arg-type]
        group=CRM_GROUP,
        url=_page_url(action, mapping) if action.page else None,
        run=None if action.page else _effect(action, mapping),
        needs=action.needs.value,  # type: ignore[arg-type]
        promoted=action.is_promoted,
        in_selection_bar=action.is_in_selection_bar,
        section=action.section,
        icon=action.icon,
        danger=action.is_dangerous,
        permission=action.permission,
        unavailable=_reason(action, mapping),
        order=action.order,
    )


def _page_url(action: Action, mapping: TableMapping) -> Callable[[HttpRequest, Sequence[UUID]], str]:
    def url(request: HttpRequest, ids: Sequence[UUID]) -> str:
        if action.page in OF_ONE_RECORD:
            return reverse(f"admin:{action.page}", args=[mapping.name, ids[0]])
        return url_with_selection(request, reverse(f"admin:{action.page}", args=[mapping.name]), ids)

    return url


def _effect(action: Action, mapping: TableMapping) -> Callable[[HttpRequest, Sequence[UUID]], None]:
    def run(request: HttpRequest, ids: Sequence[UUID]) -> HttpResponseBase | None:
        perform_and_tell(request, action, mapping=mapping.name, ids=tuple(ids))
        return None

    return run  # type: ignore[return-value]


def _reason(action: Action, mapping: TableMapping) -> Callable[[HttpRequest, Model], Any]:
    """Why an action cannot be done with the record of a card; blank if it can."""

    def reason(request: HttpRequest, record: Model) -> str:
        status = status_of(request, mapping.erp_table, record.pk)
        if action in NEEDS_COUPLING and not status.is_coupled:
            return _("The record is not coupled")
        row = stored(request, mapping.name)
        if action in NEEDS_MAPPING and row is not None and not row.is_on:
            return _why_off(row)
        if action is on_posted_invoices.CREATE_INVOICE and status.is_coupled:
            return _("The invoice is in %(crm)s already") % {"crm": settings.CRM_PRODUCT_NAME}
        if action is on_records.CREATE_IN_CRM:
            # An option that was deleted is made anew under its value.
            is_there = status.is_coupled and not (mapping.is_option_mapping and status.state == DELETED)
            return _why_not_created(request, mapping, is_coupled=is_there)
        return ""

    return reason


def _why_off(row: IntegrationTableMapping) -> str:
    if not row.is_layer_on:
        return _("Sales integration is off")
    return _("The mapping %(mapping)s is switched off") % {"mapping": row.name}


def _why_not_created(request: HttpRequest, mapping: TableMapping, *, is_coupled: bool) -> str:
    row = stored(request, mapping.name)
    if is_coupled:
        return _("The record is coupled already")
    if row is not None and row.direction == Direction.FROM_INTEGRATION_TABLE.value:
        return _("The direction of the mapping does not allow it")
    return ""
