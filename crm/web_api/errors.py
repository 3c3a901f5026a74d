"""Writes errors as Dataverse does: its codes, and details for those who ask for annotations."""

from crm.web_api.messages import ApiRequest, ApiResponse, json_response
from odata.errors import ODataError, error_body

_DETAIL = "@Microsoft.PowerApps.CDS."
BAD_REQUEST = "0x80060888"
BAD_PAYLOAD = "0x80048d19"


def unknown_segment(segment: str) -> ODataError:
    shown = segment[:60].encode("ascii", "backslashreplace").decode()
    return ODataError(404, "0x8006088a", f"Resource not found for the segment '{shown}'.")


def bad_payload(message: str) -> ODataError:
    return ODataError(400, BAD_PAYLOAD, f"Error identified in Payload provided by the user: {message}")


def not_implemented(message: str) -> ODataError:
    return ODataError(501, BAD_REQUEST, message)


def error_response(error: ODataError, request: ApiRequest) -> ApiResponse:
    """Codes that are not Dataverse's come from reading the query, and share one of its codes."""
    code = error.code if error.code.startswith("0x") else BAD_REQUEST
    details = {}
    if request.preferences.wants_annotation("Microsoft.PowerApps.CDS.TraceText"):
        details = {f"{_DETAIL}TraceText": error.message, f"{_DETAIL}InnerError.Message": error.message}
    return json_response(error_body(code=code, message=error.message, details=details), status=error.status)
