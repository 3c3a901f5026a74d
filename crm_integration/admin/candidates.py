"""CRM records that could be the counterpart of an ERP record, with what they have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from crm_integration.admin.value_texts import ValueTexts
from crm_integration.coupling.search import Candidate, search_crm
from crm_integration.sentences.captions import crm_caption, erp_caption
from crm_integration.table_mapping.declaration import TableMapping
from erp.queries.table_fields import record_values

# Fields that tell records apart, by the CRM column; the first is the name.
TELLING: Mapping[str, Sequence[tuple[str, str]]] = {
    "account": (("name", "name"), ("address1_city", "city"), ("emailaddress1", "e_mail")),
    "contact": (("lastname", "surname"), ("firstname", "first_name"), ("emailaddress1", "e_mail")),
    "systemuser": (("internalemailaddress", "e_mail"), ("fullname", "name")),
    "transactioncurrency": (("isocurrencycode", "code"), ("currencyname", "description")),
    "pricelevel": (("name", "code"),),
    "uomschedule": (("name", "code"), ("baseuomname", "code")),
    "uom": (("name", "code"), ("quantity", "qty_per_unit_of_measure")),
    "product": (("productnumber", "no"), ("name", "description"), ("name", "name")),
}
SHOWN: Mapping[str, Sequence[str]] = {
    "account": ("address1_city", "emailaddress1", "telephone1"),
    "contact": ("emailaddress1", "telephone1", "parentcustomerid"),
    "systemuser": ("internalemailaddress", "mobilephone"),
    "transactioncurrency": ("isocurrencycode", "currencysymbol"),
    "pricelevel": ("transactioncurrencyid",),
    "uomschedule": ("baseuomname",),
    "uom": ("uomscheduleid", "quantity"),
    "product": ("productnumber", "price"),
    "productpricelevel": ("pricelevelid", "amount"),
}
MOST = 25


@dataclass(frozen=True)
class Row:
    """``match`` is how much the records have in common; ``common`` names the fields."""

    crm_id: UUID
    name: str
    cells: Sequence[tuple[str, str]]
    coupled_to: str
    match: str = ""
    common: str = ""


def candidates_for(mapping: TableMapping, record: Any, text: str) -> list[Row]:
    """Returns candidates: those that are free first, the likeliest first. Raises DataverseError."""
    found = search_crm(mapping_name=mapping.name, text=text, limit=MOST, free_first=True)
    values = record_values(record)
    common = {candidate.crm_id: _common(mapping, candidate, values) for candidate in found}
    found = sorted(found, key=lambda each: (bool(each.coupled_to), -len(common[each.crm_id])))
    rows = rows_of(mapping, found)
    return [_with_match(row, common[row.crm_id], mapping, is_searched=bool(text)) for row in rows]


def rows_of(mapping: TableMapping, found: Sequence[Candidate]) -> list[Row]:
    """Returns CRM records as rows of a list."""
    columns = SHOWN.get(mapping.crm_table, ())
    texts = ValueTexts(mapping, [each.details.get(name) for each in found for name in columns])
    return [
        Row(
            crm_id=each.crm_id,
            name=each.name or _("(no name)"),
            cells=[
                (crm_caption(mapping.crm_table, name), texts.crm(name, each.details.get(name)))
                for name in columns
            ],
            coupled_to=each.coupled_to,
        )
        for each in found
    ]


def headers_of(mapping: TableMapping) -> list[str]:
    return [crm_caption(mapping.crm_table, name) for name in SHOWN.get(mapping.crm_table, ())]


def first_searches(mapping: TableMapping, record: Any) -> list[str]:
    """Returns what is looked for before a person has typed anything, one after the other until some is found.

    The number that both sides share, if they do; the most telling word of the name; at last everything.
    """
    names = (str(getattr(record, field, "") or "") for field in ("name", "code", "description"))
    word = max(next(filter(None, names), "").split()[:2], key=len, default="")
    number = str(record.no) if mapping.number_row else ""
    return [*dict.fromkeys(text for text in (number, word) if text), ""]


def _common(mapping: TableMapping, candidate: Candidate, values: Mapping[str, Any]) -> list[str]:
    return [
        field
        for column, field in TELLING.get(mapping.crm_table, ())
        if _same(candidate.details.get(column), values.get(field))
    ]


def _same(crm: Any, erp: Any) -> bool:
    return bool(crm) and bool(erp) and str(crm).strip().casefold() == str(erp).strip().casefold()


def _with_match(row: Row, common: Sequence[str], mapping: TableMapping, *, is_searched: bool) -> Row:
    if not common and not is_searched:
        return row
    strengths = {0: _("Weak"), 1: _("Possible")}
    captions = ", ".join(erp_caption(mapping.erp_table, field) for field in common)
    match = strengths.get(len(common), _("Strong"))
    return replace(row, match=match, common=captions or _("found by the search"))
