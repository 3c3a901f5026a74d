"""The version of a coupling: another one whenever its records, its state or its last synchronization are."""

from typing import Final

from crm_integration.models import Coupling
from odata.etag import content_version

COLUMNS: Final = (
    *("mapping_id", "erp_table", "erp_id", "crm_table", "crm_id", "state", "first_direction"),
    *("erp_row_version", "crm_version", "last_synch_result", "last_synch_crm_result"),
    *("last_synch_at", "last_synch_erp_modified_at", "last_synch_crm_modified_at"),
)


def version_of(coupling: Coupling) -> int:
    return content_version([str(getattr(coupling, name)) for name in COLUMNS])
