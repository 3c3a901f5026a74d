"""``synchronizationChanges``: what runs wrote to records, the log of a record by its ``recordId``."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from crm_integration.actions.permissions import VIEW_COUPLINGS
from crm_integration.models import SynchJobChange
from crm_integration.rest_api import options
from crm_integration.rest_api.resource import Resource
from erp.rest_api.entity import calculated, joined
from erp.rest_api.kinds import ID, MOMENT, TEXT
from odata.keyset import Key

# Old and new values by the field, or the column of the CRM, as they are kept.
FIELDS: Final = replace(
    TEXT, edm="Edm.Untyped", to_json=dict, schema={"type": "object", "additionalProperties": True}
)


def _fields(ids: Collection[Any]) -> Mapping[Any, Any]:
    return dict(SynchJobChange.objects.filter(id__in=ids).values_list("id", "fields"))


SYNCHRONIZATION_CHANGES: Final = Resource(
    name="synchronizationChanges",
    singular="synchronizationChange",
    permission=VIEW_COUPLINGS,
    records=SynchJobChange.objects.all,
    order=(Key("written_at", descending=True, nullable=False),),
    declared=(
        joined("id", "id", kind=ID),
        joined("synchronizationJobId", "synch_job__id", kind=ID),
        joined("recordId", "erp_id", kind=ID),
        joined("integrationRecordId", "crm_id", kind=ID),
        joined("description", "description"),
        joined("writtenTo", "side", kind=options.SIDE),
        joined("change", "kind", kind=options.CHANGE),
        calculated("fields", _fields, kind=FIELDS),
        joined("writtenDateTime", "written_at", kind=MOMENT),
    ),
)
