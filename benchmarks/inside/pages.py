"""The pages that people see, asked for as a signed-in administrator."""

import time
from collections.abc import Mapping
from statistics import median
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.inside.measuring import counted_queries, timed_requests
from crm_integration.full_synch.lines import create_lines
from crm_integration.models import Coupling, SynchProblem
from erp.models import Customer

PROBLEMS = 1_000


def measure(repeat: int) -> list[dict[str, Any]]:
    """Returns, for each page, queries, requests to the CRM and the median of the milliseconds."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create_superuser("benchmark"))
    _make_problems()
    create_lines()
    return [{"page": name, **_page(client, url, repeat)} for name, url in _urls().items()]


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
        f"errors, {PROBLEMS}, as a list": f"{reverse('admin:synch_errors')}?group=list",
    }


def _page(client: Client, url: str, repeat: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    with timed_requests(result), counted_queries(result):
        answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answers {answer.status_code}.")
    return result | {"milliseconds": median(_milliseconds(client, url) for _ in range(repeat))}


def _milliseconds(client: Client, url: str) -> float:
    started = time.perf_counter()
    client.get(url)
    return (time.perf_counter() - started) * 1000


def _make_problems() -> None:
    """Customers that wait for a salesperson, and some whose accounts were changed on both sides."""
    now = timezone.now()
    couplings = Coupling.objects.filter(mapping="CUSTOMER").order_by("erp_id")[:PROBLEMS]
    SynchProblem.objects.bulk_create(
        SynchProblem(
            mapping_id="CUSTOMER",
            erp_id=coupling.erp_id,
            crm_id=coupling.crm_id,
            description=f"Customer {number}",
            direction="to_integration_table",
            cure="missing_coupling" if number % 3 else "rejected",
            code="must_be_coupled" if number % 3 else "crm_rejected",
            params={"table": "salesperson", "record": f"S{number % 10}"}
            if number % 3
            else {"code": "0x80040265", "message": "The account cannot be saved."},
            field="salesperson_code" if number % 3 else "",
            first_failed_at=now,
            failed_at=now,
        )
        for number, coupling in enumerate(couplings)
    )
