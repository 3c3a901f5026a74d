"""Unit groups, their units and the products that are counted in them, over the Web API."""

from typing import Any
from uuid import UUID

import pytest

from tests.crm.business_rules.sales_world import SalesWorld

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def unit(world: SalesWorld, name: str, group: UUID | None = None, /, **values: Any) -> Any:
    """The answer to the creation of a unit."""
    bound = {"uomscheduleid@odata.bind": f"/uomschedules({group or world.group})"}
    return world.api.call("POST", "uoms", {"name": name, "quantity": 12, **bound, **values})


def refusal(answer: Any) -> str:
    assert answer.status_code == 400
    return str(answer.json()["error"]["message"])


def other_group(world: SalesWorld) -> UUID:
    return world.api.create("uomschedules", name="Weights", baseuomname="Kilogram")


def base_of(world: SalesWorld, group: UUID) -> str:
    rows = world.api.get(f"uoms?$filter=_uomscheduleid_value eq {group} and isschedulebaseuom eq true")
    return str(rows["value"][0]["uomid"])


def test_a_group_is_born_with_its_base_unit_of_which_every_other_unit_counts_some(world: SalesWorld) -> None:
    assert unit(world, "Box").status_code == 204
    rows = world.api.get(f"uoms?$filter=_uomscheduleid_value eq {world.group}&$orderby=name")["value"]
    assert [(row["name"], row["quantity"], row["isschedulebaseuom"]) for row in rows] == [
        ("Box", 12, False),
        ("Piece", 1, True),
    ]
    assert rows[0]["_baseuom_value"] == str(world.unit)


def test_a_group_has_no_second_base_unit_and_keeps_its_first(world: SalesWorld) -> None:
    assert "one base unit" in refusal(unit(world, "Box", isschedulebaseuom=True))
    assert "cannot be deleted or changed" in refusal(world.patch(f"uoms({world.unit})", quantity=2))
    assert "cannot be deleted or changed" in refusal(world.api.call("DELETE", f"uoms({world.unit})"))


def test_a_unit_counts_in_the_base_unit_of_its_own_group(world: SalesWorld) -> None:
    foreign = base_of(world, other_group(world))
    answer = unit(world, "Box", **{"baseuom@odata.bind": f"/uoms({foreign})"})
    assert "does not belong to the schedule" in refusal(answer)


def test_a_name_stands_once_in_a_group_and_again_in_another(world: SalesWorld) -> None:
    assert unit(world, "Box").status_code == 204
    assert "a unit called 'box' already" in refusal(unit(world, "box"))
    assert unit(world, "Box", other_group(world)).status_code == 204


def test_a_unit_is_not_renamed_to_the_name_of_another(world: SalesWorld) -> None:
    box = world.api.create(
        "uoms",
        name="Box",
        quantity=12,
        **{"uomscheduleid@odata.bind": f"/uomschedules({world.group})"},
    )
    assert "a unit called 'Piece' already" in refusal(world.patch(f"uoms({box})", name="Piece"))
    assert world.patch(f"uoms({box})", name="Carton", quantity=6).status_code == 204


def test_only_a_draft_gets_another_unit_group(world: SalesWorld) -> None:
    group = other_group(world)
    wanted = {
        "defaultuomscheduleid@odata.bind": f"/uomschedules({group})",
        "defaultuomid@odata.bind": f"/uoms({base_of(world, group)})",
    }
    assert "cannot change" in refusal(world.patch(f"products({world.product})", **wanted))
    draft = world.api.create(
        "products",
        name="Nail",
        quantitydecimal=2,
        **{
            "defaultuomscheduleid@odata.bind": f"/uomschedules({world.group})",
            "defaultuomid@odata.bind": f"/uoms({world.unit})",
        },
    )
    assert world.patch(f"products({draft})", **wanted).status_code == 204
