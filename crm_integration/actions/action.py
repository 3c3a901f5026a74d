"""How an action is declared, what its effect receives, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.functional import Promise

Text = str | Promise


class Subject(StrEnum):
    """What an action is done with."""

    RECORD = "record"  # records of an ERP table, by id
    CRM_RECORD = "crm_record"  # rows of a CRM table, by id
    PROBLEM = "problem"  # coupled data synchronization errors, by key
    MAPPING = "mapping"  # one integration table mapping
    REVIEW = "review"  # the full synch. review, or the line of a mapping
    ENTRY = "entry"  # one job queue entry, by code
    CONNECTION = "connection"
    JOB = "job"  # work in the background, by id


class Needs(StrEnum):
    """How many of its subjects must be chosen."""

    NONE = "none"
    ONE = "one"
    MANY = "many"


class Level(StrEnum):
    """How good the news is."""

    SUCCESS = "success"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One performance of an action. ``ids`` are what was chosen, ``inputs`` what was entered."""

    now: datetime
    user: User | None = None
    mapping: str = ""
    ids: tuple[Any, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """``code`` and ``params`` are rendered as a sentence; ``job_id`` is the work that goes on."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    level: Level = Level.SUCCESS
    job_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Input:
    """One value that a person gives; ``choices`` are what is accepted, all if empty."""

    name: str
    choices: tuple[Any, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, kw_only=True)
class Action:
    """``label`` may name tables and products: ``%(crm_record)s``, ``%(erp_record)s``, ``%(crm_product)s``.

    ``page`` is the URL name of the page that asks or confirms; without one the effect follows at once.
    ``section`` is its heading in the menu of the group *Dynamics 365 Sales*.
    """

    name: str
    label: Text
    subject: Subject
    permission: str
    effect: Callable[[Call], Outcome]
    needs: Needs = Needs.NONE
    inputs: tuple[Input, ...] = ()
    page: str = ""
    section: Text = ""
    icon: str = "right"
    is_dangerous: bool = False
    is_promoted: bool = False
    is_in_selection_bar: bool = False
    order: int = 100
