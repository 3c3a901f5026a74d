"""The sentences for rejected values, by code; rendered when they are read, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from erp.queries.table_fields import model_of, table_fields

SENTENCES: dict[str, Any] = {
    "required": _("%(field)s must have a value."),
    "unknown_field": _("%(table)s has no field %(field)s."),
    "not_editable": _("%(field)s cannot be changed."),
    "too_long": _("%(field)s must not be longer than %(max_length)s characters: “%(value)s” has %(length)s."),
    "too_large": _("%(field)s cannot hold the number %(value)s."),
    "negative": _("%(field)s must not be negative, but is %(value)s."),
    "no_percentage": _("%(field)s must be between 0 and 100, but is %(value)s."),
    "opportunity_closed": _("This opportunity is closed and cannot be changed."),
    "not_positive": _("%(field)s must be greater than zero, but is %(value)s."),
    "invalid_value": _("“%(value)s” is not a value for %(field)s."),
    "invalid_characters": _("%(field)s contains characters that cannot be stored."),
    "invalid_option": _("“%(value)s” is not an option of %(field)s: choose one of %(options)s."),
    "invalid_email": _("“%(value)s” in %(field)s is not a valid e-mail address."),
    "invalid_iso_code": _("“%(value)s” in %(field)s is not an ISO code of %(length)s characters."),
    "letters_in_phone": _("%(field)s must not contain letters: “%(value)s”."),
    "not_unique": _("%(table)s with %(field)s %(value)s exists already."),
    "unknown_reference": _("%(field)s %(value)s does not exist. Create it first or choose another."),
    "known_elsewhere": _(
        "%(field)s %(value)s is coupled with a product of another system, so it cannot stand for products "
        "that are written in. Choose one that is not coupled."
    ),
    "contact_of_other_company": _("Contact %(value)s is not a person who works for this customer."),
    "not_a_company": _("Contact %(value)s in %(field)s is not a company."),
    "company_with_relations": _(
        "The type of company %(value)s cannot change while persons or customers belong to it."
    ),
    "primary_contact_elsewhere": _(
        "Contact %(value)s is the primary contact of customer %(customer)s. "
        "Choose another primary contact there before you change the company or the type."
    ),
    "no_series_missing": _("No number can be given: no number series is set up for %(table)s."),
    "no_series_exhausted": _("Number series %(series)s has no number left. Add a line to it."),
    "no_series_invalid": _("Number series %(series)s cannot count on from %(value)s."),
    "not_a_unit_of_record": _("%(field)s %(value)s is not one of its units. Add the unit first."),
    "base_unit_quantity": _("Base unit of measure %(value)s must have a quantity per unit of 1."),
    "has_ledger_entries": _("%(field)s cannot change because there are ledger entries for item %(value)s."),
    "ends_before_start": _("%(field)s must not be before the starting date %(value)s."),
    "sales_code_for_all": _("%(field)s must be blank for a price of all customers, but is %(value)s."),
    "item_blocked": _("Item %(value)s is blocked."),
    "item_without_inventory": _("Item %(value)s has no inventory because of its type: %(type)s."),
    "not_in_inventory": _("Item %(value)s is not sufficiently in inventory: there are %(inventory)s."),
    "nothing_to_post": _("There is nothing to post."),
    "customer_blocked": _(
        "Customer %(value)s is blocked (%(blocked)s). Unblock the customer or choose another."
    ),
    "product_blocked": _("%(value)s is blocked and cannot be sold. Unblock it or choose another."),
    "invalid_date_formula": _("“%(value)s” of payment terms %(terms)s is no date formula such as 30D or 1M."),
    "no_due_date": _(
        "There is no due date so long after %(value)s (payment terms %(terms)s). Enter another date."
    ),
    "no_exchange_rate": _("Currency %(value)s has no exchange rate that is valid on %(date)s. Add one."),
    "comment_with_value": _("A comment line has a description only: %(field)s must be blank."),
    "less_than_shipped": _(
        "%(field)s must not be less than what was shipped or invoiced already: %(value)s."
    ),
    "more_than_left": _("%(field)s must not be more than what is left: %(left)s, but is %(value)s."),
    "line_is_shipped": _(
        "%(field)s cannot be changed, and the line cannot be deleted, after it was shipped."
    ),
    "line_is_invoiced": _("%(field)s cannot be changed after the line was invoiced."),
    "discount_too_large": _("%(field)s must not be more than the line comes to, but is %(value)s."),
    "invoice_discount_too_large": _(
        "%(field)s %(value)s is more than what the lines that allow an invoice discount come to: %(limit)s."
    ),
    "document_released": _("%(field)s cannot be changed while the document is released. Reopen it first."),
    "document_is_shipped": _("%(field)s cannot be changed after something was shipped or invoiced."),
    "shipped_not_invoiced": _(
        "The document cannot be deleted because something is shipped that is not invoiced. Invoice it first."
    ),
    "quote_not_posted": _("A quote cannot be posted. Make an order of it."),
    "not_an_invoice": _("Shipment lines can be taken into an invoice only."),
    "other_shipment": _("Shipment %(value)s has another %(field)s than the invoice."),
    "amount_required": _("Enter an amount."),
    "already_registered": _("%(kind)s %(value)s of customer %(customer)s is registered already."),
    "entry_closed": _("%(value)s is closed: nothing remains of it."),
    "other_customer": _("%(value)s belongs to another customer."),
    "other_currency": _("%(value)s is in another currency."),
    "same_sign": _("%(value)s cannot be applied because it counts in the same direction."),
    "nothing_applied": _("Nothing is applied to %(value)s."),
    "applied_since": _("%(value)s was applied again since. Unapply that first."),
    "not_a_quote": _("Only a quote can become an order."),
    "not_archived": _("Only quotes and orders have archived versions."),
    "document_posted": _("%(value)s is posted: it stays as it is."),
    "not_posted": _("%(value)s is not posted yet."),
    "already_cancelled": _("Invoice %(value)s is cancelled already."),
    "invoice_paid": _(
        "Invoice %(value)s cannot be cancelled because something is paid on it. Unapply the payment first."
    ),
    "total_negative": _("The document cannot be posted because its total is negative."),
    "nothing_to_release": _("There is nothing to release: no line has a quantity."),
    "no_vat_posting_setup": _(
        "VAT Posting Setup has no line for business group %(business)s and product group %(value)s. Add it."
    ),
    "manual_number": _("Numbers of %(table)s come from number series %(series)s and cannot be chosen."),
}


def rejection_sentence(*, table: str, field: str, code: str, params: Mapping[str, Any]) -> str:
    """Returns the sentence for a rejected value, also for one that was stored as code and parameters."""
    fields = table_fields(table)
    captions = {
        "table": model_of(table)._meta.verbose_name,
        "field": fields[field].caption if field in fields else field,
    }
    sentence = SENTENCES.get(code)
    if sentence is None:
        return gettext("The value is not acceptable (%(code)s).") % {"code": code}
    return str(sentence) % (captions | dict(params))
