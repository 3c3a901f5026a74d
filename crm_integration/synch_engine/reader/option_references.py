"""Resolves codes to option values and back, through the couplings of options."""

from collections.abc import Collection
from uuid import UUID

from crm_integration.dataverse.option_sets import read_options
from crm_integration.models import OptionMapping
from crm_integration.synch_engine.context import MappingContext
from crm_integration.table_mapping.option_ids import option_id, option_table
from crm_integration.table_mapping.problem import Awaited
from crm_integration.table_mapping.related import Reference
from erp.queries.table_fields import model_of

# The field by which the records of the tables that become options are referred to.
CODE: str = "code"


def values_of_codes(table: str, codes: Collection[str]) -> dict[str, Reference]:
    """Returns the option of each code of the ERP table that exists."""
    named = {f"{CODE}__in": codes}
    ids: dict[str, UUID] = dict(model_of(table)._default_manager.filter(**named).values_list(CODE, "id"))
    coupled = OptionMapping.objects.filter(erp_table=table, erp_id__in=ids.values())
    values = dict(coupled.values_list("erp_id", "option_value"))
    return {code: Reference(values.get(id), code, Awaited(table, id)) for code, id in ids.items()}


def codes_of_values(
    context: MappingContext, table: str, crm_column: str, values: Collection[int]
) -> dict[int, Reference]:
    """Returns the code of each option; one without a coupled record is named as the CRM calls it.

    Raises DataverseError.
    """
    crm_table = context.mapping.crm_table
    coupled = OptionMapping.objects.filter(erp_table=table, option_value__in=values)
    ids = dict(coupled.values_list("option_value", "erp_id"))
    codes = dict(model_of(table)._default_manager.filter(id__in=ids.values()).values_list("id", CODE))
    found = {value: Reference(codes[id]) for value, id in ids.items() if id in codes}
    missing = [value for value in values if value not in found]
    labels = read_options(context.client, crm_table, crm_column).labels if missing else {}
    options = option_table(crm_table, crm_column)
    return found | {
        value: Reference(None, labels.get(value) or str(value), Awaited(options, option_id(value)))
        for value in missing
    }
