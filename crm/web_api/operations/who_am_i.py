"""Who calls, and what is called."""

from typing import Final

from crm.web_api.messages import ApiResponse
from crm.web_api.operations.operation import Call, Operation

VERSION: Final = "9.2.24114.00150"


def who_am_i(call: Call) -> ApiResponse:
    caller = call.request.caller
    return call.answer(
        {
            "BusinessUnitId": str(caller.business_unit_id),
            "UserId": str(caller.user_id),
            "OrganizationId": str(caller.organization_id),
        }
    )


def retrieve_version(call: Call) -> ApiResponse:
    return call.answer({"Version": VERSION})


OPERATIONS: Final = (
    Operation(
        "WhoAmI",
        who_am_i,
        is_function=True,
        response={"BusinessUnitId": "Edm.Guid", "UserId": "Edm.Guid", "OrganizationId": "Edm.Guid"},
    ),
    Operation("RetrieveVersion", retrieve_version, is_function=True, response={"Version": "Edm.String"}),
)
