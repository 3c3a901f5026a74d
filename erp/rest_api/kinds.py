"""The types of properties: how a value stands in JSON, in a filter and in the OpenAPI description.

What is blank in the back office is never null here, as in Business Central: a blank date is 0001-01-01, a
blank id consists of zeros, a blank option is ``_x0020_``. Null is understood as blank.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from erp.models.fields import normalised_code
from odata import literals
from odata.errors import bad_value
from odata.expression import LiteralValue

NO_DATE: Final = date(1, 1, 1)
NO_ID: Final = UUID(int=0)
NO_TIME: Final = datetime.combine(NO_DATE, time.min, tzinfo=UTC)
LARGEST_INTEGER: Final = 2**31 - 1
DIGITS: Final = 15


@dataclass(frozen=True, kw_only=True)
class Kind:
    """``from_json`` raises ValueError for a value of another type; ``stored`` is the type in the database.

    ``from_literal`` turns the literal of a filter into what is stored, None for blank; raises ODataError.
    """

    edm: str
    stored: type
    to_json: Callable[[Any], Any]
    from_json: Callable[[Any], Any]
    from_literal: Callable[[LiteralValue], Any]
    schema: Mapping[str, Any]
    fold: Callable[[str], str] | None = field(default=None)

    @property
    def is_text(self) -> bool:
        return self.edm == "Edm.String"


def _text_of(value: Any) -> str:
    if not isinstance(value, str | None):
        raise ValueError(value)
    return value or ""


def _boolean_of(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _integer_of(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(value)
    return value


def _decimal_of(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(value)
    return Decimal(value)


def _number(value: Decimal) -> int | Decimal:
    """The number without the zeros at its end."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def _date_of(value: Any) -> date | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError(value)
    day = date.fromisoformat(value)
    return None if day == NO_DATE else day


def _id_of(value: Any) -> UUID | None:
    if not isinstance(value, str | None):
        raise ValueError(value)
    found = UUID(value) if value else NO_ID
    return None if found == NO_ID else found


def _no_moment(value: Any) -> Any:
    raise ValueError(value)


def _moment(value: datetime | None) -> str:
    return (value or NO_TIME).astimezone(UTC).isoformat().replace("+00:00", "Z")


def _integer_literal(value: LiteralValue) -> int:
    number = literals.to_integer(value)
    if abs(number) > LARGEST_INTEGER:
        raise bad_value(f"No property holds the number {str(number)[:40]}.")
    return number


def _decimal_literal(value: LiteralValue) -> Decimal:
    number = literals.to_decimal(value)
    if number.adjusted() >= DIGITS:
        raise bad_value(f"No property holds the number {str(value)[:40]}.")
    return number


def _date_literal(value: LiteralValue) -> date | None:
    day = literals.to_date(value)
    return None if day == NO_DATE else day


def _moment_literal(value: LiteralValue) -> datetime | None:
    moment = literals.to_date_and_time(value)
    return None if moment == NO_TIME else moment


def _id_literal(value: LiteralValue) -> UUID | None:
    found = literals.to_guid(value)
    return None if found == NO_ID else found


TEXT: Final = Kind(
    edm="Edm.String", stored=str, to_json=lambda text: text or "", from_json=_text_of,
    from_literal=literals.to_text, schema={"type": "string"},
)  # fmt: skip
CODE: Final = Kind(
    edm="Edm.String", stored=str, to_json=lambda code: code or "", from_json=_text_of,
    from_literal=literals.to_text, schema={"type": "string"}, fold=normalised_code,
)  # fmt: skip
BOOLEAN: Final = Kind(
    edm="Edm.Boolean", stored=bool, to_json=bool, from_json=_boolean_of,
    from_literal=literals.to_boolean, schema={"type": "boolean"},
)  # fmt: skip
INTEGER: Final = Kind(
    edm="Edm.Int32", stored=int, to_json=int, from_json=_integer_of,
    from_literal=_integer_literal, schema={"type": "integer", "format": "int32"},
)  # fmt: skip
DECIMAL: Final = Kind(
    edm="Edm.Decimal", stored=Decimal, to_json=_number, from_json=_decimal_of,
    from_literal=_decimal_literal, schema={"type": "number"},
)  # fmt: skip
DATE: Final = Kind(
    edm="Edm.Date", stored=date, to_json=lambda day: (day or NO_DATE).isoformat(), from_json=_date_of,
    from_literal=_date_literal, schema={"type": "string", "format": "date"},
)  # fmt: skip
MOMENT: Final = Kind(
    edm="Edm.DateTimeOffset", stored=datetime, to_json=_moment, from_json=_no_moment,
    from_literal=_moment_literal, schema={"type": "string", "format": "date-time"},
)  # fmt: skip
ID: Final = Kind(
    edm="Edm.Guid", stored=UUID, to_json=lambda found: str(found or NO_ID), from_json=_id_of,
    from_literal=_id_literal, schema={"type": "string", "format": "uuid"},
)  # fmt: skip
BY_FIELD_TYPE: Final[Mapping[str, Kind]] = {
    "text": TEXT, "code": CODE, "boolean": BOOLEAN, "integer": INTEGER,
    "decimal": DECIMAL, "date": DATE, "datetime": MOMENT, "guid": ID,
}  # fmt: skip


def option_kind(names: Mapping[str, str]) -> Kind:
    """For a field with options: what is stored → its name, ``" "`` for blank.

    Names go out with OData's escapes (Non_x002D_Inventory, _x0020_) and are understood with and without.
    """
    shown = {stored: _escaped(name) for stored, name in names.items()}
    stored_as = {name.strip().lower(): stored for stored, name in names.items()}
    stored_as |= {name.lower(): stored for stored, name in shown.items()}

    def from_json(value: Any) -> str:
        text = _text_of(value).strip().lower()
        if text not in stored_as:
            raise ValueError(value)
        return stored_as[text]

    def from_literal(value: LiteralValue) -> str:
        text = literals.to_text(value).strip().lower()
        if text not in stored_as:
            raise bad_value(f"The value should be one of {', '.join(shown.values())}.")
        return stored_as[text]

    return Kind(
        edm="Edm.Enum", stored=str, to_json=shown.__getitem__, from_json=from_json,
        from_literal=from_literal, schema={"type": "string", "enum": list(shown.values())},
    )  # fmt: skip


def _escaped(name: str) -> str:
    return re.sub(r"\W", lambda sign: f"_x{ord(sign[0]):04X}_", name)
