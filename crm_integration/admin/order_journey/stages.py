"""The stages of an order's journey in words: name, time, document, how much, what stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_integration.admin.order_journey.blockers import blockers_of
from crm_integration.admin.order_journey.documents import document_url
from crm_integration.admin.order_journey.stage_words import WORDS, label_of
from crm_integration.document_flow.order_life.journey import Progress, Stage, StageName, current_stage
from crm_integration.document_flow.order_life.journey_reader import Journey
from crm_integration.sentences.document_cures import Obstacle
from erp.admin.design import Look
from erp.admin.extensions import Html, Text
from erp.admin.formats import quantity_text

MINUTE = 60


@dataclass(frozen=True)
class ShownStage:
    """``css`` says how far it is; the one that is to be done now is the current step."""

    label: Text
    icon: str
    css: str
    is_current: bool
    time: Html
    document: Html
    details: Sequence[str]
    blockers: Sequence[Obstacle] = ()


@dataclass(frozen=True)
class CurrentStatus:
    """Where the order stands, beside the heading."""

    look: Look
    text: Text
    icon: str

    @classmethod
    def of(cls, journey: Journey, stages: Sequence[Stage]) -> "CurrentStatus":
        stage = current_stage(stages)
        is_finished = all(one.progress is Progress.DONE for one in stages)
        if any(one.blocker for one in stages):
            look: Look = "err" if journey.facts.problem else "warn"
        else:
            look = "ok" if is_finished else "run"
        return cls(look, label_of(stage), WORDS[stage.name].icon)


def shown_stages(journey: Journey, stages: Sequence[Stage]) -> list[ShownStage]:
    first = next((stage for stage in stages if stage.progress is Progress.NOW), None)
    return [_shown(journey, stage, is_current=stage is first) for stage in stages]


def _shown(journey: Journey, stage: Stage, *, is_current: bool) -> ShownStage:
    return ShownStage(
        label=label_of(stage),
        icon=WORDS[stage.name].icon,
        css="" if stage.progress is Progress.DONE else stage.progress.value,
        is_current=is_current,
        time=_time(stage),
        document=_document(journey, stage),
        details=[text for text in _details(journey, stage) if text],
        blockers=blockers_of(journey, stage),
    )


def _time(stage: Stage) -> Html:
    if stage.at is not None:
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            stage.at.isoformat(),
            date_format(timezone.localtime(stage.at), "DATETIME_FORMAT"),
            moment(stage.at),
        )
    if stage.on is not None:
        return date_format(stage.on, "j M Y")
    if stage.name is StageName.SUBMITTED and stage.progress is Progress.DONE:
        return _("time not known")
    return ""


def moment(at: datetime) -> str:
    """Day and time, with the year where it is another one."""
    local = timezone.localtime(at)
    return date_format(local, "j M H:i" if local.year == timezone.localdate().year else "j M Y H:i")


def _document(journey: Journey, stage: Stage) -> Html:
    document = stage.document
    if document is None:
        return ""
    is_there = document != journey.facts.order or journey.order is not None
    if not is_there:
        return document.no
    return format_html('<a href="{}">{}</a>', document_url(document), document.no)


def _details(journey: Journey, stage: Stage) -> list[str]:
    return [_others(stage), _measure(stage), _pace(journey, stage), _due(stage), _waits(journey, stage)]


def _others(stage: Stage) -> str:
    if not stage.others:
        return ""
    return ngettext("%(number)s more", "%(number)s more", stage.others) % {"number": stage.others}


def _measure(stage: Stage) -> str:
    if stage.measure is None:
        return ""
    done, of = quantity_text(stage.measure.done), quantity_text(stage.measure.of)
    return _("%(done)s of %(all)s %(unit)s") % {"done": done, "all": of, "unit": stage.measure.unit}


def _pace(journey: Journey, stage: Stage) -> str:
    """How long it took from the submission to the order."""
    began = journey.facts.submitted_at
    if stage.name is not StageName.CREATED or stage.at is None or began is None or stage.at < began:
        return ""
    seconds = int((stage.at - began).total_seconds())
    if seconds < MINUTE:
        return _("after %(number)s s") % {"number": seconds} if seconds else ""
    return _("after %(time)s") % {"time": timesince(began, stage.at, depth=1)}


def _due(stage: Stage) -> str:
    return _("due %(date)s") % {"date": date_format(stage.due_date, "j M Y")} if stage.due_date else ""


def _waits(journey: Journey, stage: Stage) -> str:
    if stage.name is StageName.SUBMITTED:
        return journey.listed.owner if journey.listed else ""
    return str(WORDS[stage.name].waits) if stage.progress is Progress.NEXT else ""
