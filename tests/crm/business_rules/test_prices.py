"""What lines cost and documents come to, over the Web API."""

from typing import Any
from uuid import UUID

import pytest

from crm.models import Organization
from tests.crm.business_rules.sales_world import SalesWorld, new_product

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

DOCUMENTS = [
    ("opportunities", "opportunityproducts", "opportunityid"),
    ("quotes", "quotedetails", "quoteid"),
    ("salesorders", "salesorderdetails", "salesorderid"),
    ("invoices", "invoicedetails", "invoiceid"),
]


def totals(world: SalesWorld, path: str) -> dict[str, Any]:
    names = (
        "totallineitemamount,totallineitemdiscountamount,totaldiscountamount,"
        "totalamountlessfreight,totaltax,totalamount,pricingerrorcode"
    )
    found = world.api.get(f"{path}?$select={names}")
    return {name: found[name] for name in names.split(",")}


@pytest.mark.parametrize(("documents", "lines", "key"), DOCUMENTS)
def test_a_document_comes_to_its_lines_less_discounts_plus_freight_and_tax(
    world: SalesWorld, documents: str, lines: str, key: str
) -> None:
    document = world.document(documents, freightamount=5, discountpercentage=10, discountamount=1)
    path = f"{documents}({document})"
    first = world.line(lines, f"{key}={path}", manualdiscountamount=2, tax=3)
    second = world.line(lines, f"{key}={path}", quantity=1)
    line = world.api.get(f"{lines}({first})")
    assert (line["priceperunit"], line["baseamount"], line["extendedamount"]) == (10, 20, 21)
    assert (line["pricingerrorcode"], line["lineitemnumber"], line["sequencenumber"]) == (0, 1, 1)
    assert world.api.get(f"{lines}({second})")["lineitemnumber"] == 2
    assert totals(world, path) == {
        "totallineitemamount": 28,
        "totallineitemdiscountamount": 2,
        "totaldiscountamount": 5.8,
        "totalamountlessfreight": 24.2,
        "totaltax": 3,
        "totalamount": 32.2,
        "pricingerrorcode": 0,
    }
    assert world.api.call("DELETE", f"{lines}({second})").status_code == 204
    assert world.patch(path, freightamount=0, discountpercentage=None).status_code == 204
    assert world.patch(f"{lines}({first})", quantity=3).status_code == 204
    assert totals(world, path)["totalamount"] == 30


def test_a_price_may_be_overridden_and_what_is_sold_written_in(world: SalesWorld) -> None:
    quote = world.document("quotes")
    overridden = world.line(
        "quotedetails", f"quoteid=quotes({quote})", ispriceoverridden=True, priceperunit=7
    )
    write_in = world.api.create(
        "quotedetails",
        isproductoverridden=True,
        productdescription="Delivery to the attic",
        priceperunit=4.5,
        quantity=1,
        **{"quoteid@odata.bind": f"/quotes({quote})"},
    )
    assert world.api.get(f"quotedetails({overridden})")["extendedamount"] == 14
    line = world.api.get(f"quotedetails({write_in})")
    assert (line["quotedetailname"], line["productname"]) == ("Delivery to the attic",) * 2
    assert totals(world, f"quotes({quote})")["totalamount"] == 18.5


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"uomid@odata.bind": None}, 10),
        ({"productid@odata.bind": None}, 6),
        ({"ispriceoverridden": True}, 5),
    ],
)
def test_what_a_price_lacks_is_told_by_the_line_and_its_document(
    world: SalesWorld, values: dict[str, Any], error: int
) -> None:
    quote = world.document("quotes")
    line = world.line("quotedetails", f"quoteid=quotes({quote})", **values)
    assert world.api.get(f"quotedetails({line})")["pricingerrorcode"] == error
    assert totals(world, f"quotes({quote})")["pricingerrorcode"] == 1


def test_a_product_that_is_not_on_the_price_list_has_no_price(world: SalesWorld) -> None:
    other = new_product(world.api, world.group, world.unit, name="Table")
    quote = world.quote_with_line(**{"productid@odata.bind": f"/products({other})"})
    line = world.api.get(f"quotes({quote})/quote_details")["value"][0]
    assert (line["pricingerrorcode"], line["extendedamount"]) == (11, 0)


def test_without_a_price_list_an_opportunity_has_no_prices(world: SalesWorld) -> None:
    opportunity = world.document("opportunities", **{"pricelevelid@odata.bind": None})
    line = world.line("opportunityproducts", f"opportunityid=opportunities({opportunity})")
    assert world.api.get(f"opportunityproducts({line})")["pricingerrorcode"] == 2
    assert totals(world, f"opportunities({opportunity})")["pricingerrorcode"] == 2


