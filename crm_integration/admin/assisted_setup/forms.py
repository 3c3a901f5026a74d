"""What every step of the assisted setup has in common: nothing is required while it is only typed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from crm_integration.connection.check_result import CheckResult, ConnectionNotReady, Outcome, refused
from crm_integration.connection.unit_groups import UnitGroupsFixed
from crm_integration.dataverse.errors import DataverseError
from crm_integration.models import AssistedSetupDraft
from crm_integration.sentences import sentence


class StepForm(forms.Form):
    """The fields are columns of the draft. ``field_of`` tells beside which of them a refusal is said."""

    field_of: ClassVar[Mapping[str, str]] = {}

    def check(self, draft: AssistedSetupDraft, *, now: datetime) -> None:
        """Says with ``add_error`` what must be mended before the next step."""

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Whatever the block refuses is said at the field that mends it."""
        try:
            yield
        except DataverseError as error:
            self._tell(refused(error))
        except ConnectionNotReady as missing:
            for found in missing.results:
                if found.outcome is Outcome.ERROR:
                    self._tell(found)
        except UnitGroupsFixed as fixed:
            self.add_error(self.beside(fixed.code), sentence(fixed.code, fixed.params))

    def beside(self, code: str) -> str | None:
        """The field beside which a refusal is said; None if it concerns the step as a whole."""
        return self.field_of.get(code)

    def _tell(self, found: CheckResult) -> None:
        self.add_error(self.beside(found.code), sentence(found.code, found.params))


def initial_of(draft: AssistedSetupDraft, form: type[StepForm]) -> dict[str, Any]:
    """What the draft has for the fields of a form; secrets are never shown."""
    return {
        name: getattr(draft, name)
        for name, field in form.base_fields.items()
        if not isinstance(field.widget, forms.PasswordInput)
    }
