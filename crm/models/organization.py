"""The organization: one row that holds what counts for the whole CRM."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    BooleanColumn,
    IntegerColumn,
    LookupColumn,
    PrimaryIdColumn,
    StringColumn,
)
from crm.models.record import CrmRecord


class Organization(CrmRecord):
    """``tenant_id`` is the directory in whose name tokens are given out; it is no column of the table."""

    organizationid = PrimaryIdColumn()
    name = StringColumn(160, required=True, verbose_name=_("Organization Name"))
    basecurrencyid = LookupColumn("transactioncurrency", read_only=True, cascade=RESTRICT)
    currencydecimalprecision = IntegerColumn(minimum=0, maximum=4, null=False, default=2)
    languagecode = IntegerColumn(null=False, default=1033, read_only=True)
    expirechangetrackingindays = IntegerColumn(minimum=0, maximum=365, null=False, default=7)
    issopintegrationenabled = BooleanColumn()
    tenant_id = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        db_table = "organization"
        verbose_name = _("Organization")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "organizations"
        schema_name = "Organization"
        object_type_code = 1019
