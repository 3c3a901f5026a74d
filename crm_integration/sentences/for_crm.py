"""What the CRM, or the way to it, answered instead of doing what was asked."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "url_missing": _("Enter the URL of the environment."),
    "url_invalid": _(
        "The environment URL is not a valid URL. Enter https:// and the host name, as in the address bar of "
        "%(crm_product)s."
    ),
    "url_not_https": _("The environment URL must begin with https://."),
    "url_has_path": _("The environment URL must end after the host name."),
    "tenant_invalid": _("The tenant must be an ID or a domain name."),
    "tenant_unknown": _(
        "The directory does not know this tenant. Enter the directory (tenant) ID that the application's "
        "registration shows, or a domain of that directory. (%(message)s)"
    ),
    "credentials_missing": _("Enter the tenant, the client ID and the client secret."),
    "no_token": _(
        "The sign-in service did not give an access token. "
        "Check the environment URL, tenant, client ID and secret."
    ),
    "redirect_refused": _("%(crm_product)s answered with a redirect, which is not followed."),
    "foreign_link": _("%(crm_product)s answered with a link to another host, which is not followed."),
    "answer_not_understood": _(
        "The answer of %(crm_product)s cannot be understood. Check the environment URL."
    ),
    "mapped_column_missing": _(
        "%(crm_product)s does not have a column that the mapping names: %(message)s. "
        "Make it there again, or remove its row on the page of the mapping."
    ),
    "connection_not_enabled": _(
        "The connection to %(crm_product)s is off. Enable it in the Connection Setup."
    ),
    "no_answer": _("%(crm_product)s did not answer this request. It is tried again."),
    "delta_token_expired": _("The change tracking of %(crm_product)s begins anew."),
}

# By the CRM's own code; other codes are rendered by their cure.
BY_CRM_CODE: dict[int, str | Promise] = {
    0x80040217: _("The record does not exist in %(crm_product)s any more."),
    0x80040237: _("%(crm_product)s has a record with this ID already."),
    0x80060892: _(
        "%(crm_product)s refuses the record: another one has the same key. "
        "If it is the same thing, couple the two; if not, give one of them another key."
    ),
    0x80040333: _("%(crm_product)s refuses the record as a duplicate: %(message)s"),
    0x80060882: _("The record was changed in %(crm_product)s meanwhile. It is read again."),
    0x80072322: _("%(crm_product)s received too many requests. It is tried again later."),
    0x80072321: _("%(crm_product)s was busy with our requests for too long. It is tried again later."),
    0x80072326: _("%(crm_product)s received too many requests at once. It is tried again later."),
    0x80040220: _("The integration user lacks a privilege in %(crm_product)s: %(message)s"),
    0x80048306: _("The integration user lacks a privilege in %(crm_product)s: %(message)s"),
    0x80044331: _("%(crm_product)s refuses a text that is too long: %(message)s"),
    0x8004431A: _("%(crm_product)s does not know this option: %(message)s"),
    0x80043B14: _(
        "%(crm_product)s refuses the unit: it is not one of the product's unit group, which never changes. "
        "Retire the product and give it another product ID, delete its coupling, then create it anew. "
        "(%(message)s)"
    ),
    0x80040265: _("A rule of %(crm_product)s refuses the record: %(message)s"),
}

BY_CURE: dict[str, str | Promise] = {
    "transient": _("%(crm_product)s cannot be reached now. It is tried again by itself. (%(message)s)"),
    "authentication": _(
        "%(crm_product)s does not accept the credentials. Check the connection setup. (%(message)s)"
    ),
    "privilege": _("The integration user lacks a privilege in %(crm_product)s: %(message)s"),
    "configuration": _("%(crm_product)s does not understand the request: %(message)s"),
    "not_found": _("The record does not exist in %(crm_product)s any more."),
    "concurrency": _("The record was changed in %(crm_product)s meanwhile. It is read again."),
    "duplicate": _("%(crm_product)s has a record with this ID already."),
    "rejected": _("%(crm_product)s refuses the record: %(message)s"),
}
