"""The headers by which an application acts for a user: ``CallerObjectId``, or the older ``MSCRMCallerID``."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from crm.business_rules.impersonation import impersonated
from crm.web_api.messages import ApiRequest
from crm.web_api.record_key import parse_guid

# The first that is given counts.
_HEADERS: Final[Mapping[str, str]] = {
    "callerobjectid": "azureactivedirectoryobjectid",
    "mscrmcallerid": "systemuserid",
}


def names_another_user(request: ApiRequest) -> bool:
    return any(request.headers.get(header, "").strip() for header in _HEADERS)


def acting(request: ApiRequest) -> ApiRequest:
    """The request as the user's for whom it is made. Raises ODataError if that cannot be."""
    for header, column in _HEADERS.items():
        text = request.headers.get(header, "").strip()
        if text:
            return replace(request, caller=impersonated(request.caller, {column: parse_guid(text)}))
    return request
