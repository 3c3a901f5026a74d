"""Delete Coupling: what is lost, what stays, how to come back; then the chosen couplings go."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from crm_integration.actions.on_records import DELETE_COUPLING
from crm_integration.admin.mapped_tables import card_url, crumbs, declared_of_records, list_url, records
from crm_integration.admin.performing import perform_and_tell
from crm_integration.admin.selection import selected
from crm_integration.models import Coupling, SynchProblem
from crm_integration.sentences import words_of
from crm_integration.table_mapping.declaration import TableMapping
from erp.admin.formats import record_name
from erp.admin.site import site
from erp.models import Contact, ContactBusinessRelation

NAMED = 10


def delete_coupling(request: HttpRequest, mapping: str) -> HttpResponse:
    known = declared_of_records(mapping)
    ids = selected(request)
    chosen = records(known, ids)
    back = card_url(known, ids[0]) if len(chosen) == 1 else list_url(known)
    if request.method == "POST":
        perform_and_tell(request, DELETE_COUPLING, mapping=mapping, ids=tuple(ids))
        return HttpResponseRedirect(back)
    coupled = _coupled(known, chosen)
    if not coupled:
        messages.info(request, _("None of the chosen records is coupled."))
        return HttpResponseRedirect(back)
    return site.page(
        request,
        "crm_integration/delete_coupling.html",
        title=_title(known, coupled),
        breadcrumbs=crumbs(known, *(coupled if len(coupled) == 1 else [])),
        form_page=True,
        mapping=known,
        one=coupled[0] if len(coupled) == 1 else None,
        one_name=record_name(coupled[0]),
        number=len(coupled),
        names=[record_name(record) for record in coupled[:NAMED]],
        more=max(0, len(coupled) - NAMED),
        waiting=_contacts_left_waiting(known, coupled),
        conflicts=_open_conflicts(known, coupled),
        back=back,
    )


def _coupled(mapping: TableMapping, chosen: Mapping[UUID, Any]) -> list[Any]:
    ids = Coupling.objects.filter(mapping=mapping.name, erp_id__in=list(chosen))
    coupled = set(ids.values_list("erp_id", flat=True))
    return [record for id, record in chosen.items() if id in coupled]


def _title(mapping: TableMapping, coupled: Sequence[Any]) -> str:
    if len(coupled) == 1:
        return _("Delete the coupling of %(record)s?") % {"record": record_name(coupled[0])}
    words = {"number": len(coupled), "records": words_of(mapping.erp_table).many}
    return _("Delete the couplings of %(number)s %(records)s?") % words


def _contacts_left_waiting(mapping: TableMapping, coupled: Sequence[Any]) -> int:
    """Coupled persons of the customers' companies: they cannot be sent while the customer is not coupled."""
    if mapping.erp_table != "customer":
        return 0
    companies = ContactBusinessRelation.objects.filter(
        link_to_table="customer", no__in=[customer.no for customer in coupled]
    ).values("contact")
    persons = Contact.objects.filter(company__in=companies, type="person").values("id")
    return Coupling.objects.filter(erp_table="contact", erp_id__in=persons).count()


def _open_conflicts(mapping: TableMapping, coupled: Sequence[Any]) -> int:
    problems = SynchProblem.objects.filter(
        mapping=mapping.name,
        erp_id__in=[record.pk for record in coupled],
        cure=SynchProblem.Cure.CONFLICT,
    )
    return problems.count()
