"""Stock: what the item journal posts, and what there is of an item."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erp.demo.factories import ItemFactory, UnitOfMeasureFactory
from erp.models import InventorySetup, Item, ItemJournalLine, ItemLedgerEntry
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.create_item_units_of_measure import create_item_units_of_measure
from erp.operations.delete_item import delete_item
from erp.operations.delete_item_journal_line import delete_item_journal_line
from erp.operations.errors import RecordInUse, RecordMissing, RecordRejected
from erp.operations.modify_item_journal_lines import modify_item_journal_lines
from erp.operations.modify_items import modify_items
from erp.operations.post_item_changes import Shortage
from erp.operations.post_item_journal import post_item_journal
from erp.operations.rename_record import rename_record
from erp.operations.save_setup import save_setup
from erp.queries.item_availability import ItemAvailability, item_availability, with_inventory
from tests.erp.conftest import HeardEvents

pytestmark = pytest.mark.usefixtures("company")


@pytest.fixture
def bench(company: None) -> Item:
    """An item that is counted in pieces and in boxes of twelve."""
    UnitOfMeasureFactory.write([{"code": "PCS"}, {"code": "BOX"}, {"code": "HOUR"}])
    item = ItemFactory.create(no="BENCH", description="Oak bench", base_unit_of_measure="PCS")
    row = {"item_no": "BENCH", "code": "BOX", "qty_per_unit_of_measure": 12}
    create_item_units_of_measure(rows=[row])
    return item


def line(quantity: Any, **values: Any) -> dict[str, Any]:
    """A line of the journal: what was found, or with a negative quantity, what is missing."""
    return {
        "posting_date": date(2026, 3, 1),
        "document_no": "T1",
        "item_no": "BENCH",
        "entry_type": "positive_adjmt" if quantity > 0 else "negative_adjmt",
        "quantity": abs(quantity),
        **values,
    }


def post(*rows: dict[str, Any]) -> Any:
    lines = create_item_journal_lines(rows=rows)
    return post_item_journal(line_ids=[entered.id for entered in lines])


def inventory(no: str = "BENCH") -> Decimal:
    return item_availability([no])[no].inventory


def refused(work: Callable[[], Any]) -> str:
    with pytest.raises(RecordRejected) as caught:
        work()
    assert str(caught.value)
    return f"{caught.value.index} {caught.value.field} {caught.value.code}"


def test_a_posted_line_becomes_an_entry_in_base_units(bench: Item) -> None:
    posted = post(line(3, unit_of_measure_code="box"), line(-1))
    values = ("entry_no", "entry_type", "document_no", "item_id", "description", "quantity")
    assert list(ItemLedgerEntry.objects.order_by("entry_no").values_list(*values)) == [
        (1, "positive_adjmt", "T1", "BENCH", "Oak bench", 36),
        (2, "negative_adjmt", "T1", "BENCH", "Oak bench", -1),
    ]
    units = ItemLedgerEntry.objects.order_by("entry_no")
    assert [(e.unit_of_measure_code, e.qty_per_unit_of_measure) for e in units] == [("BOX", 12), ("PCS", 1)]
    assert (inventory(), list(posted.shortages)) == (35, [])
    assert not ItemJournalLine.objects.exists()


def test_a_line_takes_description_and_unit_from_its_item_and_is_numbered(bench: Item) -> None:
    first, second = create_item_journal_lines(rows=[line(1), line(1, description="Found")])
    assert (first.line_no, first.description, first.unit_of_measure_id) == (10000, "Oak bench", "PCS")
    assert (second.line_no, second.description) == (20000, "Found")
    ItemFactory.create(no="LAMP", description="Lamp")
    (changed,) = modify_item_journal_lines(
        changes={second.id: {"item_no": "LAMP", "unit_of_measure_code": ""}}, expected_versions={second.id: 1}
    )
    assert (changed.item_id, changed.description, changed.unit_of_measure_id) == ("LAMP", "Lamp", None)
    delete_item_journal_line(record_id=first.id)
    assert (ItemJournalLine.objects.count(), inventory()) == (1, 0)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"quantity": 0}, "quantity not_positive"),
        ({"quantity": -2}, "quantity not_positive"),
        ({"posting_date": None}, "posting_date required"),
        ({"document_no": " "}, "document_no required"),
        ({"item_no": ""}, "item_no required"),
        ({"item_no": "LAMP"}, "item_no unknown_reference"),
        ({"unit_of_measure_code": "HOUR"}, "unit_of_measure_code not_a_unit_of_record"),
        ({"entry_type": "sale"}, "entry_type invalid_option"),
    ],
)
def test_a_line_that_cannot_be_posted_is_not_even_entered(
    bench: Item, values: dict[str, Any], reason: str
) -> None:
    rows = [line(1), line(1) | values]
    assert refused(lambda: create_item_journal_lines(rows=rows)) == f"1 {reason}"
    assert not ItemJournalLine.objects.exists()


def test_what_is_posted_once_cannot_be_posted_again(bench: Item) -> None:
    lines = create_item_journal_lines(rows=[line(5)])
    post_item_journal(line_ids=[lines[0].id])
    with pytest.raises(RecordMissing):
        post_item_journal(line_ids=[lines[0].id])
    assert refused(post_item_journal) == "0  nothing_to_post"
    assert inventory() == 5


def test_all_lines_are_posted_or_none(bench: Item) -> None:
    ItemFactory.create(no="HELP", type="service")
    blocked = ItemFactory.create(no="LAMP")
    create_item_journal_lines(rows=[line(5), line(1, item_no="LAMP")])
    modify_items(changes={blocked.id: {"blocked": True}})
    assert refused(post_item_journal) == "1 item_no item_blocked"
    assert (inventory(), ItemJournalLine.objects.count()) == (0, 2)
    assert refused(lambda: post(line(1, item_no="HELP"))) == "0 item_no item_without_inventory"
    modify_items(changes={blocked.id: {"blocked": False}})
    ItemJournalLine.objects.filter(item__no="HELP").delete()
    assert len(post_item_journal().entries) == 2


def test_a_stock_may_fall_below_zero_and_it_is_said(bench: Item) -> None:
    posted = post(line(2), line(-5))
    assert list(posted.shortages) == [Shortage(item_no="BENCH", inventory=Decimal(-3))]
    assert list(post(line(10)).shortages) == []


def test_negative_inventory_is_prevented_where_the_setup_says_so_line_by_line(bench: Item) -> None:
    save_setup(model=InventorySetup, values={"prevent_negative_inventory": True})
    post(line(2), line(-2))
    rows = [line(1), line(-2), line(5)]
    assert refused(lambda: post(*rows)) == "1 quantity not_in_inventory"
    assert inventory() == 0


def test_posting_counts_as_a_change_of_the_item_for_whoever_listens(bench: Item, heard: HeardEvents) -> None:
    create_item_journal_lines(rows=[line(5), line(-1)])
    heard.all.clear()
    post_item_journal()
    assert heard.all == [
        ("inserted", "item_ledger_entry", 2),
        ("modified", "item", 1),
        ("deleted", "item_journal_line", 2),
    ]
    bench.refresh_from_db()
    assert bench.row_version == 2


def test_an_item_with_entries_stays_as_it_is_counted(bench: Item) -> None:
    post(line(5))
    for change in ({"base_unit_of_measure": "HOUR"}, {"type": "service"}):
        field = next(iter(change))
        assert (
            refused(lambda change=change: modify_items(changes={bench.id: change}))  # type: ignore[misc]
            == f"0 {field} has_ledger_entries"
        )
    with pytest.raises(RecordInUse, match="Item Ledger Entries"):
        delete_item(item_id=bench.id)
    assert Item.objects.get().units_of_measure.count() == 2


def test_entries_follow_a_renamed_item(bench: Item) -> None:
    post(line(5))
    rename_record(table="item", record_id=bench.id, new_key="SEAT")
    assert inventory("SEAT") == 5


def test_availability_of_many_items_takes_two_queries_and_is_exact(
    bench: Item, django_assert_num_queries: Any
) -> None:
    ItemFactory.write([ItemFactory.build(no=f"I{n}") for n in range(50)])
    post(*[line(Decimal("0.1"), item_no=f"I{n}") for n in range(50) for _time in range(3)])
    numbers = [f"I{n}" for n in range(50)] + ["BENCH"]
    with django_assert_num_queries(2):
        found = item_availability(numbers)
    assert found.pop("BENCH") == ItemAvailability(inventory=Decimal(0), available=Decimal(0))
    assert {stock.available for stock in found.values()} == {Decimal("0.3")}
    with django_assert_num_queries(1):
        items = list(with_inventory(Item.objects.all()))
    assert {item.inventory for item in items if item.no != "BENCH"} == {Decimal("0.3")}


def test_posting_a_hundred_lines_takes_as_many_queries_as_posting_two(bench: Item) -> None:
    ItemFactory.write([ItemFactory.build(no=f"I{n}") for n in range(100)])

    def queries(count: int) -> int:
        rows = [line(-1, item_no=f"I{n}") for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            post(*rows)
        return len([query for query in captured if "crm_integration_" not in query["sql"]])

    few = queries(2)
    assert queries(100) == few
    assert few <= 30
