"""List and card of customers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import SALES
from erp.admin.formats import amount_text
from erp.admin.list_filters import reference_filter
from erp.admin.record_admin import RecordAdmin, without_fields
from erp.admin.record_form import NamedChoiceField, RecordForm
from erp.admin.site import site
from erp.models import Customer, CustomerBlocked
from erp.operations.create_customers import create_customers
from erp.operations.delete_customer import delete_customer
from erp.operations.modify_customers import modify_customers
from erp.operations.record_operations import by_rows
from erp.queries.customer_contacts import persons_of_customer


class CustomerForm(RecordForm):
    """The primary contact is chosen among the people who work for this customer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "blocked" in self.fields:
            options = [choice for choice in CustomerBlocked.choices if choice[0]]
            self.fields["blocked"].choices = [("", _("Not blocked")), *options]  # type: ignore[attr-defined]
        primary_contact = self.fields.get("primary_contact")
        if isinstance(primary_contact, NamedChoiceField):
            primary_contact.queryset = persons_of_customer(self.instance.no).order_by("name")


class BlockedFilter(admin.SimpleListFilter):
    title = _("blocked")
    parameter_name = "blocked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("no", _("Not blocked")),
            ("ship", _("Blocked: shipping")),
            ("invoice", _("Blocked: invoicing")),
            ("all", _("Blocked: everything")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
        chosen = self.value()
        return queryset.filter(blocked="" if chosen == "no" else chosen) if chosen else queryset


@admin.register(Customer, site=site)
class CustomerAdmin(RecordAdmin):
    table = "customer"
    area, area_order = SALES, 10
    form = CustomerForm
    operations = by_rows(
        create=create_customers, modify=modify_customers, delete=delete_customer, id_name="customer_id"
    )
    key_field, key_required = "no", False

    list_display = ["no", "name", "place", "salesperson_code", "credit_limit", "blocked_text"]
    list_display_links = ["name"]
    numeric_columns = ["credit_limit"]
    minor_columns = ["place", "salesperson_code", "credit_limit", "blocked_text"]
    list_filter = [("salesperson", reference_filter(_("salesperson"))), BlockedFilter]
    ordering = ["no"]
    search_fields = ["no", "name", "city", "e_mail"]
    search_help_text = _("Search no., name, city, e-mail")
    empty_text = _("Customers that you enter, or that come over from other systems, appear here.")
    stays = (_("Its contacts stay, as contacts that belong to no customer."),)

    fieldsets = [
        (
            _("General"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("no", "salesperson"),
                    ("name", "credit_limit_lcy"),
                    ("name_2", "blocked"),
                    ("search_name", "modified_at"),
                ],
            },
        ),
        (
            _("Address and contact"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("address", "primary_contact"),
                    ("address_2", "contact"),
                    ("post_code", "phone_no"),
                    ("city", "mobile_phone_no"),
                    ("county", "e_mail"),
                    ("country_region", "home_page"),
                    ("fax_no",),
                ],
            },
        ),
        (
            _("Invoicing"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("currency", "customer_price_group"),
                    ("vat_bus_posting_group", "prices_including_vat"),
                ],
            },
        ),
        (_("Payments"), {"classes": ["collapse"], "fields": [("payment_terms",)]}),
        (_("Shipping"), {"classes": ["collapse"], "fields": [("shipment_method", "shipping_agent")]}),
    ]
    facts = {
        _("General"): ["blocked"],
        _("Address and contact"): ["city", "phone_no"],
        _("Invoicing"): ["currency", "customer_price_group"],
        _("Payments"): ["payment_terms"],
        _("Shipping"): ["shipment_method", "shipping_agent"],
    }
    readonly_fields = ["modified_at"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A customer that is only being entered has nobody who works there and was never changed."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj:
            return fieldsets
        return without_fields(fieldsets, {"primary_contact", "modified_at"})

    @admin.display(description=_("City"), ordering="city")
    def place(self, customer: Customer) -> str:
        return ", ".join(part for part in (customer.city, customer.country_region_id or "") if part)

    @admin.display(description=_("Salesperson"), ordering="salesperson_id")
    def salesperson_code(self, customer: Customer) -> str:
        return customer.salesperson_id or ""

    @admin.display(description=_("Credit Limit (LCY)"), ordering="credit_limit_lcy")
    def credit_limit(self, customer: Customer) -> str:
        return amount_text(customer.credit_limit_lcy)

    @admin.display(description=_("Blocked"), ordering="blocked")
    def blocked_text(self, customer: Customer) -> str:
        return customer.get_blocked_display() if customer.blocked else ""
