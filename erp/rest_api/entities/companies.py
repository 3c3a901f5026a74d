"""The company; there is one, and it is set up on its page."""

from erp.models import CompanyInformation
from erp.operations.record_operations import Operations
from erp.rest_api.entity import RECORD_ID, Entity, constant, joined, value
from erp.rest_api.kinds import INTEGER, MOMENT

COMPANIES = Entity(
    name="companies",
    singular="company",
    model=CompanyInformation,
    key="primary_key",
    declared=(
        RECORD_ID,
        constant("systemVersion", "v2.0"),
        joined("timestamp", "row_version", kind=INTEGER),
        value("name", "name", read_only=True),
        value("displayName", "name", read_only=True),
        constant("businessProfileId", ""),
        joined("systemModifiedAt", "modified_at", kind=MOMENT),
    ),
    operations=Operations(),
)
