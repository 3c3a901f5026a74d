# ruff: noqa: E501
"""The invented products of the demo, as plain data: units, items with their stock, people and machines."""

from decimal import Decimal
from typing import Final, NamedTuple


class DemoItem(NamedTuple):
    """One invented item; ``per_box`` pieces make a box, 0: there are no boxes."""

    no: str
    description: str
    description_2: str
    type: str
    unit: str
    per_box: int
    unit_price: Decimal
    unit_cost: Decimal
    gross_weight: Decimal
    unit_volume: Decimal
    vendor_no: str
    vendor_name: str
    inventory: Decimal


class DemoResource(NamedTuple):
    """One invented person or machine."""

    no: str
    name: str
    type: str
    unit_price: Decimal
    unit_cost: Decimal
    capacity: Decimal


# code | description | international standard code
_UNITS: Final = """
PCS|Piece|EA
BOX|Box|BX
SET|Set|SET
KG|Kilogram|KGM
HOUR|Hour|HUR
DAY|Day|DAY
"""
# no. | description | description 2 | type | unit | pieces in a box | price | cost | weight | volume | vendor | inventory
_ITEMS: Final = """
2001|Harbour bench, oak|Oiled, 140 cm|inventory|PCS|0|289|164.50|22.5|0.31|V10|42
2002|Harbour bench, pine|Untreated, 140 cm|inventory|PCS|0|179|98|18.2|0.31|V10|27
2003|Skerry stool|Stackable|inventory|PCS|4|84.50|41.20|4.1|0.06|V10|130
2004|Lighthouse lamp|Brass, table|inventory|PCS|6|119|57.75|2.3|0.02|V20|64
2005|Lighthouse lamp, large|Brass, floor|inventory|PCS|0|248|131|7.8|0.09|V20|18
2006|Anchor hook, set of five|Cast iron|inventory|SET|10|24.90|9.80|1.4|0.004|V30|310
2007|Tide clock|30 cm, walnut|inventory|PCS|8|65|29.40|0.9|0.008|V20|75
2008|Fjord blanket|Wool, 130 x 200 cm|inventory|PCS|12|92|44|1.2|0.015|V40|96
2009|Fjord cushion|Wool, 45 x 45 cm|inventory|PCS|24|38.50|16.30|0.5|0.012|V40|204
2010|Boathouse shelf|Three boards|inventory|PCS|0|142|79.90|11.6|0.12|V10|33
2011|Net basket, small|Jute|inventory|PCS|20|14.90|5.60|0.4|0.01|V40|420
2012|Net basket, large|Jute|inventory|PCS|10|27.50|10.90|0.9|0.03|V40|185
2013|Salt kettle|Enamel, 2 litres|inventory|PCS|6|48|21.70|1.1|0.007|V30|88
2014|Pilot mug|Enamel, 0.4 litres|inventory|PCS|48|9.75|3.10|0.2|0.001|V30|960
2015|Storm lantern|Galvanised|inventory|PCS|6|39.90|17.20|1.3|0.012|V20|0
2016|Drift mirror|Round, 60 cm|inventory|PCS|0|156|88|5.4|0.05|V20|21
2017|Quay planter|Corten steel|inventory|PCS|0|210|127.60|14.9|0.1|V30|-3
2018|Linseed oil|For oak and pine|inventory|KG|0|18.40|8.25|1|0.001|V30|72.5
2019|Gift wrapping|With ribbon|non_inventory|PCS|0|6.50|1.90|0|0|V40|0
2020|Delivery to the door|Within the country|service|PCS|0|35|22|0|0||0
"""
_VENDORS: Final = {
    "V10": "Nordvik Snekkeri",
    "V20": "Lumen & Loupe",
    "V30": "Ironbridge Castings",
    "V40": "Heddle Weavers",
    "": "",
}
# no. | name | type | price | cost | capacity
_RESOURCES: Final = """
ASSEMBLY|Assembly at the customer|person|68|39|150
DESIGN|Interior advice|person|95|52.50|75
VAN|Delivery van|machine|42|18.40|160
"""

DEMO_UNITS: Final = tuple(
    dict(zip(("code", "description", "international_standard_code"), row.split("|"), strict=True))
    for row in _UNITS.strip().splitlines()
)


def _item(row: str) -> DemoItem:
    no, text, text_2, kind, unit, per_box, price, cost, weight, volume, vendor, stock = row.split("|")
    return DemoItem(
        no=no,
        description=text,
        description_2=text_2,
        type=kind,
        unit=unit,
        per_box=int(per_box),
        unit_price=Decimal(price),
        unit_cost=Decimal(cost),
        gross_weight=Decimal(weight),
        unit_volume=Decimal(volume),
        vendor_no=vendor,
        vendor_name=_VENDORS[vendor],
        inventory=Decimal(stock),
    )


def _resource(row: str) -> DemoResource:
    no, name, kind, price, cost, capacity = row.split("|")
    return DemoResource(no, name, kind, Decimal(price), Decimal(cost), Decimal(capacity))


DEMO_ITEMS: Final = tuple(_item(row) for row in _ITEMS.strip().splitlines())
DEMO_RESOURCES: Final = tuple(_resource(row) for row in _RESOURCES.strip().splitlines())
