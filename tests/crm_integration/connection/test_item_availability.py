"""Item availability from end to end: published to the CRM, asked by key, seen by the salesperson."""

import base64
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
import requests
import responses
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import caller_for, system_caller
from crm.business_rules.customization.tables import delete_table
from crm.models import CustomRecord, Product, SystemUser
from crm.outbound.back_office_line import line_for
from crm.outbound.item_availability import (
    NOT_UNDERSTOOD,
    REFUSED,
    UNREACHABLE,
    Stock,
    StockUnknown,
    ask_stock,
)
from crm_integration.connection.enable import enable
from crm_integration.connection.publish_item_availability import publish_again
from crm_integration.connection.switch_item_availability import (
    disable_item_availability,
    enable_item_availability,
)
from crm_integration.dataverse.errors import DataverseError
from crm_integration.job_queue import enqueue
from crm_integration.job_queue.entries import run_now
from crm_integration.job_queue.entries.chores import ITEM_AVAILABILITY
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    IntegrationTableMapping,
    Job,
    JobQueueEntry,
    SynchJob,
)
from erp.admin.roles import ADMINISTRATOR, ITEM_AVAILABILITY_USER
from erp.models import Item
from erp.operations.change_web_service_key import change_web_service_key
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.create_items import create_items
from erp.operations.create_units_of_measure import create_units_of_measure
from erp.operations.post_item_journal import post_item_journal
from tests.crm_integration.stage import Stage, messages_of
from tests.switches import switch_off

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
SERVICE = "/ODataV4/ProductItemAvailability"
PAGE = "/admin/connection-setup/item-availability/"


@pytest.fixture
def service_user(stage: Stage) -> User:
    user = User.objects.create_user("stock")
    user.groups.add(Group.objects.get(name=ITEM_AVAILABILITY_USER))
    return user


@pytest.fixture
def key(service_user: User) -> str:
    return change_web_service_key(user=service_user, now=timezone.now())


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> Iterator[None]:
    yield
    metadata.refresh()


@pytest.fixture
def published(stage: Stage, key: str) -> Stage:
    publish(key)
    return stage


@pytest.fixture
def chair(stage: Stage) -> Item:
    create_units_of_measure(rows=[{"code": "PCS", "description": "Piece"}])
    (chair,) = create_items(rows=[{"no": "1000", "description": "Chair", "base_unit_of_measure": "PCS"}])
    stage.synchronize("UNIT OF MEASURE")
    stage.synchronize("ITEM-PRODUCT")
    for mapping in ("UNIT OF MEASURE", "ITEM-PRODUCT"):
        full(stage, mapping)
    return chair


def full(stage: Stage, mapping: str) -> None:
    enqueue(kind="synchronize", arguments={"mapping": mapping, "scope": "full"})
    stage.work()


def many_items(number: int) -> list[UUID]:
    """Coupled items; returns the ids of their products."""
    values = {"description": "Many", "base_unit_of_measure": "PCS"}
    items = create_items(rows=[{"no": f"M{no:05}", **values} for no in range(number)])
    couplings = [
        Coupling(
            mapping_id="ITEM-PRODUCT", erp_table="item", erp_id=item.pk, crm_table="product", crm_id=uuid4()
        )
        for item in items
    ]
    return [coupling.crm_id for coupling in Coupling.objects.bulk_create(couplings)]


def publish(key: str, *, user_name: str = "stock", url: str = "") -> None:
    enable_item_availability(
        setup=ConnectionSetup.get(), url=url, user_name=user_name, key=key, now=timezone.now()
    )


def adjust(no: str, quantity: int) -> None:
    values = {"posting_date": "2026-05-01", "document_no": "J1", "item_no": no}
    entry_type = "positive_adjmt" if quantity > 0 else "negative_adjmt"
    create_item_journal_lines(rows=[{**values, "entry_type": entry_type, "quantity": abs(quantity)}])
    post_item_journal()


def ask(key: str) -> int:
    credentials = base64.b64encode(f"stock:{key}".encode()).decode()
    return Client().get(SERVICE, headers={"Authorization": f"Basic {credentials}"}).status_code


# ---- publishing


def test_publishing_writes_address_and_key_into_the_connection_row(published: Stage, key: str) -> None:
    (row,) = CustomRecord.objects.filter(table="nav_connection")
    assert row.name == "Business Central"
    assert row.extra["nav_dynamicsnavodataurl"].endswith(SERVICE)
    assert row.extra["nav_dynamicsnavodatausername"] == "stock"
    assert key not in str(row.extra)
    seen = published.client.retrieve("nav_connections", row.pk, select=["nav_name"])
    assert "nav_dynamicsnavodataaccesskey" not in seen.values


