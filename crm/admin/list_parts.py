"""Parts of the salespeople's lists: the owner's name, a search without regard to case, a filter by owner."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.admin.acting_user import acting_caller
from crm.models import SystemUser, Team
from crm.models.fields import fold


def with_owner_names(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Adds ``owner_name``, read only for the rows that are shown."""
    users = SystemUser.objects.filter(pk=OuterRef("ownerid")).values("fullname")[:1]
    teams = Team.objects.filter(pk=OuterRef("ownerid")).values("name")[:1]
    return queryset.annotate(owner_name=Coalesce(Subquery(users), Subquery(teams)))


def found(queryset: QuerySet[Any], term: str, columns: Sequence[str]) -> QuerySet[Any]:
    """The records in which every word of the term stands in one of the folded columns."""
    for word in fold(term).split():
        queryset = queryset.filter(Q(*((f"{column}__contains", word) for column in columns), _connector=Q.OR))
    return queryset


class OwnerFilter(admin.SimpleListFilter):
    title = _("Owner")
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("Me")), ("team", _("A team"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        caller = acting_caller(request)
        if self.value() == "me" and caller is not None:
            return queryset.filter(ownerid=caller.user_id)
        return queryset.filter(owneridtype="team") if self.value() == "team" else queryset
