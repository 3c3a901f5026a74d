"""The item availability web service: a row for every coupled item, for whoever has a key and nobody else."""

import base64
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.synch_engine.mapping_store import seed_mappings
from erp.admin.roles import ITEM_AVAILABILITY_USER
from erp.models import Item
from erp.operations.change_web_service_key import change_web_service_key
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.create_items import create_items
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.initialize_company import initialize_company
from erp.operations.post_item_journal import post_item_journal
from erp.operations.revoke_web_service_key import revoke_web_service_key
from odata.paging import encode_token

pytestmark = pytest.mark.django_db
SERVICE = "/ODataV4/ProductItemAvailability"
CHAIR = UUID("0e7cf9a6-9f13-4d0c-8d5a-3a2f6f1c9b01")


@pytest.fixture(autouse=True)
def _published() -> None:
    initialize_company()
    seed_mappings()
    create_units_of_measure(rows=[{"code": "PCS", "description": "Piece"}])
    on = ("is_enabled", "is_sales_integration_enabled", "is_item_availability_enabled")
    ConnectionSetup(pk=1, **dict.fromkeys(on, True)).save()


@pytest.fixture
def service_user() -> User:
    user = User.objects.create_user("stock")
    user.groups.add(Group.objects.get(name=ITEM_AVAILABILITY_USER))
    return user


@pytest.fixture
def key(service_user: User) -> str:
    return change_web_service_key(user=service_user, now=timezone.now())


def coupled_items(*numbers: str) -> list[Item]:
    values = {"description": "Coupled", "base_unit_of_measure": "PCS"}
    items = create_items(rows=[{"no": no, **values} for no in numbers])
    tables = {"mapping_id": "ITEM-PRODUCT", "erp_table": "item", "crm_table": "product"}
    ids = [CHAIR if item.no == "1000" else uuid4() for item in items]
    Coupling.objects.bulk_create(
        Coupling(**tables, erp_id=item.pk, crm_id=id) for item, id in zip(items, ids, strict=True)
    )
    return items


@pytest.fixture
def chair() -> Item:
    return coupled_items("1000")[0]


def many_items(number: int) -> None:
    coupled_items(*(f"M{no:05}" for no in range(number)))


def adjust(no: str, quantity: int | Decimal) -> None:
    values = {"posting_date": "2026-05-01", "document_no": "J1", "item_no": no}
    entry_type = "positive_adjmt" if quantity > 0 else "negative_adjmt"
    create_item_journal_lines(rows=[{**values, "entry_type": entry_type, "quantity": abs(quantity)}])
    post_item_journal()


def ask(key: str, query: str = "", *, user_name: str = "stock", **headers: str) -> Any:
    credentials = base64.b64encode(f"{user_name}:{key}".encode()).decode()
    return Client().get(SERVICE + query, headers={"Authorization": f"Basic {credentials}", **headers})


def rows(answer: Any) -> list[Any]:
    assert answer.status_code == 200, answer.content
    found: list[Any] = answer.json()["value"]
    return found


def test_the_service_has_a_row_for_every_coupled_item(key: str, chair: Item) -> None:
    adjust("1000", 12)
    create_items(rows=[{"no": "2000", "description": "Not coupled", "base_unit_of_measure": "PCS"}])
    assert rows(ask(key)) == [
        {
            "CRM_ID": str(CHAIR),
            "Integration_ID": str(chair.pk),
            "Table_ID": 27,
            "ItemNo": "1000",
            "UOM": "PCS",
            "Inventory": 12,
        }
    ]


def test_a_stock_below_zero_is_shown_as_it_is(key: str, chair: Item) -> None:
    adjust("1000", -3)
    assert rows(ask(key, "?$select=Inventory")) == [{"Inventory": -3}]


def test_a_fraction_of_a_unit_is_exact(key: str, chair: Item) -> None:
    adjust("1000", Decimal("0.12345"))
    assert b'{"Inventory":0.12345}' in ask(key, "?$select=Inventory").content


def test_a_thousand_items_are_one_page(key: str, chair: Item) -> None:
    many_items(999)
    answer = ask(key).json()
    assert len(answer["value"]) == 1_000
    assert "@odata.nextLink" not in answer


