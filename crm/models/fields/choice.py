"""Option sets, states with their status reasons, and two-option columns."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.models.fields.column import DataverseField

Label = str | Promise


class PicklistColumn(DataverseField, models.IntegerField):
    """Edm.Int32 that is one of the options; ``options`` maps each value to its label."""

    dataverse_type = "Picklist"
    plain = models.IntegerField

    def __init__(self, options: Mapping[int, Label], **kwargs: Any) -> None:
        self.options = dict(options)
        super().__init__(choices=list(self.options.items()), **kwargs)


class StateColumn(PicklistColumn):
    """``statecode``: which life a record leads. Starts as the first option."""

    dataverse_type = "State"

    def __init__(self, options: Mapping[int, Label] | None = None, **kwargs: Any) -> None:
        options = options or {0: _("Active"), 1: _("Inactive")}
        kwargs.setdefault("verbose_name", _("Status"))
        super().__init__(options, **{"default": next(iter(options)), "null": False, **kwargs})


class StatusColumn(PicklistColumn):
    """``statuscode``: the reason of the state; ``state_of`` says which state each reason belongs to."""

    dataverse_type = "Status"

    def __init__(
        self,
        options: Mapping[int, Label] | None = None,
        *,
        state_of: Mapping[int, int] | None = None,
        **kwargs: Any,
    ) -> None:
        options = options or {1: _("Active"), 2: _("Inactive")}
        self.state_of = dict(state_of or {1: 0, 2: 1})
        kwargs.setdefault("verbose_name", _("Status Reason"))
        super().__init__(options, **{"default": next(iter(options)), "null": False, **kwargs})


class BooleanColumn(DataverseField, models.BooleanField):
    """Two options, No by default."""

    dataverse_type = "Boolean"
    plain = models.BooleanField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"default": False, "null": False, "blank": True, **kwargs})
