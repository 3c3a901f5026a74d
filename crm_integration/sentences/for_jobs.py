"""Why a job ended, or could not begin."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "worker_lost": _(
        "The worker was lost several times without any progress. See its log, then restart the job."
    ),
    "unavailable": _("Something that the job needs is not available now."),
}
