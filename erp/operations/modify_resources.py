"""Modifies resources."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import Resource
from erp.operations.assign_values import refuse_new_key
from erp.operations.base_units import check_units
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import write_changes
from erp.operations.locking import lock_where, pick
from erp.operations.references import check_references
from erp.operations.unit_amounts import round_unit_amounts
from erp.operations.units_of_record import RESOURCE_UNITS


@transaction.atomic
def modify_resources(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[Resource]:
    """Modifies resources by id and returns them as they are now, in the order of ``changes``.

    What has not changed is not written. Raises RecordRejected, RecordChanged, RecordMissing; nothing is
    written then.
    """
    locked = lock_where(Resource, Q(id__in=list(changes)))
    resources = pick(locked, list(changes), model=Resource, expected_versions=expected_versions)
    rows = clean_rows(table="resource", rows=changes.values())
    for index, (resource, row) in enumerate(zip(resources, rows, strict=True)):
        refuse_new_key(table="resource", key="no", index=index, record=resource, values=row)
    check_references(table="resource", rows=rows)
    round_unit_amounts(rows)
    check_units(table=RESOURCE_UNITS, owners=resources, rows=rows)
    write_changes(resources, rows)
    return resources
