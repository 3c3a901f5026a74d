"""What could only fail is refused before a job is made."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone

from crm_integration.connection.switch_sales_integration import disable_sales_integration
from crm_integration.models import IntegrationFieldMapping, Job
from erp.admin.roles import ADMINISTRATOR
from tests.crm_integration.stage import Stage
from tests.erp.rest_api.caller import Caller, error_of

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
PRODUCTS = "integrationTableMappings('ITEM-PRODUCT')"


def test_no_chosen_records_are_not_all_records(stage: Stage, caller: Callable[[str], Caller]) -> None:
    IntegrationFieldMapping.objects.filter(mapping="CUSTOMER", erp_field="name").update(use_for_match=True)
    matching = "integrationTableMappings('CUSTOMER')/Dynamics.matchBasedCoupling"
    refused = caller(ADMINISTRATOR).post(matching, {"ids": []})
    assert error_of(refused)[0] == 400
    assert "ids" in refused.json()["error"]["message"]
    assert not Job.objects.exists()
    assert caller(ADMINISTRATOR).post(matching).status_code == 202


def test_what_belongs_to_sales_integration_is_not_started_while_that_is_off(
    stage: Stage, caller: Callable[[str], Caller]
) -> None:
    disable_sales_integration(now=timezone.now())
    Job.objects.all().delete()
    administrator, chosen = caller(ADMINISTRATOR), {"ids": [str(uuid4())]}
    asked = {
        "run": administrator.post("jobQueueEntries('ITEM-PRODUCT')/Dynamics.runNow"),
        "match": administrator.post(f"{PRODUCTS}/Dynamics.matchBasedCoupling"),
        "synchronize": administrator.post(f"{PRODUCTS}/Dynamics.synchronizeNow", chosen),
        "create": administrator.post(f"{PRODUCTS}/Dynamics.createInErp", chosen),
        "customers": administrator.post("jobQueueEntries('CUSTOMER')/Dynamics.runNow"),
    }
    off = (409, "sales_integration_is_off")
    assert {name: error_of(answer) for name, answer in asked.items() if answer.status_code != 202} == {
        "run": off,
        "match": off,
        "synchronize": off,
        "create": off,
    }
    assert [job.arguments["mapping"] for job in Job.objects.all()] == ["CUSTOMER"]
