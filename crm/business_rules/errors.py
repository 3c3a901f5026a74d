"""What the CRM refuses, as one table of faults with Dataverse's codes, and the exception that carries one.

CrmFault
 ├─ refused by the caller's rights       PRIVILEGE_DENIED  ACCESS_DENIED  USER_DISABLED
 ├─ refused by the state of the data     DOES_NOT_EXIST  DUPLICATE_ID  VERSION_MISMATCH  ASSOCIATED …
 └─ refused by the values themselves     TOO_LONG  OPTION_OUT_OF_RANGE  REQUIRED  READ_ONLY …
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from odata.errors import ODataError


@dataclass(frozen=True)
class Fault:
    """``sentence`` has named parameters and is rendered in the reader's language."""

    code: str
    status: int
    sentence: str | Promise


PRIVILEGE_DENIED = Fault(
    "0x80040220",
    403,
    _("Principal user (%(user)s) is missing the privilege prv%(verb)s%(table)s."),
)
ACCESS_DENIED = Fault(
    "0x80048306", 403, _("The user (%(user)s) has no %(verb)s access to the %(table)s with Id = %(id)s.")
)
USER_DISABLED = Fault("0x80040225", 403, _("The user (%(user)s) is disabled."))
DOES_NOT_EXIST = Fault("0x80040217", 404, _("%(table)s With Id = %(id)s Does Not Exist"))
DUPLICATE_ID = Fault("0x80040237", 412, _("A record with matching key values already exists."))
DUPLICATE_KEY = Fault("0x80060892", 412, _("Another %(table)s has the %(column)s '%(value)s' already."))
VERSION_MISMATCH = Fault(
    "0x80060882",
    412,
    _("The version of the existing record doesn't match the RowVersion property provided."),
)
ASSOCIATED = Fault(
    "0x80040227",
    405,
    _("The %(table)s cannot be deleted because it is associated with another record (%(by)s)."),
)
NOT_SUPPORTED = Fault("0x80040800", 405, _("The %(table)s table does not support the message %(message)s."))
DEFAULT_TEAM = Fault("0x80048307", 400, _("The default team of a business unit cannot be deleted."))
FIXED_RECORD = Fault("0x80040203", 400, _("The %(table)s '%(name)s' belongs to the system: %(reason)s"))
TOO_LONG = Fault(
    "0x80044331",
    400,
    _(
        "The length of the '%(column)s' attribute of the '%(table)s' entity exceeded the maximum allowed "
        "length of '%(limit)s'."
    ),
)
OPTION_OUT_OF_RANGE = Fault(
    "0x8004431a",
    400,
    _("The value %(value)s of '%(column)s' on record of type '%(table)s' is outside the valid range."),
)
INTEGER_OUT_OF_RANGE = Fault(
    "0x8004432f",
    400,
    _("The value %(value)s of '%(column)s' must be between %(minimum)s and %(maximum)s."),
)
DECIMAL_OUT_OF_RANGE = Fault(
    "0x80044330",
    400,
    _("The value %(value)s of '%(column)s' must be between %(minimum)s and %(maximum)s."),
)
REQUIRED = Fault("0x80040203", 400, _("The %(table)s needs a value for '%(column)s'."))
READ_ONLY = Fault("0x80040203", 400, _("The '%(column)s' attribute of the '%(table)s' entity is read-only."))
WRONG_TYPE = Fault(
    "0x80048d19", 400, _("The value of '%(column)s' cannot be converted to the expected type '%(type)s'.")
)
INVALID_STATUS = Fault(
    "0x80048408",
    400,
    _("%(status)s is not a valid status code for state code %(state)s on the %(table)s."),
)
INVALID_REFERENCE = Fault(
    "0x80040203", 400, _("The '%(column)s' attribute cannot point to a record of the '%(target)s' table.")
)
CIRCULAR_REFERENCE = Fault("0x80040203", 400, _("A record cannot be its own '%(column)s'."))


class CrmFault(ODataError):
    """The CRM refuses. ``message`` is in English for the Web API; ``sentence`` in the reader's language."""

    def __init__(self, fault: Fault, **params: Any) -> None:
        self.fault = fault
        self.params = params
        with override("en"):
            super().__init__(fault.status, fault.code, str(fault.sentence) % params)

    @property
    def sentence(self) -> str:
        return str(self.fault.sentence) % self.params

    @property
    def column(self) -> str | None:
        """The column that is to blame, if one is."""
        return self.params.get("column")
