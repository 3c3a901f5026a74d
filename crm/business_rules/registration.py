"""Registers applications and users with their roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import router, transaction

from crm import metadata
from crm.business_rules.caller import system_caller
from crm.business_rules.create import NewRecord, create_records
from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.business_rules.update import Change, update_records
from crm.models import Application, Organization, Role, SystemUser, SystemUserRole
from crm.models.fields import fold
from crm.models.options import ADMINISTRATIVE, NON_INTERACTIVE, READ_WRITE


@dataclass(frozen=True)
class Registration:
    """What an application needs to sign in. The secret is shown this once."""

    tenant: UUID
    client_id: UUID
    client_secret: str
    is_new: bool


def register_application(
    *,
    name: str,
    roles: Sequence[str],
    secret: str,
    secret_hash: str,
    redirect_uris: Sequence[str] | None = None,
) -> Registration:
    """Registers an application, or gives a known one a new secret. Raises CrmFault for an unknown role.

    A known one keeps its roles, and its redirect URIs unless others are given.
    """
    with transaction.atomic(using=router.db_for_write(Application)):
        application = Application.objects.select_for_update().filter(name=name).first()
        is_new = application is None
        if application is None:
            application = Application.objects.create(
                name=name, secret_hash=secret_hash, redirect_uris=list(redirect_uris or ())
            )
        else:
            application.secret_hash = secret_hash
            application.secret_number += 1
            if redirect_uris is not None:
                application.redirect_uris = list(redirect_uris)
            application.save()
        user_id = _application_user(application)
        for role in roles:
            grant_role(user_id=user_id, role=role)
        return Registration(
            tenant=Organization.objects.get().tenant_id,
            client_id=application.pk,
            client_secret=secret,
            is_new=is_new,
        )


def _application_user(application: Application) -> UUID:
    """The user that the application acts as."""
    known = SystemUser.objects.filter(applicationid=application.pk).values_list("pk", flat=True).first()
    if known is not None:
        return known
    values = {
        "firstname": "#",
        "lastname": application.name,
        "applicationid": application.pk,
        "accessmode": NON_INTERACTIVE,
        "islicensed": False,
    }
    table = metadata.table("systemuser")
    (user,) = create_records(table=table, records=[NewRecord(values)], caller=system_caller(), trusted=True)
    return user.pk


def register_user(
    *, user_name: str, first_name: str, last_name: str, role: str, e_mail: str = "", is_licensed: bool = False
) -> SystemUser:
    """The user of the pages with that user name, made if there is none, and given the role. Raises CrmFault.

    A new user who is not licensed is an administrative one: no salesperson. A known one gets the e-mail
    address and the license that are given, and is never deprived of them.
    """
    with transaction.atomic(using=router.db_for_write(SystemUser)):
        table = metadata.table("systemuser")
        license_values = {"accessmode": READ_WRITE, "islicensed": True} if is_licensed else {}
        given = {**({"internalemailaddress": e_mail} if e_mail else {}), **license_values}
        user = SystemUser.objects.filter(domainname_folded=fold(user_name)).first()
        if user is None:
            values = {
                "firstname": first_name,
                "lastname": last_name,
                "domainname": user_name,
                "accessmode": ADMINISTRATIVE,
                "islicensed": False,
                **given,
            }
            create_records(table=table, records=[NewRecord(values)], caller=system_caller(), trusted=True)
        elif given:
            change = Change(user.pk, given)
            update_records(table=table, changes=[change], caller=system_caller(), trusted=True)
        user = SystemUser.objects.get(domainname_folded=fold(user_name))
        grant_role(user_id=user.pk, role=role)
        return user


def grant_role(*, user_id: UUID, role: str) -> None:
    """Gives a user the role of that name, once. Raises CrmFault if there is none."""
    found = Role.objects.filter(name=role).values_list("pk", flat=True).first()
    if found is None:
        raise CrmFault(DOES_NOT_EXIST, table="role", id=role)
    SystemUserRole.objects.get_or_create(systemuser_id=user_id, role_id=found)
