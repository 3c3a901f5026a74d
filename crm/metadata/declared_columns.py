"""Makes columns from their declarations: from a model's field, or from a line of the list of columns."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crm.metadata.column import Column
from crm.models.fields import CascadeDelete, DataverseField, MoneyColumn, PolymorphicLookupColumn

_DEFAULT_PRECISION = {"Decimal": 10, "Money": 4, "Double": 5}


def column_of_field(field: DataverseField) -> Column:
    """The column that a field declares."""
    searched = getattr(field, "searched", False)
    polymorphic = isinstance(field, PolymorphicLookupColumn)
    return Column(
        logical_name=field.name,
        type=field.dataverse_type,
        label=field.verbose_name or field.name,
        attname=field.attname,
        type_attname=f"{field.name}type" if polymorphic else "",
        folded_attname=f"{field.name}_folded" if searched else "",
        read_only=field.read_only,
        required=field.required,
        completed=field.completed,
        secret=field.secret,
        max_length=field.max_length,
        minimum=getattr(field, "minimum", None),
        maximum=getattr(field, "maximum", None),
        precision=4 if isinstance(field, MoneyColumn) else getattr(field, "precision", None),
        is_price=getattr(field, "is_price", False),
        options=getattr(field, "options", {}),
        state_of=getattr(field, "state_of", {}),
        targets={target: field.bind_for(target) for target in getattr(field, "targets", ())},
        **({"cascade": field.cascade} if hasattr(field, "cascade") else {}),
        behavior=getattr(field, "behavior", ""),
        date_format=getattr(field, "date_format", ""),
        default=field.get_default() if field.has_default() and not field.primary_key else None,
    )


def column_of_definition(logical_name: str, definition: Mapping[str, Any]) -> Column:
    """The column that a definition (a JSON object) describes."""
    kind = definition["type"]
    return Column(
        logical_name=logical_name,
        type=kind,
        label=definition.get("label", logical_name),
        read_only=definition.get("read_only", False),
        required=definition.get("required", False),
        completed=definition.get("completed", False),
        secret=definition.get("secret", False),
        max_length=definition.get("max_length"),
        minimum=_bound(definition.get("minimum")),
        maximum=_bound(definition.get("maximum")),
        precision=definition.get("precision", _DEFAULT_PRECISION.get(kind)),
        options={int(value): label for value, label in definition.get("options", {}).items()},
        state_of={int(value): state for value, state in definition.get("state_of", {}).items()},
        targets=dict(definition.get("targets", {})),
        relationships=dict(definition.get("relationships", {})),
        cascade=CascadeDelete(definition.get("cascade", CascadeDelete.REMOVE_LINK)),
        behavior=definition.get("behavior", ""),
        date_format=definition.get("format", ""),
        default=definition.get("default"),
        schema_name=definition.get("schema_name", ""),
        option_set=definition.get("option_set", ""),
        is_custom=definition.get("custom", False),
    )


def _bound(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
