"""The item or resource that stands for products that are written in is outside the filter of its mapping.

Source: SD 1.6. Were it a product of the CRM, orders with written-in products would be refused.
"""

from dataclasses import replace

from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.filters import all_of, where
from erp.models import SalesReceivablesSetup


def without_write_in_product(mapping: TableMapping) -> TableMapping:
    if mapping.crm_table != "product":
        return mapping
    setups = SalesReceivablesSetup.objects.filter(write_in_product_type=mapping.erp_table)
    number = setups.values_list("write_in_product_no", flat=True).first()
    if not number:
        return mapping
    return replace(mapping, erp_filter=all_of(mapping.erp_filter, where("no", "ne", number)))
