"""What is to be done with the option of each record. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from crm_integration.synch_engine.plan import RecordState
from crm_integration.table_mapping.declaration import DeletionConflict
from crm_integration.table_mapping.problem import Cure, Problem

# As many characters of a label as an ERP code can hold.
CODE_LENGTH = 10
FIRST_ADDED_VALUE = 100_000_000


class OptionAction(StrEnum):
    INSERT = "insert"
    COUPLE = "couple"
    RENAME = "rename"
    RESTORE = "restore"
    UNCHANGED = "unchanged"
    UNCOUPLE = "uncouple"
    NOT_COUPLED = "not_coupled"
    SKIPPED = "skipped"
    FAIL = "fail"


@dataclass(frozen=True)
class OptionPlan:
    """``label``: what the option is called, blank if the CRM has none, and ``was`` before it was written.

    ``value`` is None for no option. ``is_news``: the coupling does not say yet what the option is called.
    """

    action: OptionAction
    record: RecordState
    value: int | None = None
    label: str = ""
    was: str = ""
    is_news: bool = True
    problem: Problem | None = None

    @property
    def code(self) -> str:
        return code_of(self.record)

    def failed(self, problem: Problem) -> "OptionPlan":
        return replace(self, action=OptionAction.FAIL, problem=problem)


@dataclass(frozen=True)
class Coupled:
    """The option that a record has, as it was written down."""

    value: int
    caption: str


@dataclass(frozen=True)
class Wanted:
    """``create``: records without an option get one. ``match``: they may have one that is there already."""

    create: bool = False
    match: bool = False
    deletion: DeletionConflict = DeletionConflict.NONE


def code_of(record: RecordState) -> str:
    return str(record.values["code"])


def agrees(label: str, code: str) -> bool:
    """Whether a label says what the code says: in any case, and as far as a code can say it."""
    return label[:CODE_LENGTH].strip().casefold() == code.strip().casefold()


def decide(
    records: Sequence[RecordState],
    *,
    coupled: Mapping[UUID, Coupled],
    labels: Mapping[int, str],
    taken: Collection[int],
    wanted: Wanted,
    begun: Mapping[int, str] | None = None,
) -> list[OptionPlan]:
    """Returns one plan per record.

    ``coupled``: every option that has a record, by the record's id; ``labels``: the options of
    the column; ``taken``: values that some column uses, coupled or not; ``begun``: options of other columns
    that this one lacks, whose values are taken up again by the records that they are called after.
    """
    values = {known.value for known in coupled.values()}
    unfinished = {label: value for value, label in (begun or {}).items() if value not in values}
    free = {value: label for value, label in labels.items() if value not in values}
    used = {*taken, *labels, *values}
    plans = []
    for record in records:
        known = coupled.get(record.id)
        if known is not None:
            plan = _of_coupled(record, known, labels.get(known.value), free, wanted)
        else:
            plan = _of_uncoupled(record, free, used, wanted)
            if plan.action is OptionAction.INSERT and plan.code in unfinished:
                plan = replace(plan, value=unfinished.pop(plan.code))
        if plan.value is not None and plan.action in (OptionAction.INSERT, OptionAction.COUPLE):
            used.add(plan.value)
            free.pop(plan.value, None)
        plans.append(plan)
    return plans


def _of_coupled(
    record: RecordState, known: Coupled, label: str | None, free: Mapping[int, str], wanted: Wanted
) -> OptionPlan:
    code = code_of(record)
    if label is None:
        return _of_deleted(record, known.value, wanted)
    plan = OptionPlan(OptionAction.RENAME, record, known.value, label)
    if agrees(label, code):
        return replace(plan, action=OptionAction.UNCHANGED, is_news=label != known.caption)
    if problem := _unfit(code):
        return plan.failed(problem)
    if same := [other for other in free.values() if agrees(other, code)]:
        return plan.failed(_rejected("option_name_taken", record=code, label=same[0]))
    return plan


def _of_deleted(record: RecordState, value: int, wanted: Wanted) -> OptionPlan:
    """Who wants an option for the record gets it back under its value, since records of the CRM hold that."""
    if wanted.create or wanted.deletion is DeletionConflict.RESTORE:
        return OptionPlan(OptionAction.RESTORE, record, value)
    if wanted.deletion is DeletionConflict.REMOVE:
        return OptionPlan(OptionAction.UNCOUPLE, record, value)
    params = {"record": code_of(record), "value": value}
    problem = Problem("option_deleted_in_crm", Cure.DELETED, params, "code")
    return OptionPlan(OptionAction.FAIL, record, value, problem=problem)


def _of_uncoupled(
    record: RecordState, free: Mapping[int, str], used: Collection[int], wanted: Wanted
) -> OptionPlan:
    if not (wanted.create or wanted.match):
        return OptionPlan(OptionAction.NOT_COUPLED, record)
    code = code_of(record)
    plan = OptionPlan(OptionAction.INSERT, record)
    if problem := _unfit(code):
        return plan.failed(problem)
    found = _matching(code, free)
    if len(found) == 1:
        return OptionPlan(OptionAction.COUPLE, record, found[0], free[found[0]])
    if found:
        names = ", ".join(free[value] for value in found)
        return plan.failed(_rejected("option_ambiguous", record=code, labels=names))
    if not wanted.create:
        return replace(plan, action=OptionAction.NOT_COUPLED)
    return replace(plan, value=max(FIRST_ADDED_VALUE - 1, *used) + 1 if used else FIRST_ADDED_VALUE)


def _matching(code: str, free: Mapping[int, str]) -> list[int]:
    """The options that the code may mean: the one that is called so in full, else all that begin so."""
    found = [value for value, label in free.items() if agrees(label, code)]
    exact = [value for value in found if free[value].strip().casefold() == code.casefold()]
    return exact if len(exact) == 1 else found


def _unfit(code: str) -> Problem | None:
    return _rejected("option_name_has_comma", record=code) if "," in code else None


def _rejected(code: str, **params: str) -> Problem:
    return Problem(code, Cure.REJECTED, params, "code")
