"""Two who post at the same time; needs a database that locks rows."""

from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from erp.demo.factories import ItemFactory
from erp.models import InventorySetup, Item, ItemLedgerEntry
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.errors import OperationError
from erp.operations.initialize_company import initialize_company
from erp.operations.modify_items import modify_items
from erp.operations.post_item_journal import post_item_journal
from erp.operations.rename_record import rename_record
from erp.operations.save_setup import save_setup
from erp.queries.item_availability import inventory_of_items
from tests.erp.operations.test_two_at_once import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
    pytest.mark.django_db(transaction=True),
]
ROUNDS = 15


@pytest.fixture(autouse=True)
def _item() -> None:
    initialize_company()
    ItemFactory.create(no="BENCH")


def enter(quantity: int = 1, *, item_no: str = "BENCH", count: int = 2) -> list[object]:
    kind = "positive_adjmt" if quantity > 0 else "negative_adjmt"
    row = {"posting_date": timezone.localdate(), "document_no": "T1", "item_no": item_no, "entry_type": kind}
    return [line.id for line in create_item_journal_lines(rows=[{**row, "quantity": abs(quantity)}] * count)]


def test_what_two_post_at_once_is_posted_once() -> None:
    for number in range(1, ROUNDS + 1):
        enter()
        results = at_once(post_item_journal, post_item_journal)
        assert sorted(isinstance(result, OperationError) for result in results) == [False, True]
        assert inventory_of_items(["BENCH"])["BENCH"] == 2 * number
    assert sorted(ItemLedgerEntry.objects.values_list("entry_no", flat=True)) == list(
        range(1, 2 * ROUNDS + 1)
    )


def test_two_together_do_not_take_out_more_than_there_is() -> None:
    save_setup(model=InventorySetup, values={"prevent_negative_inventory": True})
    enter(3)
    post_item_journal()
    batches = [enter(-2), enter(-2)]
    results = at_once(*[partial(post_item_journal, line_ids=batch) for batch in batches])  # type: ignore[arg-type]
    assert sorted(isinstance(result, OperationError) for result in results) == [False, True]
    assert inventory_of_items(["BENCH"])["BENCH"] == 2


def test_posting_entering_renaming_and_changing_an_item_do_not_block_each_other_for_good() -> None:
    item = Item.objects.get()
    other = ItemFactory.create(no="LAMP")

    def enter_and_post() -> None:
        for _round in range(ROUNDS):
            batch = enter(item_no="LAMP") + enter(item_no="LAMP")
            post_item_journal(line_ids=batch)  # type: ignore[arg-type]

    def change() -> None:
        for number in range(ROUNDS):
            modify_items(changes={i.id: {"description": f"A {number}"} for i in (other, item)})

    def rename() -> None:
        for number in range(ROUNDS):
            rename_record(table="item", record_id=item.id, new_key=f"BENCH{number}")

    assert at_once(enter_and_post, enter_and_post, change, rename) == [None] * 4
    assert inventory_of_items(["LAMP"])["LAMP"] == 2 * 4 * ROUNDS
