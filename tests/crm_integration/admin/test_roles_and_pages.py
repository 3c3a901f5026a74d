"""Who may open which page of the integration, and that looking changes nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from crm_integration.admin.urls import PAGES
from crm_integration.models import Job, SynchJob
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR, VIEWER
from tests.crm_integration.stage import Stage

pytestmark = pytest.mark.django_db(databases=["default", "crm"])

# Pages that only take a POST, and what a GET of them answers.
ONLY_POST = {
    "synchronize_modified_records",
    "job_queue_entry_action",
    "full_synch_review_action",
    "synch_errors_action",
    "stop_integration_job",
    "keep_canceled_order",
}
ADMINISTRATORS_ONLY = {
    "assisted_setup",
    "assisted_setup_step",
    "discard_assisted_setup",
    "enable_connection",
    "redeploy_solution",
    "administrator_signed_in",
    "item_availability",
    "order_integration",
    "disable_connection",
    "restore_mapping_defaults",
    "delete_couplings_of_mapping",
    "synchronize_modified_records",
    "job_queue_entry_action",
    "full_synch_review_action",
}
NOT_FOR_VIEWERS = {
    *ADMINISTRATORS_ONLY,
    "set_up_coupling",
    "resolve_conflict",
    "synchronize_now",
    "delete_coupling",
    "match_based_coupling",
    "stop_integration_job",
    "delete_canceled_order",
    "keep_canceled_order",
}
# Nothing is chosen, nothing to restore, nothing begun: the page leads back with a message.
LEADS_BACK = {
    "assisted_setup",
    "discard_assisted_setup",
    "administrator_signed_in",
    "synchronize_now",
    "delete_coupling",
    "restore_mapping_defaults",
    "open_coupled_record",
    "open_in_crm",
    "order_journey",
    "delete_canceled_order",
}


def urls_of(stage: Stage) -> dict[str, str]:
    """The address of every page, for a coupled customer."""
    customer, account = stage.pair(name="Alfreds")
    job = Job.objects.latest("created_at")
    given: dict[str, Any] = {
        "mapping": "CUSTOMER",
        "name": "CUSTOMER",
        "erp_id": customer.pk,
        "crm_id": account,
        "code": "CUSTOMER",
        "job_id": job.pk,
        "step": "environment",
        "action": "retry",
    }
    return {name: _reverse(route, name, given) for route, _view, name, _permission in PAGES}


def _reverse(route: str, name: str, given: dict[str, Any]) -> str:
    names = [part.split(">")[0].split(":")[1] for part in route.split("<")[1:]]
    try:
        return reverse(f"admin:{name}", kwargs={each: given[each] for each in names})
    except NoReverseMatch:
        return reverse(f"admin:{name}", args=[given[each] for each in names])


def answers(client: Client, urls: dict[str, str]) -> dict[str, int]:
    return {name: client.get(url).status_code for name, url in urls.items()}


def expected(urls: dict[str, str], forbidden: set[str]) -> dict[str, int]:
    def status(name: str) -> int:
        if name in forbidden:
            return 403
        if name in ONLY_POST:
            return 405
        return 302 if name in LEADS_BACK else 200

    return {name: status(name) for name in urls}


def test_each_role_opens_the_pages_that_it_may(stage: Stage) -> None:
    urls = urls_of(stage)
    before = Job.objects.count(), SynchJob.objects.count()
    assert answers(stage.sign_in(ADMINISTRATOR), urls) == expected(urls, set())
    assert answers(stage.sign_in(ORDER_PROCESSOR), urls) == expected(urls, ADMINISTRATORS_ONLY)
    assert answers(stage.sign_in(VIEWER), urls) == expected(urls, NOT_FOR_VIEWERS)
    assert (Job.objects.count(), SynchJob.objects.count()) == before


def test_whoever_is_not_signed_in_is_asked_to(stage: Stage) -> None:
    urls = urls_of(stage)
    for url in urls.values():
        answer = Client().get(url)
        assert (answer.status_code, "/admin/login/" in answer.headers.get("Location", "")) == (302, True), url


def test_every_post_needs_the_token_of_its_page(stage: Stage) -> None:
    urls = urls_of(stage)
    signed_in = stage.sign_in(ADMINISTRATOR)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    assert {name: strict.post(url).status_code for name, url in urls.items()} == dict.fromkeys(urls, 403)


def test_a_viewer_changes_nothing_by_a_post(stage: Stage) -> None:
    urls = urls_of(stage)
    viewer = stage.sign_in(VIEWER)
    before = Job.objects.count()
    for name in set(urls) - LEADS_BACK - {"full_synch_review_fragment", "integration_job_fragment"}:
        answer = viewer.post(urls[name], {"_start": "1"})
        assert answer.status_code in (200, 302, 403, 404), (name, answer.status_code)
    assert Job.objects.count() == before
    assert stage.client


def test_the_sidebar_and_the_header_tell_about_the_integration(stage: Stage) -> None:
    page = stage.sign_in(VIEWER).get("/admin/").content.decode()
    for text in ("Accounts - Dynamics 365 Sales", "Full Synch. Review", "Connection Setup", "Connected"):
        assert text in page