def test_an_inactive_price_list_gives_no_prices(world: SalesWorld) -> None:
    quote = world.document("quotes")
    assert world.patch(f"pricelevels({world.price_list})", statecode=1).status_code == 204
    line = world.line("quotedetails", f"quoteid=quotes({quote})")
    assert world.api.get(f"quotedetails({line})")["pricingerrorcode"] == 3


def other_price_list(world: SalesWorld, amount: int) -> UUID:
    price_list = world.api.create("pricelevels", name="Wholesale")
    world.api.create(
        "productpricelevels",
        amount=amount,
        **{
            "pricelevelid@odata.bind": f"/pricelevels({price_list})",
            "productid@odata.bind": f"/products({world.product})",
            "uomid@odata.bind": f"/uoms({world.unit})",
        },
    )
    return price_list


def test_another_price_list_brings_its_prices_unless_they_are_locked(world: SalesWorld) -> None:
    order = world.document("salesorders")
    world.line("salesorderdetails", f"salesorderid=salesorders({order})")
    bound = {"pricelevelid@odata.bind": f"/pricelevels({other_price_list(world, 8)})"}
    assert world.act("LockSalesOrderPricing", SalesOrderId=str(order)).status_code == 204
    assert world.patch(f"salesorders({order})", **bound).status_code == 204
    assert totals(world, f"salesorders({order})")["totalamount"] == 20
    assert world.act("UnlockSalesOrderPricing", SalesOrderId=str(order)).status_code == 204
    assert totals(world, f"salesorders({order})")["totalamount"] == 16


def test_prices_stay_as_written_where_the_crm_does_not_calculate(world: SalesWorld) -> None:
    organization = Organization.objects.get()
    organization.extra["oobpricecalculationenabled"] = False
    organization.save()
    quote = world.document("quotes", totalamount=77)
    line = world.line("quotedetails", f"quoteid=quotes({quote})", extendedamount=5)
    assert world.api.get(f"quotedetails({line})")["extendedamount"] == 5
    assert totals(world, f"quotes({quote})")["totalamount"] == 77


def test_a_line_may_skip_the_calculation(world: SalesWorld) -> None:
    quote = world.document("quotes")
    line = world.line(
        "quotedetails",
        f"quoteid=quotes({quote})",
        skippricecalculation=1,
        priceperunit=3,
        baseamount=6,
        extendedamount=6,
    )
    assert world.api.get(f"quotedetails({line})")["extendedamount"] == 6
    assert world.patch(f"quotedetails({line})", quantity=1).status_code == 204
    assert world.api.get(f"quotedetails({line})")["extendedamount"] == 10


def test_the_revenue_of_an_opportunity_may_follow_its_lines(world: SalesWorld) -> None:
    opportunity = world.document("opportunities", isrevenuesystemcalculated=True)
    world.line("opportunityproducts", f"opportunityid=opportunities({opportunity})")
    assert world.api.get(f"opportunities({opportunity})")["estimatedvalue"] == 20


def test_amounts_stand_in_the_base_currency_too(world: SalesWorld) -> None:
    dollar = world.api.create(
        "transactioncurrencies",
        currencyname="Dollar",
        isocurrencycode="USD",
        currencysymbol="$",
        currencyprecision=2,
        exchangerate=2,
    )
    bound = {"transactioncurrencyid@odata.bind": f"/transactioncurrencies({dollar})"}
    price_list = world.api.create("pricelevels", name="Dollars", **bound)
    quote = world.document("quotes", **{"pricelevelid@odata.bind": f"/pricelevels({price_list})"})
    line = world.line("quotedetails", f"quoteid=quotes({quote})", ispriceoverridden=True, priceperunit=5)
    found = world.api.get(f"quotedetails({line})")
    assert (found["extendedamount"], found["extendedamount_base"]) == (10, 5)
    found = world.api.get(f"quotes({quote})")
    assert (found["_transactioncurrencyid_value"], found["totalamount_base"]) == (str(dollar), 5)


def test_amounts_that_no_column_holds_are_an_error_of_the_price(world: SalesWorld) -> None:
    quote = world.quote_with_line(
        quantity=90_000_000_000, ispriceoverridden=True, priceperunit=900_000_000_000
    )
    line = world.api.get(f"quotes({quote})/quote_details")["value"][0]
    assert (line["pricingerrorcode"], line["extendedamount"]) == (35, 0)
