"""What the stages of an order's journey are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from crm_integration.document_flow.order_life.journey import Progress, Stage, StageName
from erp.admin.extensions import Text


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a stage is called when it is done, to be done and begun, and what comes before it."""

    done: Text
    to_do: Text
    icon: str
    partly: Text = ""
    waits: Text = ""


WORDS: Mapping[StageName, Words] = {
    StageName.SUBMITTED: Words(
        done=gettext_lazy("Submitted"),
        to_do=gettext_lazy("To be submitted"),
        icon="send",
    ),
    StageName.CREATED: Words(
        done=gettext_lazy("Created"),
        to_do=gettext_lazy("To be created"),
        waits=gettext_lazy("after it is submitted"),
        icon="document",
    ),
    StageName.RELEASED: Words(
        done=gettext_lazy("Released"),
        to_do=gettext_lazy("To be released"),
        waits=gettext_lazy("after it is created"),
        icon="tick",
    ),
    StageName.SHIPPED: Words(
        done=gettext_lazy("Shipped"),
        to_do=gettext_lazy("To be shipped"),
        partly=gettext_lazy("Partly shipped"),
        waits=gettext_lazy("after release"),
        icon="truck",
    ),
    StageName.INVOICED: Words(
        done=gettext_lazy("Invoiced"),
        to_do=gettext_lazy("To be invoiced"),
        partly=gettext_lazy("Partly invoiced"),
        waits=gettext_lazy("after shipment"),
        icon="document",
    ),
    StageName.PAID: Words(
        done=gettext_lazy("Paid"),
        to_do=gettext_lazy("To be paid"),
        partly=gettext_lazy("Partly paid"),
        waits=gettext_lazy("after the invoice"),
        icon="money",
    ),
}


def label_of(stage: Stage) -> Text:
    """By how far the stage is."""
    words = WORDS[stage.name]
    if stage.is_partial:
        return words.partly
    return words.to_do if stage.progress is Progress.NOW else words.done
