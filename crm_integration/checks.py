"""System checks: the declared mappings fit the ERP's models and the CRM's metadata snapshot."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from crm_integration.mappings.registry import BY_UNIT_GROUP, MAPPINGS
from crm_integration.synch_engine.facts import facts_of
from crm_integration.synch_engine.mapping_check import check_mapping


@register()
def check_declared_mappings(**_: Any) -> list[CheckMessage]:
    """Names every mistake of every declared mapping; no network and no database is needed."""
    return [
        Error(f"{mapping.name}: {problem.code} {dict(problem.params)}", id="crm_integration.E001")
        for mapping in (*MAPPINGS.values(), *BY_UNIT_GROUP.values())
        for problem in check_mapping(
            mapping, facts=facts_of(mapping.erp_table, mapping.crm_table), mappings=MAPPINGS
        )
    ]
