"""Why an order or a quote of the CRM does not become a document of the back office."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "document_without_customer": _(
        "It has no customer. Choose one in %(crm_product)s, then submit it again."
    ),
    "account_is_no_customer": _(
        "Account %(record)s is not a customer. Set its relationship type to Customer in %(crm_product)s."
    ),
    "account_missing": _("Its account does not exist any more in %(crm_product)s. Choose another customer."),
    "contact_without_account": _(
        "Its customer is the contact %(record)s, who belongs to no account. Give the contact a company, or "
        "choose an account."
    ),
    "account_not_coupled": _("Account %(record)s is not coupled with a customer."),
    "line_product_missing": _(
        "The product on line %(line)s does not exist any more in %(crm_product)s. Choose another one."
    ),
    "line_product_not_active": _(
        "Product %(record)s on line %(line)s is not active. Activate it in %(crm_product)s, or choose "
        "another one."
    ),
    "line_product_of_other_type": _(
        "Product %(record)s on line %(line)s is neither sales inventory nor a service. Only these become "
        "items and resources."
    ),
    "line_product_not_coupled": _("Product %(record)s on line %(line)s is not coupled."),
    "line_product_deleted": _(
        "Product %(record)s on line %(line)s is coupled with a record that was deleted in %(erp_product)s. "
        "Restore it, or couple the product with another one."
    ),
    "line_unit_not_coupled": _("Unit %(record)s on line %(line)s is not coupled with a unit of measure."),
    "write_in_product_missing": _(
        "It has a product that is written in. Name the Write-in Product No. in Sales & Receivables Setup."
    ),
    "write_in_product_coupled": _(
        "It has a product that is written in, and the Write-in Product No. %(record)s of Sales & Receivables "
        "Setup is coupled with a product. Choose one that is not coupled."
    ),
    "freight_account_missing": _(
        "It has freight. Name the Freight G/L Account No. in Sales & Receivables Setup."
    ),
    "document_currency_missing": _("Its currency does not exist any more in %(crm_product)s."),
    "document_currency_unknown": _(
        "%(erp_product)s has no currency %(value)s. Add it with an exchange rate, or synchronize currencies."
    ),
    "order_not_submitted": _("It is not submitted. Only submitted orders become sales orders."),
    "order_missing": _("The order does not exist any more in %(crm_product)s."),
    "quote_not_offered": _("It is not active and not won. Only these quotes become sales quotes."),
    "quote_missing": _("The quote does not exist any more in %(crm_product)s."),
    "order_of_quote_failed": _("It is won, and its order %(record)s could not become a sales order."),
    "order_of_quote_missing": _(
        "It is won, but sales order %(no)s of its order is neither there nor invoiced. Nothing was changed."
    ),
    "order_of_quote_differs": _(
        "Sales order %(no)s was already made of sales quote %(quote)s, and it is not the same. Delete it and "
        "try again, or make it equal to the order and reopen it."
    ),
    "order_of_quote_posted": _(
        "Sales quote %(quote)s was already ordered and posted as invoice %(no)s. Cancel the order in "
        "%(crm_product)s, or cancel the invoice and try again."
    ),
    "order_of_quote_shipped": _(
        "Sales order %(no)s was already made of sales quote %(quote)s and shipped, and it is not the same. "
        "Reopen it, make its lines equal to those of the order and try again, or cancel the order in "
        "%(crm_product)s."
    ),
    "revision_of_ordered": _(
        "Sales order %(no)s was already made of sales quote %(quote)s, which this revises. Change the "
        "sales order by hand: it becomes that of the order in %(crm_product)s. Or delete it and try again."
    ),
    "revision_of_posted": _(
        "Sales quote %(quote)s, which this revises, was already ordered and posted as invoice %(no)s. "
        "Close the quote in %(crm_product)s, or cancel the invoice and try again."
    ),
    "order_integration_is_off": _(
        "Sales order integration is off. Switch it on in the Connection Setup first."
    ),
    "solution_needed": _(
        "The integration solution is not complete in %(crm_product)s. Redeploy it first, then try again."
    ),
    "order_user_unknown": _(
        "%(crm_product)s has no user %(message)s. Enter the user name as it stands there, often an e-mail "
        "address."
    ),
    "order_user_disabled": _("%(message)s is disabled in %(crm_product)s. Choose an enabled user."),
    "order_user_is_administrator": _(
        "%(message)s is a System Administrator. The account that handles orders may not be one."
    ),
    "order_user_is_salesperson": _(
        "%(message)s is coupled with a salesperson. An integration user of %(crm_product)s is no "
        "salesperson: choose another user, or delete the coupling first."
    ),
    "order_user_sells": _(
        "%(message)s is a salesperson in %(crm_product)s: the user has a role for sales, or owns accounts, "
        "contacts or opportunities. What an integration user changes is not synchronized: choose a user who "
        "is there for orders alone."
    ),
    "orders_are_submitted": _(
        "Orders that are submitted in %(crm_product)s: %(message)s. Invoice or cancel them before you switch "
        "sales order integration off: their lives would be followed no further."
    ),
    "invoice_customer_not_coupled": _(
        "Customer %(record)s is not coupled with an account, and could not be created in %(crm_product)s: "
        "%(reason)s"
    ),
    "invoice_customer_changed": _(
        "The customer of the order in %(crm_product)s is another one now. The invoice cannot refer to it."
    ),
    "invoice_currency_missing": _("%(crm_product)s has no currency %(value)s. Synchronize currencies first."),
    "invoice_outside_filter": _(
        "Invoice %(record)s is outside the table filter of the mapping %(mapping)s. Change the filter first."
    ),
    "invoice_without_lines": _(
        "No line of the invoice goes to %(crm_product)s: they are comments, or outside the table filter of "
        "the mapping %(mapping)s."
    ),
    "line_record_not_coupled": _(
        "%(Table)s %(record)s is not coupled with a product, and could not be created in %(crm_product)s: "
        "%(reason)s"
    ),
    "line_record_blocked": _(
        "%(Table)s %(record)s is blocked. Unblock it, create the invoice in %(crm_product)s, then block it "
        "again."
    ),
    "outside_filter": _(
        "It is outside the table filter of the mapping %(mapping)s. Change the record or the filter, or "
        "couple the record by hand."
    ),
    "being_created": _("It is being created there at this moment. Try again in a minute."),
    "invoice_created": _("The invoice was created in %(crm_product)s."),
    "invoices_created": _("Invoices created in %(crm_product)s: %(number)s."),
    "invoices_refused": _(
        "Invoices created in %(crm_product)s: %(created)s. %(number)s could not be created: their cards, and "
        "the page Coupled Data Synchronization Errors, say why."
    ),
    "invoice_already_created": _("The invoice is in %(crm_product)s already. Nothing was created."),
    "invoices_scheduled": _("%(number)s invoices are being created in the background."),
    "statistics_updated": _(
        "The account statistics were updated. Invoices whose state changed: %(invoices)s."
    ),
    "statistics_updated_in_part": _(
        "Account statistics that could not be written: %(failed)s. %(crm_product)s refused them, or the "
        "account was deleted there. Invoices whose state changed: %(invoices)s."
    ),
    "customer_not_coupled": _("The customer is not coupled with an account."),
    "order_integration_enabled": _(
        "Sales order integration is on. Submitted orders appear on Sales Orders - %(crm_product)s, activated "
        "quotes on Sales Quotes - %(crm_product)s."
    ),
    "order_integration_disabled": _("Sales order integration is off. Nothing is created automatically."),
    "order_integration_saved": _("What is done automatically was saved."),
    "order_canceled_in_crm": _("The order was canceled in %(crm_product)s."),
    "invoice_was_cancelled": _(
        "Invoice %(no)s was cancelled after the whole order was invoiced. What was on it can be sold again "
        "by a new sales order or invoice."
    ),
    "invoice_is_overdue": _("Invoice %(no)s is overdue."),
    "order_not_canceled": _(
        "The order is not canceled in %(crm_product)s, or somebody decided meanwhile what becomes of it."
    ),
    "order_is_shipped": _(
        "A part of sales order %(no)s is shipped. Ship and invoice the rest of it, or correct its lines."
    ),
    "canceled_order_deleted": _("Sales order %(no)s was deleted."),
    "canceled_order_kept": _("Sales order %(no)s stays, although it is canceled in %(crm_product)s."),
    "order_created": _("Sales order %(no)s was created."),
    "order_already_created": _("The order became sales order %(no)s before. Nothing was created."),
    "quote_processed": _("Sales quote %(no)s says what the quote says."),
    "quote_ordered": _("The order of sales quote %(no)s is here, and the quote is archived."),
    "quote_released": _("Sales quote %(no)s was released: the quote is won, and no order is submitted."),
    "quote_won": _("The quote is won; sales quote %(no)s is not there any more. Nothing was created."),
    "quote_already_processed": _("The quote became sales quote %(no)s before. Nothing was changed."),
    "quotes_scheduled": _("%(number)s quotes are being processed in the background."),
    "orders_scheduled": _("%(number)s orders are being created in the background."),
}
