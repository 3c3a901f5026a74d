"""Creates resources, each with its unit group and its base unit of measure as a unit that counts 1."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import Resource
from erp.operations.clean_values import clean_rows
from erp.operations.code_records import build_new, insert_unique
from erp.operations.number_records import number_rows
from erp.operations.references import check_references
from erp.operations.unit_amounts import round_unit_amounts
from erp.operations.units_of_record import RESOURCE_UNITS


@transaction.atomic
def create_resources(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[Resource]:
    """Creates a resource per row; a row without ``no`` is numbered from the resources' number series.

    The number of queries does not depend on the number of rows. Raises RecordRejected; nothing is written
    then.
    """
    values = clean_rows(table="resource", rows=rows)
    check_references(table="resource", rows=values)
    round_unit_amounts(values)
    number_rows(model=Resource, rows=values)
    resources = build_new(model=Resource, rows=values, created_ids=created_ids)
    insert_unique(records=resources, key="no", created_ids=created_ids)
    RESOURCE_UNITS.insert_with_owners(resources)
    return resources
