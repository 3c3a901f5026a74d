"""Reads definitions as clients write them: labels, columns, options."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from crm.web_api.definitions.resource import find_option_set
from crm.web_api.errors import bad_payload, not_implemented

Payload = Mapping[str, Any]
_FARTHEST: Final = 2**63


def label_text(value: Any) -> str:
    """The text of a label in the first language that it has; blank without one."""
    if not isinstance(value, dict):
        return ""
    labels = value.get("LocalizedLabels") or [value.get("UserLocalizedLabel") or {}]
    if not isinstance(labels, list) or not all(isinstance(item, dict) for item in labels):
        raise bad_payload("A label must list its LocalizedLabels.")
    text = next((item.get("Label") for item in labels if item.get("Label")), "")
    if not isinstance(text, str) or len(text) > 500:
        raise bad_payload("A label must be a text of at most 500 characters.")
    return text


def text_of(content: Payload, name: str, *, required: bool = True) -> str:
    value = content.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value):
        raise bad_payload(f"'{name}' must be a text.")
    return value


def flag_of(content: Payload, name: str) -> bool:
    """A plain Boolean, or one that a solution may manage."""
    value = content.get(name)
    if isinstance(value, dict):
        value = value.get("Value")
    if value is not None and not isinstance(value, bool):
        raise bad_payload(f"'{name}' must be true or false.")
    return bool(value)


def items_of(content: Payload, name: str) -> list[dict[str, Any]]:
    value = content.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise bad_payload(f"'{name}' must be a list of objects.")
    return value


def column_kind(content: Payload) -> str:
    """``String`` of ``Microsoft.Dynamics.CRM.StringAttributeMetadata``. Raises ODataError."""
    given = str(content.get("@odata.type", "")).removeprefix("#").removeprefix("Microsoft.Dynamics.CRM.")
    kind = given.removeprefix("Complex").removesuffix("AttributeMetadata")
    if not given.endswith("AttributeMetadata") or not kind:
        raise bad_payload("A column must say its '@odata.type', such as …StringAttributeMetadata.")
    if kind not in _READERS:
        raise not_implemented(f"Columns of the kind '{kind[:60]}' cannot be made.")
    return kind


def column_definition(content: Payload) -> dict[str, Any]:
    """What a column is, in the words of the list of standard columns. Raises ODataError."""
    kind = column_kind(content)
    definition = {"type": kind, **_READERS[kind](content)}
    text = label_text(content.get("DisplayName"))
    if text:
        definition["label"] = text
    level = content.get("RequiredLevel")
    if isinstance(level, dict) and level.get("Value") is not None:
        definition["required"] = level["Value"] in ("ApplicationRequired", "SystemRequired")
    if flag_of(content, "IsSecured"):
        if kind not in ("String", "Memo"):
            raise not_implemented("Only texts can be secured.")
        definition["secret"] = True
    return {name: value for name, value in definition.items() if value is not None}


def _text(longest: int, usual: int) -> Callable[[Payload], dict[str, Any]]:
    def read(content: Payload) -> dict[str, Any]:
        length = content.get("MaxLength", usual)
        if isinstance(length, bool) or not isinstance(length, int) or not 1 <= length <= longest:
            raise bad_payload(f"'MaxLength' must be between 1 and {longest}.")
        return {"max_length": length}

    return read


def _number(content: Payload, name: str) -> Any:
    value = content.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise bad_payload(f"'{name}' must be a number.")
    if not -_FARTHEST <= value <= _FARTHEST:
        raise bad_payload(f"'{name}' is too large.")
    return float(value) if isinstance(value, Decimal) else value


def _limits(content: Payload) -> dict[str, Any]:
    return {"minimum": _number(content, "MinValue"), "maximum": _number(content, "MaxValue")}


def _decimal(content: Payload) -> dict[str, Any]:
    precision = _number(content, "Precision")
    if precision is not None and not (isinstance(precision, int) and 0 <= precision <= 10):
        raise bad_payload("'Precision' must be between 0 and 10.")
    return {**_limits(content), "precision": precision}


def _boolean(content: Payload) -> dict[str, Any]:
    options = content.get("OptionSet")
    found: dict[str, Any] = {"default": bool(content.get("DefaultValue", False))}
    if isinstance(options, dict):
        yes, no = (options.get(name) or {} for name in ("TrueOption", "FalseOption"))
        texts = {"1": label_text(yes.get("Label")) or "Yes", "0": label_text(no.get("Label")) or "No"}
        found["options"] = texts
    return found


def _date(content: Payload) -> dict[str, Any]:
    behavior = content.get("DateTimeBehavior") or {}
    return {"behavior": behavior.get("Value") or "UserLocal", "format": content.get("Format") or "DateOnly"}


def _picklist(content: Payload) -> dict[str, Any]:
    shared = content.get("GlobalOptionSet@odata.bind")
    own = content.get("OptionSet") or {}
    if shared is None and isinstance(own, dict) and own.get("IsGlobal"):
        shared = f"GlobalOptionSetDefinitions(Name='{own.get('Name', '')}')"
    default = content.get("DefaultFormValue")
    found: dict[str, Any] = {"default": default if isinstance(default, int) and default >= 0 else None}
    if shared is not None:
        return {**found, "option_set": find_option_set(str(shared))}
    return {**found, "options": option_labels(own)} if own else found


def option_labels(option_set: Any) -> dict[str, str]:
    """Texts by value; options without a value get those of the publisher's range."""
    if not isinstance(option_set, dict):
        raise bad_payload("'OptionSet' must be an object.")
    found: dict[str, str] = {}
    for item in items_of(option_set, "Options"):
        value = item.get("Value")
        value = 100_000_000 + len(found) if value is None else value
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
            raise bad_payload("The value of an option must be a whole number that is not negative.")
        if str(value) in found:
            raise bad_payload(f"Two options have the value {value}.")
        found[str(value)] = label_text(item.get("Label")) or str(value)
    return found


def _nothing(content: Payload) -> dict[str, Any]:
    return {}


_READERS: Final[Mapping[str, Callable[[Payload], dict[str, Any]]]] = {
    "String": _text(4_000, 100),
    "Memo": _text(1_048_576, 2_000),
    "Integer": _limits,
    "BigInt": _nothing,
    "Decimal": _decimal,
    "Double": _decimal,
    "Money": _decimal,
    "Boolean": _boolean,
    "DateTime": _date,
    "Picklist": _picklist,
    "Lookup": _nothing,
}
