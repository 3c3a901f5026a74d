"""What is wrong with a table mapping, a field row or a filter."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "unknown_erp_field": _("The table %(table)s has no field “%(name)s”."),
    "unknown_crm_column": _("The table %(table)s of %(crm_product)s has no column “%(name)s”."),
    "unknown_transformation": _("The transformation rule of %(caption)s is not known."),
    "not_null_excludes_clear_value": _(
        "%(caption)s: choose either Not Null or Clear Value on Failed Synch., not both."
    ),
    "direction_not_of_mapping": _("%(caption)s: the direction of the row does not fit that of the mapping."),
    "crm_column_read_only": _(
        "%(caption)s: %(crm_product)s does not let anybody write this column. Let the row go the other way."
    ),
    "crm_column_only_on_create": _(
        "%(caption)s: %(crm_product)s lets it be written only when a record is created. "
        "A row needs a column that can be changed later, too."
    ),
    "crm_column_only_on_update": _(
        "%(caption)s: %(crm_product)s does not let it be written when a record is created. "
        "A row needs a column that can be written then, too."
    ),
    "erp_field_read_only": _(
        "%(caption)s: %(erp_product)s keeps this field itself. Let the row go the other way."
    ),
    "moment_is_no_date": _(
        "%(caption)s is a date, and the column %(column)s holds a date with a time, which falls on different "
        "dates in different time zones. Choose a column whose behavior is Date Only."
    ),
    "date_is_no_moment": _(
        "%(caption)s is a date with a time, and the column %(column)s holds dates only. "
        "Choose a column that holds the time, too."
    ),
    "options_of_another_column": _(
        "%(caption)s: its codes are options of other columns, and the column %(column)s knows other options. "
        "Choose the column that an option mapping names."
    ),
    "field_claimed_twice": _(
        "%(caption)s of %(product)s is in several rows, and one of them writes it. They would fight over the "
        "value: switch off or remove the other ones, or turn their direction."
    ),
    "row_without_field": _("Choose a field, a column or both."),
    "constant_in_wrong_direction": _(
        "%(caption)s: a constant goes to the side whose field is named. Change the direction of the row."
    ),
    "constant_missing": _("%(caption)s: name the field and the column, or give a constant value."),
    "constant_not_possible": _("%(caption)s: a reference, a date or an id cannot be given by a constant."),
    "constant_no_truth": _("%(caption)s: “%(value)s” is neither true nor false. Enter 1 or 0."),
    "constant_too_long": _("%(caption)s: the constant is longer than the field."),
    "constant_not_fitting": _("%(caption)s: “%(value)s” does not fit."),
    "option_unknown": _("%(caption)s: “%(value)s” is none of its options."),
    "lookup_target_unknown": _("%(caption)s: the column does not refer to %(tables)s."),
    "tables_not_mapped": _(
        "%(caption)s: the tables that the field and the column refer to are not mapped to each other."
    ),
    "types_do_not_meet": _(
        "%(caption)s: a field of type %(erp)s cannot be mapped to a column of type %(crm)s."
    ),
    "no_field_rows": _("The mapping transfers nothing: enable at least one field row."),
    "unit_groups_one_way": _(
        "The mapping %(mapping)s goes to %(crm_product)s only: a unit group comes and goes with its item or "
        "resource. Choose To Integration Table."
    ),
    "option_mapping_one_way": _(
        "The mapping %(mapping)s makes options of %(crm_product)s from the codes of %(erp_product)s: "
        "it cannot be bidirectional, nor go the other way."
    ),
    "dependency_cycle": _("The mapping %(mapping)s depends on itself."),
    "filter_not_readable": _("The filter cannot be read. Remove its rows and enter them again."),
    "filter_operator_unknown": _("The filter cannot compare by “%(operator)s”."),
    "filter_operator_not_fitting": _("The filter cannot compare %(caption)s in this way."),
    "filter_value_out_of_range": _(
        "The value of the filter for %(caption)s must be from %(low)s to %(high)s."
    ),
    "filter_value_not_whole_or_out_of_range": _(
        "The value of the filter for %(caption)s must be a whole number from %(low)s to %(high)s."
    ),
    "filter_value_not_fitting": _("The value of the filter does not fit %(caption)s."),
    "filter_value_missing": _("The filter on %(caption)s needs a value."),
    "filter_field_missing": _("Choose the field that the filter compares."),
    "row_twice": _("%(caption)s is mapped to the same column twice."),
    "row_is_fixed": _("%(caption)s: this row is fixed. It can be neither changed nor removed."),
    "mapping_not_enabled": _("The mapping %(mapping)s is switched off. Switch it on first."),
    "lines_go_with_document": _(
        "%(Tables)s go with their document: they cannot be synchronized alone. Create or synchronize the "
        "document instead."
    ),
    "no_match_criteria": _(
        "Choose at least one field of the mapping %(mapping)s by which records are matched."
    ),
}
