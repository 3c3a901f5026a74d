"""The last step: what will be done, and the one thing that is asked about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_integration.admin.assisted_setup.forms import StepForm


class SummaryForm(StepForm):
    runs_full_synchronization = forms.BooleanField(required=False, label=_("Run Full Synchronization"))
