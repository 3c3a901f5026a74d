"""The organization as a whole: what and where it is, and how many records its tables have."""

from typing import Final
from urllib.parse import urlsplit

from crm import metadata
from crm.business_rules.privileges import READ, depth
from crm.metadata import Table
from crm.models import Organization
from crm.web_api.errors import bad_payload
from crm.web_api.messages import ApiResponse
from crm.web_api.operations.operation import Call, Operation, Parameter
from crm.web_api.operations.who_am_i import VERSION


def retrieve_current_organization(call: Call) -> ApiResponse:
    organization = Organization.objects.get()
    parts = urlsplit(call.request.root)
    host = f"{parts.scheme}://{parts.netloc}/"
    detail = {
        "OrganizationId": str(organization.pk),
        "FriendlyName": organization.name,
        "OrganizationVersion": VERSION,
        "EnvironmentId": str(organization.pk),
        "TenantId": str(organization.tenant_id),
        "UrlName": parts.hostname or "",
        "UniqueName": f"org{organization.pk.hex[:8]}",
        "State": "Enabled",
        "Endpoints": {
            "Count": 1,
            "IsReadOnly": False,
            "Keys": ["WebApplication"],
            "Values": [host],
        },
    }
    return call.answer({"Detail": detail})


def retrieve_total_record_count(call: Call) -> ApiResponse:
    """Dataverse tells what it counted within the last day; here it is the present number."""
    names: list[str] = call.arguments["EntityNames"]
    tables = [_table(name) for name in names]
    for table in tables:
        depth(caller=call.request.caller, table=table, verb=READ)
    counts = {
        "Count": len(names),
        "IsReadOnly": False,
        "Keys": names,
        "Values": [table.model.objects.count() for table in tables],
    }
    return call.answer({"EntityRecordCountCollection": counts})


def _table(name: str) -> Table:
    try:
        return metadata.table(name)
    except KeyError:
        raise bad_payload(f"'{name[:60]}' is not the logical name of a table.") from None


OPERATIONS: Final = (
    Operation(
        "RetrieveCurrentOrganization",
        retrieve_current_organization,
        is_function=True,
        parameters=(Parameter("AccessType", "mscrm.EndpointAccessType"),),
        response={"Detail": "mscrm.OrganizationDetail"},
    ),
    Operation(
        "RetrieveTotalRecordCount",
        retrieve_total_record_count,
        is_function=True,
        parameters=(Parameter("EntityNames", "Collection(Edm.String)"),),
        response={"EntityRecordCountCollection": "mscrm.EntityRecordCountCollection"},
    ),
)
