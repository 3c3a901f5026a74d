"""The ways to read a collection besides the options of OData: FetchXML, saved queries, SQL."""

from crm.business_rules.errors import DOES_NOT_EXIST, CrmFault
from crm.metadata import Table
from crm.web_api.fetch_xml.retrieve import retrieve_fetch
from crm.web_api.messages import ApiRequest, ApiResponse
from crm.web_api.retrieve import retrieve_collection
from crm.web_api.sql.retrieve import retrieve_sql


def read_collection(request: ApiRequest, table: Table) -> ApiResponse:
    """The records that the request asks for, in whichever form it asks. Raises ODataError."""
    asked = {name.lower(): text for name, text in request.pairs if not name.startswith(("$", "@"))}
    if "fetchxml" in asked:
        return retrieve_fetch(request, table, asked["fetchxml"])
    for name in ("savedQuery", "userQuery"):
        if name.lower() in asked:
            raise CrmFault(DOES_NOT_EXIST, table=name.lower(), id=asked[name.lower()][:60])
    if "sql" in asked:
        return retrieve_sql(request, table, asked["sql"])
    return retrieve_collection(request, table)
