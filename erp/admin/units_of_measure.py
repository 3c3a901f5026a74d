"""List and card of units of measure."""

from django.contrib import admin

from erp.admin.code_tables import CodeTableAdmin, general
from erp.admin.extensions import PRODUCTS
from erp.admin.record_operations import by_rows
from erp.admin.site import site
from erp.models import UnitOfMeasure
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.delete_unit_of_measure import delete_unit_of_measure
from erp.operations.modify_units_of_measure import modify_units_of_measure


@admin.register(UnitOfMeasure, site=site)
class UnitOfMeasureAdmin(CodeTableAdmin):
    table = "unit_of_measure"
    area, area_order = PRODUCTS, 50
    operations = by_rows(
        create=create_units_of_measure,
        modify=modify_units_of_measure,
        delete=delete_unit_of_measure,
        id_name="record_id",
    )
    list_display = ["code", "description", "international_standard_code"]
    fieldsets = general(("code", "international_standard_code"), ("description",))
