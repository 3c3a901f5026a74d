"""An administrator edits a mapping: what is right takes effect, what is wrong is refused with a sentence."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from crm_integration.models import IntegrationTableMapping, Job
from crm_integration.synch_engine.mapping_store import load_mapping, seed_mappings
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import all_of, where
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR
from tests.crm_integration.admin.form_data import posted_back

CARD = "/admin/integration-table-mappings/CUSTOMER/"


def signed_in(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def administrator(db: None) -> Client:
    seed_mappings()
    return signed_in(ADMINISTRATOR)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def save(client: Client, **changed: str | None) -> Any:
    return client.post(CARD, posted_back(client.get(CARD), **changed), follow=True)


def row_number(erp_field: str) -> int:
    names = [row.erp_field for row in load_mapping("CUSTOMER").fields]
    return names.index(erp_field)


def test_saving_without_a_change_keeps_the_mapping_as_it_is(administrator: Client) -> None:
    before = load_mapping("CUSTOMER")
    assert "was saved" in text_of(save(administrator))
    assert load_mapping("CUSTOMER") == before


def test_direction_policies_and_switches_take_effect(administrator: Client) -> None:
    save(
        administrator,
        update_conflict_resolution="send_update",
        deletion_conflict_resolution="restore_records",
        synch_only_coupled_records=None,
        is_enabled=None,
    )
    stored = IntegrationTableMapping.objects.get(name="CUSTOMER")
    assert (stored.update_conflict_resolution, stored.deletion_conflict_resolution) == (
        "send_update",
        "restore_records",
    )
    assert (stored.synch_only_coupled_records, stored.is_enabled) == (False, False)


def test_a_field_row_is_switched_off_and_turned(administrator: Client) -> None:
    fax, name = row_number("fax_no"), row_number("name")
    save(
        administrator,
        **{f"rows-{fax}-is_enabled": None, f"rows-{name}-direction": "to_integration_table"},
    )
    rows = {row.erp_field: row for row in load_mapping("CUSTOMER").fields}
    assert not rows["fax_no"].is_enabled
    assert rows["name"].direction is Direction.TO_INTEGRATION_TABLE
    page = text_of(administrator.get(CARD))
    assert "2 changes to the default" in page
    assert "CUSTOMER 2 changes" in text_of(administrator.get("/admin/connection-setup/use-default-setup/"))


def test_a_row_with_a_transformation_is_added_and_another_removed(administrator: Client) -> None:
    pager = len(load_mapping("CUSTOMER").fields)
    fax = row_number("fax_no")
    save(
        administrator,
        **{
            f"rows-{pager}-erp_field": "name_2",
            f"rows-{pager}-crm_column": "tickersymbol",
            f"rows-{pager}-direction": "to_integration_table",
            f"rows-{pager}-transformation": "UPPERCASE",
            f"rows-{fax}-DELETE": "on",
        },
    )
    rows = {row.erp_field: row for row in load_mapping("CUSTOMER").fields}
    assert "fax_no" not in rows
    assert (rows["name_2"].crm_column, rows["name_2"].transformation) == ("tickersymbol", "UPPERCASE")
    assert "Fax No. \N{EN DASH} Fax Both ways no such row" in text_of(administrator.get(CARD))


def test_a_constant_is_added(administrator: Client) -> None:
    number = len(load_mapping("CUSTOMER").fields)
    save(
        administrator,
        **{
            f"rows-{number}-crm_column": "description",
            f"rows-{number}-constant_value": "From the back office",
            f"rows-{number}-direction": "to_integration_table",
        },
    )
    added = load_mapping("CUSTOMER").fields[-1]
    assert (added.crm_column, added.constant_value, added.is_constant) == (
        "description",
        "From the back office",
        True,
    )


def test_filters_are_edited_as_rows(administrator: Client) -> None:
    save(
        administrator,
        **{
            "erp_filter-1-field": "country_region_code",
            "erp_filter-1-operator": "in",
            "erp_filter-1-value": "NO|SE",
            "crm_filter-0-DELETE": "on",
            "crm_filter-2-field": "creditlimit",
            "crm_filter-2-operator": "ge",
            "crm_filter-2-value": "1000",
            "crm_filter-1-value": "customer",
        },
    )
    mapping = load_mapping("CUSTOMER")
    assert mapping.erp_filter == all_of(
        where("blocked", "eq", ""), where("country_region_code", "in", ("NO", "SE"))
    )
    assert mapping.crm_filter == all_of(where("customertypecode", "eq", 3), where("creditlimit", "ge", 1000))


NEW = 21
WRONG = {
    "a lookup with a plain text": (
        {f"rows-{NEW}-erp_field": "name_2", f"rows-{NEW}-crm_column": "primarycontactid"},
        "Name 2: a field of type text cannot be mapped to a column of type Lookup.",
    ),
    "a constant that is no option": (
        {
            f"rows-{NEW}-erp_field": "blocked",
            f"rows-{NEW}-constant_value": "sometimes",
            f"rows-{NEW}-direction": "from_integration_table",
        },
        "Blocked: “sometimes” is none of its options.",
    ),
    "a constant in the wrong direction": (
        {f"rows-{NEW}-crm_column": "description", f"rows-{NEW}-constant_value": "x"},
        "description: a constant goes to the side whose field is named.",
    ),
    "a filter value that is no number": (
        {"crm_filter-2-field": "creditlimit", "crm_filter-2-operator": "gt", "crm_filter-2-value": "much"},
        "The value of the filter does not fit Credit Limit.",
    ),
    "a filter value that is no option": (
        {"crm_filter-1-value": "99"},
        "The value of the filter does not fit Relationship Type.",
    ),
    "a filter by nothing": (
        {"erp_filter-1-field": "name", "erp_filter-1-operator": "eq"},
        "The filter on Name needs a value.",
    ),
    "a filter with a blank part": (
        {"erp_filter-1-field": "city", "erp_filter-1-operator": "in", "erp_filter-1-value": "Oslo|"},
        "The filter on City needs a value.",
    ),
    "a second row that writes the same column": (
        {
            f"rows-{NEW}-erp_field": "name_2",
            f"rows-{NEW}-crm_column": "name",
            f"rows-{NEW}-direction": "to_integration_table",
        },
        "Name of Dynamics 365 Sales is in several rows, and one of them writes it.",
    ),
    "a filter value without a field": (
        {"erp_filter-1-value": "NO"},
        "Choose the field that the filter compares.",
    ),
    "both flags of a row": (
        {"rows-0-clear_value_on_failed_synch": "on"},
        "Salesperson Code: choose either Not Null or Clear Value on Failed Synch., not both.",
    ),
    "the same field to the same column twice": (
        {f"rows-{NEW}-erp_field": "name", f"rows-{NEW}-crm_column": "name"},
        "Name is mapped to the same column twice.",
    ),
    "a direction that the mapping does not have": (
        {"direction": "from_integration_table"},
        "the direction of the row does not fit that of the mapping.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_edit_is_refused_with_a_sentence_and_nothing_is_saved(
    administrator: Client, case: str
) -> None:
    changed, sentence = WRONG[case]
    before = load_mapping("CUSTOMER")
    answer = save(administrator, **changed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert load_mapping("CUSTOMER") == before
    for name, value in changed.items():
        assert name in answer.content.decode(), value


def test_a_mapping_that_somebody_else_changed_is_not_overwritten(administrator: Client) -> None:
    shown = administrator.get(CARD)
    save(administrator, update_conflict_resolution="send_update")
    answer = administrator.post(CARD, posted_back(shown, update_conflict_resolution="get_update"))
    assert answer.status_code == 409
    assert IntegrationTableMapping.objects.get(name="CUSTOMER").update_conflict_resolution == "send_update"


def test_another_row_is_offered_without_saving(administrator: Client) -> None:
    shown = administrator.get(CARD)
    answer = administrator.post(CARD, posted_back(shown, add_row="rows", **{"rows-1-is_enabled": None}))
    assert f"rows-{NEW + 1}-erp_field" in answer.content.decode()
    assert load_mapping("CUSTOMER").fields[1].is_enabled


def test_the_default_comes_back_after_saying_what_is_lost(administrator: Client) -> None:
    default = load_mapping("CUSTOMER")
    fax = row_number("fax_no")
    save(administrator, update_conflict_resolution="send_update", **{f"rows-{fax}-DELETE": "on"})
    url = reverse("admin:restore_mapping_defaults", args=["CUSTOMER"])
    page = text_of(administrator.get(url))
    assert "1 setting is put back." in page
    assert "1 removed field row comes back." in page
    assert "Update-Conflict Resolution None Send Update to Integration" in page
    assert "Fax No. \N{EN DASH} Fax Both ways no such row" in page
    administrator.post(url)
    assert load_mapping("CUSTOMER") == default


def test_a_change_has_the_records_that_failed_looked_at_again(administrator: Client) -> None:
    save(administrator, update_conflict_resolution="send_update")
    assert Job.objects.get().arguments["mapping"] == "CUSTOMER"


def test_an_order_processor_reads_the_mapping_and_cannot_save_it(administrator: Client) -> None:
    processor = signed_in(ORDER_PROCESSOR)
    shown = processor.get(CARD)
    assert shown.status_code == 200
    assert 'name="_save"' not in shown.content.decode()
    assert processor.post(CARD, posted_back(administrator.get(CARD))).status_code == 403


def test_the_list_names_tables_filters_and_changes(administrator: Client) -> None:
    save(administrator, update_conflict_resolution="send_update")
    page = text_of(administrator.get(reverse("admin:integration_table_mappings")))
    filters = "Blocked is blank Both ways Accounts Status is Active, Relationship Type is Customer"
    assert f"Customers {filters}" in page
    assert "1 change to the default" in page
