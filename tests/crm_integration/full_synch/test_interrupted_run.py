"""What a killed worker left half done is completed by the next run, for those who wait for it, too."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.utils import timezone

from crm_integration.dataverse.clients import forget_clients
from crm_integration.models import Coupling, IntegrationTableMapping, SynchProblem
from tests.database_snapshot import built_once
from tests.demo_companies import two_demo_companies_in_step

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


@pytest.fixture(autouse=True)
def _in_step() -> Iterator[None]:
    forget_clients()
    built_once(two_demo_companies_in_step)
    yield
    forget_clients()


def test_a_record_that_waits_for_one_whose_creation_was_interrupted_follows_it() -> None:
    now = timezone.now()
    coupling = Coupling.objects.filter(mapping="CONTACT").first()
    customer = Coupling.objects.filter(mapping="CUSTOMER").first()
    assert coupling is not None
    assert customer is not None
    Coupling.objects.filter(pk=coupling.pk).update(
        state=Coupling.State.CREATING, erp_base={}, crm_base={}, crm_version=None, erp_row_version=None
    )
    IntegrationTableMapping.objects.filter(name="CONTACT").update(delta_link="", delta_fingerprint="")
    SynchProblem.objects.create(
        mapping_id="CUSTOMER",
        erp_id=customer.erp_id,
        crm_id=customer.crm_id,
        cure=SynchProblem.Cure.OWED,
        code="must_be_coupled",
        field="primary_contact_no",
        awaited_table="contact",
        awaited_id=coupling.erp_id,
        first_failed_at=now,
        failed_at=now,
    )
    call_command("full_synch", stdout=io.StringIO())
    coupling.refresh_from_db()
    assert coupling.state == Coupling.State.COUPLED
    assert not SynchProblem.objects.exists()
