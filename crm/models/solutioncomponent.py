"""Solution components: which definitions and roles belong to which solution."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    CascadeDelete,
    IntegerColumn,
    LookupColumn,
    PicklistColumn,
    PrimaryIdColumn,
    UniqueidentifierColumn,
)
from crm.models.record import CrmRecord

ENTITY, ATTRIBUTE, OPTION_SET, RELATIONSHIP, KEY, ROLE = 1, 2, 9, 10, 14, 20


class SolutionComponent(CrmRecord):
    """``objectid`` is the id of the definition or role. A table (``rootcomponentbehavior`` 0) is there with
    everything that hangs on it.
    """

    solutioncomponentid = PrimaryIdColumn()
    solutionid = LookupColumn(
        "solution", cascade=CascadeDelete.CASCADE, read_only=True, verbose_name=_("Solution")
    )
    componenttype = PicklistColumn(
        {
            ENTITY: _("Entity"),
            ATTRIBUTE: _("Attribute"),
            OPTION_SET: _("Option Set"),
            RELATIONSHIP: _("Entity Relationship"),
            KEY: _("Entity Key"),
            ROLE: _("Role"),
        },
        read_only=True,
        verbose_name=_("Object Type Code"),
    )
    objectid = UniqueidentifierColumn(read_only=True, db_index=True, verbose_name=_("Regarding"))
    rootcomponentbehavior = IntegerColumn(read_only=True, verbose_name=_("Root Component Behavior"))

    class Meta:
        db_table = "solutioncomponent"
        verbose_name = _("Solution Component")
        verbose_name_plural = _("Solution Components")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "solutioncomponents"
        schema_name = "SolutionComponent"
        object_type_code = 7103
        primary_name = "solutioncomponentid"
