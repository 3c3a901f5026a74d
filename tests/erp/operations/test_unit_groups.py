"""Unit groups: every item and every resource has one, from its first day to its last."""

import pytest

from erp.demo.factories import ItemFactory, ResourceFactory, UnitOfMeasureFactory
from erp.models import UnitGroup
from erp.operations.delete_item import delete_item
from erp.operations.delete_resource import delete_resource
from erp.operations.rename_record import rename_record

pytestmark = pytest.mark.usefixtures("company")


def groups() -> list[tuple[str, str, str]]:
    return list(UnitGroup.objects.values_list("code", "source_type", "source_no"))


def test_an_item_and_a_resource_of_the_same_number_have_groups_of_their_own() -> None:
    UnitOfMeasureFactory.write([{"code": "PCS"}])
    ItemFactory.create(no="1000", base_unit_of_measure="PCS")
    ResourceFactory.create(no="1000", base_unit_of_measure="PCS")
    assert groups() == [("ITEM 1000", "item", "1000"), ("RESOURCE 1000", "resource", "1000")]


def test_an_item_without_a_base_unit_has_a_group_too() -> None:
    ItemFactory.create(no="1000", base_unit_of_measure="")
    assert groups() == [("ITEM 1000", "item", "1000")]


def test_a_group_follows_when_its_item_or_resource_gets_another_number() -> None:
    item = ItemFactory.create(no="1000", base_unit_of_measure="")
    resource = ResourceFactory.create(no="1000", base_unit_of_measure="")
    rename_record(table="item", record_id=item.id, new_key="2000")
    assert groups() == [("ITEM 2000", "item", "2000"), ("RESOURCE 1000", "resource", "1000")]
    rename_record(table="resource", record_id=resource.id, new_key="3000")
    assert groups() == [("ITEM 2000", "item", "2000"), ("RESOURCE 3000", "resource", "3000")]


def test_a_group_goes_with_its_item_or_resource() -> None:
    item = ItemFactory.create(no="1000", base_unit_of_measure="")
    resource = ResourceFactory.create(no="1000", base_unit_of_measure="")
    delete_item(item_id=item.id)
    assert groups() == [("RESOURCE 1000", "resource", "1000")]
    delete_resource(resource_id=resource.id)
    assert groups() == []
