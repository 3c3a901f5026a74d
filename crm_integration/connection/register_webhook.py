"""Asks the CRM to notify us of changes to the tables that concern us, and to stop it.

The ids of endpoint and steps follow from our address, so that registering twice is registering once and
two back offices at one CRM do not meet.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from crm_integration.connection.addresses import notification_url
from crm_integration.connection.check_result import CheckResult, passed, warned
from crm_integration.connection.notification_proof import authentication_value
from crm_integration.connection.put_records import put_records, take_records_away
from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.clients import FOR_PEOPLE, client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.dataverse.operations import Create, Delete
from crm_integration.job_queue.entries.chores import CHORES_OF_TABLE
from crm_integration.mappings.registry import RECORD_MAPPINGS
from crm_integration.models import ConnectionSetup, IntegrationTableMapping
from crm_integration.table_mapping.values import LookupValue

MESSAGES = ("Create", "Update", "Delete")
WEBHOOK, HTTP_HEADER = 8, 5
ENABLED, POST_OPERATION, ASYNCHRONOUS, SERVER_ONLY = 0, 40, 1, 0
ENDPOINTS, STEPS = "serviceendpoints", "sdkmessageprocessingsteps"


def register_webhook(*, setup: ConnectionSetup, client: DataverseClient, now: datetime) -> None:
    """Registers with a new secret, which is stored first: should the answer be lost, we know it all the same.

    Raises DataverseError; what was registered by then is mended by registering again.
    """
    setup.webhook_secret = secrets.token_urlsafe(32)
    setup.save(update_fields=["webhook_secret"])
    endpoint_id = endpoint_id_of(setup)
    put_records(client, [Create(ENDPOINTS, endpoint_id, _endpoint(setup))])
    wanted = _steps(client, endpoint_id, _tables(setup))
    put_records(client, wanted)
    kept = {step.id for step in wanted}
    take_records_away(client, [step for step in _steps_of(client, endpoint_id) if step.id not in kept])
    setup.webhook_registered_at = now
    setup.save(update_fields=["webhook_registered_at"])


def register_or_warn(*, setup: ConnectionSetup, now: datetime) -> CheckResult:
    """A CRM that refuses to send notifications costs a warning: its changes are found by looking."""
    try:
        register_webhook(setup=setup, client=client_for(setup, policy=FOR_PEOPLE), now=now)
    except DataverseError as error:
        return warned("notifications_not_registered", message=error.message)
    return passed("notifications_registered")


def unregister_webhook(*, setup: ConnectionSetup, client: DataverseClient) -> None:
    """Removes steps and endpoint; raises DataverseError. What is not there needs no removal."""
    endpoint_id = endpoint_id_of(setup)
    take_records_away(client, _steps_of(client, endpoint_id))
    take_records_away(client, [Delete(ENDPOINTS, endpoint_id)])
    setup.webhook_secret, setup.webhook_registered_at = "", None
    setup.save(update_fields=["webhook_secret", "webhook_registered_at"])


def endpoint_id_of(setup: ConnectionSetup) -> UUID:
    return uuid5(NAMESPACE_URL, notification_url(setup))


def _endpoint(setup: ConnectionSetup) -> dict[str, object]:
    return {
        "name": f"Business Central {notification_url(setup)}"[:160],
        "url": notification_url(setup),
        "contract": WEBHOOK,
        "authtype": HTTP_HEADER,
        "authvalue": authentication_value(setup.webhook_secret),
    }


def _tables(setup: ConnectionSetup) -> list[str]:
    """Those that are mapped, and those of documents that become documents here."""
    mappings = IntegrationTableMapping.objects.on().filter(name__in=RECORD_MAPPINGS)
    has_documents = not setup.sales_obstacle and setup.is_sales_order_integration_enabled
    documents = CHORES_OF_TABLE if has_documents else ()
    return sorted({*mappings.values_list("crm_table", flat=True), *documents})


def _steps(client: DataverseClient, endpoint_id: UUID, tables: Sequence[str]) -> list[Create]:
    messages = _message_ids(client)
    filters = _filter_ids(client, tables)
    return [
        _step(endpoint_id, table, message, messages[message], filters[table, messages[message]])
        for table in tables
        for message in MESSAGES
        if message in messages and (table, messages[message]) in filters
    ]


def _message_ids(client: DataverseClient) -> dict[str, UUID]:
    named = " or ".join(f"name eq '{message}'" for message in MESSAGES)
    pages = client.pages("sdkmessages", select=["name"], filter=named)
    return {str(row.values["name"]): row.id for page in pages for row in page.rows}


def _filter_ids(client: DataverseClient, tables: Iterable[str]) -> dict[tuple[str, UUID], UUID]:
    about = " or ".join(f"primaryobjecttypecode eq '{table}'" for table in tables)
    if not about:
        return {}
    pages = client.pages("sdkmessagefilters", select=["primaryobjecttypecode", "sdkmessageid"], filter=about)
    return {
        (str(row.values["primaryobjecttypecode"]), row.values["sdkmessageid"].id): row.id
        for page in pages
        for row in page.rows
        if isinstance(row.values.get("sdkmessageid"), LookupValue)
    }


def _step(endpoint_id: UUID, table: str, message: str, message_id: UUID, filter_id: UUID) -> Create:
    values = {
        "name": f"Business Central: {message} of {table}",
        "eventhandler": LookupValue(endpoint_id, "serviceendpoint"),
        "sdkmessageid": LookupValue(message_id, "sdkmessage"),
        "sdkmessagefilterid": LookupValue(filter_id, "sdkmessagefilter"),
        "stage": POST_OPERATION,
        "mode": ASYNCHRONOUS,
        "rank": 1,
        "supporteddeployment": SERVER_ONLY,
        "asyncautodelete": True,
    }
    return Create(STEPS, uuid5(endpoint_id, f"{table}/{message}"), values)


def _steps_of(client: DataverseClient, endpoint_id: UUID) -> list[Delete]:
    pages = client.pages(STEPS, select=["name"], filter=f"_eventhandler_value eq {endpoint_id}")
    return [Delete(STEPS, id) for id in sorted({row.id for page in pages for row in page.rows})]
