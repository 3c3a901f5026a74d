"""Quotes, orders, invoices and opportunities are won, closed, revised and made of each other."""

from typing import Any

import pytest

from tests.crm.business_rules.sales_world import SalesWorld, new_product

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

ALL = {"AllColumns": True}


def columns_given(document: dict[str, Any]) -> set[str]:
    return {name for name in document if not name.startswith("@")}


def activate(world: SalesWorld, quote: Any) -> None:
    answer = world.patch(f"quotes({quote})", statecode=1, statuscode=2)
    assert answer.status_code == 204, answer.content


def test_a_won_quote_becomes_an_order_and_the_order_an_invoice(world: SalesWorld) -> None:
    quote = world.document(
        "quotes", shipto_city="York", freightamount=5, paymenttermscode=2, description="By lorry"
    )
    world.line("quotedetails", f"quoteid=quotes({quote})", manualdiscountamount=2, tax=1)
    activate(world, quote)
    assert world.close("WinQuote", "QuoteClose", f"quoteid=quotes({quote})", 4).status_code == 204
    won = world.api.get(f"quotes({quote})")
    assert (won["statecode"], won["statuscode"], bool(won["closedon"])) == (2, 4, True)
    (closing,) = world.api.get(f"quotecloses?$filter=_quoteid_value eq {quote}")["value"]
    assert (closing["subject"], closing["quotenumber"]) == ("Closed", won["quotenumber"])
    assert (closing["statecode"], closing["activitytypecode"]) == (1, "quoteclose")

    answer = world.act("ConvertQuoteToSalesOrder", QuoteId=str(quote), ColumnSet=ALL)
    assert answer.status_code == 200, answer.content
    order = answer.json()
    assert order["@odata.context"].endswith("$metadata#salesorders/$entity")
    assert order["_quoteid_value"] == str(quote)
    assert (order["ispricelocked"], order["ordercreationmethod"]) == (True, 776160001)
    copied = ("name", "shipto_city", "freightamount", "paymenttermscode", "description", "totalamount")
    assert {name: order[name] for name in copied} == {name: won[name] for name in copied}
    assert order["ordernumber"].startswith("ORD-")
    (line,) = world.api.get(f"salesorders({order['salesorderid']})/order_details")["value"]
    amounts = ("priceperunit", "quantity", "manualdiscountamount", "tax", "extendedamount")
    assert [line[name] for name in amounts] == [10, 2, 2, 1, 19]
    assert (line["_quotedetailid_value"] is not None, line["lineitemnumber"]) == (True, 1)

    answer = world.act(
        "ConvertSalesOrderToInvoice",
        SalesOrderId=order["salesorderid"],
        ColumnSet={"AllColumns": False, "Columns": ["totalamount", "salesorderid"]},
    )
    invoice = answer.json()
    assert columns_given(invoice) == {"invoiceid", "totalamount", "_salesorderid_value"}
    assert invoice["totalamount"] == order["totalamount"]


def test_a_revised_quote_is_closed_and_its_next_revision_a_draft(world: SalesWorld) -> None:
    quote = world.quote_with_line()
    activate(world, quote)
    answer = world.act("ReviseQuote", QuoteId=str(quote), ColumnSet=ALL)
    assert answer.status_code == 200, answer.content
    revised, old = answer.json(), world.api.get(f"quotes({quote})")
    assert (old["statecode"], old["statuscode"], old["revisionnumber"]) == (3, 7, 0)
    assert (revised["statecode"], revised["revisionnumber"]) == (0, 1)
    assert (revised["quotenumber"], revised["totalamount"]) == (old["quotenumber"], 20)
    assert revised["quotecreationmethod"] == 776160001


def test_an_active_quote_is_won_on_the_way_to_its_order_where_the_request_says_how(
    world: SalesWorld,
) -> None:
    quote = world.quote_with_line()
    activate(world, quote)
    refused = world.act("ConvertQuoteToSalesOrder", QuoteId=str(quote))
    assert refused.status_code == 400
    answer = world.act(
        "ConvertQuoteToSalesOrder", QuoteId=str(quote), QuoteCloseStatus=4, QuoteCloseSubject="Agreed"
    )
    assert answer.status_code == 200, answer.content
    assert world.api.get(f"quotes({quote})")["statecode"] == 2


def test_a_status_reason_of_another_state_is_refused_and_nothing_happens(world: SalesWorld) -> None:
    quote = world.quote_with_line()
    activate(world, quote)
    answer = world.close("WinQuote", "QuoteClose", f"quoteid=quotes({quote})", 5)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "0x80048408")
    assert world.api.get(f"quotes({quote})")["statecode"] == 1
    assert world.api.get("quotecloses")["value"] == []


def test_a_closing_activity_must_name_its_record(world: SalesWorld) -> None:
    answer = world.act("WinQuote", QuoteClose={"subject": "Whose?"}, Status=4)
    assert answer.status_code == 400


def test_a_fulfilled_order_tells_when_and_by_which_activity(world: SalesWorld) -> None:
    order = world.document("salesorders")
    assert world.patch(f"salesorders({order})", statecode=1, statuscode=3).status_code == 204
    tie = f"salesorderid=salesorders({order})"
    assert world.close("FulfillSalesOrder", "OrderClose", tie, 100001).status_code == 204
    found = world.api.get(f"salesorders({order})")
    assert (found["statecode"], found["statuscode"], bool(found["datefulfilled"])) == (3, 100001, True)
    (closing,) = world.api.get("ordercloses")["value"]
    assert (closing["_salesorderid_value"], closing["ordernumber"]) == (str(order), found["ordernumber"])


