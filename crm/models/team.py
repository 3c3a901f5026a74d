"""Teams and who is in them. Every business unit has a default team."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    BooleanColumn,
    LookupColumn,
    MemoColumn,
    PicklistColumn,
    PrimaryIdColumn,
    StringColumn,
    new_id,
)
from crm.models.options import TEAM_TYPE
from crm.models.record import CrmRecord


class Team(CrmRecord):
    teamid = PrimaryIdColumn()
    name = StringColumn(160, required=True, verbose_name=_("Team Name"))
    teamtype = PicklistColumn(TEAM_TYPE, null=False, default=0, verbose_name=_("Team Type"))
    isdefault = BooleanColumn(read_only=True, verbose_name=_("Is Default"))
    businessunitid = LookupColumn("businessunit", cascade=RESTRICT, verbose_name=_("Business Unit"))
    administratorid = LookupColumn("systemuser", cascade=RESTRICT, verbose_name=_("Administrator"))
    description = MemoColumn(2000, verbose_name=_("Description"))

    class Meta:
        db_table = "team"
        verbose_name = _("Team")
        verbose_name_plural = _("Teams")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "teams"
        schema_name = "Team"
        object_type_code = 9


class TeamMembership(models.Model):
    """A user's membership of a team (``teammembership_association``)."""

    teammembershipid = models.UUIDField(primary_key=True, default=new_id)
    team = models.ForeignKey(Team, models.CASCADE, db_column="teamid", related_name="memberships")
    systemuser = models.ForeignKey(
        "crm.SystemUser", models.CASCADE, db_column="systemuserid", related_name="memberships"
    )

    class Meta:
        db_table = "teammembership"
        constraints = [models.UniqueConstraint(fields=["team", "systemuser"], name="teammembership_once")]
