"""The pages that people see, asked for as a signed-in administrator."""

from collections.abc import Mapping
from itertools import cycle, islice
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.inside.measuring import counted_queries, measured, timed_requests
from benchmarks.recorded_server import accounts
from benchmarks.report import middle
from crm_integration.full_synch.lines import create_lines
from crm_integration.models import Coupling, SynchProblem
from erp.models import Customer

PROBLEMS = 3_000


def measure(repeat: int) -> list[dict[str, Any]]:
    """Returns, for each page, queries, requests to the CRM and the median of the milliseconds."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("benchmark"))
    _make_problems()
    create_lines()
    return [{"page": name, **page(client, url, repeat)} for name, url in _urls().items()]


def _urls() -> Mapping[str, str]:
    customer = Customer.objects.order_by("no")[Customer.objects.count() // 2]
    customers = reverse("admin:erp_customer_changelist")
    coupling = reverse("admin:set_up_coupling", args=["CUSTOMER", customer.pk])
    return {
        "home": reverse("admin:index"),
        "customers": customers,
        "customers, last page": f"{customers}?p={Customer.objects.count() // 100}",
        "customers, search for a name": f"{customers}?q={customer.name.replace(' ', '+')}",
        "customers, search for a word in all": f"{customers}?q=trading",
        "customer card": reverse("admin:erp_customer_change", args=[customer.pk]),
        "set up coupling": coupling,
        "set up coupling, search": f"{coupling}?q=trading",
        "full synch. review": reverse("admin:full_synch_review"),
        f"errors, {PROBLEMS}": reverse("admin:synch_errors"),
        f"errors, {PROBLEMS}, by mapping": f"{reverse('admin:synch_errors')}?group=mapping",
        f"errors, {PROBLEMS}, as a list": f"{reverse('admin:synch_errors')}?group=list",
        "integration table mappings": reverse("admin:integration_table_mappings"),
        "integration table mapping": reverse("admin:integration_table_mapping", args=["CUSTOMER"]),
        "job queue entries": reverse("admin:job_queue_entries"),
        "synchronization jobs": reverse("admin:crm_integration_synchjob_changelist"),
    }


def page(client: Client, url: str, repeat: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    with timed_requests(result), counted_queries(result):
        answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answers {answer.status_code}.")
    times = [_times(client, url) for _ in range(repeat)]
    names = ("milliseconds", "cpu_milliseconds")
    return result | {name: middle(times, name) for name in names}


def _times(client: Client, url: str) -> dict[str, Any]:
    """Until the first byte; the processor's time is that of this process alone, whoever else is at work."""
    result: dict[str, Any] = {}
    with measured(result):
        client.get(url)
    return {"milliseconds": result["seconds"] * 1000, "cpu_milliseconds": result["cpu_seconds"] * 1000}


def _make_problems() -> None:
    """Customers that wait for salespeople, one each or few for all, and some that the CRM rejected."""
    now = timezone.now()
    # The small table has fewer customers than problems are made: some have several.
    known = Coupling.objects.filter(mapping="CUSTOMER").order_by("erp_id").values_list("erp_id", "crm_id")
    SynchProblem.objects.bulk_create(
        SynchProblem(
            mapping_id="CUSTOMER",
            erp_id=erp_id,
            crm_id=crm_id,
            description=f"Customer {number}",
            direction="to_integration_table",
            first_failed_at=now,
            failed_at=now,
            **(_rejected() if number % 3 == 0 else _waiting(number if number % 3 == 1 else number % 10)),
        )
        for number, (erp_id, crm_id) in enumerate(islice(cycle(known[:PROBLEMS]), PROBLEMS))
    )


def _rejected() -> dict[str, Any]:
    params = {"code": "0x80040265", "message": "The account cannot be saved."}
    return {"cure": "rejected", "code": "crm_rejected", "params": params}


def _waiting(salesperson: int) -> dict[str, Any]:
    return {
        "cure": "missing_coupling",
        "code": "must_be_coupled",
        "params": {"table": "salesperson", "record": f"S{salesperson}"},
        "field": "salesperson_code",
        "awaited_table": "salesperson",
        "awaited_id": accounts.id_of("salesperson", salesperson),
    }
