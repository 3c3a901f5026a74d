"""Full Synch. Review, errors page, Connection Setup and Role Center name the same thing with one number."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from crm_integration.models import SynchProblem
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
REVIEW = "/admin/full-synch-review/"
ERRORS = "/admin/coupled-data-synchronization-errors/"


@pytest.fixture
def administrator(stage: Stage) -> Client:
    return stage.sign_in(ADMINISTRATOR)


def text_of(administrator: Client, url: str) -> str:
    page = administrator.get(url).content.decode()
    main = page[page.index("<main") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def problem(cure: str, **values: Any) -> None:
    now = timezone.now()
    known = {"mapping_id": "CUSTOMER", "code": "not_coupled", "first_failed_at": now, "failed_at": now}
    SynchProblem.objects.create(cure=cure, **known, **values)


def run_full_synchronization(stage: Stage, administrator: Client) -> None:
    administrator.post(f"{REVIEW}start_full_synch/")
    stage.work_with_review()


def test_a_first_customer_in_step_is_one_record_of_one(stage: Stage, administrator: Client) -> None:
    stage.customer(name="Alfreds Futterkiste")
    run_full_synchronization(stage, administrator)
    page = text_of(administrator, REVIEW)
    assert "Both sides are in step" in page
    assert not re.search(r"\d of \d records", page)
    assert "1 written" in page
    assert "Nothing to do" in page
    assert "Waiting" not in page


def test_records_that_failed_are_no_more_than_errors_and_every_page_counts_them_alike(
    stage: Stage, administrator: Client
) -> None:
    stage.customer(name="Alfreds Futterkiste")
    run_full_synchronization(stage, administrator)
    customer = uuid4()
    for field in ("currency_code", "salesperson_code"):
        problem("rejected", erp_id=customer, field=field, direction="to_integration_table")
    problem("owed", erp_id=uuid4())
    review = text_of(administrator, REVIEW)
    assert "1 record failed" in review
    assert "1 written 1 failed" in review
    assert "2 errors" in text_of(administrator, ERRORS)
    assert "1 value follows by itself" in text_of(administrator, ERRORS)
    assert "Errors 2" in text_of(administrator, "/admin/connection-setup/")
    assert "Failed records 1" in text_of(administrator, "/admin/")
