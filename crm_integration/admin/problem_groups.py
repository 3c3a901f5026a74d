"""Coupled data synchronization errors by what cures them: one heading for all that wait for the same."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_integration.models import SynchProblem
from crm_integration.sentences import CureLink, cure_of, cure_of_all, problem_sentence
from crm_integration.sentences.cures import OF_ALL, card_url
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
SHOWN = 10


@dataclass(frozen=True)
class Shown:
    """One error as a row."""

    problem: SynchProblem
    sentence: str
    cure: CureLink | None
    record_url: str


@dataclass
class Group:
    """Errors with the same cause. ``key`` is what makes it the same; only the first become rows."""

    key: tuple[Any, ...]
    heading: str
    cure: str
    user: Any = None
    problems: list[SynchProblem] = field(default_factory=list)

    @cached_property
    def rows(self) -> Sequence[Shown]:
        return [shown(problem, self.user) for problem in self.problems[:SHOWN]]

    @property
    def code(self) -> str:
        """The cause in an address: the same for as long as anything waits for it."""
        return hashlib.sha256(repr(self.key).encode()).hexdigest()[:16]

    @property
    def icon(self) -> str:
        return ICONS.get(Cure(self.cure), "error")

    @property
    def icon_class(self) -> str:
        return "i-warn" if self.cure in DECISIONS else "i-err"

    @property
    def shared_cure(self) -> CureLink | None:
        """The link of the heading, if one link cures all of them."""
        return cure_of_all(self.problems[0], user=self.user)

    @property
    def has_own_cures(self) -> bool:
        """Whether every record has a link of its own, beside that of the heading."""
        return self.shared_cure is None or self.rows[0].cure != self.shared_cure

    @property
    def number(self) -> int:
        return len(self.problems)

    @property
    def records(self) -> int:
        """Several errors may keep the same record from being in step."""
        return len({one.erp_id or one.crm_id or one.pk for one in self.problems})

    @property
    def more(self) -> int:
        return max(0, self.number - SHOWN)

    @property
    def ids(self) -> list[int]:
        return [problem.pk for problem in self.problems]

    @property
    def note(self) -> str:
        """What becomes of the records meanwhile."""
        if any(problem.is_skipped for problem in self.problems):
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
        if key not in groups:
            groups[key] = Group(key, cause(problem), problem.cure, user)
        groups[key].problems.append(problem)
    return sorted(groups.values(), key=lambda group: (ORDER.index(Cure(group.cure)), -group.number))


def _cause_key(problem: SynchProblem) -> tuple[Any, ...]:
    """Records that wait for the same coupling have one cause; conflicts are all decisions."""
    if problem.code in OF_ALL:
        return ()
    if problem.awaited_id or problem.awaited_table:
        return (problem.awaited_table, problem.awaited_id, problem.params.get("record"))
    if problem.cure in (Cure.CONFLICT, Cure.DELETED):
        return ()
    return (problem.field, problem.params.get("message", ""))


def by_mapping(problems: Iterable[SynchProblem], user: Any) -> list[Group]:
    groups: dict[tuple[Any, ...], Group] = {}
    for problem in problems:
        key = (problem.mapping_id,)
        group = groups.setdefault(key, Group(key, problem.mapping_id, Cure.REJECTED, user))
        group.problems.append(problem)
    return list(groups.values())
