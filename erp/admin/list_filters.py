"""Django's list filters with titles that read as a sentence, and names instead of str()."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import Text
from erp.admin.formats import record_name


def reference_filter(label: Text) -> Any:
    """A filter by a record of a small table."""

    class ReferenceFilter(admin.RelatedFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = str(label)
            self.empty_value_display = _("None")  # type: ignore[assignment]

        def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
            key = field.target_field.attname
            records = field.remote_field.model._default_manager.order_by(key)
            return [(getattr(record, key), record_name(record)) for record in records]

    return ReferenceFilter


def titled(label: Text) -> Any:
    """A filter by an option."""

    class OptionFilter(admin.ChoicesFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = str(label)

    return OptionFilter
