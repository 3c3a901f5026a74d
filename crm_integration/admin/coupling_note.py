"""The state of a coupling in words on the card: beside the name, above the form, below the fields."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_integration.actions.permissions import SYNCHRONIZE
from crm_integration.admin.looks import COUPLING
from crm_integration.admin.value_texts import ValueTexts
from crm_integration.coupling.on_its_way import is_on_its_way
from crm_integration.coupling.status import CouplingStatus
from crm_integration.models import SynchProblem
from crm_integration.sentences import cure_of, problem_sentence
from crm_integration.table_mapping.declaration import TableMapping
from erp.admin.design import Look
from erp.admin.extensions import Html, Note, RecordNotes, Status

Cure = SynchProblem.Cure
QUIET = ("coupled", "not_coupled")


def notes_of(
    mapping: TableMapping, record: Model, status: CouplingStatus, *, user: Any
) -> RecordNotes | None:
    """Returns what to say of a record; None if all is well."""
    if status.state in QUIET:
        return None
    look = COUPLING[status.state]
    text = _("%(state)s with %(crm)s") if status.state == "conflict" else "%(state)s"
    words = {"state": look.text, "crm": settings.CRM_PRODUCT_NAME}
    conflicts = [problem for problem in status.problems if problem.cure == Cure.CONFLICT]
    on_its_way = bool(conflicts) and status.coupling is not None and is_on_its_way(status.coupling)
    others = [problem for problem in status.problems if problem.cure not in (Cure.CONFLICT, Cure.OWED)]
    return RecordNotes(
        status=Status(look=look.look, text=str(text) % words, icon=look.icon),
        banners=[
            *(_coming() if on_its_way else _conflict_banner(mapping, record, conflicts, user)),
            *(_banner(problem, user) for problem in others),
        ],
        fields={} if on_its_way else _field_notes(mapping, record, conflicts, user),
    )


def _coming() -> list[Note]:
    """What was decided is not to be decided again."""
    text = _("The synchronization of this record is on its way. Load the page again to see its result.")
    return [Note(look="run", text=text)]


def _conflict_banner(
    mapping: TableMapping, record: Model, conflicts: Sequence[SynchProblem], user: Any
) -> list[Note]:
    if not conflicts:
        return []
    sentence = ngettext(
        "%(number)s field was changed on both sides.",
        "%(number)s fields were changed on both sides.",
        len(conflicts),
    ) % {"number": len(conflicts)}
    return [Note(look="conflict", text=_decide(sentence, mapping, record, user, _("Resolve conflict")))]


def _banner(problem: SynchProblem, user: Any) -> Note:
    cure = cure_of(problem, user=user)
    look: Look = "warn" if problem.cure in (Cure.DELETED, Cure.TRANSIENT) or problem.is_skipped else "err"
    text: Html = problem_sentence(problem)
    if problem.is_skipped:
        text = _("%(sentence)s The record is skipped until you retry it.") % {"sentence": text}
    return Note(look=look, text=_with_link(text, cure.url, cure.label) if cure else text)


def _field_notes(
    mapping: TableMapping, record: Model, conflicts: Sequence[SynchProblem], user: Any
) -> dict[str, Note]:
    """Notes by the name of the form field, which for a reference is not the name of its column."""
    texts = ValueTexts(mapping, [problem.params.get("crm") for problem in conflicts])
    names = {field.column: field.name for field in record._meta.concrete_fields}
    notes = {}
    for problem in conflicts:
        value = texts.crm(str(problem.params.get("crm_column", "")), problem.params.get("crm"))
        text = format_html(
            _("{crm} has <strong>{value}</strong>; both sides changed it."),
            crm=settings.CRM_PRODUCT_NAME,
            value=value or _("nothing"),
        )
        note = Note(look="conflict", text=_decide(text, mapping, record, user, _("Choose a value")))
        notes[names.get(problem.field, problem.field)] = note
    return notes


def _decide(sentence: Html, mapping: TableMapping, record: Model, user: Any, label: str) -> Html:
    """The sentence, with the link to the conflict page for those who may decide."""
    if not user.has_perm(SYNCHRONIZE):
        return sentence
    return _with_link(sentence, reverse("admin:resolve_conflict", args=[mapping.name, record.pk]), label)


def _with_link(text: Html, url: str, label: str) -> Html:
    return format_html('{} <a href="{}">{}</a>', text, url, label)
