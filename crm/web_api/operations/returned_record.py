"""A record as the result of an action, with the columns that the caller's ColumnSet names."""

from collections.abc import Mapping
from typing import Any

from crm import metadata
from crm.metadata import Table
from crm.models import CrmRecord
from crm.web_api.errors import bad_payload
from crm.web_api.messages import ApiRequest, ApiResponse
from crm.web_api.operations.types import ColumnSet
from crm.web_api.retrieve import record_response, record_row
from odata.query import RECORD_OPTIONS, parse_query_options


def returned_record(
    request: ApiRequest, record: CrmRecord, column_set: Mapping[str, Any] | None
) -> ApiResponse:
    """The record as the caller may see it. Raises ODataError for a column that there is not."""
    table = metadata.table(record._meta.model_name or "")
    pairs = _select(ColumnSet.of(column_set), table)
    options = parse_query_options(pairs, allowed=RECORD_OPTIONS)
    return record_response(request, table, record_row(request, table, record.pk, options), options)


def _select(asked: ColumnSet, table: Table) -> list[tuple[str, str]]:
    if asked.columns is None:
        return []
    unknown = next((name for name in asked.columns if name not in table.columns), None)
    if unknown is not None:
        raise bad_payload(f"The column '{unknown[:60]}' does not exist on '{table.logical_name}'.")
    names = [table.columns[name].property_name for name in (table.primary_id, *asked.columns)]
    return [("$select", ",".join(dict.fromkeys(names)))]
