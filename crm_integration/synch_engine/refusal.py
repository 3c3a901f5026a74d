"""What a mapping must have before a run of it begins."""

from typing import Any

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.matching import match_groups
from crm_integration.synch_engine.scope import Scope


class RunRefused(Exception):
    """The mapping is not set up for this run; ``code`` and ``params`` say what is missing."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class RunRests(RunRefused):
    """Nothing is wrong: a run that nobody chose records for waits until this is switched on."""


def refuse_run(context: MappingContext, scope: Scope) -> None:
    """Raises RunRefused, RunRests."""
    if context.mapping.goes_with:
        raise RunRefused("lines_go_with_document", table=context.mapping.erp_table)
    if not context.stored.is_layer_on:
        raise RunRefused("sales_integration_is_off")
    if not context.stored.is_enabled:
        raise RunRefused("mapping_not_enabled", mapping=context.stored.name)
    if context.mapping.is_of_orders and not context.setup.is_sales_order_integration_enabled:
        raise (RunRefused if scope.is_chosen else RunRests)("order_integration_is_off")
    if scope.is_coupling and not match_groups(context):
        raise RunRefused("no_match_criteria", mapping=context.stored.name)
