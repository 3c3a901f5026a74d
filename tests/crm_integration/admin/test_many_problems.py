"""Thousands of errors with few causes: a short page, with a way to every one of them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm_integration.models import IntegrationTableMapping, SynchProblem
from crm_integration.sentences import cure_of, problem_sentence
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.stage import Stage, messages_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ERRORS = "/admin/coupled-data-synchronization-errors/"


@pytest.fixture
def administrator(stage: Stage) -> Client:
    return stage.sign_in(ADMINISTRATOR)


def problem(number: int, country: str = "Atlantis", **values: Any) -> SynchProblem:
    return SynchProblem(
        mapping=IntegrationTableMapping(name="CUSTOMER", erp_table="customer", crm_table="account"),
        description=f"Customer {number:04}",
        first_failed_at=timezone.now(),
        failed_at=timezone.now(),
        **{
            "erp_id": uuid4(),
            "crm_id": uuid4(),
            "cure": "rejected",
            "code": "unknown_country",
            "field": "country_region_code",
            "params": {"value": country},
            **values,
        },
    )


def rows_in(answer: Any) -> list[str]:
    return re.findall(r">(Customer \d{4})<", answer.content.decode())


def test_a_cause_shows_its_first_ten_and_leads_to_all(administrator: Client) -> None:
    SynchProblem.objects.bulk_create([problem(number) for number in range(250)])
    page = administrator.get(ERRORS)
    assert len(rows_in(page)) == 10
    assert "250 records" in page.content.decode()
    link = re.search(r'href="(\?[^"]*cause=\w+[^"]*)">Show all 250 errors', page.content.decode())
    assert link is not None
    url = ERRORS + link[1].replace("&amp;", "&")
    first, last = administrator.get(url), administrator.get(f"{url}&page=3")
    assert (len(rows_in(first)), len(rows_in(last))) == (100, 50)
    assert "1\N{EN DASH}100 of 250" in first.content.decode()
    assert not set(rows_in(first)) & set(rows_in(last))
    assert len(rows_in(administrator.get(f"{url}&page=nonsense"))) == 100


def test_many_causes_are_turned_over_in_pages(administrator: Client) -> None:
    SynchProblem.objects.bulk_create([problem(number, code=f"cause_{number}") for number in range(60)])
    pages = [administrator.get(ERRORS, {"page": number}) for number in (1, 2, 3)]
    assert [len(rows_in(page)) for page in pages] == [25, 25, 10]
    assert len({row for page in pages for row in rows_in(page)}) == 60
    first = pages[0].content.decode()
    assert "60 errors with 60 causes" in first
    assert "1\N{EN DASH}25 of 60" in first


def test_a_list_of_a_cause_leaves_out_other_causes(administrator: Client) -> None:
    other = {"field": "name", "code": "value_not_fitting"}
    SynchProblem.objects.bulk_create([problem(number) for number in range(12)])
    SynchProblem.objects.bulk_create([problem(number, **other) for number in range(100, 111)])
    page = administrator.get(ERRORS)
    codes = re.findall(r'name="cause" value="(\w+)"', page.content.decode())
    listed = [set(rows_in(administrator.get(ERRORS, {"group": "list", "cause": code}))) for code in codes]
    assert [len(rows) for rows in listed] == [12, 11]
    assert not listed[0] & listed[1]


def test_the_button_of_a_cause_retries_all_of_it(administrator: Client) -> None:
    SynchProblem.objects.bulk_create([problem(number) for number in range(30)])
    SynchProblem.objects.bulk_create([problem(100, field="name")])
    code = re.findall(r'name="cause" value="(\w+)"', administrator.get(ERRORS).content.decode())[0]
    answer = administrator.post(f"{ERRORS}retry/", {"cause": code}, follow=True)
    assert messages_of(answer) == ["Errors that are looked at again shortly: 30."]
    assert SynchProblem.objects.filter(is_due=True).count() == 30


def test_the_page_does_not_grow_with_its_errors(administrator: Client) -> None:
    SynchProblem.objects.bulk_create([problem(number) for number in range(20)])
    few, queries = size_and_queries(administrator)
    SynchProblem.objects.bulk_create([problem(number) for number in range(20, 3000)])
    many, more_queries = size_and_queries(administrator)
    assert many < few + 100
    assert more_queries == queries


def size_and_queries(client: Client) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(ERRORS)
    return len(answer.content), len(captured)


def test_an_unknown_country_is_corrected_in_the_crm() -> None:
    found = problem(1)
    assert problem_sentence(found).endswith(
        "Correct it in Dynamics 365 Sales to a code or a name of the country."
    )
    cure = cure_of(found)
    assert cure is not None
    assert (cure.label, str(found.crm_id) in cure.url) == ("Open account in Dynamics 365 Sales", True)
    assert cure_of(problem(1, crm_id=None)) is None
