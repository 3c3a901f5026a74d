"""What the steps of the assisted setup have to say, besides what Test Connection says too."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "invalid_client": _(
        "%(crm_product)s does not accept the application. Check that the client secret is the value of a "
        "secret that has not expired, not its ID, and that it belongs to this client ID. (%(message)s)"
    ),
    "unauthorized_client": _(
        "The directory does not know this application. Check client ID and tenant. (%(message)s)"
    ),
    "integration_user_missing": _(
        "%(crm_product)s accepts the credentials, but has no user for them: create an application user for "
        "the application %(application)s in the environment, and leave it without the role System "
        "Administrator."
    ),
    "assisted_setup_not_begun": _("Nothing has been entered yet, or it was finished already."),
    "assisted_setup_incomplete": _("Take the steps that are still open first."),
    "assisted_setup_needs_sign_in": _("An administrator of %(crm_product)s must sign in to finish."),
    "assisted_setup_finished": _("The connection is set up and on."),
    "assisted_setup_not_ready": _("Nothing was switched on. Mend what follows, then finish again."),
}
