"""An ERP and the embedded CRM, connected: what people do on either side, and runs of the engine between."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from requests import PreparedRequest

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.delete import delete_record
from crm.business_rules.update import Change, update_records
from crm.demo.factories import AccountFactory, ContactFactory, SystemUserFactory, reference_to
from crm.models import CrmRecord, InjectedFault, SdkMessageProcessingStep, ServiceEndpoint, Team
from crm_integration.connection.connect_embedded import connect_embedded
from crm_integration.coupling.couple import couple
from crm_integration.dataverse import clients
from crm_integration.dataverse.retry import Retrier
from crm_integration.dataverse.transports import EmbeddedAdapter
from crm_integration.job_queue import enqueue
from crm_integration.jobs.run_job import run_job
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    IntegrationFieldMapping,
    IntegrationTableMapping,
    Job,
    SynchJob,
    SynchProblem,
)
from erp.models import (
    Contact,
    Customer,
    ErpRecord,
    GeneralLedgerSetup,
    Item,
    Resource,
    Salesperson,
    SalesPrice,
)
from erp.operations.create_contacts import create_contacts
from erp.operations.create_customers import create_customers
from erp.operations.create_salespeople import create_salespeople
from erp.operations.delete_contact import delete_contact
from erp.operations.delete_customer import delete_customer
from erp.operations.initialize_company import initialize_company
from erp.operations.modify_contacts import modify_contacts
from erp.operations.modify_customers import modify_customers
from erp.operations.modify_items import modify_items
from erp.operations.modify_resources import modify_resources
from erp.operations.modify_sales_prices import modify_sales_prices
from erp.operations.modify_salespeople import modify_salespeople
from erp.queries.customer_contacts import company_nos_of_customers
from odata.batch import ChangeSet, parse_batch
from tests.database_snapshot import built_once

COUNTERS = (
    "inserted",
    "modified",
    "unchanged",
    "skipped",
    "failed",
    "coupled",
    "uncoupled",
    "outside_filter",
    "not_coupled",
    "integration_user",
)
MODIFY: Mapping[type[ErpRecord], Callable[..., Any]] = {
    Customer: modify_customers,
    Contact: modify_contacts,
    Salesperson: modify_salespeople,
    Item: modify_items,
    Resource: modify_resources,
    SalesPrice: modify_sales_prices,
}
ARROWS = {"to_integration_table": "->", "from_integration_table": "<-"}
MANY = 50


@dataclass
class Sent:
    """What reached the CRM, operation by operation; ``before`` runs once before the next write."""

    requests: list[tuple[str, str]] = field(default_factory=list)
    before: Callable[[], object] | None = None
    on_every_read: Callable[[], object] | None = None

    @property
    def writes(self) -> list[tuple[str, str]]:
        return [request for request in self.requests if request[0] != "GET"]

    def note(self, request: PreparedRequest) -> None:
        path = str(request.path_url).partition("?")[0].removeprefix("/api/data/v9.2/")
        if "/oauth2/" in path or "/.well-known/" in path:
            return
        found = [(str(request.method), path)]
        if path == "$batch":
            body = request.body if isinstance(request.body, bytes) else str(request.body).encode()
            found = list(_operations(body, request.headers["Content-Type"]))
        if any(method != "GET" for method, _ in found):
            if self.before:
                before, self.before = self.before, None
                before()
        elif self.on_every_read:
            self.on_every_read()
        self.requests += found


def _operations(body: bytes, content_type: str) -> Iterator[tuple[str, str]]:
    for part in parse_batch(body, content_type):
        for inner in part.requests if isinstance(part, ChangeSet) else [part]:
            yield inner.method, inner.url.partition("?")[0].removeprefix("/api/data/v9.2/")


@dataclass
class TwoSystems:
    """Records are written as people write them; runs are worked in this process, without waiting."""

    sent: Sent

    # People in the ERP

    def customer(self, name: str = "Acme", **values: Any) -> Customer:
        (created,) = create_customers(rows=[{"name": name, **values}])
        return created

    def person(self, customer: Customer, first_name: str = "Nora", **values: Any) -> Contact:
        company = company_nos_of_customers([customer.no])[customer.no]
        row = {"type": "person", "first_name": first_name, "surname": "Aas", "company_no": company}
        (created,) = create_contacts(rows=[{**row, **values}])
        return created

    def salesperson(self, code: str, **values: Any) -> Salesperson:
        (created,) = create_salespeople(rows=[{"code": code, "name": code, **values}])
        return created

    def edit(self, record: ErpRecord, **values: Any) -> None:
        MODIFY[type(record)](changes={record.id: values})

    def delete(self, record: Customer | Contact) -> None:
        if isinstance(record, Customer):
            delete_customer(customer_id=record.id)
        else:
            delete_contact(contact_id=record.id)

    # People in the CRM

    def account(self, name: str = "Acme", **values: Any) -> Any:
        """Owned by the default team unless an owner is given."""
        return AccountFactory.create(name=name, **{"ownerid": self.team, **values})

    def contact(self, account: CrmRecord, firstname: str = "Nora", **values: Any) -> Any:
        known = {"parentcustomerid": account, "firstname": firstname, "lastname": "Aas", "ownerid": self.team}
        return ContactFactory.create(**{**known, **values})

    @property
    def team(self) -> Team:
        return Team.objects.get(isdefault=True)

    def user(self, firstname: str = "Karin", **values: Any) -> Any:
        known = {"internalemailaddress": f"{firstname.lower()}@example.com", "lastname": "Berge"}
        return SystemUserFactory.create(firstname=firstname, **{**known, **values})

    def change(
        self,
        record: CrmRecord,
        *,
        as_integration_user: bool = False,
        as_user: UUID | None = None,
        **values: Any,
    ) -> None:
        caller, user_id = system_caller(), as_user
        if as_integration_user:
            user_id = ConnectionSetup.get().integration_user_id
        if user_id:
            caller = replace(caller, user_id=user_id)
        plain = {
            name: reference_to(value) if isinstance(value, CrmRecord) else value
            for name, value in values.items()
        }
        table = metadata.table(str(record._meta.model_name))
        update_records(table=table, changes=[Change(record.pk, plain)], caller=caller, trusted=True)

    def remove(self, record: CrmRecord) -> None:
        table = metadata.table(str(record._meta.model_name))
        delete_record(table=table, record_id=record.pk, caller=system_caller())

    def fault(self, kind: str, **how: Any) -> InjectedFault:
        return InjectedFault.objects.create(kind=kind, **how)

    # The administrator

    def set_mapping(self, name: str = "CUSTOMER", **values: Any) -> None:
        changes = {**values, "row_version": F("row_version") + 1}
        IntegrationTableMapping.objects.filter(name=name).update(**changes)

    def set_row(self, erp_field: str, name: str = "CUSTOMER", **values: Any) -> None:
        IntegrationFieldMapping.objects.filter(mapping=name, erp_field=erp_field).update(**values)

    def couple(
        self, erp: ErpRecord, crm: CrmRecord, mapping: str = "CUSTOMER", synchronize: str = "no"
    ) -> Coupling:
        return couple(mapping_name=mapping, erp_id=erp.id, crm_id=crm.pk, synchronize=synchronize)

    # Runs

    def run(self, mapping: str = "CUSTOMER", scope: str = "modified", **arguments: Any) -> dict[str, int]:
        """Runs a mapping to its end; returns what it counted, with the direction it went."""
        job = enqueue(
            kind="synchronize",
            arguments={"mapping": mapping, "scope": scope, **arguments},
            exclusive_key=f"mapping:{mapping}",
        )
        return self.counted(self.work(job.pk))

    def run_all(self, scope: str = "modified") -> dict[str, dict[str, int]]:
        names = IntegrationTableMapping.objects.filter(is_enabled=True).values_list("name", flat=True)
        return {name: counts for name in names if (counts := self.run(name, scope))}

    def work(self, job_id: UUID, *, slices: int = MANY) -> Job:
        """Works on a job, without waiting for its time, until it has ended or the slices are used up."""
        for _ in range(slices):
            job = Job.objects.get(pk=job_id)
            if job.finished_at is not None:
                break
            Job.objects.filter(pk=job_id).update(not_before=None)
            run_job(job_id)
        return Job.objects.get(pk=job_id)

    def work_all(self) -> list[Job]:
        """Works on everything that was asked for, and on what follows from it."""
        worked = []
        while waiting := Job.objects.filter(finished_at=None).first():
            worked.append(self.work(waiting.pk))
        return worked

    def counted(self, job: Job) -> dict[str, int]:
        return {
            f"{ARROWS[row.direction]} {name}": getattr(row, name)
            for row in SynchJob.objects.filter(job=job)
            for name in COUNTERS
            if getattr(row, name)
        }

    # What there is afterwards

    def problems(self) -> list[tuple[Any, ...]]:
        """Code, field, cure, how often, and whether it is skipped."""
        rows = SynchProblem.objects.order_by("pk")
        return list(rows.values_list("code", "field", "cure", "times", "is_skipped"))

    def couplings(self) -> dict[UUID, UUID]:
        """The CRM record of each ERP record that is coupled."""
        rows = Coupling.objects.filter(state=Coupling.State.COUPLED)
        return dict(rows.values_list("erp_id", "crm_id"))


def now(record: Any, *names: str) -> Any:
    """The values of a record as they are in the database now; of one name the value itself."""
    fresh = type(record).objects.get(pk=record.pk)
    values = tuple(getattr(fresh, name) for name in names)
    return values[0] if len(values) == 1 else values


def connected(monkeypatch: pytest.MonkeyPatch) -> TwoSystems:
    """Two new systems, connected, with every mapping as it is delivered; pauses cost no time."""
    built_once(connect)
    return watched(monkeypatch)


def watched(monkeypatch: pytest.MonkeyPatch) -> TwoSystems:
    """The two systems that are there."""
    sent = Sent()
    monkeypatch.setattr(clients, "Retrier", partial(Retrier, sleep=lambda seconds: None))
    monkeypatch.setattr(EmbeddedAdapter, "send", _noted(sent, EmbeddedAdapter.send))
    return TwoSystems(sent)


def connect() -> None:
    """The CRM does not notify us here: what it would send is proven where it is sent."""
    call_command("crm_initialize", stdout=io.StringIO())
    initialize_company()
    GeneralLedgerSetup.objects.update(lcy_code="USD")
    clients.forget_clients()
    connect_embedded(now=timezone.now())
    for model in (SdkMessageProcessingStep, ServiceEndpoint):
        model.objects.all().delete()


def _noted(sent: Sent, send: Callable[..., Any]) -> Callable[..., Any]:
    def noting(adapter: EmbeddedAdapter, request: PreparedRequest, **options: Any) -> Any:
        sent.note(request)
        return send(adapter, request, **options)

    return noting
