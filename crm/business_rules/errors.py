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
NOT_A_MEMBER = Fault("0x80072560", 403, _("The user (%(user)s) is not a member of the organization."))
USER_DISABLED = Fault("0x80040225", 403, _("The user (%(user)s) is disabled."))
DOES_NOT_EXIST = Fault("0x80040217", 404, _("%(table)s With Id = %(id)s Does Not Exist"))
DUPLICATE_ID = Fault("0x80040237", 412, _("A record with matching key values already exists."))
DUPLICATE_KEY = Fault(
    "0x80060892",
    412,
    _("Entity Key %(key)s violated. A record with the same value for %(columns)s already exists."),
)
NO_SUCH_KEY = Fault(
    "0x80060891",
    404,
    _("A record with the specified key values does not exist in %(table)s entity."),
)
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
TOO_EARLY = Fault(
    "0x80040239",
    400,
    _(
        "DateTime is less than minimum value supported by CrmDateTime. Actual value: %(value)s, "
        "Minimum value supported: 01/01/1753 00:00:00"
    ),
)
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
STATE_NEEDS_MESSAGE = Fault(
    "0x80100005",
    400,
    _(
        "This message can not be used to set the state of %(table)s to %(state)s. In order to set state of "
        "%(table)s to %(state)s, use the %(message)s message instead."
    ),
)
STATE_UNREACHABLE = Fault(
    "0x80048408", 400, _("The state of the %(table)s cannot change from %(before)s to %(state)s.")
)
NOT_IN_THIS_STATE = Fault(
    "0x80040203", 400, _("%(message)s cannot be used on the %(table)s: its state is %(state)s.")
)
ALREADY_CLOSED = Fault("0x80040515", 400, _("The opportunity is already closed."))
READ_ONLY_STATE = Fault(
    "0x80040203",
    400,
    _("The %(table)s is read-only while its state is %(state)s: '%(column)s' cannot change."),
)
PARENT_READ_ONLY = Fault("0x80043b09", 400, _("The parent is read only and cannot be edited."))
CURRENCIES_DIFFER = Fault(
    "0x80048cf6", 400, _("The currency of the record does not match the currency of the price list.")
)
CURRENCY_FIXED = Fault("0x80048cf6", 400, _("The currency of a price list that is in use cannot change."))
DUPLICATE_PRICE = Fault(
    "0x80043b08", 400, _("This product and unit combination has a price for this price list.")
)
DUPLICATE_NUMBER = Fault(
    "0x80040237", 412, _("Another record of the %(table)s table has the number %(number)s.")
)
DEFAULT_PRICE_LIST = Fault(
    "0x80043b04",
    400,
    _(
        "The price level cannot be deactivated because it is the default price level of an account or "
        "a product."
    ),
)
INVALID_UNIT = Fault("0x80043b14", 400, _("The specified unit is not valid for this product."))
INVALID_BASE_UNIT = Fault("0x80043b0b", 400, _("The base unit does not belong to the schedule."))
BASE_UNIT_FIXED = Fault("0x80043b03", 400, _("The base unit of a schedule cannot be deleted or changed."))
ONE_BASE_UNIT = Fault("0x80043b0b", 400, _("A unit group has one base unit, which was created with it."))
DUPLICATE_UNIT = Fault("0x80040203", 400, _("The unit group has a unit called '%(name)s' already."))
UNIT_GROUP_FIXED = Fault(
    "0x80043b14", 400, _("The unit group of a product that is no draft any more cannot change.")
)
PRODUCT_NOT_ACTIVE = Fault(
    "0x80043b11", 400, _("The product '%(name)s' is not active; only active products can be sold.")
)
QUANTITY_DECIMALS = Fault(
    "0x80043b07", 400, _("The number of decimal places on the quantity is invalid: at most %(decimals)s.")
)
WRITE_INS_REFUSED = Fault("0x80040203", 400, _("This organization does not allow write-in products."))
NOT_BASE64 = Fault("0x80040203", 400, _("'documentbody' is not Base64."))
FILE_TOO_LARGE = Fault("0x80044a02", 400, _("The attached file is larger than %(limit)s bytes."))
EXISTING_REVISION = Fault(
    "0x80048d00",
    400,
    _(
        "Quote cannot be revised as there already exists another quote in Draft/Active state and with same "
        "quote number."
    ),
)
EVENT_ONLY = Fault("0x80040203", 400, _("%(message)s is raised by the CRM itself and cannot be called."))

INVALID_NAME = Fault(
    "0x80044150",
    400,
    _("'%(name)s' is no name for a custom definition: it must begin with a publisher's prefix."),
)
DUPLICATE_DEFINITION = Fault("0x80044153", 400, _("There is a definition with the name %(name)s already."))
DEFINITION_NOT_FOUND = Fault("0x80060888", 404, _("Could not find a definition with the name %(name)s."))
INVALID_DEFINITION = Fault("0x80040203", 400, _("The definition is not valid: %(reason)s."))
NOT_CUSTOM = Fault(
    "0x80040203", 400, _("%(name)s belongs to the system and can be neither changed nor removed.")
)
IN_USE = Fault("0x8004f01f", 400, _("%(name)s cannot be removed: %(by)s depends on it."))


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
