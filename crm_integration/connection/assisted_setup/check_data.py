"""The step *Data to synchronize*: the way of synchronizing units is chosen while nothing rests on it."""

from crm_integration.connection.unit_groups import refuse_fixed
from crm_integration.models import AssistedSetupDraft, ConnectionSetup


def check_unit_groups(draft: AssistedSetupDraft) -> None:
    """Raises UnitGroupsFixed."""
    if draft.unit_group_mapping_enabled != ConnectionSetup.get().unit_group_mapping_enabled:
        refuse_fixed()