def test_pages_follow_each_other_without_gap_or_double(key: str, chair: Item) -> None:
    many_items(9)
    adjust("M00003", 5)
    for order in ("ItemNo desc", "Inventory desc,ItemNo", "UOM", "CRM_ID"):
        found, query = [], f"?$orderby={order}&$top=8&$select=ItemNo&$count=true"
        while query:
            answer = ask(key, query, Prefer="odata.maxpagesize=3").json()
            assert answer["@odata.count"] in (10,) or "skiptoken" in query
            found += [row["ItemNo"] for row in answer["value"]]
            link = answer.get("@odata.nextLink", "")
            query = f"?{urlsplit(link).query}" if link else ""
        assert len(found) == len(set(found)) == 8


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("Inventory gt 10", ["1000"]),
        ("startswith(ItemNo,'m')", ["M00000"]),
        ("UOM ne 'PCS'", []),
        ("UOM eq 'pcs' and not (ItemNo eq '1000')", ["M00000"]),
        ("Table_ID eq 27 and Inventory le 10", ["M00000"]),
        ("CRM_ID eq 00000000-0000-0000-0000-000000000000", []),
    ],
)
def test_rows_are_filtered(key: str, chair: Item, condition: str, expected: list[str]) -> None:
    many_items(1)
    adjust("1000", 12)
    assert [row["ItemNo"] for row in rows(ask(key, f"?$filter={condition}&$orderby=ItemNo"))] == expected


@pytest.mark.parametrize(
    "query",
    [
        "?$filter=Foo eq 1",
        "?$filter=Inventory eq 'x'",
        "?$filter=(",
        "?$filter=CRM_ID/any()",
        "?$orderby=Foo",
        "?$orderby=ItemNo,ItemNo",
        "?$select=Foo",
        "?$top=-1",
        "?$top=1&$top=2",
        "?$expand=Item",
        "?$skiptoken=abc",
        f"?$skiptoken={encode_token({'after': ['x']})}",
        f"?$skiptoken={encode_token({'after': [5]})}",
        f"?$skiptoken={encode_token({'after': [CHAIR], 'left': -5})}",
        f"?$skiptoken={encode_token({'after': [CHAIR], 'left': True})}",
        f"?$orderby=Inventory&$skiptoken={encode_token({'after': ['x', CHAIR]})}",
        "?$orderby=ItemNo&$skiptoken=eyJhZnRlciI6WzFdfQ",
    ],
)
def test_a_query_that_cannot_be_understood_gets_a_sentence(key: str, query: str) -> None:
    answer = ask(key, query)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_strangers_are_refused(key: str) -> None:
    anonymous = Client().get(SERVICE)
    assert (anonymous.status_code, anonymous["WWW-Authenticate"].split()[0]) == (401, "Basic")
    assert ask("guessed").status_code == 401
    assert ask(key, user_name="nobody").status_code == 401
    for header in ("Basic", "Basic !", "Basic eA==", f"Bearer {key}", "Basic AAA="):
        assert Client().get(SERVICE, headers={"Authorization": header}).status_code == 401


def test_a_password_opens_no_web_service() -> None:
    User.objects.create_superuser("root", password="secret")
    assert ask("secret", user_name="root").status_code == 401


def test_a_revoked_key_is_refused(key: str, service_user: User) -> None:
    assert ask(key).status_code == 200
    revoke_web_service_key(user=service_user)
    assert ask(key).status_code == 401


def test_a_key_is_good_through_its_last_day(service_user: User) -> None:
    today: date = timezone.now().date()
    now = timezone.now()
    assert ask(change_web_service_key(user=service_user, now=now, expires_on=today)).status_code == 200
    over = change_web_service_key(user=service_user, now=now, expires_on=today - timedelta(days=1))
    assert ask(over).status_code == 401


def test_who_is_not_active_any_more_is_refused(key: str) -> None:
    User.objects.update(is_active=False)
    assert ask(key).status_code == 401


def test_a_user_without_the_role_is_refused(key: str, service_user: User) -> None:
    service_user.groups.clear()
    assert ask(key).status_code == 403


def test_the_role_opens_no_page(service_user: User) -> None:
    services = {"erp.open_item_availability", "crm_integration.open_order_journey"}
    assert service_user.get_all_permissions() == services


def test_somebody_who_guesses_is_locked_out_for_a_while(key: str) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(10):
            ask("guessed")
        assert ask(key).status_code == 429
        clock.shift(timedelta(minutes=10))
        assert ask(key).status_code == 429
        clock.shift(timedelta(minutes=6))
        assert ask(key).status_code == 200


def test_the_service_is_read_only() -> None:
    assert Client().post(SERVICE).status_code == 405


def test_the_service_describes_itself(key: str, chair: Item) -> None:
    credentials = base64.b64encode(f"stock:{key}".encode()).decode()
    client = Client(headers={"Authorization": f"Basic {credentials}"})
    stock, _journey = client.get("/ODataV4/").json()["value"]
    described = client.get("/ODataV4/$metadata").content.decode()
    (of_stock,) = re.findall(r'<EntityType Name="ProductItemAvailability">(.*?)</EntityType>', described)
    names = re.findall(r'<Property Name="(\w+)"', of_stock)
    assert names == list(client.get(f"/ODataV4/{stock['url']}").json()["value"][0])
    assert Client().get("/ODataV4/$metadata").status_code == 401
