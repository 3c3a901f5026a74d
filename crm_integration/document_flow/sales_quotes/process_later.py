"""Processes many quotes of the CRM in the background."""

from functools import partial
from typing import Final

from crm_integration.document_flow.in_background import InBackground
from crm_integration.document_flow.sales_quotes.process import process_sales_quotes

SALES_QUOTES_LATER: Final = InBackground("process_sales_quotes", process_sales_quotes)
# What people ask for makes sales quotes that were deleted, too.
SALES_QUOTES_FOR_PEOPLE: Final = InBackground(
    "process_sales_quotes_for_people", partial(process_sales_quotes, anew=True)
)
