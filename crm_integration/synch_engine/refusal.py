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


def refuse_run(context: MappingContext, scope: Scope) -> None:
    """Raises RunRefused."""
    if context.mapping.goes_with:
        raise RunRefused("lines_go_with_document", table=context.mapping.erp_table)
    if not context.stored.is_enabled:
        raise RunRefused("mapping_not_enabled", mapping=context.stored.name)
    if scope.is_coupling and not match_groups(context):
        raise RunRefused("no_match_criteria", mapping=context.stored.name)
