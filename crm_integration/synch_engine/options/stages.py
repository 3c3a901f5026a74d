"""Which records an option run looks at: those whose cure came, chosen ones or all, those that changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from crm_integration.models import ErpChange, OptionMapping, SynchProblem
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.reader.erp_records import inside_filter
from crm_integration.synch_engine.scope import Scope

SIZE = 50
Cursor = Mapping[str, Any]


@dataclass(frozen=True)
class Ids:
    """Records of the ERP, with the changes that are answered by looking at them."""

    ids: tuple[UUID, ...] = ()
    consumed: Mapping[int, UUID] = field(default_factory=dict)
    was_wanted: bool = False


Stage = Callable[[MappingContext, Scope, Cursor], Ids]


def due(context: MappingContext, scope: Scope, cursor: Cursor) -> Ids:
    problems = SynchProblem.objects.filter(
        mapping=context.stored,
        is_due=True,
        is_skipped=False,
        erp_id__isnull=False,
        failed_at__lt=parse_datetime(cursor["started"]),
    )
    return _of_ids(_after(problems, cursor, "erp_id"), was_wanted=True)


def everything(context: MappingContext, scope: Scope, cursor: Cursor) -> Ids:
    """Records inside the filter, and those that are coupled; a coupled one may be gone."""
    records = _after(inside_filter(context), cursor, "id")
    coupled = _after(OptionMapping.objects.filter(mapping=context.stored), cursor, "erp_id")
    ids = tuple(sorted({*records, *coupled})[:SIZE])
    answered = ErpChange.objects.filter(erp_table=context.mapping.erp_table, erp_id__in=ids)
    return Ids(ids, dict(answered.values_list("pk", "token")))


def selected(context: MappingContext, scope: Scope, cursor: Cursor) -> Ids:
    after = cursor.get("after", "")
    return _of_ids(sorted(id for id in scope.erp_ids if str(id) > after)[:SIZE], was_wanted=False)


def changes(context: MappingContext, scope: Scope, cursor: Cursor) -> Ids:
    rows = ErpChange.objects.filter(erp_table=context.mapping.erp_table)
    if cursor.get("after"):
        rows = rows.filter(erp_id__gt=cursor["after"])
    found = rows.order_by("erp_id").values_list("erp_id", "pk", "token")[:SIZE]
    return Ids(tuple(row[0] for row in found), {row[1]: row[2] for row in found})


def _after(rows: Any, cursor: Cursor, name: str) -> list[UUID]:
    rows = rows.filter(**{f"{name}__gt": cursor["after"]}) if cursor.get("after") else rows
    return list(rows.order_by(name).values_list(name, flat=True).distinct()[:SIZE])


def _of_ids(ids: Sequence[UUID], *, was_wanted: bool) -> Ids:
    return Ids(tuple(ids), was_wanted=was_wanted)


STAGES: Mapping[str, Mapping[str, Stage]] = {
    "due": {"due": due},
    "modified": {"due": due, "changes": changes},
    "full": {"due": due, "everything": everything, "changes": changes},
    "couple": {"everything": everything, "changes": changes},
    "find_deleted": {"everything": everything},
    "couple_selected": {"selected": selected},
    "selected": {"selected": selected},
}


def next_ids(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Ids, Cursor | None]:
    """Returns records to look at and the cursor after them, which is None when they were the last."""
    stages = STAGES[scope.kind]
    name = cursor.get("stage") or next(iter(stages))
    found = stages[name](context, scope, cursor)
    if len(found.ids) == SIZE:
        return found, {"started": cursor["started"], "stage": name, "after": str(found.ids[-1])}
    names = list(stages)
    following = names[names.index(name) + 1 :]
    return found, {"started": cursor["started"], "stage": following[0]} if following else None
