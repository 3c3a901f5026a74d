"""A trial in words: what would happen with the record, and with each of its fields and why."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_integration.admin.pickers import Pickers
from crm_integration.admin.plans import counts_of, lookups_in, problem_of
from crm_integration.admin.value_texts import ValueTexts
from crm_integration.sentences.captions import crm_caption, erp_caption
from crm_integration.sentences.words import products, words_of
from crm_integration.synch_engine.fates import Fate, RowFate
from crm_integration.synch_engine.plan import Action, FieldWrite, Plan
from crm_integration.synch_engine.trial import Trial
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.direction import Side

Text = str | Promise

# What a run does with the record as a whole, where that is not told by the fields.
OF_RECORD: Mapping[Action, Text] = {
    Action.INSERT_IN_CRM: _("It is not coupled: a %(crm_record)s is created in %(crm_product)s."),
    Action.INSERT_IN_ERP: _("It is not coupled: a %(erp_record)s is created in %(erp_product)s."),
    Action.UNCHANGED: _("Both sides are in step: nothing is written."),
    Action.RENEW: _("Both sides hold the same values: nothing is written."),
    Action.CONFLICT: _("A field was changed on both sides: nothing is written until somebody decides."),
    Action.FAIL: _("It cannot be synchronized: nothing is written."),
    Action.SKIPPED: _("It is skipped, because it failed twice in the same way. Retry it on the error page."),
    Action.OUTSIDE_FILTER: _("It is outside the filter of the mapping: nothing is written."),
    Action.INTEGRATION_USER: _("Only the integration user changed it: such changes are not synchronized."),
    Action.REMOVE_COUPLING: _("The other side was deleted: the coupling is removed."),
}
ONLY_COUPLED = _(
    "It is not coupled, and a run leaves it so: only coupled records are synchronized. "
    "This is what creating its counterpart would write."
)
ONE_WAY = _(
    "It is not coupled, and the direction of the mapping does not let it be created on the other side."
)
LEFT_ALONE: Mapping[Fate, Text] = {
    Fate.CONFLICT: _("changed on both sides: somebody has to decide"),
    Fate.HELD_BACK: _("differs, but waits until the whole record can be synchronized"),
    Fate.DRIFTED: _("changed where it is only received: written again when its source changes"),
    Fate.KEPT: _("differs, but its source has not changed since the last synchronization"),
    Fate.EQUAL: _("the same on both sides"),
    Fate.BLANK: _("blank: there is nothing to write"),
    Fate.OTHER_WAY: _("goes the other way"),
    Fate.NOT_LOOKED_AT: _("not looked at"),
    Fate.OFF: _("the row is switched off"),
}


def shown_trial(trial: Trial, mapping: TableMapping, pickers: Pickers) -> dict[str, Any]:
    """Returns a trial for the template."""
    texts = _Texts(trial, mapping, pickers)
    rows = [texts.of_row(found) for found in trial.rows]
    written = [row for row in rows if row["side"]] + [texts.of_rule(write) for write in trial.by_rule]
    problems = [problem_of(found, trial.shown, mapping) for found in trial.shown.problems]
    return {
        "label": trial.plan.pair.label,
        "erp_id": trial.plan.pair.erp.id if trial.plan.pair.erp else None,
        "crm_id": trial.plan.pair.crm.id if trial.plan.pair.crm else None,
        "said": _of_record(trial, mapping),
        "is_bad": trial.shown.action in (Action.FAIL, Action.CONFLICT),
        "counts": counts_of([trial.shown]),
        "problems": problems,
        "written": written,
        "left_alone": [row for row in rows if not row["side"]],
    }


def _of_record(trial: Trial, mapping: TableMapping) -> str:
    plan = trial.plan
    if plan.action is Action.NOT_COUPLED:
        return str(ONE_WAY if trial.shown.action is Action.NOT_COUPLED else ONLY_COUPLED)
    text = str(OF_RECORD.get(plan.action, ""))
    words = {
        "erp_record": str(words_of(mapping.erp_table).one),
        "crm_record": str(words_of(mapping.crm_table).one),
    }
    return text % {**products(), **words}


class _Texts:
    def __init__(self, trial: Trial, mapping: TableMapping, pickers: Pickers) -> None:
        self._plan: Plan = trial.shown
        self._mapping, self._captions = mapping, pickers.captions
        values = lookups_in([self._plan.pair])
        self._values = ValueTexts(mapping, [*values, *(write.new for write in self._plan.writes)])

    def of_row(self, found: RowFate) -> dict[str, Any]:
        row = found.row
        base = {
            "caption": self._caption(row.erp_field, row.crm_column),
            "erp": self._value(Side.ERP, row.erp_field),
            "crm": self._value(Side.CRM, row.crm_column),
            "constant": row.constant_value,
            "fate": found.fate.value,
            "side": "",
        }
        if found.write is not None:
            return base | self._written(found.write)
        problem = problem_of(found.problem, self._plan, self._mapping) if found.problem else None
        return base | {"why": problem["sentence"] if problem else str(LEFT_ALONE.get(found.fate, ""))}

    def of_rule(self, write: FieldWrite) -> dict[str, Any]:
        """What a rule of the mapping writes, which no row says."""
        names = (write.name, "") if write.side is Side.ERP else ("", write.name)
        return {
            "caption": self._caption(*names),
            "is_rule": True,
            "erp": self._value(Side.ERP, names[0]),
            "crm": self._value(Side.CRM, names[1]),
            **self._written(write),
        }

    def _written(self, write: FieldWrite) -> dict[str, Any]:
        side = write.side.value
        return {
            "side": side,
            "old": self._values.of(side, write.name, write.old),
            "new": self._values.of(side, write.name, write.new),
        }

    def _value(self, side: Side, name: str) -> str:
        record = self._plan.pair.erp if side is Side.ERP else self._plan.pair.crm
        if not name or record is None:
            return ""
        return self._values.of(side.value, name, record.values.get(name))

    def _caption(self, erp_field: str, crm_column: str) -> str:
        erp = erp_caption(self._mapping.erp_table, erp_field) if erp_field else ""
        crm = ""
        if crm_column:
            crm = self._captions.get(crm_column) or crm_caption(self._mapping.crm_table, crm_column)
        return erp if erp == crm or not crm else f"{erp} \N{EN DASH} {crm}" if erp else crm
