"""Whether either side has records inside the filters of a mapping that are not coupled."""

from collections.abc import Callable
from dataclasses import dataclass

from crm_integration.mappings.registry import MAPPINGS
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.mapping_store import is_option_mapping
from crm_integration.synch_engine.reader.counts import has_uncoupled_crm, has_uncoupled_erp
from crm_integration.synch_engine.reader.erp_records import inside_filter


@dataclass(frozen=True, slots=True)
class Uncoupled:
    erp: bool
    crm: bool


Look = Callable[[str], Uncoupled]


def look_for_uncoupled(mapping_name: str) -> Uncoupled:
    """Asks both systems: never inside a transaction. Raises DataverseError."""
    if is_option_mapping(mapping_name):
        # Every code may be an option that is there already.
        has_codes = inside_filter(MappingContext.of_options(mapping_name)).exists()
        return Uncoupled(erp=has_codes, crm=has_codes)
    if MAPPINGS[mapping_name].is_made_by_flow:
        return Uncoupled(erp=False, crm=False)  # a document without a counterpart is as it should be
    context = MappingContext.open(mapping_name)
    return Uncoupled(erp=has_uncoupled_erp(context), crm=has_uncoupled_crm(context))
