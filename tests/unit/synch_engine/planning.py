"""A mapping of a few fields, pairs whose bases are given, and a plan in few words."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crm_integration.synch_engine.plan import CouplingState, Options, Pair, Plan, RecordState
from crm_integration.synch_engine.planner import Planner
from crm_integration.table_mapping.declaration import FieldRow, TableMapping, both, to_crm
from crm_integration.table_mapping.direction import Direction, Side
from crm_integration.table_mapping.facts import CrmColumnFacts, ErpFieldFacts, Facts
from crm_integration.table_mapping.problem import Awaited
from crm_integration.table_mapping.related import Reference, Related
from crm_integration.table_mapping.values import LookupValue

ERP_ID, CRM_ID, COUPLING_ID = UUID(int=1), UUID(int=2), UUID(int=3)
KARIN, NOBODY, LISA, TEAM = UUID(int=10), UUID(int=11), UUID(int=12), UUID(int=13)
SOMEBODY, INTEGRATION_USER = UUID(int=20), UUID(int=21)
VERSION = 100

NAME = both("name", "name")
CITY = both("city", "address1_city")
COUNTRY = both("country_region_code", "address1_country")
CREDIT_LIMIT = to_crm("credit_limit_lcy", "creditlimit")
SALESPERSON = to_crm(
    "salesperson_code", "ownerid", target_table="systemuser", not_null=True, taken_over_on_insert=True
)
PRIMARY_CONTACT = both("primary_contact_no", "primarycontactid", clear_value_on_failed_synch=True)

FACTS = Facts(
    erp={
        fact.name: fact
        for fact in (
            ErpFieldFacts("no", "code", 20),
            ErpFieldFacts("name", "text", 20),
            ErpFieldFacts("city", "text", 10),
            ErpFieldFacts("blocked", "option", options=("", "all")),
            ErpFieldFacts("country_region_code", "code", 10, related_table="country_region"),
            ErpFieldFacts("credit_limit_lcy", "decimal"),
            ErpFieldFacts("salesperson_code", "code", 20, related_table="salesperson"),
            ErpFieldFacts("primary_contact_no", "code", 20, related_table="contact"),
            ErpFieldFacts("type", "option", options=("company", "person")),
        )
    },
    crm={
        fact.name: fact
        for fact in (
            CrmColumnFacts("accountnumber", "String", 10),
            CrmColumnFacts("name", "String", 8),
            CrmColumnFacts("address1_city", "String", 20),
            CrmColumnFacts("address1_country", "String", 40),
            CrmColumnFacts("creditlimit", "Money"),
            CrmColumnFacts("ownerid", "Owner", targets=("systemuser", "team")),
            CrmColumnFacts("primarycontactid", "Lookup", targets=("contact",)),
            CrmColumnFacts("customertypecode", "Picklist", options={3: "Customer", 5: "Investor"}),
            CrmColumnFacts("statecode", "State", options={0: "Active", 1: "Inactive"}),
        )
    },
)

COUNTRIES = {"no": "NO", "norway": "NO", "nl": "NL", "netherlands": "NL"}

# Karin (KB) is coupled, in both directions; Lisa (LH, CT1) is a record that exists and is not coupled.
RELATED = Related(
    to_crm={
        ("salesperson_code", "KB"): Reference(LookupValue(KARIN, "systemuser"), "KB"),
        ("salesperson_code", "LH"): Reference(None, "LH", Awaited("salesperson", LISA)),
        ("primary_contact_no", "CT0"): Reference(LookupValue(KARIN, "contact"), "CT0"),
        ("primary_contact_no", "CT1"): Reference(None, "CT1", Awaited("contact", LISA)),
    },
    to_erp={
        ("ownerid", KARIN): Reference("KB", "KB"),
        ("ownerid", NOBODY): Reference(None, "Nemo", Awaited("systemuser", NOBODY)),
        ("primarycontactid", KARIN): Reference("CT0", "CT0"),
        ("primarycontactid", NOBODY): Reference(None, "Nemo", Awaited("contact", NOBODY)),
    },
    understand_country=lambda text: COUNTRIES.get(text.casefold()),
)


def mapping(*rows: FieldRow, **settings: Any) -> TableMapping:
    given: dict[str, Any] = {
        "name": "CUSTOMER",
        "erp_table": "customer",
        "crm_table": "account",
        "direction": Direction.BIDIRECTIONAL,
        "synch_only_coupled_records": False,
        **settings,
    }
    return TableMapping(fields=rows, **given)


def plan_of(pair: Pair, *rows: FieldRow, options: Options | None = None, **settings: Any) -> Plan:
    """Plans a pair by a mapping of these rows."""
    return Planner(mapping(*rows, **settings), FACTS, RELATED, options or Options()).plan(pair)


def erp_record(values: Mapping[str, Any], **changes: Any) -> RecordState:
    return RecordState(**{"id": ERP_ID, "version": VERSION, "values": values, "label": "Acme", **changes})


def crm_record(values: Mapping[str, Any], **changes: Any) -> RecordState:
    known = {"id": CRM_ID, "version": VERSION, "values": values, "label": "Acme", "modified_by": SOMEBODY}
    return RecordState(**{**known, **changes})


def coupling(erp_base: Mapping[str, Any], crm_base: Mapping[str, Any], **changes: Any) -> CouplingState:
    known: dict[str, Any] = {
        "id": COUPLING_ID,
        "state": "coupled",
        "erp_id": ERP_ID,
        "crm_id": CRM_ID,
        "erp_base": erp_base,
        "crm_base": crm_base,
        "erp_version": VERSION,
        "crm_version": VERSION,
    }
    return CouplingState(**{**known, **changes})


def coupled(
    erp: Mapping[str, Any],
    crm: Mapping[str, Any],
    *,
    erp_base: Mapping[str, Any] | None = None,
    crm_base: Mapping[str, Any] | None = None,
) -> Pair:
    """A coupled pair; without bases it was never synchronized."""
    return Pair(erp_record(erp), crm_record(crm), coupling(erp_base or {}, crm_base or {}))


def said(plan: Plan) -> dict[str, Any]:
    """The plan as one thing to compare: its action, and what there is of everything else."""
    parts = {
        "to crm": plan.values_for(Side.CRM),
        "to erp": plan.values_for(Side.ERP),
        "conflicts": [conflict.erp_field for conflict in plan.conflicts],
        "problems": [(problem.code, problem.field) for problem in plan.problems],
        "owed": [(problem.field, problem.awaited) for problem in plan.owed],
        "drifted": list(plan.drifted),
    }
    return {"action": plan.action.value, **{name: part for name, part in parts.items() if part}}
