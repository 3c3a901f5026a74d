"""What a submitted order of the CRM becomes: header, lines, comments, freight, discounts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from crm_integration.document_flow.sales_documents.crm_document import ORDER, QUOTE, CrmDocument
from crm_integration.document_flow.sales_documents.draft import DocumentDraft, draft_of
from crm_integration.document_flow.sales_documents.facts import (
    AccountFact,
    ContactFact,
    DocumentRefused,
    Facts,
    LineType,
    ProductFact,
    WriteIn,
)
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.values import LookupValue

ACCOUNT, CONTACT, CHAIR, HOUR, EURO, UNIT = (uuid4() for _ in range(6))
FACTS = Facts(
    accounts={ACCOUNT: AccountFact("Acme", is_customer=True, customer_no="10000")},
    contacts={CONTACT: ContactFact("Nora Aas", ACCOUNT)},
    products={
        CHAIR: ProductFact("Chair", 0, 1, no="1000", description="Chair", is_coupled=True),
        HOUR: ProductFact("Hour", 0, 3, no="LINA", description="Lina", is_coupled=True),
    },
    currencies={EURO: "EUR"},
    currency_codes=frozenset({"EUR"}),
    local_currency="USD",
    options={("paymenttermscode", 1): "NET30", ("address1_shippingmethodcode", 2): "DHL"},
    write_in=WriteIn(LineType.ITEM, "MISC"),
    freight_account="8100",
    understand_country={"Norway": "NO", "NO": "NO"}.get,
    lengths={"external_document_no": 35, "ship_to_city": 10},
)


def line(product: UUID | None = CHAIR, **values: Any) -> dict[str, Any]:
    known = {"quantity": Decimal(2), "priceperunit": Decimal("79.5"), "description": "Chair"}
    return {"productid": product and LookupValue(product, "product"), **known, **values}


def document(*lines: dict[str, Any], table: str = ORDER, **values: Any) -> CrmDocument:
    number = {"ordernumber": "ORD-1"} if table == ORDER else {"quotenumber": "QUO-1"}
    known = {"name": "Canteen", "customerid": LookupValue(ACCOUNT, "account"), **number}
    return CrmDocument(table, uuid4(), 1, {**known, **values}, lines or (line(),))


def draft(*lines: dict[str, Any], facts: Facts = FACTS, **values: Any) -> DocumentDraft:
    return draft_of(document(*lines, **values), facts)


def refusal(*lines: dict[str, Any], facts: Facts = FACTS, **values: Any) -> Problem:
    with pytest.raises(DocumentRefused) as refused:
        draft(*lines, facts=facts, **values)
    (problem,) = refused.value.problems
    return problem


def texts(found: DocumentDraft) -> list[tuple[str, str]]:
    return [(row["type"], row.get("description", "")) for row in found.lines]


# The header


def test_an_order_brings_its_number_its_name_and_its_day() -> None:
    found = draft(requestdeliveryby=datetime(2026, 12, 1, tzinfo=UTC), description="Ring twice").values
    assert found == {
        "sell_to_customer_no": "10000",
        "your_reference": "ORD-1",
        "external_document_no": "Canteen",
        "currency_code": "",
        "prices_including_vat": False,
        "work_description": "Ring twice",
        "payment_discount_percent": 0,
        "requested_delivery_date": date(2026, 12, 1),
    }


def test_a_quote_is_valid_until_its_effective_to_and_has_no_payment_discount() -> None:
    found = draft(table=QUOTE, effectiveto=datetime(2026, 12, 31, tzinfo=UTC), discountpercentage=5).values
    assert found["quote_valid_until_date"] == date(2026, 12, 31)
    assert found["your_reference"] == "QUO-1"
    assert "payment_discount_percent" not in found


def test_texts_are_cut_to_the_back_offices_lengths() -> None:
    assert draft(name="x" * 50).values["external_document_no"] == "x" * 35


def test_an_address_counts_as_a_whole_once_a_part_of_it_is_there() -> None:
    found = draft(shipto_city="Trondheim by", shipto_country="Norway").values
    ship_to = {name: value for name, value in found.items() if name.startswith(("ship_to", "bill_to"))}
    assert ship_to == {
        "ship_to_address": "",
        "ship_to_address_2": "",
        "ship_to_post_code": "",
        "ship_to_city": "Trondheim",
        "ship_to_country_region_code": "NO",
        "ship_to_county": "",
    }


def test_a_country_that_nobody_knows_is_a_problem_with_a_name() -> None:
    assert refusal(billto_country="Middle-earth").params == {"value": "Middle-earth"}


def test_the_local_currency_is_blank_and_an_unknown_one_is_refused() -> None:
    euro = LookupValue(EURO, "transactioncurrency")
    assert draft(transactioncurrencyid=euro).values["currency_code"] == "EUR"
    local = replace(FACTS, local_currency="EUR")
    assert draft(facts=local, transactioncurrencyid=euro).values["currency_code"] == ""
    without = replace(FACTS, currency_codes=frozenset())
    assert refusal(facts=without, transactioncurrencyid=euro).code == "document_currency_unknown"
    gone = replace(FACTS, currencies={})
    assert refusal(facts=gone, transactioncurrencyid=euro).code == "document_currency_missing"


def test_options_become_codes_and_an_option_without_a_code_leaves_the_customers_own() -> None:
    found = draft(paymenttermscode=1, shippingmethodcode=2, freighttermscode=7).values
    assert (found["payment_terms_code"], found["shipping_agent_code"]) == ("NET30", "DHL")
    assert "shipment_method_code" not in found


def test_the_discount_of_the_order_is_what_the_crm_takes_off_its_lines() -> None:
    found = draft(
        discountpercentage=Decimal(10),
        totallineitemamount=Decimal("159.00"),
        totalamountlessfreight=Decimal("143.10"),
    ).values
    assert found["invoice_discount_amount"] == Decimal("15.90")
    assert found["payment_discount_percent"] == 10


# Whose it is


def test_an_order_of_a_contact_is_its_accounts() -> None:
    of_contact: Any = {"customerid": LookupValue(CONTACT, "contact")}
    assert draft(**of_contact).values["sell_to_customer_no"] == "10000"
    alone = replace(FACTS, contacts={CONTACT: ContactFact("Nora Aas")})
    assert refusal(facts=alone, **of_contact) == Problem(
        "contact_without_account", Cure.REJECTED, {"record": "Nora Aas"}, "customerid"
    )


@pytest.mark.parametrize(
    ("account", "code"),
    [
        (AccountFact("Acme", is_customer=False, customer_no="10000"), "account_is_no_customer"),
        (AccountFact("Acme", is_customer=True), "account_not_coupled"),
        (None, "account_missing"),
    ],
)
def test_an_account_that_is_no_coupled_customer_is_refused(account: AccountFact | None, code: str) -> None:
    facts = replace(FACTS, accounts={ACCOUNT: account} if account else {})
    assert refusal(facts=facts).code == code


def test_the_account_of_a_contact_is_not_asked_whether_it_is_a_customer() -> None:
    facts = replace(FACTS, accounts={ACCOUNT: AccountFact("Acme", is_customer=False, customer_no="10000")})
    found = draft(facts=facts, customerid=LookupValue(CONTACT, "contact"))
    assert found.values["sell_to_customer_no"] == "10000"


def test_an_order_without_a_customer_is_refused() -> None:
    assert refusal(customerid=None).code == "document_without_customer"


# Lines


def test_products_become_items_and_resources_at_the_crms_price() -> None:
    found = draft(line(), line(HOUR, description="Lina", quantity=Decimal("1.5"), priceperunit=Decimal(90)))
    assert found.lines == [
        {
            "type": "item",
            "no": "1000",
            "quantity": 2,
            "unit_price": Decimal("79.5"),
            "line_discount_amount": 0,
            "line_no": 10000,
        },
        {
            "type": "resource",
            "no": "LINA",
            "quantity": Decimal("1.5"),
            "unit_price": 90,
            "line_discount_amount": 0,
            "line_no": 20000,
        },
    ]


def test_a_volume_discount_counts_per_piece_and_a_manual_one_for_the_line() -> None:
    found = draft(line(volumediscountamount=Decimal("1.5"), manualdiscountamount=Decimal(4)))
    assert found.lines[0]["line_discount_amount"] == 7


def test_a_manual_discount_counts_per_piece_where_the_crm_has_it_so() -> None:
    facts = replace(FACTS, is_discount_per_unit=True)
    detail = line(None, quantity=Decimal(3), volumediscountamount=Decimal(2), manualdiscountamount=Decimal(5))
    for found in (draft(detail, facts=facts), draft(detail, facts=facts, table=QUOTE)):
        assert found.lines[0]["line_discount_amount"] == 21


def test_a_text_of_its_own_follows_in_comment_lines() -> None:
    found = draft(line(description="In red, please\nBehind the house\n\n"), line())
    assert texts(found) == [
        ("item", ""),
        ("comment", "In red, please"),
        ("comment", "Behind the house"),
        ("item", ""),
    ]
    assert [row.get("attached_to_line_no") for row in found.lines] == [None, 10000, 10000, None]


def test_a_long_text_is_written_whole_a_hundred_letters_at_a_time() -> None:
    found = draft(line(description="x" * 250))
    assert [len(text) for kind, text in texts(found) if kind == "comment"] == [100, 100, 50]


def test_a_quote_repeats_the_text_also_where_it_is_the_items() -> None:
    found = draft_of(document(line(), table=QUOTE), FACTS)
    assert texts(found) == [("item", ""), ("comment", "Chair")]


def test_what_is_written_in_goes_to_the_product_for_it_with_its_text() -> None:
    found = draft(line(None, description=None, productdescription="A" * 120))
    assert texts(found) == [("item", "A" * 100), ("comment", "A" * 20)]
    assert found.lines[0]["no"] == "MISC"


def test_freight_is_a_line_of_its_account_without_discount() -> None:
    found = draft(freightamount=Decimal("65.83"))
    assert found.lines[-1] == {
        "type": "gl_account",
        "no": "8100",
        "description": "Freight Amount",
        "quantity": 1,
        "unit_price": Decimal("65.83"),
        "allow_invoice_disc": False,
        "line_no": 20000,
    }


def test_units_count_only_where_they_go_by_unit_groups() -> None:
    boxed = line(uomid=LookupValue(UNIT, "uom"))
    assert "unit_of_measure_code" not in draft(boxed).lines[0]
    by_groups = replace(FACTS, by_unit_group=True, units={UNIT: "BOX"})
    assert draft(boxed, facts=by_groups).lines[0]["unit_of_measure_code"] == "BOX"
    unknown = replace(FACTS, by_unit_group=True, unit_names={UNIT: "Pallet"})
    assert refusal(boxed, facts=unknown).params == {"record": "Pallet", "line": 1}


@pytest.mark.parametrize(
    ("product", "code"),
    [
        (ProductFact("Chair", 1, 1, no="1000", is_coupled=True), "line_product_not_active"),
        (ProductFact("Chair", 0, 2, no="1000", is_coupled=True), "line_product_of_other_type"),
        (ProductFact("Chair", 0, 4, no="1000", is_coupled=True), "line_product_of_other_type"),
        (ProductFact("Chair", 0, 1), "line_product_not_coupled"),
        (ProductFact("Chair", 0, 1, is_coupled=True), "line_product_deleted"),
    ],
)
def test_a_product_that_cannot_be_sold_is_named_with_its_line(product: ProductFact, code: str) -> None:
    facts = replace(FACTS, products={**FACTS.products, CHAIR: product})
    found = refusal(line(HOUR), line(CHAIR), facts=facts)
    assert (found.code, found.params["line"], found.params["record"]) == (code, 2, "Chair")


def test_a_product_that_is_gone_is_named_by_its_line() -> None:
    assert refusal(line(uuid4())).params == {"line": 1}


def test_what_the_setup_does_not_name_is_a_problem_of_the_setup() -> None:
    unnamed = replace(FACTS, write_in=WriteIn(), freight_account="")
    assert refusal(line(None), facts=unnamed) == Problem("write_in_product_missing", Cure.CONFIGURATION)
    assert refusal(facts=unnamed, freightamount=1) == Problem("freight_account_missing", Cure.CONFIGURATION)
    coupled = replace(FACTS, write_in=WriteIn(LineType.RESOURCE, "LINA", is_coupled=True))
    assert refusal(line(None), facts=coupled).code == "write_in_product_coupled"


def test_an_order_without_lines_is_a_header_and_its_freight() -> None:
    empty = replace(document(freightamount=Decimal(5)), lines=())
    assert texts(draft_of(empty, FACTS)) == [("gl_account", "Freight Amount")]


def test_an_order_is_freed_from_the_vat_that_an_items_price_includes() -> None:
    price = line(priceperunit=Decimal("99.99"))
    chair = replace(FACTS.products[CHAIR], vat_group="HOME", vat_percent=Decimal(25))
    known = replace(FACTS, products={**FACTS.products, CHAIR: chair})
    assert draft(price, facts=known).lines[0]["unit_price"] == Decimal("99.99")
    at_home = replace(known, accounts={ACCOUNT: replace(FACTS.accounts[ACCOUNT], vat_group="HOME")})
    assert draft(price, facts=at_home).lines[0]["unit_price"] == Decimal("79.99200")
    quoted = draft_of(document(price, table=QUOTE), at_home)
    assert quoted.lines[0]["unit_price"] == Decimal("99.99")


# Everything at once


def test_everything_that_stands_in_the_way_is_said_once_and_in_order() -> None:
    nobody = replace(FACTS, accounts={}, write_in=WriteIn(), freight_account="", by_unit_group=True)
    gone = line(uuid4())
    written = line(None)
    kroner = {"transactioncurrencyid": LookupValue(uuid4(), "transactioncurrency")}
    with pytest.raises(DocumentRefused) as refused:
        draft(
            gone,
            line(uomid=LookupValue(UNIT, "uom")),
            written,
            written,
            facts=nobody,
            billto_country="Mordor",
            shipto_country="Middle-earth",
            freightamount=Decimal(5),
            **kroner,
        )
    assert [(problem.code, problem.params.get("line")) for problem in refused.value.problems] == [
        ("account_missing", None),
        ("document_currency_missing", None),
        ("unknown_country", None),
        ("unknown_country", None),
        ("line_product_missing", 1),
        ("line_unit_not_coupled", 2),
        ("write_in_product_missing", None),
        ("freight_account_missing", None),
    ]


def test_a_line_is_refused_for_its_product_and_for_its_unit() -> None:
    facts = replace(FACTS, products={CHAIR: ProductFact("Chair", 1, 1)}, by_unit_group=True)
    with pytest.raises(DocumentRefused) as refused:
        draft(line(uomid=LookupValue(UNIT, "uom")), facts=facts)
    codes = [problem.code for problem in refused.value.problems]
    assert codes == ["line_product_not_active", "line_unit_not_coupled"]
