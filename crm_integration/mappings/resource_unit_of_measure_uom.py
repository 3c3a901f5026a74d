"""RESOURCE UOM: the units of a resource become units of its unit group."""

from crm_integration.mappings.units_uom import units_mapping

RESOURCE_UOM = units_mapping("RESOURCE UOM", erp_table="resource_unit_of_measure", owner_field="resource_no")
