"""What a single write costs, in statements; what it is told anew by the database each time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from crm import metadata
from crm.models import (
    Application,
    Organization,
    Role,
    SystemUser,
    SystemUserRole,
    Team,
    TeamMembership,
    TeamRole,
)
from crm.models.version import in_turn, take_turn, take_versions
from tests.crm.embedded_crm import Crm, WebApi, new_crm

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

PUBLISH = "Microsoft.Dynamics.CRM.PublishProductHierarchy"


@contextmanager
def at_most(most: int) -> Iterator[None]:
    with CaptureQueriesContext(connections["crm"]) as captured:
        yield
    assert len(captured) <= most, "\n".join(query["sql"] for query in captured)


class Catalogue:
    """A unit and a price list, and what is done with products."""

    def __init__(self, api: WebApi, crm: Crm) -> None:
        self._api = api
        self._group = api.create("uomschedules", name="Pieces", baseuomname="PCS")
        (unit,) = api.get("uoms?$select=uomid")["value"]
        self._unit = unit["uomid"]
        currency = f"/transactioncurrencies({crm.organization.basecurrencyid_id})"
        self._prices = api.create(
            "pricelevels", name="List", **{"transactioncurrencyid@odata.bind": currency}
        )

    def product(self, no: str) -> UUID:
        return self._api.create(
            "products",
            name=no,
            productnumber=no,
            quantitydecimal=2,
            **{
                "defaultuomid@odata.bind": f"/uoms({self._unit})",
                "defaultuomscheduleid@odata.bind": f"/uomschedules({self._group})",
            },
        )

    def price(self, product: UUID) -> None:
        self._api.create(
            "productpricelevels",
            amount=3,
            **{
                "uomid@odata.bind": f"/uoms({self._unit})",
                "productid@odata.bind": f"/products({product})",
                "pricelevelid@odata.bind": f"/pricelevels({self._prices})",
            },
        )


def test_a_product_its_price_and_its_publication_take_few_statements(api: WebApi, crm: Crm) -> None:
    catalogue = Catalogue(api, crm)
    catalogue.product("1")
    with at_most(16):
        product = catalogue.product("2")
    with at_most(17):
        catalogue.price(product)
    with at_most(12):
        published = api.call("POST", f"products({product})/{PUBLISH}", {})
    assert published.status_code == 204, published.content
    with at_most(10):
        changed = api.call("PATCH", f"products({product})", {"name": "Other"}, If_Match="*")
    assert changed.status_code == 204, changed.content


def test_a_record_is_read_with_few_statements(api: WebApi, crm: Crm) -> None:
    metadata.refresh()
    with at_most(4):
        api.get(f"systemusers({crm.user.pk})?$select=fullname")


def _lose_role(crm: Crm) -> None:
    SystemUserRole.objects.all().delete()


def _forget_secret(crm: Crm) -> None:
    Application.objects.update(secret_number=2)


def _disable(crm: Crm) -> None:
    SystemUser.objects.update(isdisabled=True)


def _move(crm: Crm) -> None:
    Organization.objects.update(tenant_id=crm.user.pk)


@pytest.mark.parametrize(
    ("happens", "status"), [(_lose_role, 403), (_forget_secret, 401), (_disable, 401), (_move, 401)]
)
def test_what_an_application_loses_it_has_lost_at_its_next_request(
    api: WebApi, crm: Crm, happens: Callable[[Crm], None], status: int
) -> None:
    assert api.call("POST", "accounts", {"name": "Before"}).status_code == 204
    happens(crm)
    assert api.call("POST", "accounts", {"name": "After"}).status_code == status


def test_a_role_that_comes_with_a_team_counts_from_the_next_request(api: WebApi, crm: Crm) -> None:
    SystemUserRole.objects.all().delete()
    team = Team.objects.get()
    TeamRole.objects.create(team=team, role=Role.objects.get())
    assert api.call("POST", "accounts", {"name": "Before"}).status_code == 403
    TeamMembership.objects.create(team=team, systemuser=crm.user)
    assert api.call("POST", "accounts", {"name": "After"}).status_code == 204


def test_who_has_the_turn_waits_for_nobody_and_opens_no_savepoint() -> None:
    new_crm()
    with in_turn(), at_most(1), in_turn():
        take_turn()
        first = take_versions(2)
    assert len(first) == 2


def test_what_fails_in_a_turn_undoes_the_whole_turn() -> None:
    new_crm()
    with pytest.raises(ValueError, match="too late"), in_turn():
        Role.objects.update(name="Changed")
        with in_turn():
            raise ValueError("too late")
    assert Role.objects.get().name == "System Administrator"
