"""SALESORDER-ORDER: what changes on released orders that came from the CRM goes back there.

Source: SD 1.10. The number of a CRM's order is its own (clarification 12).
"""

from crm_integration.table_mapping.declaration import TableMapping, to_crm
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import all_of, where

SALESORDER_ORDER = TableMapping(
    name="SALESORDER-ORDER",
    erp_table="sales_header",
    crm_table="salesorder",
    direction=Direction.TO_INTEGRATION_TABLE,
    erp_filter=all_of(where("document_type", "eq", "order"), where("status", "eq", "released")),
    depends_on=("ITEM-PRODUCT", "RESOURCE-PRODUCT", "OPPORTUNITY"),
    fields=(to_crm("requested_delivery_date", "requestdeliveryby"),),
)
