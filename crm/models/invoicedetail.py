"""Lines of invoices."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    BooleanColumn,
    CascadeDelete,
    DateTimeColumn,
    DecimalColumn,
    LookupColumn,
    PrimaryIdColumn,
    StringColumn,
)
from crm.models.sales_line import SalesLine


class InvoiceDetail(SalesLine):
    invoicedetailid = PrimaryIdColumn()
    invoiceid = LookupColumn("invoice", cascade=CascadeDelete.CASCADE, verbose_name=_("Invoice"))
    invoicedetailname = StringColumn(850, required=True, completed=True, verbose_name=_("Name"))
    productdescription = StringColumn(850, verbose_name=_("Write-In Product"))
    productname = StringColumn(850, verbose_name=_("Product Name"))
    productnumber = StringColumn(100, read_only=True, verbose_name=_("Product Number"))
    salesorderdetailid = LookupColumn("salesorderdetail", db_index=False, verbose_name=_("Order Product"))
    quantityshipped = DecimalColumn(
        minimum=-1_000_000_000, maximum=1_000_000_000, verbose_name=_("Quantity Shipped")
    )
    quantitybackordered = DecimalColumn(
        minimum=0, maximum=1_000_000_000, verbose_name=_("Quantity Back Ordered")
    )
    quantitycancelled = DecimalColumn(minimum=0, maximum=1_000_000_000, verbose_name=_("Quantity Canceled"))
    actualdeliveryon = DateTimeColumn(date_format="DateOnly", verbose_name=_("Delivered On"))
    iscopied = BooleanColumn(verbose_name=_("Copied"))
    invoiceispricelocked = BooleanColumn(verbose_name=_("Invoice Is Price Locked"))
    salesrepid = LookupColumn("systemuser", db_index=False, verbose_name=_("Salesperson"))
    parentbundleidref = LookupColumn("invoicedetail", db_index=False, verbose_name=_("Parent Bundle Product"))
    shipto_name = StringColumn(200, verbose_name=_("Ship To Name"))
    shipto_line1 = StringColumn(250, verbose_name=_("Ship To Street 1"))
    shipto_line2 = StringColumn(250, verbose_name=_("Ship To Street 2"))
    shipto_line3 = StringColumn(250, verbose_name=_("Ship To Street 3"))
    shipto_city = StringColumn(80, verbose_name=_("Ship To City"))
    shipto_stateorprovince = StringColumn(50, verbose_name=_("Ship To State/Province"))
    shipto_postalcode = StringColumn(20, verbose_name=_("Ship To ZIP/Postal Code"))
    shipto_country = StringColumn(80, verbose_name=_("Ship To Country/Region"))
    shipto_telephone = StringColumn(50, verbose_name=_("Ship To Phone"))
    shipto_fax = StringColumn(50, verbose_name=_("Ship To Fax"))

    class Meta:
        db_table = "invoicedetail"
        verbose_name = _("Invoice Line")
        verbose_name_plural = _("Invoice Lines")

    class Dataverse(SalesLine.Dataverse):
        entity_set = "invoicedetails"
        schema_name = "InvoiceDetail"
        object_type_code = 1091
        primary_name = "invoicedetailname"
        line_of = "invoiceid"
