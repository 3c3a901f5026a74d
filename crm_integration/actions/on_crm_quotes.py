"""What a person does with activated and won quotes of the CRM: have them processed.

Sales quotes that were deleted are made anew.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Needs, Outcome, Subject
from crm_integration.actions.crm_documents import Codes, make_documents
from crm_integration.actions.permissions import CREATE_DOCUMENTS
from crm_integration.document_flow.sales_quotes.process_later import SALES_QUOTES_FOR_PEOPLE

CODES = Codes(scheduled="quotes_scheduled", made="quote_processed", known="quote_already_processed")


def _process(call: Call) -> Outcome:
    """Raises ActionRefused, DataverseError."""
    return make_documents(call, SALES_QUOTES_FOR_PEOPLE, CODES)


PROCESS_SALES_QUOTES = Action(
    name="process_sales_quotes",
    label=_("Process in %(erp)s") % {"erp": settings.ERP_PRODUCT_NAME},
    subject=Subject.CRM_RECORD,
    permission=CREATE_DOCUMENTS,
    effect=_process,
    needs=Needs.MANY,
    icon="plus",
    is_promoted=True,
)
