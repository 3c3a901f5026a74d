"""Names of countries in our languages, and which country a free text means. Reads no database."""

import gettext
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import pycountry

# What people write that is neither a code nor a name in the library's lists.
COUNTRY_ALIASES = {
    "UK": "GB",
    "U.K.": "GB",
    "Great Britain": "GB",
    "Britain": "GB",
    "U.S.": "US",
    "U.S.A.": "US",
    "Amerikas forente stater": "US",
    "Storbritannia og Nord-Irland": "GB",
    "Holland": "NL",
    "Czech Republic": "CZ",
    "Russia": "RU",
    "Russland": "RU",
    "Rusland": "RU",
    "South Korea": "KR",
    "North Korea": "KP",
    "Ivory Coast": "CI",
    "Turkey": "TR",
    "Macedonia": "MK",
    "Burma": "MM",
    "Swaziland": "SZ",
    "Cape Verde": "CV",
    "East Timor": "TL",
    "Vatican City": "VA",
    "Republic of Ireland": "IE",
    "Eire": "IE",
}
_LIBRARY_LANGUAGES = {"nb": "nb_NO", "nl": "nl"}
_NAME_LENGTH = 50


def country_name(code: str, language: str = "en") -> str:
    """Returns the name of a country in English, Norwegian (``nb``) or Dutch (``nl``); blank if unknown."""
    country = pycountry.countries.get(alpha_2=code)
    if country is None:
        return ""
    name = getattr(country, "common_name", country.name)
    if language not in _LIBRARY_LANGUAGES:
        return name[:_NAME_LENGTH]
    catalog = _catalog(language)
    translated = next((t for n in (name, country.name) if (t := catalog.gettext(n)) != n), name)
    return translated[:_NAME_LENGTH]


@lru_cache(maxsize=4096)
def understand_country(text: str) -> str | None:
    """Returns the code of the country that a text means, None when it is not understood.

    Understood are two- and three-letter codes, names in English, Norwegian and Dutch, and usual aliases,
    whatever their case, accents and full stops.
    """
    return _codes_by_key().get(_key(text))


def _key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.sub(r"[\W_]+", " ", letters.replace(".", "")).strip().casefold()
    return words.removeprefix("the ")


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[_LIBRARY_LANGUAGES[language]], fallback=True
    )


@cache
def _codes_by_key() -> dict[str, str]:
    known: dict[str, str] = {}
    for text, code in _spellings():
        known.setdefault(_key(text), code)
    known.pop("", None)
    return known


def _spellings() -> Iterator[tuple[str, str]]:
    """Yields text and code; where a text has two meanings the earlier one counts."""
    countries = list(pycountry.countries)
    for country in countries:
        yield country.alpha_2, country.alpha_2
    for country in countries:
        yield country.alpha_3, country.alpha_2
    for country in countries:
        for name in _names(country):
            yield name, country.alpha_2
            for language in _LIBRARY_LANGUAGES:
                yield _catalog(language).gettext(name), country.alpha_2
    yield from COUNTRY_ALIASES.items()


def _names(country: object) -> list[str]:
    names = (getattr(country, name, None) for name in ("name", "common_name", "official_name"))
    return [name for name in names if name]
