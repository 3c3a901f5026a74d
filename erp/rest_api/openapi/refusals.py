"""How requests are refused: the statuses, and of each the codes with a sentence."""

from typing import Final

from erp.rest_api import errors
from erp.rest_api.openapi.described import Refusal, Schema

ERROR: Final[Schema] = {
    "type": "object",
    "required": ["error"],
    "additionalProperties": False,
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string", "example": errors.INVALID_TOKEN},
                "message": {"type": "string", "description": "A sentence that ends with a correlation id."},
                "cure": {"type": "string", "description": "The class of what mends it."},
                "cureUrl": {"type": "string", "description": "The page where it is mended."},
                "target": {"type": "string", "description": "The property whose value is not acceptable."},
            },
        }
    },
}
_OF_URL: Final = {
    "BadRequest_InvalidRequestUrl": "The query option $filter cannot be read.",
    "BadRequest_NotFound": "There is no property 'shoeSize'.",
    "Application_FilterErrorException": "'balanceDue' cannot be filtered or sorted by.",
    errors.INVALID_GUID: "'7' is not an id.",
    errors.INVALID_TOKEN: "The header If-Match is required: the record's @odata.etag, or *.",
}
_OF_BODY: Final = {
    errors.BAD_REQUEST: "'customer' has no property 'shoeSize'.",
    errors.REQUIRED: "'displayName' is required.",
    errors.READ_ONLY: "The property 'balanceDue' is read-only.",
    errors.INVALID_VALUE: "The value 'no' of 'blocked' should be of type Edm.Boolean.",
    errors.INVALID_FIELD: "'currencyId' and another property contradict each other.",
    errors.NO_SUCH_REFERENCE: "There is no payment terms 'X'.",
    "Application_StringExceededLength": "'displayName' may not have more than 100 characters.",
    "Internal_EntityWithSameKeyExists": "There is a customer C00010 already.",
    "Application_DialogException": "What the back office refuses, in a sentence.",
}
BAD_URL: Final = Refusal(
    component="BadUrl", status=400, description="The address or a header is not acceptable.", examples=_OF_URL
)
BAD_REQUEST: Final = Refusal(
    component="BadRequest",
    status=400,
    description="The address, a header, a value in the body or the wish itself is not acceptable.",
    examples=_OF_URL | _OF_BODY,
)
UNAUTHORIZED: Final = Refusal(
    component="Unauthorized",
    status=401,
    description="No token, or one that is unknown, revoked or expired.",
    examples={"Authentication_InvalidCredentials": "The token is unknown, revoked or expired."},
    headers={"WWW-Authenticate": "How to sign in."},
)
FORBIDDEN: Final = Refusal(
    component="Forbidden",
    status=403,
    description="No role of the user has the permission.",
    examples={"Authorization_RequestDenied": "No role of this user allows this."},
)
NOT_FOUND: Final = Refusal(
    component="NotFound",
    status=404,
    description="There is no such record.",
    examples={
        errors.NO_SUCH_RECORD: "There is no customer 00000000-0000-0000-0000-000000000001.",
        errors.NO_SUCH_COMPANY: "There is no company 00000000-0000-0000-0000-000000000001.",
        errors.NO_SUCH_RESOURCE: "There is no such resource.",
    },
)
CHANGED: Final = Refusal(
    component="Changed",
    status=409,
    description="Another user has changed the record since it was read.",
    examples={errors.CHANGED: "Another user has changed the record. Read it again, then repeat."},
)
TOO_LARGE: Final = Refusal(
    component="TooLarge",
    status=413,
    description="The body is too large.",
    examples={errors.BAD_REQUEST: "The body must not have more than 4000000 bytes."},
)
NOT_JSON: Final = Refusal(
    component="NotJson",
    status=415,
    description="The body is not JSON.",
    examples={errors.BAD_REQUEST: 'Unsupported media type "text/plain" in request.'},
)
TOO_MANY: Final = Refusal(
    component="TooMany",
    status=429,
    description="Too many requests in a window of time.",
    examples={"Application_TooManyRequests": "Request was throttled."},
    headers={"Retry-After": "The seconds until the next request is answered."},
)

# What can be wrong with any request, and with one that writes or acts.
READING: Final = (BAD_URL, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_MANY)
WRITING: Final = (BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_LARGE, NOT_JSON, TOO_MANY)
CHANGING: Final = (*WRITING, CHANGED)
# Without a body.
ACTING: Final = (BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TOO_MANY)