def test_publishing_again_with_a_new_key_changes_the_same_row(published: Stage, service_user: User) -> None:
    publish(change_web_service_key(user=service_user, now=timezone.now()))
    assert CustomRecord.objects.filter(table="nav_connection").count() == 1


def test_a_blank_key_keeps_the_one_that_is_saved(published: Stage, key: str) -> None:
    publish("")
    assert ConnectionSetup.get().item_availability_key == key


def test_the_saved_key_goes_to_no_other_address_and_stands_for_no_other_user(published: Stage) -> None:
    for given in ({"url": "https://elsewhere.example.com/stock"}, {"user_name": "other"}):
        with pytest.raises(DataverseError) as raised:
            publish("", **given)
        assert raised.value.code == "availability_key_missing"
    assert ConnectionSetup.get().item_availability_url == ""


def test_what_was_switched_off_meanwhile_stays_off(stage: Stage, key: str) -> None:
    setup = ConnectionSetup.get()
    ConnectionSetup.objects.update(is_enabled=False, default_price_list_id=uuid4())
    with pytest.raises(DataverseError) as raised:
        enable_item_availability(setup=setup, url="", user_name="stock", key=key, now=timezone.now())
    now = ConnectionSetup.get()
    assert raised.value.code == "connection_is_off"
    assert not (now.is_enabled or now.is_item_availability_enabled)
    assert now.default_price_list_id is not None


def test_another_environment_is_not_given_the_key_of_the_former(published: Stage) -> None:
    ConnectionSetup.objects.update(organization_id=uuid4())
    Coupling.objects.all().delete()
    enable(setup=ConnectionSetup.get(), now=timezone.now())
    setup = ConnectionSetup.get()
    assert (setup.is_item_availability_enabled, setup.item_availability_key) == (False, "")
    assert not JobQueueEntry.objects.filter(code=ITEM_AVAILABILITY).exists()


def test_who_stops_publishing_leaves_no_key_behind(published: Stage, key: str) -> None:
    assert disable_item_availability(setup=ConnectionSetup.get()).code == "availability_withdrawn"
    assert not CustomRecord.objects.filter(table="nav_connection").exists()
    assert ConnectionSetup.get().item_availability_key == ""
    assert not JobQueueEntry.objects.filter(code=ITEM_AVAILABILITY).exists()
    assert ask(key) == 404


def test_an_administrator_publishes_on_the_page(stage: Stage, key: str) -> None:
    administrator = stage.sign_in(ADMINISTRATOR)
    refused = administrator.post(PAGE, {"user_name": "stock", "key": "guessed", "url": ""})
    assert refused.status_code == 422
    assert "do not belong together" in refused.content.decode()
    own = administrator.get(PAGE).context["form"].initial["url"]
    done = administrator.post(PAGE, {"user_name": "stock", "key": key, "url": own}, follow=True)
    assert "now see the stock" in messages_of(done)[0]
    assert ConnectionSetup.get().item_availability_url == ""
    assert key not in done.content.decode() + administrator.get(PAGE).content.decode()


def test_an_administrator_reads_what_is_lost_before_publishing_is_stopped(published: Stage) -> None:
    administrator = published.sign_in(ADMINISTRATOR)
    stop = f"{PAGE}stop/"
    assert f'href="{stop}"' in administrator.get(PAGE).content.decode()
    said = administrator.get(stop).content.decode()
    assert "web service access key is forgotten" in said
    assert "The connection row is removed from Dynamics 365 Sales" in said
    assert ConnectionSetup.get().is_item_availability_enabled
    assert "is off" in messages_of(administrator.post(stop, follow=True))[0]
    assert not ConnectionSetup.get().is_item_availability_enabled


def test_a_row_that_was_lost_is_written_again(published: Stage) -> None:
    CustomRecord.objects.filter(table="nav_connection").delete()
    (told,) = publish_again(ConnectionSetup.get())
    assert told.code == "availability_published"
    assert CustomRecord.objects.filter(table="nav_connection").exists()


def test_a_row_that_cannot_be_written_is_a_warning(published: Stage) -> None:
    delete_table(metadata.table("nav_connection"), caller=system_caller())
    (told,) = publish_again(ConnectionSetup.get())
    assert (told.code, told.outcome.value) == ("availability_not_published", "warning")


# ---- the salesperson


