"""People go on working on both sides while the worker is killed: every edit that was acknowledged arrives.

In continuous integration a few runs are tried. In full:

    ROUNDS=100 pytest tests/crm_integration/synch_engine/test_edits_and_kills.py -n 2
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from crm.models import Account
from crm_integration import full_synch
from crm_integration.dataverse.transports import EmbeddedAdapter
from crm_integration.models import Coupling
from erp.models import Customer
from tests.crm_integration.synch_engine.test_killed_at_any_point import Bomb, Killed, fill, synchronize
from tests.two_systems import TwoSystems, now

ROUNDS = int(os.environ.get("ROUNDS", "8"))
KILLS = 4
EDITS = 25
STEPS_BETWEEN_KILLS = 90
# Each of them is edited on one side only, so that nothing can be in conflict.
EDITED_IN_ERP = {"address": "address1_line1", "address_2": "address1_line2"}
EDITED_IN_CRM = {"address1_stateorprovince": "county", "websiteurl": "home_page"}

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "crm"])]


class People:
    """Edit customers and accounts now and then, and remember what both systems must hold in the end."""

    def __init__(self, systems: TwoSystems, chance: Random) -> None:
        self._systems, self._chance = systems, chance
        self._left = EDITS
        self.customers: dict[UUID, dict[str, str]] = {}
        self.accounts: dict[UUID, dict[str, str]] = {}

    def now_and_then(self) -> None:
        if self._left and self._chance.random() < 0.2:
            self._left -= 1
            self._edit_customer() if self._chance.random() < 0.5 else self._edit_account()

    def _edit_customer(self) -> None:
        customer = self._one_of(Customer, "erp_id")
        field, value = self._chance.choice(list(EDITED_IN_ERP)), f"E{self._left}"
        if customer is not None:
            self._systems.edit(customer, **{field: value})
            self.customers.setdefault(customer.id, {})[field] = value

    def _edit_account(self) -> None:
        account = self._one_of(Account, "crm_id")
        column, value = self._chance.choice(list(EDITED_IN_CRM)), f"C{self._left}"
        edit: dict[str, Any] = {column: value}
        if account is not None:
            self._systems.change(account, **edit)
            self.accounts.setdefault(account.pk, {})[column] = value

    def _one_of(self, model: Any, side: str) -> Any:
        """Whose first synchronization overwrites one side, as its mapping says, is left alone until then."""
        is_synchronized = Coupling.objects.exclude(crm_base={}).values_list(side, flat=True)
        overwritten = model.objects.filter(name__startswith="Acme").exclude(pk__in=list(is_synchronized))
        known = model.objects.exclude(pk__in=overwritten).order_by("name", "pk")
        return self._chance.choice(list(known)) if known else None

    def arrived(self) -> dict[str, list[Any]]:
        """What was acknowledged and is not on both sides, by the name of the record."""
        lost: dict[str, list[Any]] = {}
        pairs = dict(Coupling.objects.filter(mapping="CUSTOMER").values_list("erp_id", "crm_id"))
        for erp_id, crm_id in pairs.items():
            customer, account = Customer.objects.get(pk=erp_id), Account.objects.get(pk=crm_id)
            wanted = [
                (EDITED_IN_ERP[field], field, value) for field, value in self._of(erp_id, self.customers)
            ]
            wanted += [(name, EDITED_IN_CRM[name], value) for name, value in self._of(crm_id, self.accounts)]
            for column, field, value in wanted:
                found = (now(customer, field), now(account, column))
                if found != (value, value):
                    lost.setdefault(customer.name, []).append((field, value, found))
        return lost

    def _of(self, id: UUID, edits: dict[UUID, dict[str, str]]) -> list[tuple[str, str]]:
        return list(edits.get(id, {}).items())

    @contextmanager
    def working(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """They edit before and after requests of the run, which holds no transaction then."""
        send = EmbeddedAdapter.send

        def sending(adapter: EmbeddedAdapter, *arguments: Any, **options: Any) -> Any:
            self.now_and_then()
            answer = send(adapter, *arguments, **options)
            self.now_and_then()
            return answer

        with monkeypatch.context() as patch:
            patch.setattr(EmbeddedAdapter, "send", sending)
            yield


@pytest.mark.parametrize("number", range(ROUNDS))
def test_no_acknowledged_edit_is_lost_however_often_the_worker_is_killed(
    systems: TwoSystems, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    chance = Random(number)  # noqa: S311 (nothing secret)
    fill(systems)
    people = People(systems, chance)
    full_synch.start(now=timezone.now())
    for _ in range(KILLS):
        bomb = Bomb(at=chance.randrange(1, STEPS_BETWEEN_KILLS))
        with suppress(Killed), bomb.set(monkeypatch), people.working(monkeypatch):
            synchronize()
    with people.working(monkeypatch):
        synchronize()
    synchronize()
    assert people.customers or people.accounts
    assert (people.arrived(), systems.problems()) == ({}, [])
    assert (Customer.objects.count(), Account.objects.count()) == (4, 4)
