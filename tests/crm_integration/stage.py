"""Both systems in one process, connected: records are made on either side, jobs are worked on demand."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.delete import delete_record
from crm.business_rules.update import Change, update_records
from crm.demo.factories import AccountFactory
from crm.metadata import EntityReference
from crm_integration.connection.connect_embedded import connect_embedded
from crm_integration.coupling.couple import couple
from crm_integration.dataverse.clients import client_for, forget_clients
from crm_integration.dataverse.values import Row
from crm_integration.full_synch import advance
from crm_integration.job_queue import ready_jobs
from crm_integration.jobs.run_job import run_job
from crm_integration.models import ConnectionSetup, Coupling, Job
from crm_integration.synch_engine.look_again import look_again
from erp.admin.roles import ADMINISTRATOR, ORDER_PROCESSOR, VIEWER
from erp.demo.factories import CustomerFactory
from erp.models import Customer
from erp.operations.initialize_company import initialize_company
from erp.operations.modify_customers import modify_customers
from tests.database_snapshot import built_once

ROLES = (ADMINISTRATOR, ORDER_PROCESSOR, VIEWER)
COLUMNS = ("name", "telephone1", "address1_city", "emailaddress1")


def _connect() -> None:
    initialize_company()
    call_command("crm_initialize")
    connect_embedded(now=timezone.now())
    Job.objects.all().delete()


class Stage:
    """A back office and a CRM that are connected, and people who work in them."""

    def __init__(self) -> None:
        forget_clients()
        built_once(_connect)
        metadata.refresh()

    def customer(self, **values: Any) -> Customer:
        customer: Customer = CustomerFactory.create(**values)
        return customer

    def account(self, **values: Any) -> UUID:
        """Without a salesperson: the default team owns it."""
        team = ConnectionSetup.get().default_team_id
        assert team is not None
        owner = EntityReference("team", team)
        account: Any = AccountFactory.create(**{"ownerid": owner, **values})
        return UUID(str(account.pk))

    def pair(self, **values: Any) -> tuple[Customer, UUID]:
        """A customer and its account, coupled and in step."""
        customer = self.customer(**values)
        account = self.account(name=customer.name)
        couple(
            mapping_name="CUSTOMER", erp_id=customer.pk, crm_id=account, synchronize="to_integration_table"
        )
        self.work()
        return Customer.objects.get(pk=customer.pk), account

    def change(self, customer: Customer, **values: Any) -> None:
        modify_customers(changes={customer.pk: values})

    def change_account(self, account: UUID, **values: Any) -> None:
        """As a salesperson would: by another user than the integration's."""
        change = Change(id=account, values=values)
        update_records(table=metadata.table("account"), changes=[change], caller=system_caller())

    def delete_account(self, account: UUID) -> None:
        delete_record(table=metadata.table("account"), record_id=account, caller=system_caller())

    @property
    def client(self) -> Any:
        return client_for(ConnectionSetup.get())

    def read(self, account: UUID) -> Row:
        row: Row = self.client.retrieve("accounts", account, select=COLUMNS)
        return row

    def coupling(self, customer: Customer) -> Coupling:
        return Coupling.objects.get(erp_id=customer.pk)

    def work(self) -> None:
        """Works all jobs that could run now, whatever their time."""
        Job.objects.update(not_before=None)
        while jobs := ready_jobs(timezone.now(), 1):
            run_job(jobs[0].pk)
            Job.objects.update(not_before=None)

    def work_with_review(self) -> None:
        """Works all jobs of a full synchronization, line after line."""
        while Job.objects.filter(status__in=[Job.Status.READY, Job.Status.RUNNING]).exists():
            self.work()
            advance(timezone.now())
        advance(timezone.now())

    def synchronize(self, mapping: str = "CUSTOMER") -> None:
        look_again(mapping)
        self.work()

    def sign_in(self, role: str) -> Client:
        user, _ = User.objects.get_or_create(username=role.replace(" ", "-").lower(), is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
        client = Client()
        client.force_login(user)
        return client

    def user(self, role: str) -> User:
        self.sign_in(role)
        return User.objects.get(username=role.replace(" ", "-").lower())


def messages_of(response: Any) -> list[str]:
    """The messages that the page after a redirect shows."""
    return [str(message) for message in response.context["messages"]]
