"""Whether either side has records inside the filters of a mapping that are not coupled."""

from collections.abc import Callable
from dataclasses import dataclass

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.reader.counts import has_uncoupled_crm, has_uncoupled_erp


@dataclass(frozen=True, slots=True)
class Uncoupled:
    erp: bool
    crm: bool


Look = Callable[[str], Uncoupled]


def look_for_uncoupled(mapping_name: str) -> Uncoupled:
    """Asks both systems: never inside a transaction. Raises DataverseError."""
    context = MappingContext.open(mapping_name)
    return Uncoupled(erp=has_uncoupled_erp(context), crm=has_uncoupled_crm(context))