@pytest.fixture
def web(published: Stage) -> Iterator[responses.RequestsMock]:
    """The way from the CRM to the ERP."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def forward(web: responses.RequestsMock) -> None:
    def answer(request: requests.PreparedRequest) -> tuple[int, dict[str, str], bytes]:
        headers = {"Authorization": str(request.headers["Authorization"])}
        found = Client().get(str(request.path_url), headers=headers)
        return found.status_code, {}, found.content

    web.add_callback(responses.GET, f"http://localhost:8000{SERVICE}", callback=answer)


def stock_of(*products: UUID) -> dict[UUID, Stock]:
    line = line_for(caller_for(SystemUser.objects.exclude(applicationid=None)[0]))
    assert line is not None
    return ask_stock(line, products)


def test_the_crm_learns_the_stock_of_products(web: responses.RequestsMock, chair: Item) -> None:
    forward(web)
    adjust("1000", 12)
    product = Product.objects.get(productnumber="1000")
    assert stock_of(product.pk) == {product.pk: Stock(Decimal("12.0"), "PCS")}


def test_hundreds_of_products_are_asked_for_in_several_requests(
    web: responses.RequestsMock, published: Stage, chair: Item
) -> None:
    forward(web)
    assert len(stock_of(*many_items(120))) == 120
    assert len(web.calls) == 3


def row(quantity: str) -> str:
    return f'{{"value": [{{"CRM_ID": "{uuid4()}", "UOM": "PCS", "Inventory": {quantity}}}]}}'


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"body": requests.ConnectionError()}, UNREACHABLE),
        ({"body": requests.Timeout()}, UNREACHABLE),
        ({"status": 503}, UNREACHABLE),
        ({"status": 401}, REFUSED),
        ({"status": 404}, REFUSED),
        ({"status": 302, "headers": {"Location": "https://evil.example"}}, NOT_UNDERSTOOD),
        ({"body": "<html>"}, NOT_UNDERSTOOD),
        ({"json": {"value": [{"CRM_ID": "x"}]}}, NOT_UNDERSTOOD),
        ({"json": []}, NOT_UNDERSTOOD),
        ({"body": row("NaN")}, NOT_UNDERSTOOD),
        ({"body": row("1e9999")}, NOT_UNDERSTOOD),
        ({"body": b"not packed", "headers": {"Content-Encoding": "gzip"}}, UNREACHABLE),
    ],
)
def test_the_salesperson_gets_a_plain_sentence(
    web: responses.RequestsMock, chair: Item, answer: Any, sentence: str
) -> None:
    web.add(responses.GET, f"http://localhost:8000{SERVICE}", **answer)
    with pytest.raises(StockUnknown) as raised:
        stock_of(Product.objects.get().pk)
    assert raised.value.sentence == sentence


def test_who_may_not_read_the_connection_row_asks_nothing(published: Stage) -> None:
    person = SystemUser.objects.exclude(applicationid=None)[0]
    caller = caller_for(person)
    assert line_for(caller) is not None
    assert line_for(type(caller)(person.pk, "No roles", None, None)) is None


# ---- the job


def test_the_job_synchronizes_the_items_whose_stock_has_moved(published: Stage, chair: Item) -> None:
    entry = JobQueueEntry.objects.get(code=ITEM_AVAILABILITY)
    assert (entry.minutes_between_runs, entry.inactivity_timeout_minutes) == (30, 30)
    run_now(entry, now=timezone.now())
    published.work()
    adjust("1000", 12)
    before = SynchJob.objects.count()
    run_now(entry, now=timezone.now())
    published.work()
    assert Product.objects.get(productnumber="1000").quantityonhand == 12
    assert SynchJob.objects.count() > before


def test_the_job_waits_for_a_mapping_that_is_off(published: Stage, chair: Item) -> None:
    IntegrationTableMapping.objects.filter(name="ITEM-PRODUCT").update(is_enabled=False)
    adjust("1000", 12)
    run_now(JobQueueEntry.objects.get(code=ITEM_AVAILABILITY), now=timezone.now())
    published.work()
    assert not Job.objects.filter(status="failed").exists()
    assert ConnectionSetup.get().item_availability_synched_at is None


def test_the_job_is_on_hold_while_the_connection_is_off(published: Stage) -> None:
    switch_off()
    assert JobQueueEntry.objects.get(code=ITEM_AVAILABILITY).status == "on_hold"
    again = enable(setup=ConnectionSetup.get(), now=timezone.now(), with_sales=True)
    codes = {found.code for found in again}
    assert "availability_published" in codes
    assert JobQueueEntry.objects.get(code=ITEM_AVAILABILITY).status == "ready"
