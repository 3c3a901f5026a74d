"""The link that cures a problem: one row per cure, exceptions per code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm_integration.actions.permissions import COUPLE, SYNCHRONIZE
from crm_integration.dataverse.errors import code_number
from crm_integration.mappings.registry import MAPPINGS, list_name, page_of
from crm_integration.models import SynchProblem
from crm_integration.sentences.rendering import record_name
from crm_integration.sentences.words import products, words_of

Cure = SynchProblem.Cure


@dataclass(frozen=True)
class CureLink:
    """Where the cure is done, and what the link says; ``permission`` is what the page asks for."""

    label: str
    url: str
    permission: str = ""


def cure_of(problem: SynchProblem, *, user: Any = None) -> CureLink | None:
    """Returns the link that leads to the cure; None for what is retried by itself.

    With ``user``, None for a page that this person may not open.
    """
    known = BY_CODE.get(problem.code) or _by_crm_code(problem) or BY_CURE.get(problem.cure)
    return _allowed(known(problem), user) if known else None


def cure_of_all(problem: SynchProblem, *, user: Any = None) -> CureLink | None:
    """Returns the one link that cures every problem with this cause; None if each has its own."""
    if problem.code in OF_ALL:
        return _allowed(OF_ALL[problem.code](problem), user)
    return cure_of(problem, user=user) if problem.cure in SHARED else None


def _allowed(cure: CureLink | None, user: Any) -> CureLink | None:
    if cure and cure.permission and user is not None and not user.has_perm(cure.permission):
        return None
    return cure


def _by_crm_code(problem: SynchProblem) -> Callable[[SynchProblem], CureLink | None] | None:
    """What the CRM refused with a code whose cure is known."""
    return BY_CRM_CODE.get(code_number(str(problem.params.get("code", ""))) or -1)


def card_url(table: str, record_id: object) -> str:
    """Returns the card of a record of the back office."""
    return reverse(f"admin:erp_{page_of(table).replace('_', '')}_change", args=[record_id])


def _couple(problem: SynchProblem) -> CureLink | None:
    table, record = problem.awaited_table, record_name(problem.params)
    label = capfirst(
        _("couple %(table)s %(record)s") % {"table": words_of(table).one, "record": record}
    ).strip()
    if problem.awaited_id is None:
        return _open_record(problem)
    for mapping in MAPPINGS.values():
        if mapping.erp_table == table and mapping.is_option_mapping:
            return CureLink(label, card_url(table, problem.awaited_id))
        if mapping.erp_table == table:
            url = reverse("admin:set_up_coupling", args=[mapping.name, problem.awaited_id])
            return CureLink(label, url, COUPLE)
        if mapping.crm_table == table:
            url = reverse(f"admin:crm_{list_name(mapping)}")
            return CureLink(label, f"{url}?id={problem.awaited_id}")
    return _open_record(problem)


def _couple_itself(problem: SynchProblem) -> CureLink | None:
    """The record that cannot be created is there already, perhaps: the two are coupled instead."""
    if problem.erp_id is None:
        return _open_record(problem)
    label = capfirst(_("couple %(table)s") % {"table": words_of(problem.mapping.erp_table).one})
    url = reverse("admin:set_up_coupling", args=[problem.mapping_id, problem.erp_id])
    return CureLink(label, url, COUPLE)


def _match(problem: SynchProblem) -> CureLink:
    url = reverse("admin:match_based_coupling", args=[problem.mapping_id])
    return CureLink(_("Match-Based Coupling"), url, COUPLE)


def _resolve(problem: SynchProblem) -> CureLink | None:
    if problem.erp_id is None:
        return None
    url = reverse("admin:resolve_conflict", args=[problem.mapping_id, problem.erp_id])
    return CureLink(_("Resolve conflict"), url, SYNCHRONIZE)


def _decide_on_deleted(problem: SynchProblem) -> CureLink:
    return CureLink(
        _("Restore, or delete the coupling"), f"{reverse('admin:synch_errors')}?problem={problem.pk}"
    )


def _open_record(problem: SynchProblem) -> CureLink | None:
    """The record whose value was refused: on the side that the value came from."""
    mapping = problem.mapping
    comes_from_crm = problem.direction == mapping.Direction.FROM_INTEGRATION_TABLE
    if problem.crm_id and (comes_from_crm or not problem.erp_id):
        return _open_in_crm(problem)
    if problem.erp_id:
        label = _("Open %(record)s") % {"record": words_of(mapping.erp_table).one}
        return CureLink(label, card_url(mapping.erp_table, problem.erp_id))
    return None


def _mapping(problem: SynchProblem) -> CureLink:
    """The one that the sentence names, if it names another one."""
    name = str(problem.params.get("mapping") or problem.mapping_id)
    label = _("Open mapping %(mapping)s") % {"mapping": name}
    return CureLink(label, reverse("admin:integration_table_mapping", args=[name]))


def _open_awaited(problem: SynchProblem) -> CureLink | None:
    """The record that is to be changed before this one can follow."""
    if problem.awaited_id is None:
        return _open_record(problem)
    label = _("Open %(record)s") % {"record": words_of(problem.awaited_table).one}
    return CureLink(label, card_url(problem.awaited_table, problem.awaited_id))


def _connection(problem: SynchProblem) -> CureLink:
    return CureLink(_("Test the connection"), reverse("admin:connection_setup"))


def _open_in_crm(problem: SynchProblem) -> CureLink | None:
    """The CRM's record, where what only the CRM can say wrongly is corrected; None if it is not known."""
    if problem.crm_id is None:
        return None
    mapping = problem.mapping
    words = {"record": words_of(mapping.crm_table).one, **products()}
    url = reverse("admin:open_in_crm", args=[mapping.name, problem.crm_id])
    return CureLink(_("Open %(record)s in %(crm_product)s") % words, url)


BY_CURE: Mapping[str, Callable[[SynchProblem], CureLink | None]] = {
    Cure.MISSING_COUPLING: _couple,
    Cure.OWED: _couple,
    Cure.CONFLICT: _resolve,
    Cure.DELETED: _decide_on_deleted,
    Cure.REJECTED: _open_record,
    Cure.PRIVILEGE: _connection,
    Cure.CONFIGURATION: _mapping,
}
# Cures that are the same for all problems with one cause.
SHARED = (Cure.MISSING_COUPLING, Cure.CONFIGURATION, Cure.PRIVILEGE, Cure.OWED)
OF_ALL: Mapping[str, Callable[[SynchProblem], CureLink | None]] = {
    "number_exists_already": _match,
    "number_taken_in_crm": _match,
}
BY_CRM_CODE: Mapping[int, Callable[[SynchProblem], CureLink | None]] = {0x80060892: _couple_itself}
BY_CODE: Mapping[str, Callable[[SynchProblem], CureLink | None]] = {
    "unknown_country": _open_in_crm,
    "option_deleted_in_crm": _open_record,
    "line_record_blocked": _open_awaited,
    "number_taken_in_crm": _couple_itself,
}
