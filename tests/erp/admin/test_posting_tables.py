"""VAT, accounts and number series are set up on pages."""

from decimal import Decimal

from django.test import Client
from django.urls import reverse

from erp.demo.factories import CustomerFactory
from erp.models import Customer, GLAccount, SalesReceivablesSetup, VatPostingSetup
from tests.erp.admin.forms import form_values


def test_a_vat_percentage_is_set_up_and_a_customer_is_taxed_by_it(administrator: Client) -> None:
    administrator.post("/admin/erp/vatbusinesspostinggroup/add/", {"code": "domestic"})
    administrator.post("/admin/erp/vatproductpostinggroup/add/", {"code": "standard"})
    groups = {"vat_bus_posting_group": "DOMESTIC", "vat_prod_posting_group": "STANDARD"}
    administrator.post("/admin/erp/vatpostingsetup/add/", {**groups, "vat_percent": "25"})
    assert VatPostingSetup.objects.get().vat_percent == Decimal(25)
    assert "DOMESTIC" in administrator.get("/admin/erp/vatpostingsetup/").content.decode()
    card = reverse("admin:erp_customer_change", args=[CustomerFactory.create().pk])
    values = form_values(
        administrator.get(card),
        "customer_form",
        vat_bus_posting_group="DOMESTIC",
        prices_including_vat="on",
    )
    administrator.post(card, values)
    customer = Customer.objects.get()
    assert (customer.vat_bus_posting_group_id, customer.prices_including_vat) == ("DOMESTIC", True)


def test_an_account_is_named_as_that_of_freight(administrator: Client) -> None:
    administrator.post("/admin/erp/glaccount/add/", {"no": "6900", "name": "Carriage"})
    assert GLAccount.objects.get(no="6900").name == "Carriage"
    card = administrator.get("/admin/erp/salesreceivablessetup/")["Location"]
    values = form_values(administrator.get(card), "salesreceivablessetup_form", freight_gl_account="6900")
    administrator.post(card, values)
    assert SalesReceivablesSetup.objects.get().freight_gl_account_id == "6900"
