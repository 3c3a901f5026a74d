"""A customer, a price list and a product at a price, and documents made of them over the Web API."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.crm.embedded_crm import WebApi


@dataclass(frozen=True)
class SalesWorld:
    """Everything that a document needs; the product costs 10.00 by the piece and is active."""

    api: WebApi
    account: UUID
    price_list: UUID
    group: UUID
    unit: UUID
    product: UUID
    price: UUID

    def document(self, entity_set: str, **values: Any) -> UUID:
        given = {
            "name": "Chairs",
            "customerid_account@odata.bind": f"/accounts({self.account})",
            "pricelevelid@odata.bind": f"/pricelevels({self.price_list})",
        }
        return self.api.create(entity_set, **{**given, **values})

    def line(self, entity_set: str, document: str, **values: Any) -> UUID:
        """A line for the product; ``document`` is ``quoteid=quotes(…)``."""
        lookup, _, address = document.partition("=")
        given = {
            f"{lookup}@odata.bind": f"/{address}",
            "productid@odata.bind": f"/products({self.product})",
            "uomid@odata.bind": f"/uoms({self.unit})",
            "quantity": 2,
        }
        return self.api.create(entity_set, **{**given, **values})

    def quote_with_line(self, **values: Any) -> UUID:
        quote = self.document("quotes")
        self.line("quotedetails", f"quoteid=quotes({quote})", **values)
        return quote

    def patch(self, path: str, **values: Any) -> Any:
        return self.api.call("PATCH", path, values)

    def act(self, name: str, **arguments: Any) -> Any:
        return self.api.call("POST", name, arguments)

    def close(self, name: str, activity: str, record: str, status: int = -1) -> Any:
        """Calls a closing action; ``record`` is ``quoteid=quotes(…)``."""
        lookup, _, address = record.partition("=")
        closing = {
            "@odata.type": f"Microsoft.Dynamics.CRM.{activity.lower()}",
            f"{lookup}@odata.bind": f"/{address}",
            "subject": "Closed",
        }
        return self.act(name, **{activity: closing, "Status": status})


def new_world(api: WebApi) -> SalesWorld:
    account = api.create("accounts", name="Adventure Works")
    price_list = api.create("pricelevels", name="Retail")
    group = api.create("uomschedules", name="Pieces", baseuomname="Piece")
    unit = UUID(api.get(f"uoms?$filter=_uomscheduleid_value eq {group}")["value"][0]["uomid"])
    product = new_product(api, group, unit)
    price = api.create(
        "productpricelevels",
        amount=10,
        **{
            "pricelevelid@odata.bind": f"/pricelevels({price_list})",
            "productid@odata.bind": f"/products({product})",
            "uomid@odata.bind": f"/uoms({unit})",
        },
    )
    return SalesWorld(api, account, price_list, group, unit, product, price)


def new_product(api: WebApi, group: UUID, unit: UUID, **values: Any) -> UUID:
    """An active product without a price."""
    given = {
        "name": "Chair",
        "quantitydecimal": 2,
        "defaultuomscheduleid@odata.bind": f"/uomschedules({group})",
        "defaultuomid@odata.bind": f"/uoms({unit})",
    }
    product = api.create("products", **{**given, **values})
    assert api.call("PATCH", f"products({product})", {"statecode": 0}).status_code == 204
    return product
