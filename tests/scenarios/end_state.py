"""What both systems hold in the end, told without ids, numbers and times, so that two runs can be compared.

``python -m tests.scenarios.end_state state versions`` prints both as JSON, or what is named of them.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import django
from django.apps import apps
from django.db.models import Count, Model

# By what a person would know a record again.
ERP_KEYS = {
    "customer": ("name", "e_mail"),
    "contact": ("first_name", "surname", "e_mail"),
    "salesperson": ("e_mail",),
    "currency": ("code",),
    "unit_of_measure": ("code",),
    "item": ("description",),
    "resource": ("no",),
    "customer_price_group": ("code",),
    "sales_price": ("item__description", "sales_code"),
    "payment_terms": ("code",),
    "shipment_method": ("code",),
    "shipping_agent": ("code",),
    "opportunity": ("description",),
}
OF_FLOWS = ("sales_header", "sales_invoice_header")
OPTIONS = ("PAYMENT TERMS", "SHIPMENT METHOD", "SHIPPING AGENT")
CRM_KEYS = {
    "account": ("name", "emailaddress1"),
    "contact": ("firstname", "lastname", "emailaddress1"),
    "systemuser": ("internalemailaddress", "fullname"),
    "transactioncurrency": ("isocurrencycode",),
    "team": ("name",),
    "uomschedule": ("name",),
    "product": ("name",),
    "pricelevel": ("name",),
    "productpricelevel": ("productid__name", "pricelevelid__name"),
    "opportunity": ("name",),
}


def end_state() -> dict[str, Any]:
    """Mapped values and couplings of every mapping, counts of records, and what is left undone."""
    from crm_integration.models import (
        ErpChange,
        FullSynchReviewLine,
        IntegrationTableMapping,
        OptionMapping,
        SynchJob,
        SynchProblem,
    )
    from erp.models import ContactBusinessRelation

    names = {**_names(_erp_model, ERP_KEYS), **_names(_crm_model, CRM_KEYS)}
    contacts = _erp_model("contact")._default_manager.values_list("no", "name", "e_mail")
    names |= {no: f"{name} {e_mail}" for no, name, e_mail in contacts}
    names |= dict(_erp_model("item")._default_manager.values_list("no", "description"))
    mappings = IntegrationTableMapping.objects.prefetch_related("field_mappings")
    problems = SynchProblem.objects.values_list("mapping", "code", "field", "is_skipped")
    return {
        **{mapping.name: _mapping(mapping, names) for mapping in mappings},
        "counts": _counts("erp", _erp_model, ERP_KEYS) | _counts("crm", _crm_model, CRM_KEYS),
        "option mappings": _sorted(
            [mapping, names.get(erp_id, "gone"), caption]
            for mapping, erp_id, caption in OptionMapping.objects.values_list(
                "mapping", "erp_id", "option_caption"
            )
        ),
        "relations": ContactBusinessRelation.objects.count(),
        "problems": sorted(map(list, problems)),
        "lines": sorted(map(list, FullSynchReviewLine.objects.values_list("mapping", "status"))),
        "inserted": _inserted(),
        # Documents are looked at by their jobs, which no full synchronization waits for.
        "changes that nobody looked at": ErpChange.objects.exclude(erp_table__in=OF_FLOWS).count(),
        "synch. jobs going on": SynchJob.objects.filter(finished_at=None).count(),
    }


def versions() -> dict[str, Any]:
    """Changes whenever anything is written to a mapped record."""
    erp = {table: _erp_model(table)._default_manager.values_list("pk", "row_version") for table in ERP_KEYS}
    crm = {table: _crm_model(table)._default_manager.values_list("pk", "versionnumber") for table in CRM_KEYS}
    return {
        f"{table} {id}": version
        for tables in (erp, crm)
        for table, rows in tables.items()
        for id, version in rows
    }


def _inserted() -> list[list[Any]]:
    """How many records were inserted by each mapping and side, as told by the logs: none counts twice.

    Options are left out: one that a run made without living to note it down is coupled by the next.
    """
    from crm_integration.models import SynchJobChange

    inserted = SynchJobChange.objects.filter(kind=SynchJobChange.Kind.INSERTED)
    inserted = inserted.exclude(synch_job__mapping__in=OPTIONS)
    counted = inserted.values("synch_job__mapping", "side").annotate(number=Count("id"))
    return sorted(list(row) for row in counted.values_list("synch_job__mapping", "side", "number"))


def _mapping(stored: Any, names: dict[Any, str]) -> dict[str, Any]:
    from crm_integration.models import Coupling
    from crm_integration.synch_engine.mapping_store import declaration_of
    from erp.queries.table_fields import record_values

    mapping = declaration_of(stored)
    rows = [row for row in mapping.rows if not row.is_constant]
    options = _options(mapping)
    erp = {record.pk: record for record in _erp_model(mapping.erp_table)._default_manager.all()}
    crm = {record.pk: record for record in _crm_model(mapping.crm_table)._default_manager.all()}
    erp_values = {id: record_values(record) for id, record in erp.items()}
    erp_told = {
        id: {row.erp_field: values[row.erp_field] for row in rows} for id, values in erp_values.items()
    }
    crm_told = {
        id: {row.crm_column: _crm_value(record, row.crm_column) for row in rows} for id, record in crm.items()
    }
    return {
        "couplings": _sorted(
            {
                "records": [names.get(coupling.erp_id, "gone"), names.get(coupling.crm_id, "gone")],
                "state": coupling.state,
                "has failed": "failure" in (coupling.last_synch_result, coupling.last_synch_crm_result),
                "drifted": coupling.drifted,
                "pending": coupling.pending,
                "other than the ERP": _other(coupling.erp_base, erp_told.get(coupling.erp_id, {})),
                "other than the CRM": _other(coupling.crm_base, crm_told.get(coupling.crm_id, {})),
                "versions are known": [
                    coupling.erp_row_version == getattr(erp.get(coupling.erp_id), "row_version", None),
                    coupling.crm_version == getattr(crm.get(coupling.crm_id), "versionnumber", None),
                ],
            }
            for coupling in Coupling.objects.filter(mapping=stored)
        ),
        "erp": _sorted(_told(values, names) for values in erp_told.values()),
        "crm": _sorted(_told(values, names, options) for values in crm_told.values()),
        "options": {column: sorted(labels.values()) for column, labels in options.items()},
    }


def _other(base: dict[str, Any], values: dict[str, Any]) -> list[str]:
    """The mapped fields whose base is not what the record holds, or that have none."""
    from crm_integration.table_mapping.values import canonical

    return sorted(
        name for name, value in values.items() if name not in base or base[name] != canonical(value)
    )


def _told(
    values: dict[str, Any], names: dict[Any, str], options: Mapping[str, Mapping[int, str]] | None = None
) -> dict[str, Any]:
    labels = options or {}
    return {
        name: labels[name].get(value, value) if name in labels else _plain(value, names)
        for name, value in values.items()
    }


def _options(mapping: Any) -> dict[str, Mapping[int, str]]:
    """The labels of the CRM's options by column: a new option's number is given in the order of creation."""
    from crm import metadata

    metadata.refresh()
    columns = metadata.table(mapping.crm_table).columns
    return {
        row.crm_column: {value: str(label) for value, label in columns[row.crm_column].options.items()}
        for row in mapping.rows
        if row.crm_column and columns[row.crm_column].type == "Picklist"
    }


def as_text(row: Any) -> str:
    return json.dumps(row, sort_keys=True)


def _sorted(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=as_text)


def _plain(value: Any, names: dict[Any, str]) -> Any:
    """Ids, and numbers that are given in the order of creation, are told by the name of their record."""
    from crm_integration.table_mapping.values import canonical

    return names.get(value) or canonical(value) if value else canonical(value)


def _crm_value(record: Model, column: str) -> Any:
    return getattr(record, f"{column}_id", None) or getattr(record, column)


def _names(model_of: Any, keys: dict[str, tuple[str, ...]]) -> dict[Any, str]:
    return {
        id: " ".join(map(str, values))
        for table, fields in keys.items()
        for id, *values in model_of(table)._default_manager.values_list("pk", *fields)
    }


def _counts(product: str, model_of: Any, keys: Iterable[str]) -> dict[str, int]:
    return {f"{product} {table}": model_of(table)._default_manager.count() for table in keys}


def _erp_model(table: str) -> Any:
    return apps.get_model("erp", table.replace("_", ""))


def _crm_model(table: str) -> Any:
    return apps.get_model("crm", table)


if __name__ == "__main__":
    django.setup()
    tells = {"state": end_state, "versions": versions}
    sys.stdout.write(json.dumps([tells[what]() for what in sys.argv[1:]], sort_keys=True))
