"""Security roles, what they permit, and who has them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    LookupColumn,
    PrimaryIdColumn,
    StringColumn,
    UniqueidentifierColumn,
    new_id,
)
from crm.models.record import CrmRecord


class Role(CrmRecord):
    """``roletemplateid`` marks the roles of every CRM, such as the administrator's, who may everything."""

    roleid = PrimaryIdColumn()
    name = StringColumn(100, required=True, verbose_name=_("Name"))
    description = StringColumn(2000, verbose_name=_("Description"))
    businessunitid = LookupColumn("businessunit", cascade=RESTRICT, verbose_name=_("Business Unit"))
    roletemplateid = UniqueidentifierColumn(read_only=True)

    class Meta:
        db_table = "role"
        verbose_name = _("Security Role")
        verbose_name_plural = _("Security Roles")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "roles"
        schema_name = "Role"
        object_type_code = 1036


class Depth(models.IntegerChoices):
    """How far a privilege reaches from the user who has it."""

    USER = 1, _("User")
    BUSINESS_UNIT = 2, _("Business Unit")
    ORGANIZATION = 8, _("Organization")


class RolePrivilege(models.Model):
    """One right of a role: a verb (Create, Read, Write, Delete, Append, AppendTo, Assign) on a table."""

    role = models.ForeignKey(Role, models.CASCADE, db_column="roleid", related_name="privileges")
    table = models.CharField(max_length=64)
    verb = models.CharField(max_length=50)
    depth = models.IntegerField(choices=Depth.choices, default=Depth.ORGANIZATION)

    class Meta:
        db_table = "roleprivileges"
        constraints = [models.UniqueConstraint(fields=["role", "table", "verb"], name="roleprivileges_once")]


class SystemUserRole(models.Model):
    """A user's role (``systemuserroles_association``)."""

    systemuserroleid = models.UUIDField(primary_key=True, default=new_id)
    systemuser = models.ForeignKey(
        "crm.SystemUser", models.CASCADE, db_column="systemuserid", related_name="role_links"
    )
    role = models.ForeignKey(Role, models.CASCADE, db_column="roleid", related_name="user_links")

    class Meta:
        db_table = "systemuserroles"
        constraints = [models.UniqueConstraint(fields=["systemuser", "role"], name="systemuserroles_once")]


class TeamRole(models.Model):
    """A team's role (``teamroles_association``); its members have it too."""

    teamroleid = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey("crm.Team", models.CASCADE, db_column="teamid", related_name="role_links")
    role = models.ForeignKey(Role, models.CASCADE, db_column="roleid", related_name="team_links")

    class Meta:
        db_table = "teamroles"
        constraints = [models.UniqueConstraint(fields=["team", "role"], name="teamroles_once")]
