"""Records of any table, made over the Web API with the least that a request must say."""

from typing import Any, Final
from uuid import UUID

from crm import metadata
from crm.metadata import Table
from tests.crm.embedded_crm import WebApi
from tests.crm.web_api.sample_values import fitting_value

# What the rules need besides the columns that the metadata calls required.
_NEEDED: Final = {
    "invoice": ("pricelevelid",),
    "opportunity": ("customerid",),
    "productpricelevel": ("pricelevelid",),
    "quote": ("pricelevelid",),
    "salesorder": ("pricelevelid",),
    "uom": ("uomscheduleid",),
}


def create(api: WebApi, logical_name: str) -> UUID:
    table = metadata.table(logical_name)
    return api.create(table.entity_set, **least(api, table))


def least(api: WebApi, table: Table) -> dict[str, Any]:
    """What a request must say to create a record of the table, and the records that it names."""
    values = _matching_units(api, table.logical_name)
    document = (table.line_of,) if table.line_of else ()
    for name in (*table.required, *_NEEDED.get(table.logical_name, ()), *document):
        column = table.columns[name]
        if f"{name}@odata.bind" in values:
            continue
        if column.is_lookup:
            target, bind = next(iter(column.targets.items()))
            entity_set = metadata.table(target).entity_set
            values[f"{bind}@odata.bind"] = f"/{entity_set}({create(api, target)})"
        else:
            values[name] = fitting_value(column)
    return values


def _matching_units(api: WebApi, logical_name: str) -> dict[str, Any]:
    """A product with a unit of its own unit group, where the table needs them."""
    if logical_name == "product":
        group = create(api, "uomschedule")
        unit = api.get(f"uoms?$filter=_uomscheduleid_value eq {group}")["value"][0]["uomid"]
        return {
            "defaultuomscheduleid@odata.bind": f"/uomschedules({group})",
            "defaultuomid@odata.bind": f"/uoms({unit})",
        }
    if logical_name == "productpricelevel":
        product = create(api, "product")
        unit = api.get(f"products({product})")["_defaultuomid_value"]
        return {"productid@odata.bind": f"/products({product})", "uomid@odata.bind": f"/uoms({unit})"}
    return {}
