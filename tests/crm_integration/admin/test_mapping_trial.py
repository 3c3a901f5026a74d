"""The card of a mapping with the CRM behind it: its columns are read, the mapping is tried on a record."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from crm import metadata
from crm_integration.dataverse.option_sets import read_options
from crm_integration.models import ConnectionSetup, CrmTableDefinition, IntegrationTableMapping, OptionMapping
from erp.admin.roles import ADMINISTRATOR, VIEWER
from erp.models import Customer
from erp.operations.save_payment_terms import save_payment_terms
from tests.crm_integration.admin.form_data import posted_back
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
CARDS = "/admin/integration-table-mappings"
CUSTOMER, TERMS = f"{CARDS}/CUSTOMER/", f"{CARDS}/PAYMENT%20TERMS/"


@pytest.fixture
def administrator(stage: Stage) -> Iterator[Client]:
    yield stage.sign_in(ADMINISTRATOR)
    metadata.refresh()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def posted(client: Client, card: str, **changed: str | None) -> str:
    return text_of(client.post(card, posted_back(client.get(card), **changed)))


def test_the_plan_of_the_page_is_shown_with_changes_that_are_not_saved(
    stage: Stage, administrator: Client
) -> None:
    customer, account = stage.pair(name="Alpine Ski House", phone_no="1")
    stage.change(customer, phone_no="2")
    both_ways = posted(administrator, CUSTOMER, **{"try": "1", "try_text": customer.no})
    assert "Would be written: 1 to Dynamics 365 Sales, 0 to Business Central." in both_ways
    names = [
        row.erp_field for row in IntegrationTableMapping.objects.get(name="CUSTOMER").field_mappings.all()
    ]
    turned = {f"rows-{names.index('phone_no')}-direction": "from_integration_table"}
    page = posted(administrator, CUSTOMER, **{"try": "1", "try_text": "alpine"}, **turned)
    assert "Would be written: 0 to Dynamics 365 Sales, 0 to Business Central." in page
    assert "changed where it is only received: written again when its source changes" in page
    assert Customer.objects.get().phone_no == "2"
    assert stage.read(account).values["telephone1"] == "1"


def test_several_records_are_offered_and_one_is_chosen(stage: Stage, administrator: Client) -> None:
    first, second = (stage.customer(name=f"Fabrikam {place}") for place in ("Oslo", "Bergen"))
    offered = posted(administrator, CUSTOMER, **{"try": "1", "try_text": "fabrikam"})
    assert ("Fabrikam Oslo" in offered, "Fabrikam Bergen" in offered) == (True, True)
    assert "What would happen" not in offered
    chosen = {"try": "1", "try_text": "fabrikam", "try_asked": "erp:fabrikam", "try_id": str(second.pk)}
    page = posted(administrator, CUSTOMER, **chosen)
    assert f"{second.no} Fabrikam Bergen It is not coupled, and a run leaves it so" in page
    assert first.name in page


def test_a_wrong_row_is_not_tried(administrator: Client) -> None:
    wrong = {"erp_filter-1-field": "name", "erp_filter-1-operator": "eq"}
    assert "The filter on Name needs a value." in posted(administrator, CUSTOMER, **{"try": "1"}, **wrong)


def test_a_wrong_filter_names_a_column_as_the_environment_calls_it(administrator: Client) -> None:
    administrator.get(CUSTOMER)
    wrong = {"crm_filter-2-field": "numberofemployees", "crm_filter-2-operator": "gt"}
    page = posted(administrator, CUSTOMER, **{"crm_filter-2-value": "many"}, **wrong)
    assert "The value of the filter does not fit Number of Employees." in page


def test_an_option_mapping_says_what_becomes_of_the_option(stage: Stage, administrator: Client) -> None:
    save_payment_terms(values={"code": "14 DAYS"})
    before = read_options(stage.client, "account", "paymenttermscode").labels
    page = posted(administrator, TERMS, **{"try": "1", "try_text": "14 days"})
    assert "It has no option, and a run leaves it so: only coupled records are synchronized." in page
    assert re.search("An option “14 DAYS” with the value 1000000\\d\\d is added in Dynamics 365 Sales", page)
    assert "Accounts: Payment Terms paymenttermscode" in page
    assert read_options(stage.client, "account", "paymenttermscode").labels == before
    assert not OptionMapping.objects.exists()


def test_the_page_opens_with_a_sentence_when_the_crm_cannot_be_reached(administrator: Client) -> None:
    ConnectionSetup.objects.update(environment_url="http://127.0.0.1:1")
    page = administrator.get(CUSTOMER)
    assert page.status_code == 200
    assert "Only the standard columns are shown, not those that were made in the environment." in text_of(
        page
    )


def test_the_columns_are_asked_for_once_in_a_while_and_by_whoever_may_edit(
    stage: Stage, administrator: Client
) -> None:
    stage.sign_in(VIEWER).get(CUSTOMER)
    assert not CrmTableDefinition.objects.exists()
    administrator.get(CUSTOMER)
    first = CrmTableDefinition.objects.get().read_at
    administrator.get(CUSTOMER)
    assert CrmTableDefinition.objects.get().read_at == first
    posted(administrator, CUSTOMER, read_columns="1")
    assert CrmTableDefinition.objects.get().read_at > first


def test_without_a_connection_the_standard_columns_are_there(administrator: Client) -> None:
    ConnectionSetup.objects.update(is_enabled=False)
    page = text_of(administrator.get(CUSTOMER))
    assert "Only the standard columns of Dynamics 365 Sales are shown: the connection is off." in page
    assert "Ticker" in page or "tickersymbol" in page
