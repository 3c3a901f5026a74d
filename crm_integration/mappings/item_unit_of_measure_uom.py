"""ITEM UOM: the units of an item become units of its unit group."""

from crm_integration.mappings.units_uom import units_mapping

ITEM_UOM = units_mapping("ITEM UOM", erp_table="item_unit_of_measure", owner_field="item_no")
