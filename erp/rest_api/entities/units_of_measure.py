"""Units of measure."""

from erp.models import UnitOfMeasure
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.delete_unit_of_measure import delete_unit_of_measure
from erp.operations.modify_units_of_measure import modify_units_of_measure
from erp.operations.record_operations import by_rows
from erp.rest_api.entity import LAST_MODIFIED, RECORD_ID, Entity, value

UNITS_OF_MEASURE = Entity(
    name="unitsOfMeasure",
    singular="unitOfMeasure",
    model=UnitOfMeasure,
    key="code",
    declared=(
        RECORD_ID,
        value("code", "code"),
        value("displayName", "description"),
        value("internationalStandardCode", "international_standard_code"),
        LAST_MODIFIED,
    ),
    operations=by_rows(
        create=create_units_of_measure,
        modify=modify_units_of_measure,
        delete=delete_unit_of_measure,
        id_name="record_id",
    ),
)
