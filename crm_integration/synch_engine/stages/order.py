"""Which stages a run goes through, in which order."""

from collections.abc import Mapping

from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.scope import Scope
from crm_integration.synch_engine.stages import crm_changes, due, erp_changes, match, selected
from crm_integration.synch_engine.stages.batch import Batch, Cursor, Stage

STAGES: Mapping[str, Mapping[str, Stage]] = {
    "due": {"due_in_erp": due.due_in_erp, "due_in_crm": due.due_in_crm},
    "modified": {
        "due_in_erp": due.due_in_erp,
        "due_in_crm": due.due_in_crm,
        "crm_changes": crm_changes.changes,
        "gone_in_crm": crm_changes.gone,
        "erp_changes": erp_changes.changes,
    },
    "full": {
        "due_in_erp": due.due_in_erp,
        "due_in_crm": due.due_in_crm,
        "match": match.match_before_creating,
        "crm_changes": crm_changes.changes_before_everything,
        "crm_everything": crm_changes.everything,
        "gone_in_crm": crm_changes.gone,
        "erp_everything": erp_changes.everything,
        "erp_changes": erp_changes.changes,
    },
    "couple": {
        "match": match.match,
        "crm_changes": crm_changes.changes_before_everything,
        "crm_everything": crm_changes.everything,
        "gone_in_crm": crm_changes.gone,
        "erp_everything": erp_changes.everything,
        "erp_changes": erp_changes.changes,
    },
    "find_deleted": {"gone_in_crm": crm_changes.gone, "gone_in_erp": erp_changes.gone},
    "couple_selected": {"match": match.match, "erp_records": selected.erp_records},
    "selected": {
        "match": match.match_before_creating_selected,
        "couplings": selected.couplings,
        "erp_records": selected.erp_records,
        "crm_rows": selected.crm_rows,
    },
}
CARRIED = ("started", "expired")


def next_batch(context: MappingContext, scope: Scope, cursor: Cursor) -> tuple[Batch, Cursor | None]:
    """Returns a batch and the cursor after it, which is None when it was the last of the run."""
    stages = STAGES[scope.kind]
    name = cursor.get("stage") or next(iter(stages))
    batch, after = stages[name](context, scope, cursor)
    carried = {key: cursor[key] for key in CARRIED if key in cursor}
    if after is not None:
        return batch, {**carried, **after, "stage": name}
    names = list(stages)
    following = names[names.index(name) + 1 :]
    return batch, {**carried, "stage": following[0]} if following else None
