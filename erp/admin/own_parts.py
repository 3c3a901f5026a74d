"""What the back office itself puts at the extension point: its tiles, its FactBoxes, its related lists."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import RELATED, Action, FactBox, HomePanel, HomeTile, Tile, extensions
from erp.models import Contact, ContactType, Customer
from erp.queries.customer_contacts import (
    company_nos_of_customers,
    customer_ids_of_companies,
    persons_of_customer,
)

SHOWN = 5
LAST_CHANGED = 8


def _customers_tile(request: HttpRequest) -> Tile:
    return Tile(
        label=_("Customers"), figure=Customer.objects.count(), url=reverse("admin:erp_customer_changelist")
    )


def _last_changed(request: HttpRequest) -> Mapping[str, Any]:
    return {"customers": Customer.objects.order_by("-modified_at")[:LAST_CHANGED]}


def _people(request: HttpRequest, customer: Model) -> Mapping[str, Any]:
    people = persons_of_customer(customer.no).order_by("name")  # type: ignore[attr-defined]
    return {"people": people[:SHOWN], "more_url": _contacts_url(request, [customer.pk])}


def _contacts_url(request: HttpRequest, ids: Sequence[UUID]) -> str:
    changelist = reverse("admin:erp_contact_changelist")
    customer_no = Customer.objects.filter(pk__in=ids).values_list("no", flat=True).first()
    company_no = company_nos_of_customers([customer_no]).get(customer_no) if customer_no else None
    return f"{changelist}?company__no__exact={company_no}" if company_no else changelist


def _customer_of(request: HttpRequest, contact: Model) -> Mapping[str, Any] | None:
    assert isinstance(contact, Contact)  # noqa: S101 - registered for contacts
    company_no = contact.no if contact.type == ContactType.COMPANY else contact.company_id
    customer_id = customer_ids_of_companies([company_no]).get(company_no) if company_no else None
    customer = Customer.objects.filter(pk=customer_id).first() if customer_id else None
    return {"customer": customer} if customer else None


extensions.everywhere(
    HomeTile(code="customers", load=_customers_tile, permission="erp.view_customer", order=200),
    HomePanel(
        code="last_changed_customers",
        template="erp/last_changed_customers.html",
        load=_last_changed,
        permission="erp.view_customer",
        order=200,
    ),
)
extensions.for_table(
    "customer",
    Action(
        code="contacts",
        label=_("Contacts"),
        group=RELATED,
        icon="document",
        url=_contacts_url,
        on=frozenset({"card"}),
        promoted=True,
        permission="erp.view_contact",
    ),
    FactBox(
        code="people",
        title=_("Contacts"),
        template="erp/people_factbox.html",
        load=_people,
        permission="erp.view_contact",
        order=200,
    ),
)
extensions.for_table(
    "contact",
    FactBox(
        code="customer",
        title=_("Customer"),
        template="erp/customer_factbox.html",
        load=_customer_of,
        permission="erp.view_customer",
        order=200,
    ),
)
