"""A CRM that nobody administers takes its first administrator, and no second one that way."""

from io import StringIO

import pytest
from django.core.management import call_command

from crm.business_rules.administrators import ROLES, has_administrator
from crm.business_rules.initialization import default_team_id, initialize_crm
from crm.business_rules.registration import register_user
from crm.models import Role, SystemUser, SystemUserRole, TeamMembership, TeamRole

pytestmark = pytest.mark.django_db(databases=["default", "crm"])


def appoint(name: str) -> str:
    said = StringIO()
    call_command("crm_appoint_administrator", name, stdout=said)
    return said.getvalue().strip()


def roles_of(name: str) -> set[str]:
    links = SystemUserRole.objects.filter(systemuser__domainname=name)
    return set(links.values_list("role__name", flat=True))


def test_the_first_one_who_asks_administers_an_empty_crm() -> None:
    assert appoint("kim.moe") == "kim.moe administers the CRM."
    assert roles_of("kim.moe") == set(ROLES)
    assert SystemUser.objects.get(domainname="kim.moe").fullname == "Kim Moe"
    assert appoint("mallory") == "The CRM has an administrator already."
    assert not SystemUser.objects.filter(domainname="mallory").exists()


def test_somebody_who_works_there_already_keeps_what_they_are() -> None:
    initialize_crm()
    register_user(user_name="kim", first_name="Kim", last_name="Moe", role="Salesperson", is_licensed=True)
    appoint("kim")
    assert roles_of("kim") == {"Salesperson", *ROLES}
    assert SystemUser.objects.get(domainname="kim").islicensed


def test_applications_and_people_who_are_disabled_do_not_count() -> None:
    call_command("crm_register_application", "Setup", stdout=StringIO())
    appoint("former")
    SystemUser.objects.filter(domainname="former").update(isdisabled=True)
    assert not has_administrator()
    assert appoint("kim") == "kim administers the CRM."


def test_whoever_administers_by_a_team_counts() -> None:
    initialize_crm()
    user = register_user(user_name="kim", first_name="Kim", last_name="Moe", role="Salesperson")
    assert not has_administrator()
    TeamMembership.objects.get_or_create(team_id=default_team_id(), systemuser=user)
    TeamRole.objects.create(team_id=default_team_id(), role=Role.objects.get(name="System Administrator"))
    assert has_administrator()
