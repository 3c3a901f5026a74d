"""What the CRM knows of its tables and columns."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps

from crm import metadata
from crm.demo.factories import AccountFactory
from crm.metadata import EntityReference
from crm.metadata.column import Column
from crm.metadata.extra_values import from_extra, to_extra
from crm.models import CrmColumn, CrmRecord, CustomRecord
from crm.models.fields import DataverseField
from tests.crm.embedded_crm import Crm, WebApi

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def test_a_column_is_what_its_field_declares() -> None:
    name = metadata.table("account").columns["name"]
    assert (name.type, name.max_length, name.required, name.edm_type) == ("String", 160, True, "Edm.String")
    state = metadata.table("account").columns["statuscode"]
    assert (state.type, dict(state.state_of), state.default) == ("Status", {1: 0, 2: 1}, 1)


def test_lookups_are_written_by_their_navigation_properties() -> None:
    contact = metadata.table("contact")
    assert contact.columns["parentcustomerid"].targets == {
        "account": "parentcustomerid_account",
        "contact": "parentcustomerid_contact",
    }
    assert contact.navigations["ownerid"].targets == ("systemuser", "team")
    assert contact.columns["ownerid"].property_name == "_ownerid_value"


def test_other_standard_columns_are_there_too() -> None:
    industry = metadata.table("account").columns["industrycode"]
    assert industry.in_extra
    assert industry.options[1] == "Accounting"


def test_every_column_has_a_type_that_the_web_api_knows() -> None:
    assert all(column.edm_type for table in metadata.tables() for column in table.columns.values())


def test_every_table_says_its_names() -> None:
    models = {model for model in apps.get_app_config("crm").get_models() if issubclass(model, CrmRecord)}
    assert {table.model for table in metadata.tables()} == models - {CustomRecord}
    for table in metadata.tables():
        assert metadata.table_of_entity_set(table.entity_set) is table
        assert table.primary_name in table.columns


def test_labels_and_options_are_no_affair_of_migrations() -> None:
    for table in metadata.tables():
        for field in table.model._meta.concrete_fields:
            if isinstance(field, DataverseField):
                _name, path, _arguments, keywords = field.deconstruct()
                assert path.startswith("django.db.models.")
                assert not {"choices", "verbose_name", "default"} & set(keywords)


def test_a_column_made_at_run_time_is_used_like_any_other(api: WebApi) -> None:
    account = AccountFactory.create()
    CrmColumn.objects.create(
        table="account",
        logical_name="new_rating",
        definition={"type": "Integer", "minimum": 0, "maximum": 10},
    )
    path = f"accounts({account.pk})"
    assert api.call("PATCH", path, {"new_rating": 7}).status_code == 204
    assert api.get("accounts?$select=new_rating&$filter=new_rating gt 6")["value"][0]["new_rating"] == 7
    assert api.call("PATCH", path, {"new_rating": 11}).status_code == 400
    CrmColumn.objects.get().delete()
    assert api.call("GET", "accounts?$select=new_rating").status_code == 400


def test_what_is_declared_of_one_table_leaves_the_others_as_they_are(crm: Crm) -> None:
    metadata.refresh()
    account, contact = metadata.table("account"), metadata.table("contact")
    made = CrmColumn.objects.create(
        table="account", logical_name="new_rating", definition={"type": "Integer", "label": "Rating"}
    )
    metadata.refresh()
    assert metadata.table("account").columns["new_rating"].label == "Rating"
    assert metadata.table("contact") is contact
    made.definition = {"type": "Integer", "label": "Stars"}
    made.save()
    metadata.refresh()
    assert metadata.table("account").columns["new_rating"].label == "Stars"
    made.delete()
    metadata.refresh()
    assert metadata.table("account") == account


def test_a_lookup_made_at_run_time_is_a_collection_of_the_table_that_it_points_to(crm: Crm) -> None:
    metadata.refresh()
    before = metadata.table("contact").collections
    definition = {"type": "Lookup", "targets": {"contact": "new_adviserid"}}
    made = CrmColumn.objects.create(table="account", logical_name="new_adviserid", definition=definition)
    metadata.refresh()
    (new,) = set(metadata.table("contact").collections) - set(before)
    assert metadata.table("contact").collections[new].lookup == "new_adviserid"
    made.delete()
    metadata.refresh()
    assert metadata.table("contact").collections == before


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Decimal", Decimal("12.5")),
        ("Money", Decimal(7)),
        ("Uniqueidentifier", uuid4()),
        ("Boolean", True),
        ("String", "☃"),
        ("Lookup", EntityReference("account", uuid4())),
    ],
)
def test_values_survive_their_way_into_json_and_back(kind: str, value: Any) -> None:
    column = Column("x", kind, targets={"account": "x"} if kind == "Lookup" else {})
    assert from_extra(to_extra(value, column), column) == value


def test_moments_and_polymorphic_lookups_survive_too() -> None:
    moment = Column("x", "DateTime", behavior="UserLocal")
    day = Column("x", "DateTime", behavior="DateOnly")
    either = Column("x", "Customer", targets={"account": "x_account", "contact": "x_contact"})
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    reference = EntityReference("contact", uuid4())
    assert from_extra(to_extra(noon, moment), moment) == noon
    assert from_extra(to_extra(date(2026, 5, 1), day), day) == date(2026, 5, 1)
    assert from_extra(to_extra(reference, either), either) == reference
