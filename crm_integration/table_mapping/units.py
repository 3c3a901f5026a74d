"""Units of measure by unit groups: a record that names a unit names one of an item's or a resource's own.

Twelve of one item are a box, six of another are one: each has units, and a unit group, of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

UNIT_GROUP: Final = "unit_group"
UOM, UOM_SCHEDULE = "uom", "uomschedule"


@dataclass(frozen=True)
class UnitsOf:
    """Whose units they are: ``owner_field`` has the number of the ``owner``, an item or a resource.

    ``units`` is the table of the units.
    """

    owner: str
    owner_field: str
    units: str


_ITEM_UNITS, _RESOURCE_UNITS = "item_unit_of_measure", "resource_unit_of_measure"
UNITS_OF: Final[Mapping[str, UnitsOf]] = {
    "item": UnitsOf("item", "no", _ITEM_UNITS),
    "resource": UnitsOf("resource", "no", _RESOURCE_UNITS),
    "sales_price": UnitsOf("item", "item_no", _ITEM_UNITS),
    _ITEM_UNITS: UnitsOf("item", "item_no", _ITEM_UNITS),
    _RESOURCE_UNITS: UnitsOf("resource", "resource_no", _RESOURCE_UNITS),
}
