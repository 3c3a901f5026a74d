"""Posts that no page would make are answered with a sentence and change nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from crm_integration.models import FullSynchReviewLine, IntegrationTableMapping, Job
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.admin.form_data import posted_back
from tests.crm_integration.stage import Stage, messages_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
ERRORS = "/admin/coupled-data-synchronization-errors/"
REVIEW = "/admin/full-synch-review/"
DIGITS = "9" * 5000
CHOOSE = "Choose at least one record."


@pytest.fixture
def administrator(stage: Stage) -> Client:
    return stage.sign_in(ADMINISTRATOR)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("NOBODY", "There is no integration table mapping “NOBODY”."),
        ("a\0b", "There is no integration table mapping “a\0b”."),
        ("", "There is no mapping that is switched on."),
        ("CUSTOMER", "There is no mapping CUSTOMER that is switched on."),
    ],
)
def test_only_the_line_of_a_mapping_that_is_on_is_started_again(
    administrator: Client, name: str, sentence: str
) -> None:
    IntegrationTableMapping.objects.filter(name="CUSTOMER").update(is_enabled=False)
    before = FullSynchReviewLine.objects.count()
    for action in ("restart_line", "recommend_full"):
        answer = administrator.post(f"{REVIEW}{action}/", {"mapping": name}, follow=True)
        assert messages_of(answer) == [sentence]
    assert (FullSynchReviewLine.objects.count(), Job.objects.count()) == (before, 0)


def test_deleted_records_of_an_unknown_mapping_are_not_looked_for(administrator: Client) -> None:
    answer = administrator.post(f"{ERRORS}find_for_deleted/", {"mapping": "NOBODY"}, follow=True)
    assert messages_of(answer) == ["There is no integration table mapping “NOBODY”."]
    assert not Job.objects.exists()


@pytest.mark.parametrize("version", [DIGITS, "9" * 19, "²", "-1"])
def test_a_version_that_no_mapping_has_restores_none(administrator: Client, version: str) -> None:
    IntegrationTableMapping.objects.filter(name="CUSTOMER").update(direction="to_integration_table")
    posted = {"restored": f"CUSTOMER:{version}", "_chosen": "1"}
    answer = administrator.post("/admin/connection-setup/use-default-setup/", posted, follow=True)
    assert answer.status_code == 200
    assert "changed" in " ".join(messages_of(answer)), messages_of(answer)
    assert IntegrationTableMapping.objects.get(name="CUSTOMER").direction == "to_integration_table"


@pytest.mark.parametrize(
    "action", ["retry", "restore_records", "delete_couplings", "delete_records", "synchronize"]
)
@pytest.mark.parametrize("number", [DIGITS, "9" * 19, "²", "-1"])
def test_what_is_no_number_of_an_error_chooses_none(administrator: Client, action: str, number: str) -> None:
    for name in ("problem", "problems"):
        answer = administrator.post(f"{ERRORS}{action}/", {name: number}, follow=True)
        assert messages_of(answer) == [CHOOSE]


def test_more_errors_than_can_be_chosen_are_refused(administrator: Client) -> None:
    many = ",".join(str(number) for number in range(40_000))
    for action in ("retry", "delete_couplings"):
        chosen = {"problems": many, "_confirmed": "1"}
        answer = administrator.post(f"{ERRORS}{action}/", chosen, follow=True)
        assert messages_of(answer) == ["Choose at most 1,000 records at once."]
    assert administrator.post(f"{ERRORS}delete_couplings/", {"problems": many}).status_code == 200


def test_an_error_that_cannot_be_is_not_found(administrator: Client) -> None:
    answer = administrator.get(ERRORS, {"problem": DIGITS})
    assert "Nothing waits for you" in answer.content.decode()


@pytest.mark.parametrize("expected", ["[" * 100_000, '{"a":' * 100_000, "1" * 5000])
def test_a_plan_that_cannot_be_read_is_no_promise(stage: Stage, expected: str) -> None:
    customer, _account = stage.pair(name="Alfreds")
    url = reverse("admin:synchronize_now", args=["CUSTOMER"]) + f"?id={customer.pk}"
    answer = stage.sign_in(ADMINISTRATOR).post(url, {"expected": expected}, follow=True)
    assert messages_of(answer)[0].startswith("The synchronization has been scheduled.")


@pytest.mark.parametrize("number", ["x", "", DIGITS])
def test_a_row_is_added_to_however_many_are_said_to_be_there(administrator: Client, number: str) -> None:
    url = reverse("admin:integration_table_mapping", args=["CUSTOMER"])
    page = posted_back(administrator.get(url))
    forged = {**page, "add_row": "rows", "rows-TOTAL_FORMS": number}
    assert administrator.post(url, forged).status_code == 200
