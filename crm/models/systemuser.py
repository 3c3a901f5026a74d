"""Users: people, and applications that sign in with a client secret."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    BooleanColumn,
    LookupColumn,
    PicklistColumn,
    PrimaryIdColumn,
    StringColumn,
    UniqueidentifierColumn,
)
from crm.models.options import ACCESS_MODE
from crm.models.record import CrmRecord


class SystemUser(CrmRecord):
    """``domainname`` is the name under which a person signs in to the salespeople's pages."""

    systemuserid = PrimaryIdColumn()
    fullname = StringColumn(200, searched=True, read_only=True, verbose_name=_("Full Name"))
    firstname = StringColumn(256, required=True, verbose_name=_("First Name"))
    middlename = StringColumn(50, verbose_name=_("Middle Name"))
    lastname = StringColumn(256, required=True, verbose_name=_("Last Name"))
    domainname = StringColumn(1024, searched=True, verbose_name=_("User Name"))
    internalemailaddress = StringColumn(100, searched=True, verbose_name=_("Primary Email"))
    personalemailaddress = StringColumn(100, verbose_name=_("Email 2"))
    mobilephone = StringColumn(64, verbose_name=_("Mobile Phone"))
    address1_telephone1 = StringColumn(64, verbose_name=_("Main Phone"))
    jobtitle = StringColumn(100, verbose_name=_("Job Title"))
    title = StringColumn(128, verbose_name=_("Title"))
    businessunitid = LookupColumn("businessunit", cascade=RESTRICT, verbose_name=_("Business Unit"))
    territoryid = LookupColumn("territory", db_index=False, verbose_name=_("Territory"))
    applicationid = UniqueidentifierColumn(verbose_name=_("Application ID"))
    accessmode = PicklistColumn(ACCESS_MODE, null=False, default=0, verbose_name=_("Access Mode"))
    isdisabled = BooleanColumn(verbose_name=_("Disabled"))
    islicensed = BooleanColumn(default=True, verbose_name=_("User Licensed"))
    isintegrationuser = BooleanColumn(verbose_name=_("Integration user mode"))

    class Meta:
        db_table = "systemuser"
        verbose_name = _("User")
        verbose_name_plural = _("Users")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "systemusers"
        schema_name = "SystemUser"
        object_type_code = 8
        primary_name = "fullname"
