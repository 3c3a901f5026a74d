"""What may not be deleted: lines of closed documents, and the base units of unit groups."""

from crm.business_rules.derivations import sales_line
from crm.business_rules.draft import Draft, WriteContext
from crm.business_rules.errors import BASE_UNIT_FIXED, CrmFault
from crm.business_rules.sales.documents import BY_LINES
from crm.metadata import Table
from crm.models import CrmRecord


def check_deletion(table: Table, record: CrmRecord, context: WriteContext) -> None:
    """Raises CrmFault if a rule forbids to delete the record itself."""
    document = BY_LINES.get(table.logical_name)
    if document is not None:
        draft = Draft(table=table, id=record.pk, changes={}, record=record, context=context)
        sales_line.check_writable(draft, document)
    if table.logical_name == "uom" and record.column_value("isschedulebaseuom"):
        raise CrmFault(BASE_UNIT_FIXED, column="uomid")
