"""A filter of a mapping in the words of the pages."""

from django.utils.translation import gettext as _

from crm_integration.admin.filter_form import BETWEEN, OPERATORS, initial_of
from crm_integration.sentences.captions import crm_caption, erp_caption, option_label
from crm_integration.table_mapping.filters import WITHOUT_VALUE, Filter, to_text
from erp.queries.table_fields import table_fields

WORDS = dict(OPERATORS)


def filter_text(tree: Filter, *, table: str, is_crm: bool) -> str:
    """Returns the filter as a sentence without a verb; blank for everything."""
    rows = initial_of(tree)
    if rows is None:
        return to_text(tree)
    return ", ".join(_comparison(row, table, is_crm) for row in rows)


def _comparison(row: dict[str, str], table: str, is_crm: bool) -> str:
    name, operator, value = row["field"], row["operator"], row["value"]
    caption = crm_caption(table, name) if is_crm else erp_caption(table, name)
    if operator in WITHOUT_VALUE:
        return f"{caption} {WORDS[operator]}"
    shown = ", ".join(_label(table, name, part, is_crm) for part in value.split(BETWEEN))
    words = _("is one of") if operator == "in" else WORDS[operator]
    return f"{caption} {words} {shown}"


def _label(table: str, name: str, value: str, is_crm: bool) -> str:
    if is_crm:
        return option_label(table, name, value)
    known = table_fields(table).get(name)
    return str(known.option_captions.get(value, value)) if known else value
