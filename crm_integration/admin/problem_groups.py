"""Coupled data synchronization errors by what cures them: one heading for all that wait for the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_integration.models import SynchProblem
from crm_integration.sentences import CureLink, cure_of, problem_sentence
from crm_integration.sentences.cures import card_url
from crm_integration.sentences.rendering import cause

Cure = SynchProblem.Cure
# What is to be cured first comes first: a coupling that others wait for, then decisions, then data.
ORDER = (
    Cure.MISSING_COUPLING,
    Cure.PRIVILEGE,
    Cure.CONFIGURATION,
    Cure.CONFLICT,
    Cure.DELETED,
    Cure.REJECTED,
    Cure.TRANSIENT,
    Cure.OWED,
)
ICONS = {
    Cure.MISSING_COUPLING: "unlink",
    Cure.OWED: "unlink",
    Cure.CONFLICT: "conflict",
    Cure.DELETED: "trash",
}
DECISIONS = (Cure.CONFLICT, Cure.OWED, Cure.TRANSIENT)
SHOWN = 5


@dataclass(frozen=True)
class Shown:
    """One error as a row."""

    problem: SynchProblem
    sentence: str
    cure: CureLink | None
    record_url: str


@dataclass
class Group:
    """Errors with the same cause. ``key`` is what makes it the same."""

    key: tuple[Any, ...]
    heading: str
    cure: str
    rows: list[Shown] = field(default_factory=list)

    @property
    def icon(self) -> str:
        return ICONS.get(Cure(self.cure), "error")

    @property
    def icon_class(self) -> str:
        return "i-warn" if self.cure in DECISIONS else "i-err"

    @property
    def shared_cure(self) -> CureLink | None:
        """The link of the heading, if one link cures all of them."""
        is_shared = self.cure in (Cure.MISSING_COUPLING, Cure.CONFIGURATION, Cure.PRIVILEGE, Cure.OWED)
        return self.rows[0].cure if is_shared else None

    @property
    def shown(self) -> Sequence[Shown]:
        return self.rows[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - SHOWN)

    @property
    def ids(self) -> list[int]:
        return [row.problem.pk for row in self.rows]

    @property
    def note(self) -> str:
        """What becomes of the records meanwhile."""
        skipped = sum(1 for row in self.rows if row.problem.is_skipped)
        if skipped:
            return _("skipped after two attempts")
        return str(NOTES.get(Cure(self.cure), ""))


NOTES = {
    Cure.MISSING_COUPLING: gettext_lazy("nothing is skipped meanwhile"),
    Cure.OWED: gettext_lazy("everything but this value is synchronized"),
    Cure.CONFLICT: gettext_lazy("wait for a decision"),
    Cure.DELETED: gettext_lazy("wait for a decision"),
    Cure.TRANSIENT: gettext_lazy("tried again by itself"),
}


def shown(problem: SynchProblem, user: Any) -> Shown:
    mapping = problem.mapping
    url = card_url(mapping.erp_table, problem.erp_id) if problem.erp_id else ""
    return Shown(problem, problem_sentence(problem), cure_of(problem, user=user), url)


def by_cause(problems: Iterable[SynchProblem], user: Any) -> list[Group]:
    groups: dict[tuple[Any, ...], Group] = {}
    for problem in problems:
        key = (problem.cure, problem.code, *_cause_key(problem))
        group = groups.setdefault(key, Group(key, cause(problem), problem.cure))
        group.rows.append(shown(problem, user))
    return sorted(groups.values(), key=lambda group: (ORDER.index(Cure(group.cure)), -len(group.rows)))


def _cause_key(problem: SynchProblem) -> tuple[Any, ...]:
    """Records that wait for the same coupling have one cause; conflicts are all decisions."""
    if problem.awaited_id or problem.awaited_table:
        return (problem.awaited_table, problem.awaited_id, problem.params.get("record"))
    if problem.cure in (Cure.CONFLICT, Cure.DELETED):
        return ()
    return (problem.field, problem.params.get("message", ""))


def by_mapping(problems: Iterable[SynchProblem], user: Any) -> list[Group]:
    groups: dict[tuple[Any, ...], Group] = {}
    for problem in problems:
        group = groups.setdefault(
            (problem.mapping_id,), Group((problem.mapping_id,), problem.mapping_id, Cure.REJECTED)
        )
        group.rows.append(shown(problem, user))
    return list(groups.values())
