"""Payment terms and their options: what a person meets on the list and the card."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from crm_integration.models import Job, OptionMapping, SynchJob, SynchProblem
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR
from erp.models import ErpRecord
from erp.operations.save_payment_terms import save_payment_terms
from tests.crm_integration.admin.form_data import posted_back
from tests.crm_integration.stage import Stage, messages_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
LIST = "/admin/erp/paymentterms/"


@pytest.fixture
def administrator(stage: Stage) -> Client:
    return stage.sign_in(ADMINISTRATOR)


@pytest.fixture
def terms(stage: Stage) -> ErpRecord:
    return save_payment_terms(values={"code": "14 DAYS"})


def card(record: ErpRecord) -> str:
    return reverse("admin:erp_paymentterms_change", args=[record.pk])


def text_of(answer: object) -> str:
    """The words of a page, without its tags."""
    html = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_an_option_is_created_from_the_card(stage: Stage, administrator: Client, terms: ErpRecord) -> None:
    page = text_of(administrator.get(card(terms)))
    assert ("Not coupled" in page, "Create Option in Dynamics 365 Sales" in page) == (True, True)
    administrator.post(f"{LIST}{terms.pk}/actions/create_in_crm/")
    stage.work()
    option = OptionMapping.objects.get()
    page = text_of(administrator.get(card(terms)))
    assert f"14 DAYS ({option.option_value})" in page
    assert "14 DAYS" in text_of(administrator.get(f"{LIST}?coupled=coupled"))
    assert "14 DAYS" not in text_of(administrator.get(f"{LIST}?coupled=not_coupled"))
    log = administrator.get(reverse("admin:synchronization_log", args=["PAYMENT TERMS", terms.pk]))
    assert "Inserted" in text_of(log)
    run = SynchJob.objects.get()
    url = reverse("admin:crm_integration_synchjob_change", args=[run.pk])
    assert "14 DAYS" in text_of(administrator.get(url))


def test_a_coupling_is_deleted_and_the_option_stays(
    stage: Stage, administrator: Client, terms: ErpRecord
) -> None:
    administrator.post(f"{LIST}{terms.pk}/actions/create_in_crm/")
    stage.work()
    answer = administrator.post(f"{LIST}{terms.pk}/actions/delete_option_coupling/", follow=True)
    assert messages_of(answer)[-1] == "The coupling was deleted. Both records stay as they are."
    assert not OptionMapping.objects.exists()
    assert "Uncoupled" in text_of(
        administrator.get(reverse("admin:synchronization_log", args=["PAYMENT TERMS", terms.pk]))
    )


def test_all_couplings_of_a_mapping_are_counted_and_deleted(
    stage: Stage, administrator: Client, terms: ErpRecord
) -> None:
    administrator.post(f"{LIST}{terms.pk}/actions/create_in_crm/")
    stage.work()
    url = reverse("admin:delete_couplings_of_mapping", args=["PAYMENT TERMS"])
    assert administrator.get(url).context["number"] == 1
    administrator.post(url)
    stage.work()
    assert not OptionMapping.objects.exists()


def test_the_mapping_goes_one_way(stage: Stage, administrator: Client) -> None:
    url = reverse("admin:integration_table_mapping", args=["PAYMENT TERMS"])
    page = administrator.get(url)
    assert page.status_code == 200
    answer = administrator.post(url, {**posted_back(page), "direction": "bidirectional"})
    assert answer.status_code == 422
    assert "it cannot be bidirectional" in text_of(answer)


def test_pages_about_pairs_of_records_are_not_for_options(
    stage: Stage, administrator: Client, terms: ErpRecord
) -> None:
    one = ["PAYMENT TERMS", terms.pk]
    for name, arguments in (
        ("set_up_coupling", one),
        ("resolve_conflict", one),
        ("open_coupled_record", one),
        ("synchronize_now", one[:1]),
        ("delete_coupling", one[:1]),
    ):
        url = reverse(f"admin:{name}", args=arguments)
        assert administrator.get(url, {"id": str(terms.pk)}).status_code == 404, name


def test_matching_is_started_from_the_list(stage: Stage, administrator: Client) -> None:
    save_payment_terms(values={"code": "NET 45"})
    url = reverse("admin:match_based_coupling", args=["PAYMENT TERMS"])
    assert administrator.get(url).status_code == 200
    stage.sign_in(ORDER_PROCESSOR).post(
        url, {"_start": "1", "synch_after_coupling": "no", "create_new_if_no_match": "on"}
    )
    stage.work()
    assert OptionMapping.objects.get().option_value == 3
    assert Job.objects.filter(status=Job.Status.FAILED).count() == 0


def test_what_failed_is_on_the_card_and_among_the_errors(stage: Stage, administrator: Client) -> None:
    record = save_payment_terms(values={"code": "2%,30"})
    administrator.post(f"{LIST}{record.pk}/actions/create_in_crm/")
    stage.work()
    assert "the name of an option has no comma" in text_of(administrator.get(card(record)))
    errors = reverse("admin:synch_errors")
    assert "A comma in the name of an option" in text_of(administrator.get(errors))
    assert administrator.get(errors, {"group": "list"}).status_code == 200
    chosen = {"problem": str(SynchProblem.objects.get().pk)}
    answer = administrator.post(f"{errors}synchronize/", chosen, follow=True)
    assert answer.status_code == 200
    assert SynchProblem.objects.get().is_due
