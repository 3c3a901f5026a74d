"""Quotes: offers to customers, with a revision number."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    DateOnlyColumn,
    DateTimeColumn,
    IntegerColumn,
    LookupColumn,
    PicklistColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.options import FREIGHT_TERMS
from crm.models.sales_document import SalesDocument


class Quote(SalesDocument):
    quoteid = PrimaryIdColumn()
    name = StringColumn(300, required=True, searched=True, verbose_name=_("Name"))
    quotenumber = StringColumn(100, searched=True, verbose_name=_("Quote ID"))
    revisionnumber = IntegerColumn(minimum=0, read_only=True, default=0, verbose_name=_("Revision ID"))
    quotecreationmethod = PicklistColumn(
        {776160000: _("Unknown"), 776160001: _("Revision")},
        default=776160000,
        verbose_name=_("Creation Method"),
    )
    opportunityid = LookupColumn("opportunity", verbose_name=_("Opportunity"))
    effectivefrom = DateTimeColumn(date_format="DateOnly", verbose_name=_("Effective From"))
    effectiveto = DateTimeColumn(date_format="DateOnly", verbose_name=_("Effective To"))
    expireson = DateOnlyColumn(verbose_name=_("Due By"))
    closedon = DateOnlyColumn(verbose_name=_("Closed On"))
    freighttermscode = PicklistColumn(FREIGHT_TERMS, verbose_name=_("Freight Terms"))
    requestdeliveryby = DateTimeColumn(date_format="DateOnly", verbose_name=_("Requested Delivery Date"))
    billto_contactname = StringColumn(150, verbose_name=_("Bill To Contact Name"))
    shipto_contactname = StringColumn(150, verbose_name=_("Ship To Contact Name"))
    statecode = StateColumn({0: _("Draft"), 1: _("Active"), 2: _("Won"), 3: _("Closed")})
    statuscode = StatusColumn(
        {
            1: _("In Progress"),
            2: _("In Progress"),
            3: _("Open"),
            4: _("Won"),
            5: _("Lost"),
            6: _("Canceled"),
            7: _("Revised"),
        },
        state_of={1: 0, 2: 1, 3: 1, 4: 2, 5: 3, 6: 3, 7: 3},
    )

    class Meta:
        db_table = "quote"
        indexes = [models.Index(fields=["statecode", "quoteid"], name="quote_state")]
        verbose_name = _("Quote")
        verbose_name_plural = _("Quotes")

    class Dataverse(SalesDocument.Dataverse):
        entity_set = "quotes"
        schema_name = "Quote"
        object_type_code = 1084
