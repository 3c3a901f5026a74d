"""``connection``: where the CRM is, what is switched on, how it is; never a secret."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from crm_integration.actions.permissions import VIEW_CONNECTION
from crm_integration.models import (
    ConnectionSetup,
    Coupling,
    IntegrationTableMapping,
    JobQueueEntry,
    SynchProblem,
)
from crm_integration.rest_api import options
from crm_integration.rest_api.resource import DeclaredResource, nullable
from crm_integration.sentences import sentence
from crm_integration.sentences.connection_reason import connection_reason
from erp.rest_api.entity import Property, joined
from erp.rest_api.kinds import BOOLEAN, ID, INTEGER, TEXT, Kind
from erp.rest_api.rows import json_values

MESSAGE: Final = {
    "type": "object",
    "required": ["code", "message"],
    "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
}
MESSAGES: Final = replace(
    TEXT, edm="Collection(Edm.ComplexType)", to_json=list, schema={"type": "array", "items": MESSAGE}
)
# What a PATCH may name; a secret is written only.
CHANGED: Final[dict[str, tuple[str, Kind]]] = {
    "environmentUrl": ("environment_url", TEXT),
    "authenticationType": ("authentication_type", options.AUTHENTICATION_TYPE),
    "tenant": ("tenant", TEXT),
    "clientId": ("client_id", TEXT),
    "clientSecret": ("client_secret", TEXT),
    "connectionString": ("connection_string", TEXT),
    "signInAuthority": ("sign_in_authority", TEXT),
    "sdkVersion": ("sdk_version", TEXT),
    "ignoreIntegrationUserChanges": ("ignore_integration_user_changes", BOOLEAN),
    "unitGroupMappingEnabled": ("unit_group_mapping_enabled", BOOLEAN),
    "webClientUrl": ("web_client_url", TEXT),
}
SWITCHES: Final[dict[str, str]] = {
    "automaticallyCreateSalesOrders": "auto_create_sales_orders",
    "automaticallyProcessQuotes": "auto_process_sales_quotes",
}
WRITTEN: Final[dict[str, Kind]] = {
    **{name: kind for name, (_field, kind) in CHANGED.items()},
    **dict.fromkeys(SWITCHES, BOOLEAN),
}
CONNECTION: Final = DeclaredResource(
    name="connection",
    singular="connection",
    permission=VIEW_CONNECTION,
    declared=(
        *(
            joined(name, field, kind=kind)
            for name, (field, kind) in CHANGED.items()
            if name != "clientSecret"
        ),
        joined("clientSecretSaved", "has_secret", kind=BOOLEAN),
        nullable("clientSecretSavedDateTime", "client_secret_saved_at"),
        joined("enabled", "is_enabled", kind=BOOLEAN),
        joined("salesIntegrationEnabled", "is_sales_integration_enabled", kind=BOOLEAN),
        nullable("enabledDateTime", "enabled_at"),
        joined("disableReason", "disable_reason"),
        joined("disableMessage", "disable_message"),
        nullable("integrationUserId", "integration_user_id", kind=ID),
        joined("integrationUserName", "integration_user_name"),
        nullable("organizationId", "organization_id", kind=ID),
        joined("crmVersion", "crm_version"),
        joined("baseCurrencyCode", "base_currency_code"),
        joined("salesOrderIntegrationEnabled", "is_sales_order_integration_enabled", kind=BOOLEAN),
        joined("orderIntegrationUserName", "order_account_name"),
        *(joined(name, field, kind=BOOLEAN) for name, field in SWITCHES.items()),
        joined("itemAvailabilityEnabled", "is_item_availability_enabled", kind=BOOLEAN),
        joined("itemAvailabilityUrl", "item_availability_url"),
        joined("itemAvailabilityUserName", "item_availability_user_name"),
        joined("solutionVersion", "solution_version"),
        nullable("solutionCheckedDateTime", "solution_checked_at"),
        joined("solutionDifferences", "differences", kind=MESSAGES),
        joined("integrationTableMappings", "mappings", kind=INTEGER),
        joined("integrationTableMappingsEnabled", "mappings_on", kind=INTEGER),
        joined("jobQueueEntries", "entries", kind=INTEGER),
        joined("jobQueueEntriesActive", "entries_active", kind=INTEGER),
        joined("couplings", "couplings", kind=INTEGER),
        joined("coupledDataSynchronizationErrors", "problems", kind=INTEGER),
    ),
)


def connection_json(setup: ConnectionSetup, columns: Sequence[Property]) -> dict[str, Any]:
    told = _told(setup) | _counts()
    row = {
        one.path: told[one.path] if one.path in told else getattr(setup, one.path)
        for one in CONNECTION.declared
    }
    return json_values([row], list(columns), key="environment_url")[0]


def _told(setup: ConnectionSetup) -> dict[str, Any]:
    return {
        "has_secret": bool(setup.client_secret),
        "disable_message": "" if setup.is_enabled else str(connection_reason(setup) or ""),
        "differences": [
            {"code": found["code"], "message": sentence(found["code"], found["params"])}
            for found in setup.solution_differences
        ],
    }


def _counts() -> dict[str, int]:
    mappings, entries = IntegrationTableMapping.objects, JobQueueEntry.objects
    idle = [JobQueueEntry.Status.ON_HOLD, JobQueueEntry.Status.ERROR]
    return {
        "mappings": mappings.count(),
        "mappings_on": mappings.on().count(),
        "entries": entries.count(),
        "entries_active": entries.exclude(status__in=idle).count(),
        "couplings": Coupling.objects.count(),
        "problems": SynchProblem.objects.errors().count(),
    }
