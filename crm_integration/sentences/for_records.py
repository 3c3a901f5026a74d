"""Why a record, or a field of it, cannot be synchronized."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "must_be_coupled": _(
        "%(Table)s %(record)s must be coupled before this record can be synchronized: %(field)s names it."
    ),
    "changed_on_both_sides": _("%(field)s was changed on both sides. Choose which value to keep."),
    "unknown_country": _(
        "“%(value)s” in %(field)s is no known country. "
        "Correct it in %(crm_product)s to a code or a name of the country."
    ),
    "changed_meanwhile": _("The record was changed while it was being synchronized. It is tried again."),
    "changed_since_shown": _(
        "The record was changed after its plan was shown, so nothing was written. Look at the new plan."
    ),
    "changed_by_integration_user": _(
        "Somebody changed it in %(crm_product)s while signed in as the integration user. "
        "Such changes are not synchronized, unless the connection setup says so."
    ),
    "value_not_fitting": _("“%(value)s” does not fit into %(field)s."),
    "no_exchange_rate": _("Currency %(currency)s has no exchange rate. Add one to the currency."),
    "base_unit_missing": _("It has no %(field)s. Give it one."),
    "local_currency_not_coupled": _(
        "The local currency has no counterpart in %(crm_product)s. Couple it on the page Currencies."
    ),
    "coupled_to_deleted_crm_record": _(
        "%(record)s cannot be updated because it is coupled to a deleted %(table)s in %(crm_product)s."
    ),
    "coupled_to_deleted_erp_record": _(
        "%(record)s cannot be updated because it is coupled to a deleted %(table)s in %(erp_product)s."
    ),
}

# What several records with the same code have in common, as the heading of a group.
CAUSES: dict[str, str | Promise] = {
    "must_be_coupled": _("%(Table)s %(record)s is not coupled"),
    "changed_on_both_sides": _("Changed on both sides"),
    "unknown_country": _("%(field)s is no known country"),
    "no_exchange_rate": _("Currency %(currency)s has no exchange rate"),
    "base_unit_missing": _("Without %(field)s"),
    "local_currency_not_coupled": _("The local currency has no counterpart in %(crm_product)s"),
    "coupled_to_deleted_crm_record": _("Deleted in %(crm_product)s"),
    "coupled_to_deleted_erp_record": _("Deleted in %(erp_product)s"),
}
