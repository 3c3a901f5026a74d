"""What the products and their tables are called."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class TableWords:
    """A table's record and records, as they stand inside a sentence."""

    one: Text
    many: Text


# ERP tables and CRM tables; a contact and a currency are called so on both sides.
TABLES: dict[str, TableWords] = {
    "customer": TableWords(_("customer"), _("customers")),
    "contact": TableWords(_("contact"), _("contacts")),
    "salesperson": TableWords(_("salesperson"), _("salespeople")),
    "currency": TableWords(_("currency"), _("currencies")),
    "payment_terms": TableWords(_("payment terms"), _("payment terms")),
    "shipment_method": TableWords(_("shipment method"), _("shipment methods")),
    "shipping_agent": TableWords(_("shipping agent"), _("shipping agents")),
    "country_region": TableWords(_("country/region"), _("countries/regions")),
    "customer_price_group": TableWords(_("customer price group"), _("customer price groups")),
    "unit_of_measure": TableWords(_("unit of measure"), _("units of measure")),
    "unit_group": TableWords(_("unit group"), _("unit groups")),
    "item_unit_of_measure": TableWords(_("item unit of measure"), _("item units of measure")),
    "resource_unit_of_measure": TableWords(_("resource unit of measure"), _("resource units of measure")),
    "item": TableWords(_("item"), _("items")),
    "resource": TableWords(_("resource"), _("resources")),
    "opportunity": TableWords(_("opportunity"), _("opportunities")),
    "sales_price": TableWords(_("sales price"), _("sales prices")),
    "sales_header": TableWords(_("sales order"), _("sales orders")),
    "sales_invoice_header": TableWords(_("posted sales invoice"), _("posted sales invoices")),
    "sales_invoice_line": TableWords(_("posted sales invoice line"), _("posted sales invoice lines")),
    "salesorder": TableWords(_("order"), _("orders")),
    "quote": TableWords(_("quote"), _("quotes")),
    "invoice": TableWords(_("invoice"), _("invoices")),
    "invoicedetail": TableWords(_("invoice product"), _("invoice products")),
    "account": TableWords(_("account"), _("accounts")),
    "systemuser": TableWords(_("user"), _("users")),
    "team": TableWords(_("team"), _("teams")),
    "transactioncurrency": TableWords(_("currency"), _("currencies")),
    "uomschedule": TableWords(_("unit group"), _("unit groups")),
    "uom": TableWords(_("unit"), _("units")),
    "product": TableWords(_("product"), _("products")),
    "productpricelevel": TableWords(_("price list item"), _("price list items")),
    "pricelevel": TableWords(_("price list"), _("price lists")),
    "option": TableWords(_("option"), _("options")),
    "businessunit": TableWords(_("business unit"), _("business units")),
}


def words_of(table: str) -> TableWords:
    """Returns the words for a table of either side; a table without words is called by its name."""
    return TABLES.get(table) or TableWords(table, table)


def products() -> dict[str, str]:
    """The names of both products, as parameters of a sentence."""
    return {"erp_product": settings.ERP_PRODUCT_NAME, "crm_product": settings.CRM_PRODUCT_NAME}
