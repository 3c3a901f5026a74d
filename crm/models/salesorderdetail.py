"""Lines of orders."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    BooleanColumn,
    CascadeDelete,
    DateTimeColumn,
    DecimalColumn,
    LookupColumn,
    PicklistColumn,
    PrimaryIdColumn,
    StringColumn,
)
from crm.models.options import ORDER_STATE
from crm.models.sales_line import SalesLine


class SalesOrderDetail(SalesLine):
    salesorderdetailid = PrimaryIdColumn()
    salesorderid = LookupColumn("salesorder", cascade=CascadeDelete.CASCADE, verbose_name=_("Order"))
    salesorderdetailname = StringColumn(500, required=True, completed=True, verbose_name=_("Name"))
    productdescription = StringColumn(500, verbose_name=_("Write-In Product"))
    productnumber = StringColumn(100, read_only=True, verbose_name=_("Product Number"))
    quotedetailid = LookupColumn("quotedetail", db_index=False, verbose_name=_("Quote Product"))
    quantityshipped = DecimalColumn(
        minimum=-1_000_000_000, maximum=1_000_000_000, verbose_name=_("Quantity Shipped")
    )
    quantitybackordered = DecimalColumn(
        minimum=0, maximum=1_000_000_000, verbose_name=_("Quantity Back Ordered")
    )
    quantitycancelled = DecimalColumn(minimum=0, maximum=1_000_000_000, verbose_name=_("Quantity Canceled"))
    requestdeliveryby = DateTimeColumn(date_format="DateOnly", verbose_name=_("Requested Delivery Date"))
    iscopied = BooleanColumn(verbose_name=_("Copied"))
    salesorderispricelocked = BooleanColumn(verbose_name=_("Order Is Price Locked"))
    salesorderstatecode = PicklistColumn(ORDER_STATE, verbose_name=_("Order Status"))
    salesrepid = LookupColumn("systemuser", db_index=False, verbose_name=_("Salesperson"))
    parentbundleidref = LookupColumn(
        "salesorderdetail", db_index=False, verbose_name=_("Parent Bundle Product")
    )
    shipto_name = StringColumn(200, verbose_name=_("Ship To Name"))
    shipto_contactname = StringColumn(150, verbose_name=_("Ship To Contact Name"))
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
        db_table = "salesorderdetail"
        verbose_name = _("Order Line")
        verbose_name_plural = _("Order Lines")

    class Dataverse(SalesLine.Dataverse):
        entity_set = "salesorderdetails"
        schema_name = "SalesOrderDetail"
        object_type_code = 1089
        primary_name = "salesorderdetailname"
        line_of = "salesorderid"
