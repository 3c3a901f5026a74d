"""The trial of an option mapping in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_integration.sentences import sentence
from crm_integration.sentences.captions import crm_caption
from crm_integration.sentences.words import products, words_of
from crm_integration.synch_engine.options.decide import OptionAction
from crm_integration.synch_engine.options.trial import OptionTrial
from crm_integration.table_mapping.declaration import TableMapping

SAID: Mapping[OptionAction, str | Promise] = {
    OptionAction.INSERT: _("An option “%(code)s” with the value %(value)s is added in %(crm_product)s."),
    OptionAction.COUPLE: _("It is coupled with the option “%(label)s”, which is there already."),
    OptionAction.RENAME: _("Its option “%(label)s” is renamed “%(code)s”."),
    OptionAction.RESTORE: _("Its option was deleted: “%(code)s” comes back under the value %(value)s."),
    OptionAction.UNCHANGED: _("Its option “%(label)s” is as it should be: nothing is written."),
    OptionAction.UNCOUPLE: _("Its option was deleted in %(crm_product)s: the coupling is removed."),
    OptionAction.NOT_COUPLED: _("It has no option, and a run leaves it so."),
    OptionAction.SKIPPED: _(
        "It is skipped, because it failed twice in the same way. Retry it on the error page."
    ),
}
WRITES = (OptionAction.INSERT, OptionAction.COUPLE, OptionAction.RENAME, OptionAction.RESTORE)
OUTSIDE = _("It is outside the filter of the mapping: nothing is written.")
ONLY_COUPLED = _(
    "It has no option, and a run leaves it so: only coupled records are synchronized. "
    "Creating its option would do this:"
)


def shown_option(trial: OptionTrial, mapping: TableMapping) -> dict[str, Any]:
    """Returns a trial for the template: what is said, and the columns whose options would be written."""
    plan, shown = trial.plan, trial.shown
    if plan is None or shown is None:
        return {"label": trial.label, "said": str(OUTSIDE), "is_option": True}
    tables = {"erp_table": mapping.erp_table, "crm_table": mapping.crm_table, "mapping": mapping.name}
    if shown.problem is not None:
        said = sentence(shown.problem.code, {**tables, "field": shown.problem.field, **shown.problem.params})
    else:
        params = {"code": shown.code, "label": shown.label, "value": shown.value}
        said = str(SAID[shown.action]) % {**products(), **params}
    is_written = shown.action in WRITES and shown.problem is None
    return {
        "label": trial.label,
        "is_option": True,
        "before": str(ONLY_COUPLED) if plan.action is OptionAction.NOT_COUPLED else "",
        "said": said,
        "is_bad": shown.problem is not None,
        "columns": [_column(*column) for column in trial.columns] if is_written else [],
    }


def _column(table: str, column: str) -> dict[str, str]:
    return {"table": str(words_of(table).many), "caption": crm_caption(table, column), "name": column}
