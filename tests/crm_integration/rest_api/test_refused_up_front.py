"""What could only fail is refused before a job is made."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from crm_integration.connection.switch_sales_integration import disable_sales_integration
from crm_integration.models import (
    Coupling,
    IntegrationFieldMapping,
    IntegrationTableMapping,
    Job,
    SynchJob,
    SynchProblem,
)
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.stage import Stage, messages_of
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
PRODUCTS = "integrationTableMappings('ITEM-PRODUCT')"
ERRORS = "coupledDataSynchronizationErrors"
OFF = (409, "sales_integration_is_off")


def test_no_chosen_records_are_not_all_records(stage: Stage, caller: Callable[[str], Caller]) -> None:
    IntegrationFieldMapping.objects.filter(mapping="CUSTOMER", erp_field="name").update(use_for_match=True)
    matching = "integrationTableMappings('CUSTOMER')/Dynamics.matchBasedCoupling"
    refused = caller(ADMINISTRATOR).post(matching, {"ids": []})
    assert error_of(refused)[0] == 400
    assert "ids" in refused.json()["error"]["message"]
    assert not Job.objects.exists()
    assert caller(ADMINISTRATOR).post(matching).status_code == 202


def failed(mapping_name: str) -> SynchProblem:
    """A record that a run could not synchronize and then skipped."""
    now, mapping = timezone.now(), IntegrationTableMapping.objects.get(name=mapping_name)
    run = SynchJob.objects.create(mapping=mapping, direction="bidirectional", started_at=now)
    return SynchProblem.objects.create(
        mapping=mapping, job=run, cure="rejected", is_skipped=True, first_failed_at=now, failed_at=now
    )


@pytest.fixture
def _sales_is_off(stage: Stage) -> None:
    disable_sales_integration(now=timezone.now())
    Job.objects.all().delete()


@pytest.mark.usefixtures("_sales_is_off")
def test_what_belongs_to_sales_integration_is_not_started_while_that_is_off(
    caller: Callable[[str], Caller],
) -> None:
    administrator, chosen = caller(ADMINISTRATOR), {"ids": [str(uuid4())]}
    pair = {"recordId": str(uuid4()), "integrationRecordId": str(uuid4())}
    together = {**pair, "integrationTableMapping": "ITEM-PRODUCT", "synchronize": "ToIntegrationTable"}
    asked = {
        "run": administrator.post("jobQueueEntries('ITEM-PRODUCT')/Dynamics.runNow"),
        "match": administrator.post(f"{PRODUCTS}/Dynamics.matchBasedCoupling"),
        "synchronize": administrator.post(f"{PRODUCTS}/Dynamics.synchronizeNow", chosen),
        "create": administrator.post(f"{PRODUCTS}/Dynamics.createInErp", chosen),
        "couple": administrator.post("couplings", together),
        "find": administrator.post(
            f"{ERRORS}/Dynamics.findForDeleted", {"integrationTableMapping": "ITEM-PRODUCT"}
        ),
        "customers": administrator.post("jobQueueEntries('CUSTOMER')/Dynamics.runNow"),
    }
    found = {name: error_of(answer) for name, answer in asked.items() if answer.status_code != 202}
    assert found == dict.fromkeys(("run", "match", "synchronize", "create", "couple", "find"), OFF)
    assert [job.arguments["mapping"] for job in Job.objects.all()] == ["CUSTOMER"]


@pytest.mark.usefixtures("_sales_is_off")
def test_errors_of_sales_integration_are_not_retried_while_that_is_off(
    caller: Callable[[str], Caller],
) -> None:
    administrator, product = caller(ADMINISTRATOR), failed("ITEM-PRODUCT")
    refused = administrator.post(f"{ERRORS}({product.pk})/Dynamics.retry")
    assert error_of(refused) == OFF
    assert refused.json()["error"]["cureUrl"] == reverse("admin:connection_setup")
    assert error_of(administrator.post(f"{ERRORS}/Dynamics.retryAll")) == OFF
    customer = failed("CUSTOMER")
    both = {"ids": [product.pk, customer.pk]}
    assert error_of(administrator.post(f"{ERRORS}/Dynamics.retry", both)) == OFF
    assert (SynchProblem.objects.filter(is_due=True).count(), Job.objects.count()) == (0, 0)
    told = administrator.post(f"{ERRORS}/Dynamics.retryAll").json()
    assert (told["code"], SynchProblem.objects.get(is_due=True)) == ("problems_retried", customer)
    assert [job.arguments["mapping"] for job in Job.objects.all()] == ["CUSTOMER"]


@pytest.mark.usefixtures("_sales_is_off")
def test_a_pair_whose_other_side_was_deleted_stays_coupled_until_it_can_be_restored(
    caller: Callable[[str], Caller],
) -> None:
    problem = failed("ITEM-PRODUCT")
    coupling = Coupling.objects.create(
        mapping=problem.mapping,
        erp_table="item",
        erp_id=uuid4(),
        crm_table="product",
        crm_id=uuid4(),
        state=Coupling.State.DELETED_IN_CRM,
    )
    SynchProblem.objects.update(erp_id=coupling.erp_id)
    assert error_of(caller(ADMINISTRATOR).post(f"{ERRORS}({problem.pk})/Dynamics.restoreRecords")) == OFF
    assert (Coupling.objects.get(), Job.objects.count()) == (coupling, 0)


@pytest.mark.usefixtures("_sales_is_off")
def test_a_page_says_that_sales_integration_is_off_instead_of_retrying(stage: Stage) -> None:
    problem = failed("ITEM-PRODUCT")
    path = reverse("admin:synch_errors_action", args=["retry"])
    answer = stage.sign_in(ADMINISTRATOR).post(path, {"problem": problem.pk}, follow=True)
    assert messages_of(answer) == ["Sales integration is off. Enable it in the Connection Setup."]
    assert not Job.objects.exists()
