"""A filter of a mapping in the words of the pages."""

from crm_integration.admin.filter_form import OPERATORS, WITHOUT_VALUE, initial_of
from crm_integration.sentences.captions import crm_caption, erp_caption, option_label
from crm_integration.table_mapping.filters import Filter, to_text

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
    shown = option_label(table, name, value) if is_crm else value
    if operator in WITHOUT_VALUE:
        return f"{caption} {WORDS[operator]}"
    if not shown:
        return f"{caption} {WORDS['is_blank' if operator == 'eq' else 'is_not_blank']}"
    return f"{caption} {WORDS[operator]} {shown}"
