"""Why a record, or a field of it, cannot be synchronized."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "must_be_coupled": _(
        "%(Table)s %(record)s must be coupled before this record can be synchronized: %(field)s names it."
    ),
    "number_exists_already": _(
        "%(Table)s %(record)s has the same number, so none is created. If it is the same thing, couple the "
        "two; if not, give one of them another number."
    ),
    "number_of_coupled_record": _(
        "%(Table)s %(record)s has the same number, and is coupled with another record of %(crm_product)s. "
        "Change %(field)s of this one there."
    ),
    "number_taken_in_crm": _(
        "%(crm_product)s has a record with the number %(number)s already. "
        "If it is the same thing, couple the two; if not, give one of them another number."
    ),
    "option_not_coupled": _(
        "“%(label)s” in %(field)s belongs to no %(table)s of %(erp_product)s. Couple it with %(table)s whose "
        "code is its first 10 characters, or choose another value in %(crm_product)s."
    ),
    "option_name_has_comma": _(
        "%(record)s cannot become an option of %(crm_product)s: the name of an option has no comma. "
        "Give it another code."
    ),
    "option_name_taken": _(
        "The option cannot be called %(record)s: %(crm_product)s has the option “%(label)s” already. "
        "Rename or delete that one, or give this one another code."
    ),
    "option_ambiguous": _(
        "%(record)s fits several options of %(crm_product)s: %(labels)s. "
        "Rename them so that their first 10 characters are unique."
    ),
    "option_deleted_in_crm": _(
        "The option of %(record)s was deleted in %(crm_product)s. "
        "Create it there again, or delete the coupling."
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
    "option_not_offered": _(
        "%(field)s of %(crm_product)s has no option called “%(value)s”. "
        "Add one there, or choose another value."
    ),
    "option_without_label": _(
        "%(field)s of %(crm_product)s holds the option %(value)s, which is not known yet. "
        "Read the columns again on the page of the mapping."
    ),
    "option_not_of_field": _("%(field)s has no option called “%(value)s”. Choose another one."),
    "no_exchange_rate": _("Currency %(currency)s has no exchange rate. Add one to the currency."),
    "base_unit_missing": _("It has no %(field)s. Give it one."),
    "price_not_in_base_unit": _(
        "The price is for the unit %(unit)s, and %(crm_product)s has item %(item)s in its base unit only. "
        "Give the price in the base unit, or switch Unit Group Mapping on in the Connection Setup."
    ),
    "unit_unknown": _(
        "“%(value)s” cannot become the base unit of measure: it must count one of its unit group, and "
        "%(erp_product)s must have a unit of measure with this code. Create that, or choose another unit in "
        "%(crm_product)s."
    ),
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
    "number_exists_already": _("%(Tables)s with the same numbers are not coupled"),
    "number_of_coupled_record": _("Numbers of records that are coupled otherwise"),
    "number_taken_in_crm": _("Numbers that %(crm_product)s has already"),
    "option_not_coupled": _("%(field)s “%(label)s” is not coupled"),
    "option_name_has_comma": _("A comma in the name of an option"),
    "option_name_taken": _("An option has this name already"),
    "option_ambiguous": _("Several options begin alike"),
    "option_deleted_in_crm": _("Option deleted in %(crm_product)s"),
    "changed_on_both_sides": _("Changed on both sides"),
    "unknown_country": _("%(field)s is no known country"),
    "no_exchange_rate": _("Currency %(currency)s has no exchange rate"),
    "base_unit_missing": _("Without %(field)s"),
    "price_not_in_base_unit": _("Prices in another unit than the base unit"),
    "unit_unknown": _("%(field)s “%(value)s” is not known"),
    "local_currency_not_coupled": _("The local currency has no counterpart in %(crm_product)s"),
    "coupled_to_deleted_crm_record": _("Deleted in %(crm_product)s"),
    "coupled_to_deleted_erp_record": _("Deleted in %(erp_product)s"),
}
