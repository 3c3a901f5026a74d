"""Every page of the integration is shown, and looking changes nothing; who may is in tests/permissions."""

from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

from crm_integration.admin.urls import PAGES
from crm_integration.models import Job, SynchJob
from erp.admin.roles import ADMINISTRATOR, VIEWER
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
    "open_record",
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
        "table": "account",
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


def test_every_page_is_shown(stage: Stage) -> None:
    urls = urls_of(stage)
    before = Job.objects.count(), SynchJob.objects.count()
    administrator = stage.sign_in(ADMINISTRATOR)
    found = {name: administrator.get(url).status_code for name, url in urls.items()}
    assert found == {name: 405 if name in ONLY_POST else 302 if name in LEADS_BACK else 200 for name in urls}
    assert (Job.objects.count(), SynchJob.objects.count()) == before


def test_the_sidebar_and_the_header_tell_about_the_integration(stage: Stage) -> None:
    page = stage.sign_in(VIEWER).get("/admin/").content.decode()
    for text in ("Accounts - Dynamics 365 Sales", "Full Synch. Review", "Connection Setup", "Connected"):
        assert text in page
