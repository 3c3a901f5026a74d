"""What an administrator does with a table mapping: edit it, or put it back as it was delivered."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.action import Action, Call, Outcome, Subject
from crm_integration.actions.perform import ActionRefused
from crm_integration.actions.permissions import EDIT_MAPPINGS
from crm_integration.connection.use_default_setup import use_default_setup
from crm_integration.coupling.mapping_changed import mapping_changed
from crm_integration.coupling.uncouple import uncouple_mapping
from crm_integration.mappings.registry import NEVER_BY_UNIT_GROUP, ONLY_BY_UNIT_GROUP, is_of_way
from crm_integration.models import ConnectionSetup, IntegrationTableMapping
from crm_integration.synch_engine.facts import facts_now
from crm_integration.synch_engine.mapping_check import check_mapping
from crm_integration.synch_engine.mapping_store import declaration_of, load_mapping, settings_of, store_rows
from crm_integration.table_mapping.declaration import FieldRow, TableMapping
from crm_integration.table_mapping.problem import Cure, Problem


@dataclass(frozen=True)
class Edited:
    """A mapping as it should be; ``row_version`` is that of the mapping when it was shown."""

    declaration: TableMapping
    is_enabled: bool
    row_version: int


class MappingInvalid(Exception):
    """The mapping could not be used as it is; nothing was saved."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*(problem.code for problem in problems))
        self.problems = problems


def problems_of(declaration: TableMapping) -> list[Problem]:
    """Returns what is wrong with an edited mapping among all the others as they are stored."""
    if twice := _mapped_twice(declaration):
        return [
            Problem("row_twice", Cure.CONFIGURATION, {"name": row.erp_field or row.crm_column})
            for row in twice
        ]
    stored = IntegrationTableMapping.objects.prefetch_related("field_mappings")
    others = {mapping.name: declaration_of(mapping) for mapping in stored}
    return check_mapping(
        declaration,
        facts=facts_now(declaration.erp_table, declaration.crm_table),
        mappings={**others, declaration.name: declaration},
    )


def _mapped_twice(declaration: TableMapping) -> list[FieldRow]:
    """Rows with the field and the column of an earlier one."""
    seen: set[str] = set()
    twice = []
    for row in declaration.fields:
        if row.key in seen:
            twice.append(row)
        seen.add(row.key)
    return twice


def _fixed_rows(declaration: TableMapping) -> list[Problem]:
    """Those that are to be changed or removed all the same."""
    fixed = [row for row in load_mapping(declaration.name).fields if row.is_fixed]
    return [
        Problem("row_is_fixed", Cure.CONFIGURATION, {"name": row.erp_field or row.crm_column})
        for row in fixed
        if row not in declaration.fields
    ]


def _edit(call: Call) -> Outcome:
    edited: Edited = call.inputs["edited"]
    if problems := [*_fixed_rows(edited.declaration), *problems_of(edited.declaration)]:
        raise MappingInvalid(problems)
    _refuse_other_way(edited)
    with transaction.atomic():
        _store(edited)
        mapping_changed(edited.declaration.name)
    return Outcome("mapping_saved", {"mapping": edited.declaration.name})


def _refuse_other_way(edited: Edited) -> None:
    """The setup decides which mappings of units are on."""
    name = edited.declaration.name
    if name not in NEVER_BY_UNIT_GROUP | ONLY_BY_UNIT_GROUP:
        return
    if edited.is_enabled and not is_of_way(
        name, by_unit_group=ConnectionSetup.get().unit_group_mapping_enabled
    ):
        code = "mapping_only_by_unit_group" if name in ONLY_BY_UNIT_GROUP else "mapping_never_by_unit_group"
        raise ActionRefused(code, mapping=name)


def _store(edited: Edited) -> None:
    declaration = edited.declaration
    same = IntegrationTableMapping.objects.filter(name=declaration.name, row_version=edited.row_version)
    stored = same.update(
        **settings_of(declaration), is_enabled=edited.is_enabled, row_version=F("row_version") + 1
    )
    if not stored:
        raise ActionRefused("mapping_changed_meanwhile", mapping=declaration.name)
    store_rows(declaration.name, declaration.fields)


def _restore(call: Call) -> Outcome:
    use_default_setup({call.mapping: None}, now=call.now)
    return Outcome("mapping_restored", {"mapping": call.mapping})


def _uncouple_mapping(call: Call) -> Outcome:
    job = uncouple_mapping(mapping_name=call.mapping, user=call.user)
    return Outcome("mapping_is_uncoupled", {"mapping": call.mapping}, job_id=job.pk)


EDIT_MAPPING = Action(
    name="edit_mapping",
    label=_("Save"),
    subject=Subject.MAPPING,
    permission=EDIT_MAPPINGS,
    effect=_edit,
    icon="edit",
)
RESTORE_DEFAULTS = Action(
    name="restore_defaults",
    label=_("Use Default Synchronization Setup"),
    subject=Subject.MAPPING,
    permission=EDIT_MAPPINGS,
    effect=_restore,
    page="restore_mapping_defaults",
    icon="undo",
    is_dangerous=True,
)
UNCOUPLE_MAPPING = Action(
    name="uncouple_mapping",
    label=_("Delete Couplings"),
    subject=Subject.MAPPING,
    permission=EDIT_MAPPINGS,
    effect=_uncouple_mapping,
    page="delete_couplings_of_mapping",
    icon="unlink",
    is_dangerous=True,
)
