"""Names and places for invented records; the same number always gives the same answer."""

from typing import NamedTuple


class Place(NamedTuple):
    """A city with a post code of its own and the country's code."""

    city: str
    post_code: str
    country: str


_FIRST_WORDS = (
    "Amber", "Northern", "Copper", "Silent", "Harbour", "Juniper", "Granite", "Willow", "Crimson", "Fjord",
    "Meadow", "Velvet", "Orchard", "Lunar", "Marble", "Saffron", "Cedar", "Polar", "Heather", "Indigo",
)  # fmt: skip
_SECOND_WORDS = (
    "Bakery", "Textiles", "Engineering", "Nurseries", "Instruments", "Ceramics", "Logistics", "Outfitters",
    "Glassworks", "Cycles", "Printing", "Furniture", "Fisheries", "Optics", "Roastery", "Toolmakers",
    "Pharmacy", "Sawmill", "Studios", "Packaging", "Boatyard", "Creamery", "Lighting",
)  # fmt: skip
_FIRST_NAMES = (
    "Aksel", "Bente", "Carla", "Dirk", "Elin", "Femke", "Gustav", "Hanne", "Ivo", "Judith", "Kasper", "Liv",
    "Marit", "Niels", "Olga", "Pelle", "Quinn", "Rosa", "Sven",
)  # fmt: skip
_SURNAMES = (
    "Aalberg", "Brouwer", "Colmar", "Dahlgren", "Eikeland", "Fosse", "Grootveld", "Holmgren", "Iversby",
    "Janssoon", "Kvamme", "Lindahl", "Meerman", "Nygard", "Oterholt", "Paulsrud", "Rietveen", "Solheim",
    "Tveitan", "Ulvestad", "Veldkamp", "Westerdal", "Ystgaard",
)  # fmt: skip
_MATERIALS = (
    "Oak", "Birch", "Steel", "Linen", "Cork", "Glass", "Wool", "Copper", "Stone", "Rattan", "Canvas",
)  # fmt: skip
_GOODS = (
    "Bench", "Lamp", "Crate", "Shelf", "Basket", "Stool", "Tray", "Kettle", "Blanket", "Hook", "Vase",
    "Ladder", "Mirror",
)  # fmt: skip
_STREETS = (
    "Mill Lane",
    "Harbour Road",
    "Station Street",
    "Church Walk",
    "Quay",
    "Birch Avenue",
    "Market Square",
)
_PLACES = (
    Place("Bergen", "5003", "NO"),
    Place("Trondheim", "7011", "NO"),
    Place("Rotterdam", "3011 AA", "NL"),
    Place("Groningen", "9711 LM", "NL"),
    Place("Bristol", "BS1 4DJ", "GB"),
    Place("Hamburg", "20095", "DE"),
    Place("Bordeaux", "33000", "FR"),
    Place("Malmö", "211 22", "SE"),
    Place("Odense", "5000", "DK"),
    Place("Seattle", "98101", "US"),
    Place("Boston", "02108", "US"),
)


def company_name(number: int) -> str:
    """Returns the name of a company; the number makes it unique."""
    first = _FIRST_WORDS[number % len(_FIRST_WORDS)]
    second = _SECOND_WORDS[number % len(_SECOND_WORDS)]
    return f"{first} {second} {number}"


def person_name(number: int) -> str:
    """Returns first name and surname of a person."""
    return f"{_FIRST_NAMES[number % len(_FIRST_NAMES)]} {_SURNAMES[number % len(_SURNAMES)]}"


def product_name(number: int) -> str:
    """Returns the name of a product; the number makes it unique."""
    return f"{_MATERIALS[number % len(_MATERIALS)]} {_GOODS[number % len(_GOODS)].lower()} {number}"


def street(number: int) -> str:
    """Returns a street with a house number."""
    return f"{_STREETS[number % len(_STREETS)]} {number % 180 + 1}"


def place(number: int) -> Place:
    """Returns a city."""
    return _PLACES[number % len(_PLACES)]
