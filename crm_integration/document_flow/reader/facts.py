"""Reads what must be known before documents of the CRM become documents of the back office."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure
from crm_integration.dataverse.metadata import table_of_entity_set
from crm_integration.dataverse.operations import Retrieve
from crm_integration.dataverse.values import Row
from crm_integration.document_flow.reader.couplings import (
    buyers,
    option_codes,
    quotes_not_here,
    sold_records,
    unit_codes,
    write_in_product,
)
from crm_integration.document_flow.sales_documents.crm_document import CrmDocument, lookup_in
from crm_integration.document_flow.sales_documents.facts import AccountFact, ContactFact, Facts, ProductFact
from crm_integration.models import ConnectionSetup
from crm_integration.table_mapping.values import LookupValue
from erp.models import Currency, SalesReceivablesSetup
from erp.queries.country_names import understand_country
from erp.queries.local_currency import local_currency_code
from erp.queries.table_fields import table_fields

CUSTOMER = 3
# How the organization calculates the manual discount of a line; 0 is once for the line.
PER_UNIT = 1
Ids = Collection[UUID]


def read_facts(client: DataverseClient, documents: Sequence[CrmDocument], setup: ConnectionSetup) -> Facts:
    """Asks the CRM at most twice, however many documents there are. Raises DataverseError."""
    customers = [document.lookup("customerid") for document in documents]
    contacts = _contacts(
        _read(client, "contacts", _ids(customers, "contact"), "fullname", "parentcustomerid")
    )
    wanted = {
        "accounts": _ids(customers, "account")
        | {contact.account_id for contact in contacts.values() if contact.account_id},
        "products": _ids(_of_lines(documents, "productid")),
        "transactioncurrencies": _ids(document.lookup("transactioncurrencyid") for document in documents),
        "quotes": quotes_not_here(_ids(document.lookup("quoteid") for document in documents)),
        "organizations": {setup.organization_id} if documents and setup.organization_id else set(),
    }
    rows = _read_all(client, wanted)
    units = _ids(_of_lines(documents, "uomid")) if setup.unit_group_mapping_enabled else set()
    receivables = SalesReceivablesSetup.objects.first() or SalesReceivablesSetup()
    return Facts(
        accounts=_accounts(rows["accounts"]),
        contacts=contacts,
        products=_products(rows["products"]),
        units=unit_codes(units),
        unit_names=_texts(_read(client, "uoms", units, "name"), "name"),
        currencies=_texts(rows["transactioncurrencies"], "isocurrencycode"),
        currency_codes=frozenset(Currency.objects.values_list("code", flat=True)),
        local_currency=local_currency_code(),
        options=option_codes(),
        quote_numbers=_texts(rows["quotes"], "quotenumber"),
        write_in=write_in_product(receivables),
        is_discount_per_unit=any(
            row.values.get("discountcalculationmethod") == PER_UNIT for row in rows["organizations"].values()
        ),
        freight_account=receivables.freight_gl_account_id or "",
        by_unit_group=setup.unit_group_mapping_enabled,
        understand_country=understand_country,
        lengths=_lengths(),
    )


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "accounts": ("name", "customertypecode"),
    "products": ("name", "statecode", "producttypecode"),
    "transactioncurrencies": ("isocurrencycode",),
    "quotes": ("quotenumber",),
    "organizations": ("discountcalculationmethod",),
}


def _read_all(client: DataverseClient, wanted: Mapping[str, Ids]) -> dict[str, dict[UUID, Row]]:
    reads = [
        Retrieve(entity_set, id, COLUMNS[entity_set])
        for entity_set, ids in wanted.items()
        for id in sorted(ids)
    ]
    found: dict[str, dict[UUID, Row]] = {entity_set: {} for entity_set in wanted}
    for result in client.execute(reads):
        if result.row is not None:
            found[result.operation.entity_set][result.row.id] = result.row
        elif result.error is not None and result.error.cure is not Cure.NOT_FOUND:
            raise result.error
    return found


def _read(client: DataverseClient, entity_set: str, ids: Ids, *columns: str) -> dict[UUID, Row]:
    if not ids:
        return {}
    primary_id = table_of_entity_set(entity_set).primary_id
    wanted = " or ".join(f"{primary_id} eq {id}" for id in sorted(ids))
    pages = client.pages(entity_set, select=columns, filter=wanted)
    return {row.id: row for page in pages for row in page.rows}


def _contacts(rows: Mapping[UUID, Row]) -> dict[UUID, ContactFact]:
    found = {}
    for id, row in rows.items():
        parent = lookup_in(row.values, "parentcustomerid")
        account = parent.id if parent is not None and parent.table == "account" else None
        found[id] = ContactFact(str(row.values.get("fullname") or ""), account)
    return found


def _accounts(rows: Mapping[UUID, Row]) -> dict[UUID, AccountFact]:
    customers = buyers(rows)
    return {
        id: AccountFact(
            str(row.values.get("name") or ""),
            row.values.get("customertypecode") == CUSTOMER,
            *(customers.get(id) or ("", "")),
        )
        for id, row in rows.items()
    }


def _products(rows: Mapping[UUID, Row]) -> dict[UUID, ProductFact]:
    sold = sold_records(rows)
    return {
        id: ProductFact(
            name=str(row.values.get("name") or ""),
            state=int(row.values["statecode"]),
            type=row.values.get("producttypecode"),
            no=sold[id].no if id in sold else "",
            description=sold[id].description if id in sold else "",
            is_coupled=id in sold,
            vat_group=sold[id].vat_group if id in sold else "",
            vat_percent=sold[id].vat_percent if id in sold else Decimal(0),
        )
        for id, row in rows.items()
    }


def _texts(rows: Mapping[UUID, Row], column: str) -> dict[UUID, str]:
    return {id: str(row.values.get(column) or "").strip() for id, row in rows.items()}


def _of_lines(documents: Sequence[CrmDocument], column: str) -> list[LookupValue | None]:
    return [lookup_in(line, column) for document in documents for line in document.lines]


def _ids(lookups: Iterable[LookupValue | None], table: str = "") -> set[UUID]:
    return {lookup.id for lookup in lookups if lookup is not None and table in ("", lookup.table)}


@cache
def _lengths() -> Mapping[str, int]:
    """How long the texts of a header may be."""
    fields = table_fields("sales_header")
    return {name: field.max_length for name, field in fields.items() if field.max_length}
