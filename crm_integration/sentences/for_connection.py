"""What Test Connection, Enable and Disable found. Refusals of the CRM itself are in ``for_crm``."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "signed_in": _("%(crm_product)s at %(url)s accepts the credentials."),
    "tables_readable": _("The tables that are synchronized can be read."),
    "tables_not_readable": _(
        "The integration user may not read these tables: %(names)s. Give the user the security role "
        "%(role)s in %(crm_product)s; if it is not there, deploy the integration solution."
    ),
    "version_supported": _("Version %(version)s is supported."),
    "version_not_supported": _(
        "Version %(version)s of %(crm_product)s is not supported. It must be above 6 and not 7.1."
    ),
    "integration_user_enabled": _("The integration user %(user)s is enabled."),
    "integration_user_disabled": _("Enable the integration user %(user)s in %(crm_product)s."),
    "integration_user_is_no_administrator": _("The integration user %(user)s is not a System Administrator."),
    "integration_user_is_administrator": _(
        "The user %(user)s has the role System Administrator. "
        "The integration user must not have it: register an application with a role of its own, "
        "such as Dynamics 365 Business Central Integration User."
    ),
    "integration_user_has_role": _("The integration user %(user)s has the security role that it needs."),
    "integration_user_lacks_role": _(
        "Give the integration user %(user)s the security role %(role)s in %(crm_product)s."
    ),
    "integration_user_has_no_role": _(
        "Give the integration user %(user)s a security role in %(crm_product)s: %(role)s comes with the "
        "integration solution."
    ),
    "default_team_found": _("The business unit has its default team, which owns what has no salesperson."),
    "default_team_missing": _(
        "The business unit of the integration user has no default team in %(crm_product)s. Create one."
    ),
    "base_currency_matches": _("Both systems keep their books in %(crm_currency)s."),
    "base_currency_differs": _(
        "The base currency of %(crm_product)s is %(crm_currency)s and the local currency of %(erp_product)s "
        "is %(erp_currency)s. Amounts are converted by the exchange rate of %(crm_currency)s."
    ),
    "base_currency_has_no_exchange_rate": _(
        "The base currency of %(crm_product)s is %(crm_currency)s and the local currency of %(erp_product)s "
        "is %(erp_currency)s. Add %(crm_currency)s with an exchange rate to the currencies."
    ),
    "base_currency_missing": _(
        "%(crm_product)s has no base currency, or the integration user cannot see it."
    ),
    "local_currency_taken_over": _(
        "%(erp_product)s has no local currency yet: enabling makes it %(crm_currency)s, "
        "the base currency of %(crm_product)s. "
        "If it should be another, enter the LCY Code in General Ledger Setup first."
    ),
    "local_currency_was_taken_over": _(
        "The local currency of %(erp_product)s is %(crm_currency)s now, "
        "as the base currency of %(crm_product)s."
    ),
    "organization_accepted": _("The organization is %(organization)s."),
    "couplings_of_another_organization": _(
        "There are couplings with records of another organization than %(organization)s. "
        "Delete the couplings first, or connect to the former environment."
    ),
    "workflow_solutions_installed": _(
        "%(crm_product)s has solutions that change how quotes and orders are handled: %(solutions)s. "
        "Sales documents may not be synchronized as expected."
    ),
    "order_account_ready": _("The account %(user)s can handle sales order integration."),
    "order_account_missing": _(
        "%(crm_product)s has no user %(user)s any more, who handled sales order integration. Choose another "
        "account on the page Sales order integration."
    ),
    "order_account_disabled": _(
        "The account %(user)s, which handles sales order integration, is disabled in %(crm_product)s: "
        "orders, quotes and invoices wait. Enable it, or choose another account on the page "
        "Sales order integration."
    ),
    "order_account_lacks_role": _(
        "The account %(user)s, which handles sales order integration, lacks the security role %(role)s: "
        "orders, quotes and invoices wait. Redeploy the integration solution."
    ),
    "order_account_not_marked": _(
        "The account %(user)s handles sales order integration and is no integration user of %(crm_product)s, "
        "which therefore recalculates the amounts of orders and invoices. Choose the account again on the "
        "page Sales order integration."
    ),
    "order_account_refused": _(
        "%(crm_product)s does not let the account %(user)s handle sales order integration: it is disabled, "
        "or lacks its security role. Orders, quotes and invoices wait. Enable it, redeploy the "
        "integration solution, or choose another account on the page Sales order integration."
    ),
    "no_workflow_solutions": _("No solution is known to change how quotes and orders are handled."),
    "notifications_registered": _("%(crm_product)s notifies %(erp_product)s of changes."),
    "notifications_ended": _("%(crm_product)s no longer notifies %(erp_product)s of changes."),
    "notifications_not_registered": _(
        "%(crm_product)s cannot be asked to tell of changes, so they are found with a delay. (%(message)s)"
    ),
    "notifications_not_ended": _(
        "%(crm_product)s could not be asked to end its notifications. What it sends is not listened to. "
        "(%(message)s)"
    ),
    "unit_groups_fixed_by_couplings": _(
        "Products and prices are coupled (%(count)s, by %(mappings)s), and %(crm_product)s never lets a "
        "product have another unit group. Delete the couplings of these mappings first; retire the products "
        "and give them other product IDs, so that they come anew with the units that you choose. Before the "
        "next full synchronization, set match criteria on the product mappings, the number for example: what "
        "you leave as it is has to be coupled again, and is not created a second time."
    ),
    "unit_groups_fixed_by_run": _(
        "%(mappings)s is being synchronized. Wait until that has ended, then change it."
    ),
    "no_tls": _(
        "The host does not answer over https at this address. Check the environment URL, and the port if it "
        "names one."
    ),
    "tls_failed": _("The host's certificate is not accepted. Check the environment URL."),
    "environment_not_reached": _(
        "%(crm_product)s cannot be reached. Check the environment URL, or try again later. (%(message)s)"
    ),
    "http_404": _("There is no environment of %(crm_product)s at this URL."),
    "availability_url_invalid": _(
        "The URL must begin with https://, or with http:// if the CRM runs on this machine."
    ),
    "availability_url_not_service": _(
        "The item availability web service of this server is at %(message)s, not at this URL."
    ),
    "availability_user_refused": _(
        "User name and web service access key do not belong together, the key has expired, "
        "or the user is not active. Make a new key on the user's card."
    ),
    "availability_key_missing": _("Enter the web service access key of this user for this URL."),
    "availability_user_lacks_role": _("Give this user the role Item Availability User first."),
    "connection_table_missing": _(
        "%(crm_product)s has no table for connections. Redeploy the integration solution first."
    ),
    "availability_published": _("%(crm_product)s asks %(erp_product)s for the stock of products."),
    "availability_not_published": _(
        "%(crm_product)s could not be told where to ask for the stock of products. "
        "Publish the item availability web service again. (%(message)s)"
    ),
}
