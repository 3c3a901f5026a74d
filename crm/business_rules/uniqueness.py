"""Values that only one record of a table may have."""

from crm.business_rules.draft import Draft
from crm.business_rules.errors import DUPLICATE_KEY, CrmFault
from crm.models.fields import fold


def check_unique(draft: Draft, name: str) -> None:
    """Raises CrmFault if another record has the value that the draft brings; case does not matter."""
    value = draft.get(name)
    if value is None or name not in draft.changes or value == draft.before(name):
        return
    column = draft.table.columns[name]
    condition = (
        {column.folded_attname: fold(value).rstrip(" ")} if column.folded_attname else {column.attname: value}
    )
    if draft.table.model.objects.filter(**condition).exclude(pk=draft.id).exists():
        raise CrmFault(DUPLICATE_KEY, table=draft.table.logical_name, column=name, value=value)
