"""What the pages of closing ask for."""

from datetime import UTC, datetime

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.admin.form_fields import DayField, NumberField


def _today() -> datetime:
    return timezone.now().astimezone(UTC)


class CloseForm(forms.Form):
    """When it ended, and what there is to say of it."""

    actualend = DayField(label=_("Date"), initial=_today, widget=AdminDateWidget, required=False)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseQuoteForm(CloseForm):
    status = forms.TypedChoiceField(
        label=_("Status Reason"), coerce=int, choices=[(5, _("Lost")), (6, _("Canceled"))]
    )


class FulfillForm(CloseForm):
    status = forms.TypedChoiceField(
        label=_("Status Reason"), coerce=int, choices=[(100001, _("Complete")), (100002, _("Partial"))]
    )


class WinOpportunityForm(CloseForm):
    actualrevenue = NumberField(label=_("Actual Revenue"), required=False, min_value=0)


class LoseOpportunityForm(CloseForm):
    status = forms.TypedChoiceField(
        label=_("Status Reason"), coerce=int, choices=[(4, _("Canceled")), (5, _("Out-Sold"))]
    )
