"""Lines of opportunities."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    CascadeDelete,
    DoubleColumn,
    LookupColumn,
    MoneyColumn,
    PrimaryIdColumn,
    StringColumn,
)
from crm.models.sales_line import SalesLine


class OpportunityProduct(SalesLine):
    opportunityproductid = PrimaryIdColumn()
    opportunityid = LookupColumn("opportunity", cascade=CascadeDelete.CASCADE, verbose_name=_("Opportunity"))
    opportunityproductname = StringColumn(500, required=True, completed=True, verbose_name=_("Name"))
    productdescription = StringColumn(500, verbose_name=_("Write-In Product"))
    quantity = DoubleColumn(required=True, verbose_name=_("Quantity"))
    manualdiscountamount = MoneyColumn(
        minimum=0, maximum=100_000_000_000_000, verbose_name=_("Manual Discount")
    )
    tax = MoneyColumn(minimum=-100_000_000_000_000, maximum=100_000_000_000_000, verbose_name=_("Tax"))
    parentbundleidref = LookupColumn(
        "opportunityproduct", db_index=False, verbose_name=_("Parent Bundle Product")
    )

    class Meta:
        db_table = "opportunityproduct"
        verbose_name = _("Opportunity Line")
        verbose_name_plural = _("Opportunity Lines")

    class Dataverse(SalesLine.Dataverse):
        entity_set = "opportunityproducts"
        schema_name = "OpportunityProduct"
        object_type_code = 1083
        primary_name = "opportunityproductname"
        line_of = "opportunityid"
