"""Why a job ended, or could not begin."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "worker_lost": _(
        "The worker was lost several times without any progress. See its log, then restart the job."
    ),
    "unavailable": _("Something that the job needs is not available now."),
    "unexpected": _("Something unexpected happened (%(error)s). The worker's log says where."),
    "unknown_kind": _("This version does not know jobs of the kind %(kind)s."),
    "interrupted": _("The worker was stopped while it ran. It goes on where it was."),
    "waits_for_failed": _("Waits for %(names)s, which failed. Restart that line, then this one follows."),
    "canceled": _("Stopped by a person."),
}