def test_a_submitted_order_changes_only_with_its_state(world: SalesWorld) -> None:
    """How connectors take orders over: back to Active, stamped, and submitted again."""
    path = f"salesorders({world.document('salesorders')})"
    stamp = "2026-05-01T00:00:00Z"
    assert world.patch(path, statecode=1, statuscode=3).status_code == 204
    assert world.patch(path, lastbackofficesubmit=stamp).status_code == 400
    assert world.patch(path, statecode=0, statuscode=2).status_code == 204
    assert world.patch(path, lastbackofficesubmit=stamp).status_code == 204
    assert world.patch(path, statecode=1, statuscode=3).status_code == 204
    assert world.patch(path, statecode=4, statuscode=100003).status_code == 204
    assert world.api.get(path)["lastbackofficesubmit"] == stamp


def test_a_canceled_invoice_is_paid_by_way_of_active_only(world: SalesWorld) -> None:
    path = f"invoices({world.document('invoices')})"
    assert world.patch(path, statecode=3, statuscode=100003).status_code == 204
    assert world.patch(path, statecode=2, statuscode=100001).status_code == 400
    assert world.patch(path, statecode=0, statuscode=4).status_code == 204
    assert world.patch(path, statecode=2, statuscode=100001).status_code == 204


def test_a_won_opportunity_tells_its_revenue_and_may_be_opened_again(world: SalesWorld) -> None:
    opportunity = world.document("opportunities", estimatedvalue=500)
    tie = f"opportunityid=opportunities({opportunity})"
    assert world.close("WinOpportunity", "OpportunityClose", tie, 3).status_code == 204
    found = world.api.get(f"opportunities({opportunity})")
    assert (found["statecode"], found["actualvalue"], bool(found["actualclosedate"])) == (1, 500, True)
    (closing,) = world.api.get("opportunitycloses")["value"]
    assert (closing["actualrevenue"], closing["opportunitystatecode"]) == (500, 1)
    again = world.close("LoseOpportunity", "OpportunityClose", tie, 4)
    assert again.json()["error"]["code"] == "0x80040515"
    assert world.patch(f"opportunities({opportunity})", statecode=0, statuscode=1).status_code == 204


@pytest.mark.parametrize(
    ("action", "lines"),
    [
        ("GenerateQuoteFromOpportunity", "quotes({})/quote_details"),
        ("GenerateSalesOrderFromOpportunity", "salesorders({})/order_details"),
        ("GenerateInvoiceFromOpportunity", "invoices({})/invoice_details"),
    ],
)
def test_an_opportunity_becomes_a_document_with_its_lines(world: SalesWorld, action: str, lines: str) -> None:
    opportunity = world.document("opportunities")
    world.line("opportunityproducts", f"opportunityid=opportunities({opportunity})")
    answer = world.act(action, OpportunityId=str(opportunity), ColumnSet=ALL)
    assert answer.status_code == 200, answer.content
    made = answer.json()
    assert (made["_opportunityid_value"], made["totalamount"]) == (str(opportunity), 20)
    key = next(name for name in ("quoteid", "salesorderid", "invoiceid") if name in made)
    assert len(world.api.get(lines.format(made[key]))["value"]) == 1


def test_publishing_a_family_activates_what_is_below_it(world: SalesWorld) -> None:
    units = {
        "quantitydecimal": 2,
        "defaultuomscheduleid@odata.bind": f"/uomschedules({world.group})",
        "defaultuomid@odata.bind": f"/uoms({world.unit})",
    }
    family = world.api.create("products", name="Furniture", productstructure=2, **units)
    parent = {"parentproductid@odata.bind": f"/products({family})"}
    stool = world.api.create("products", name="Stool", **units, **parent)
    assert world.api.get(f"products({stool})")["hierarchypath"] == "Furniture"
    answer = world.act(f"products({family})/Microsoft.Dynamics.CRM.PublishProductHierarchy")
    assert answer.status_code == 204, answer.content
    assert [world.api.get(f"products({each})")["statecode"] for each in (family, stool)] == [0, 0]


def test_the_calculation_of_a_price_is_no_action_to_call(world: SalesWorld) -> None:
    answer = world.act("CalculatePrice")
    assert answer.status_code == 400
    assert "cannot be called" in answer.json()["error"]["message"]


def test_only_active_products_are_sold(world: SalesWorld) -> None:
    other = new_product(world.api, world.group, world.unit, name="Bench")
    assert world.patch(f"products({other})", statecode=1, statuscode=2).status_code == 204
    quote = world.document("quotes")
    answer = world.api.call(
        "POST",
        "quotedetails",
        {
            "quoteid@odata.bind": f"/quotes({quote})",
            "productid@odata.bind": f"/products({other})",
            "uomid@odata.bind": f"/uoms({world.unit})",
            "quantity": 1,
        },
    )
    assert answer.status_code == 400
    assert "not active" in answer.json()["error"]["message"]
