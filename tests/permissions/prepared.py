"""Two connected systems with a record in every table, somebody in every role, an eye on what is written."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import Group, User
from django.db import connections, transaction
from django.template.response import TemplateResponse
from django.test import Client
from pytest import MonkeyPatch

from crm_integration.models import Job
from erp.admin import navigation
from erp.demo.load_demo_company import load_demo_company
from erp.models import Customer, CustomerLedgerEntry, Item, Opportunity, SalesHeader, SalesInvoiceHeader
from erp.operations.archive_sales_document import archive_sales_document
from erp.operations.create_item_journal_lines import create_item_journal_lines
from erp.operations.create_sales_document import create_sales_document
from erp.operations.save_post_code import save_post_code
from erp.operations.save_vat_business_posting_group import save_vat_business_posting_group
from erp.operations.save_vat_posting_setup import save_vat_posting_setup
from erp.operations.save_vat_product_posting_group import save_vat_product_posting_group
from tests import database_snapshot
from tests.crm_integration.stage import Stage
from tests.permissions.table import ROLES

TODAY = date(2026, 11, 20)
ALIASES = ("default", "crm")
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
# A session is the browser's own, and a token remembers its last use.
# What was learned of the CRM's columns is kept.
NOT_COUNTED = ("django_session", "erp_apitoken", "crm_integration_crmtabledefinition")

_SNAPSHOT: list[database_snapshot.Rows] = []
_FOUND: list[tuple[UUID, UUID]] = []


class Prepared:
    """``people`` are the roles' own users, ``clients`` their signed-in browsers."""

    def __init__(self) -> None:
        if _SNAPSHOT:
            database_snapshot.restore(_SNAPSHOT)
        else:
            stage = Stage()
            customer, account = stage.pair(name="Alfreds Futterkiste")
            load_demo_company()
            _fill_what_is_empty()
            _FOUND.append((customer.pk, account))
            _SNAPSHOT.extend(database_snapshot.take())
        self.customer, self.account = _FOUND[0]
        User.objects.create_user("somebody", is_staff=True)
        self.people = {role: _person(role) for role in ROLES}
        self.clients = {role: _browser(user) for role, user in self.people.items()}

    def record_of(self, model: Any) -> Any:
        """A record that is there to be looked at; of users one without a role."""
        records = model._default_manager.order_by("pk")
        if model is User:
            records = records.filter(groups=None)
        if model is Opportunity:
            records = records.filter(date_closed=None)
        found = records.values_list("pk", flat=True).first()
        assert found, f"There is no {model._meta.verbose_name}."
        return found

    def url_of(self, address: str, role: str = "") -> str:
        """An address with something that exists in every place of a parameter; jobs are the role's own."""
        if role:
            Job.objects.update(requested_by=self.people[role])
        given: Mapping[str, Any] = {
            "mapping": "CUSTOMER",
            "name": "CUSTOMER",
            "code": "CUSTOMER",
            "step": "environment",
            "app_label": "erp",
            "url": "nowhere/",
            "unknown": "shoes",
            "table": "account",
            "action": ACTIONS.get(address, ""),
            "id": self._id(address),
        }
        if address.startswith("/admin/areas/"):
            given = {**given, "code": "sales"}
        if address.startswith("/admin/api-documentation/"):
            given = {**given, "code": "integration"}
        query = "?app_label=erp&model_name=customer&field_name=salesperson"
        address += query if address.endswith("/autocomplete/") else ""
        return re.sub(r"\{(\w+)\}", lambda found: str(given[found[1]]), address)

    def _id(self, address: str) -> Any:
        document = SalesHeader.objects.filter
        first = address.removeprefix("/admin/").partition("/")[0]
        if "/crm/{id}" in address:
            return self.account
        return {
            "users": lambda: self.record_of(User),
            "auth": lambda: self.record_of(User),
            "couplings": lambda: self.customer,
            "customer-ledger-entries": lambda: CustomerLedgerEntry.objects.filter(open=True).first().pk,  # type: ignore[union-attr]
            "posted-sales-invoices": lambda: self.record_of(SalesInvoiceHeader),
            "sales-quotes": lambda: document(document_type="quote").latest("no").pk,
            "sales-orders": lambda: document(document_type="order").latest("no").pk,
            "sales-documents": lambda: document(document_type="order").latest("no").pk,
            "integration-jobs": lambda: Job.objects.latest("created_at").pk,
        }.get(first, uuid4)()


ACTIONS = {
    "/admin/job-queue-entries/{code}/{action}/": "hold",
    "/admin/full-synch-review/{action}/": "start_full_synch",
    "/admin/coupled-data-synchronization-errors/{action}/": "retry",
}


def _fill_what_is_empty() -> None:
    """What neither a new company nor the demo company has."""
    save_post_code(values={"code": "0150", "city": "Oslo"})
    groups = {"vat_bus_posting_group": "HOME", "vat_prod_posting_group": "GOODS"}
    save_vat_business_posting_group(values={"code": "HOME"})
    save_vat_product_posting_group(values={"code": "GOODS"})
    save_vat_posting_setup(values=groups)
    item, customer = Item.objects.values_list("no", flat=True)[0], Customer.objects.earliest("no").no
    entered = {"posting_date": TODAY, "document_no": "J1", "item_no": item, "quantity": 1}
    create_item_journal_lines(rows=[entered])
    for kind in ("invoice", "credit_memo"):
        create_sales_document(
            document_type=kind,
            values={"sell_to_customer_no": customer},
            lines=[{"type": "item", "no": item, "quantity": 1}],
        )
    order = SalesHeader.objects.filter(document_type="order").latest("no")
    archive_sales_document(record_id=order.pk)


def _person(role: str) -> User:
    user = User.objects.create_user(role.replace(" ", "-").lower(), password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@contextmanager
def undone() -> Iterator[list[str]]:
    """Yields the tables that are written to meanwhile; afterwards nothing has been."""
    written: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        if found and found[1] not in NOT_COUNTED:
            written.append(found[1])
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for alias in ALIASES:
            block = transaction.Atomic(using=alias, savepoint=True, durable=False)
            block._from_testcase = True  # type: ignore[attr-defined]
            stack.enter_context(block)
            stack.enter_context(connections[alias].execute_wrapper(note))
        yield written
        for alias in ALIASES:
            transaction.set_rollback(True, using=alias)


@contextmanager
def pages_left_blank(*, sidebar: bool = False) -> Iterator[None]:
    """Who may is decided before a page is written out with its sidebar, which takes most of the time."""
    with MonkeyPatch.context() as patch:
        patch.setattr(TemplateResponse, "rendered_content", "")
        if not sidebar:
            patch.setattr(navigation, "entries", lambda *args, **options: [])
        yield
