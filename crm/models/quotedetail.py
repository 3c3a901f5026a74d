"""Lines of quotes."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import CascadeDelete, DateTimeColumn, LookupColumn, PrimaryIdColumn, StringColumn
from crm.models.sales_line import SalesLine


class QuoteDetail(SalesLine):
    quotedetailid = PrimaryIdColumn()
    quoteid = LookupColumn("quote", cascade=CascadeDelete.CASCADE, verbose_name=_("Quote"))
    quotedetailname = StringColumn(800, required=True, completed=True, verbose_name=_("Name"))
    productdescription = StringColumn(800, verbose_name=_("Write-In Product"))
    productnumber = StringColumn(100, read_only=True, verbose_name=_("Product Number"))
    requestdeliveryby = DateTimeColumn(date_format="DateOnly", verbose_name=_("Requested Delivery Date"))
    salesrepid = LookupColumn("systemuser", db_index=False, verbose_name=_("Salesperson"))
    parentbundleidref = LookupColumn("quotedetail", db_index=False, verbose_name=_("Parent Bundle Product"))
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
        db_table = "quotedetail"
        verbose_name = _("Quote Line")
        verbose_name_plural = _("Quote Lines")

    class Dataverse(SalesLine.Dataverse):
        entity_set = "quotedetails"
        schema_name = "QuoteDetail"
        object_type_code = 1085
        primary_name = "quotedetailname"
        line_of = "quoteid"
