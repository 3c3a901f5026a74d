"""People who are let in by a command, and how long deletions are remembered."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from crm.business_rules.caller import crm_user_named, load_caller
from crm.models import DeletedRecord, SystemUser, SystemUserRole

pytestmark = pytest.mark.django_db(databases=["default", "crm"])
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_an_administrator_is_registered_once_and_is_no_salesperson() -> None:
    for _ in range(2):
        call_command("crm_register_user", "Boss", stdout=StringIO())
    user = crm_user_named("boss")
    assert user is not None
    assert load_caller(user_id=user.pk).is_administrator
    assert (user.islicensed, user.accessmode) == (False, 1)
    assert SystemUser.objects.filter(domainname_folded="boss").count() == 1
    assert SystemUserRole.objects.filter(systemuser=user).count() == 1


def test_a_known_user_becomes_one_that_a_salesperson_can_be_coupled_to() -> None:
    call_command("crm_register_user", "kim", stdout=StringIO())
    more = {"email": "kim@example.com", "licensed": True, "role": "Salesperson"}
    for _ in range(2):
        call_command("crm_register_user", "kim", stdout=StringIO(), **more)
        call_command("crm_register_user", "kim", stdout=StringIO())
    user = SystemUser.objects.get(domainname_folded="kim")
    assert (user.islicensed, user.accessmode, user.internalemailaddress) == (True, 0, "kim@example.com")


def test_a_licensed_user_is_a_salesperson_of_the_name_that_the_address_tells() -> None:
    told = StringIO()
    call_command("crm_register_user", "nadia", email="nadia.xanthou@demo.example", licensed=True, stdout=told)
    assert "nadia (Nadia Xanthou) has the role Salesperson.\n" in told.getvalue()
    assert "Nobody can sign in as nadia yet" in told.getvalue()
    User.objects.create(username="boss")
    told = StringIO()
    call_command("crm_register_user", "boss", stdout=told)
    assert told.getvalue() == "boss (Boss User) has the role System Administrator.\n"


def test_an_unknown_role_is_refused_and_nobody_is_made() -> None:
    with pytest.raises(CommandError, match=r"no role King. There are: .*Salesperson"):
        call_command("crm_register_user", "boss", role="King", stdout=StringIO())
    assert crm_user_named("boss") is None


def test_deletions_are_forgotten_when_no_link_can_ask_for_them() -> None:
    call_command("crm_initialize", stdout=StringIO())
    for days in (2, 30):
        DeletedRecord.objects.create(
            table="account", record_id=uuid4(), versionnumber=days, deletedon=NOW - timedelta(days=days)
        )
    with time_machine.travel(NOW, tick=False):
        call_command("crm_initialize", stdout=StringIO())
    assert DeletedRecord.objects.get().versionnumber == 2
