"""Columns that were made in the CRM at run time: mapped without code, synchronized as the others."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from crm import metadata
from crm_integration.connection.administrator import administrator_of_embedded
from crm_integration.coupling.find_record import find_record
from crm_integration.dataverse.known_tables import known_tables, learn_table
from crm_integration.models import (
    ConnectionSetup,
    CrmTableDefinition,
    IntegrationFieldMapping,
    Job,
    SynchProblem,
)
from crm_integration.sentences import sentence
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.fates import Fate
from crm_integration.synch_engine.mapping_store import load_mapping
from crm_integration.synch_engine.trial import Trial, try_record
from crm_integration.table_mapping.declaration import FieldRow, from_crm, to_crm
from crm_integration.table_mapping.direction import Side
from erp.models import Customer
from tests.crm_integration.stage import Stage
from tests.database_snapshot import take

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
KIND = "Microsoft.Dynamics.CRM"


def label(text: str) -> dict[str, Any]:
    return {"LocalizedLabels": [{"Label": text, "LanguageCode": 1033}]}


def options(**labels: int) -> dict[str, Any]:
    return {
        "OptionSet": {"Options": [{"Value": value, "Label": label(text)} for text, value in labels.items()]}
    }


def make_column(kind: str, name: str, *, table: str = "account", **more: Any) -> None:
    """As a person who customizes the CRM does it over the Web API."""
    definition = {
        "@odata.type": f"{KIND}.{kind}AttributeMetadata",
        "SchemaName": name,
        "DisplayName": label(name.partition("_")[2]),
        "RequiredLevel": {"Value": "None"},
        **more,
    }
    path = f"EntityDefinitions(LogicalName='{table}')/Attributes"
    administrator_of_embedded().write("POST", path, definition)


@pytest.fixture(autouse=True)
def _catalogue(db: None) -> Iterator[None]:
    yield
    metadata.refresh()


def learn(stage: Stage, table: str = "account") -> None:
    learn_table(ConnectionSetup.get(), stage.client, table, now=timezone.now())


def add_rows(*rows: FieldRow, mapping: str = "CUSTOMER") -> None:
    for row in rows:
        IntegrationFieldMapping.objects.create(
            mapping_id=mapping,
            position=90,
            erp_field=row.erp_field,
            crm_column=row.crm_column,
            direction=row.direction.value,
            constant_value=row.constant_value,
        )


def values(stage: Stage, account: UUID, *columns: str) -> tuple[Any, ...]:
    client = stage.client.knowing(known_tables(ConnectionSetup.get()))
    row = client.retrieve("accounts", account, select=columns)
    return tuple(row.values[name] for name in columns)


def test_the_columns_of_the_environment_are_learned_with_what_they_can_take(stage: Stage) -> None:
    make_column("String", "new_Slogan", MaxLength=30)
    make_column("Money", "new_Worth")
    make_column("DateTime", "new_Since", Format="DateOnly", DateTimeBehavior={"Value": "DateOnly"})
    make_column("Picklist", "new_Grade", **options(Gold=7, Silver=8))
    learn(stage)
    columns = known_tables(ConnectionSetup.get())["account"].columns
    assert (columns["new_slogan"].max_length, columns["new_slogan"].label) == (30, "Slogan")
    assert columns["new_worth"].type == "Money"
    assert columns["new_worth_base"].read_only
    assert columns["new_since"].is_date
    assert columns["new_grade"].options == {7: "Gold", 8: "Silver"}
    assert columns["parentaccountid"].binds == {"account": "parentaccountid"}


def test_what_is_learned_of_one_environment_says_nothing_of_another(stage: Stage) -> None:
    make_column("String", "new_Slogan", MaxLength=30)
    learn(stage)
    CrmTableDefinition.objects.update(environment_url="https://other.crm4.dynamics.com")
    assert "new_slogan" not in known_tables(ConnectionSetup.get())["account"].columns


def test_rows_of_made_columns_are_synchronized_in_the_direction_that_was_chosen(stage: Stage) -> None:
    make_column("String", "new_Slogan", MaxLength=30)
    make_column("Decimal", "new_Limit", MinValue=0, MaxValue=100000, Precision=2)
    make_column("Picklist", "new_Grade", **options(Gold=7, Silver=8))
    learn(stage)
    add_rows(
        to_crm("name_2", "new_slogan"),
        to_crm("credit_limit_lcy", "new_limit"),
        from_crm("address_2", "new_grade"),
    )
    IntegrationFieldMapping.objects.filter(erp_field="address_2", crm_column="address1_line2").delete()
    customer, account = stage.pair(name_2="Always fresh", credit_limit_lcy=Decimal("12.5"))
    assert values(stage, account, "new_slogan", "new_limit") == ("Always fresh", Decimal("12.5"))
    stage.change_account(account, new_grade=8, new_slogan="Never read")
    stage.synchronize()
    assert Customer.objects.get(pk=customer.pk).address_2 == "Silver"
    assert Customer.objects.get(pk=customer.pk).name_2 == "Always fresh"
    assert not SynchProblem.objects.exists()


def test_a_text_without_an_option_fails_with_the_text_and_the_column(stage: Stage) -> None:
    make_column("Picklist", "new_Grade", **options(Gold=7))
    learn(stage)
    add_rows(to_crm("name_2", "new_grade"))
    customer, _ = stage.pair(name_2="gold")
    stage.change(customer, name_2="Bronze")
    stage.synchronize()
    problem = SynchProblem.objects.get()
    assert (problem.code, problem.field, problem.params) == (
        "option_not_offered",
        "new_grade",
        {"value": "Bronze"},
    )


def test_a_column_that_is_not_known_yet_is_asked_for_by_the_run(stage: Stage) -> None:
    make_column("String", "new_Slogan", MaxLength=30)
    add_rows(to_crm("name_2", "new_slogan"))
    _, account = stage.pair(name_2="Always fresh")
    assert values(stage, account, "new_slogan") == ("Always fresh",)


def test_a_column_that_was_removed_stops_the_run_with_its_name(stage: Stage) -> None:
    add_rows(to_crm("name_2", "new_slogan"))
    stage.customer()
    stage.synchronize()
    job = Job.objects.latest("pk")
    assert job.status == Job.Status.FAILED
    assert sentence(job.message_code, job.message_params).startswith(
        "Dynamics 365 Sales does not have a column that the mapping names: new_slogan."
    )


def tried(side: Side, id: UUID, *rows: FieldRow) -> Trial:
    mapping = load_mapping("CUSTOMER")
    context = MappingContext.to_try(replace(mapping, fields=(*mapping.fields, *rows)))
    found = try_record(context, side, id)
    assert found is not None
    return found


def fate(trial: Trial, column: str) -> tuple[Fate, Any]:
    found = next(found for found in trial.rows if found.row.crm_column == column)
    return found.fate, found.write.new if found.write else None


def test_a_row_is_tried_before_it_is_saved_and_nothing_is_written(stage: Stage) -> None:
    make_column("String", "new_Slogan", MaxLength=30)
    learn(stage)
    customer, account = stage.pair(name_2="Always fresh", phone_no="1")
    stage.change_account(account, telephone1="2")
    before = take()
    for side, id in ((Side.ERP, customer.pk), (Side.CRM, account)):
        trial = tried(side, id, to_crm("name_2", "new_slogan"))
        assert fate(trial, "new_slogan") == (Fate.WRITTEN, "Always fresh")
        assert fate(trial, "telephone1") == (Fate.WRITTEN, "2")
        assert fate(trial, "name") == (Fate.EQUAL, None)
        assert fate(trial, "telephone2") == (Fate.OFF, None)
    assert take() == before


def test_a_record_without_counterpart_is_tried_as_if_it_were_created(stage: Stage) -> None:
    customer = stage.customer(city="Bergen", fax_no="")
    trial = tried(Side.ERP, customer.pk)
    assert trial.plan.action.value == "not_coupled"
    assert fate(trial, "address1_city") == (Fate.WRITTEN, "Bergen")
    assert fate(trial, "fax") == (Fate.BLANK, None)
    assert {write.name for write in trial.by_rule} >= {"customertypecode"}


def test_what_was_changed_on_both_sides_holds_the_others_back(stage: Stage) -> None:
    customer, account = stage.pair(phone_no="1", city="Oslo")
    stage.change(customer, phone_no="2", city="Bergen")
    stage.change_account(account, telephone1="3")
    trial = tried(Side.ERP, customer.pk)
    assert fate(trial, "telephone1") == (Fate.CONFLICT, None)
    assert fate(trial, "address1_city") == (Fate.HELD_BACK, None)


def test_records_of_both_sides_are_found_outside_the_filter_too(stage: Stage) -> None:
    customer = stage.customer(name="Closed Shop", blocked="all")
    account = stage.account(name="Closed Shop", customertypecode=5)
    context = MappingContext.open("CUSTOMER")
    found = [find_record(context, side, "closed", limit=5) for side in Side]
    assert [[record.id for record in records] for records in found] == [[customer.pk], [account]]
