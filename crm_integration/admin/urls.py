"""The pages that the integration adds to the back office's site: route, view, name, permission."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponseBase

from crm_integration.actions import permissions as may
from crm_integration.admin import (
    canceled_orders,
    conflict,
    connection_pages,
    connection_switches,
    crm_links,
    crm_orders,
    crm_quotes,
    crm_records,
    delete_coupling,
    full_synch_review,
    integration_job,
    item_availability,
    job_queue_entries,
    mapping_pages,
    match_based_coupling,
    order_integration,
    redeploy_solution,
    reset_web_client_url,
    set_up_coupling,
    signed_in,
    stop_item_availability,
    synch_errors,
    synchronization_log,
    synchronize_now,
    use_default_setup,
)
from crm_integration.admin.assisted_setup import pages as assisted_setup
from crm_integration.admin.assisted_setup.discard_page import discard_assisted_setup
from crm_integration.admin.order_journey.page import order_journey
from crm_integration.mappings.registry import CHOSEN_MAPPINGS, list_name
from erp.admin.site import site

CRM_ORDER = "sales-orders-crm/<uuid:crm_id>/"
COUPLINGS = "couplings/<str:mapping>/"
CONNECTION = "connection-setup/"
ASSISTED_SETUP = "assisted-setup/"
TABLE_MAPPINGS = "integration-table-mappings/"
ENTRIES = "job-queue-entries/"
REVIEW = "full-synch-review/"
ERRORS = "coupled-data-synchronization-errors/"
JOBS = "integration-jobs/<uuid:job_id>/"

PAGES: tuple[tuple[str, Callable[..., HttpResponseBase], str, str], ...] = (
    (f"{COUPLINGS}<uuid:erp_id>/set-up/", set_up_coupling.set_up_coupling, "set_up_coupling", may.COUPLE),
    (f"{COUPLINGS}<uuid:erp_id>/conflict/", conflict.resolve_conflict, "resolve_conflict", may.SYNCHRONIZE),
    (
        f"{COUPLINGS}<uuid:erp_id>/log/",
        synchronization_log.synchronization_log,
        "synchronization_log",
        may.VIEW_COUPLINGS,
    ),
    (
        f"{COUPLINGS}<uuid:erp_id>/open/",
        crm_links.open_coupled_record,
        "open_coupled_record",
        may.VIEW_COUPLINGS,
    ),
    (f"{COUPLINGS}crm/<uuid:crm_id>/open/", crm_links.open_in_crm, "open_in_crm", may.VIEW_COUPLINGS),
    ("open-record/<slug:table>/<uuid:crm_id>/", crm_links.open_record, "open_record", may.VIEW_COUPLINGS),
    (f"{COUPLINGS}synchronize/", synchronize_now.synchronize_now, "synchronize_now", may.SYNCHRONIZE),
    (f"{COUPLINGS}delete/", delete_coupling.delete_coupling, "delete_coupling", may.COUPLE),
    (f"{COUPLINGS}match/", match_based_coupling.match_based_coupling, "match_based_coupling", may.COUPLE),
    ("sales-orders-crm/", crm_orders.crm_orders, "crm_orders", may.VIEW_DOCUMENTS),
    (
        f"{CRM_ORDER}delete/",
        canceled_orders.delete_canceled_order,
        "delete_canceled_order",
        may.DELETE_SALES_ORDERS,
    ),
    (f"{CRM_ORDER}keep/", canceled_orders.keep_canceled_order, "keep_canceled_order", may.CREATE_DOCUMENTS),
    ("order-journey/<uuid:crm_id>/", order_journey, "order_journey", may.VIEW_DOCUMENTS),
    ("sales-quotes-crm/", crm_quotes.crm_quotes, "crm_quotes", may.VIEW_DOCUMENTS),
    *(
        (
            f"crm/{list_name(mapping)}/",
            partial(crm_records.crm_records, mapping=mapping.name),
            f"crm_{list_name(mapping)}",
            may.VIEW_COUPLINGS,
        )
        for mapping in CHOSEN_MAPPINGS.values()
    ),
    (ASSISTED_SETUP, assisted_setup.assisted_setup, "assisted_setup", may.EDIT_CONNECTION),
    (
        f"{ASSISTED_SETUP}discard/",
        discard_assisted_setup,
        "discard_assisted_setup",
        may.EDIT_CONNECTION,
    ),
    (
        f"{ASSISTED_SETUP}<slug:step>/",
        assisted_setup.assisted_setup_step,
        "assisted_setup_step",
        may.EDIT_CONNECTION,
    ),
    (CONNECTION, connection_pages.connection, "connection_setup", may.VIEW_CONNECTION),
    (f"{CONNECTION}enable/", connection_switches.enable, "enable_connection", may.EDIT_CONNECTION),
    (
        f"{CONNECTION}enable-sales/",
        connection_switches.enable_sales,
        "enable_sales_integration",
        may.EDIT_CONNECTION,
    ),
    (
        f"{CONNECTION}disable-sales/",
        connection_switches.disable_sales,
        "disable_sales_integration",
        may.EDIT_CONNECTION,
    ),
    (f"{CONNECTION}solution/", redeploy_solution.redeploy_solution, "redeploy_solution", may.EDIT_CONNECTION),
    (
        f"{CONNECTION}signed-in/",
        signed_in.administrator_signed_in,
        "administrator_signed_in",
        may.EDIT_CONNECTION,
    ),
    (
        f"{CONNECTION}item-availability/",
        item_availability.item_availability,
        "item_availability",
        may.EDIT_CONNECTION,
    ),
    (
        f"{CONNECTION}item-availability/stop/",
        stop_item_availability.stop_item_availability,
        "stop_item_availability",
        may.EDIT_CONNECTION,
    ),
    (
        f"{CONNECTION}sales-order-integration/",
        order_integration.order_integration,
        "order_integration",
        may.EDIT_CONNECTION,
    ),
    (f"{CONNECTION}disable/", connection_switches.disable, "disable_connection", may.EDIT_CONNECTION),
    (
        f"{CONNECTION}use-default-setup/",
        use_default_setup.use_default_setup,
        "use_default_setup",
        may.EDIT_MAPPINGS,
    ),
    (
        f"{CONNECTION}reset-web-client-url/",
        reset_web_client_url.reset_web_client_url,
        "reset_web_client_url",
        may.EDIT_CONNECTION,
    ),
    (TABLE_MAPPINGS, mapping_pages.mappings, "integration_table_mappings", may.VIEW_MAPPINGS),
    (f"{TABLE_MAPPINGS}<str:name>/", mapping_pages.mapping, "integration_table_mapping", may.VIEW_MAPPINGS),
    (
        f"{TABLE_MAPPINGS}<str:name>/restore/",
        mapping_pages.restore,
        "restore_mapping_defaults",
        may.EDIT_MAPPINGS,
    ),
    (
        f"{TABLE_MAPPINGS}<str:name>/delete-couplings/",
        mapping_pages.delete_couplings,
        "delete_couplings_of_mapping",
        may.EDIT_MAPPINGS,
    ),
    (ENTRIES, job_queue_entries.job_queue_entries, "job_queue_entries", may.VIEW_ENTRIES),
    (
        f"{ENTRIES}synchronize-modified-records/",
        job_queue_entries.synchronize_modified_records,
        "synchronize_modified_records",
        may.EDIT_ENTRIES,
    ),
    (f"{ENTRIES}<str:code>/", job_queue_entries.job_queue_entry, "job_queue_entry", may.VIEW_ENTRIES),
    (
        f"{ENTRIES}<str:code>/<slug:action>/",
        job_queue_entries.entry_action,
        "job_queue_entry_action",
        may.EDIT_ENTRIES,
    ),
    (REVIEW, full_synch_review.full_synch_review, "full_synch_review", may.VIEW_REVIEW),
    (f"{REVIEW}live/", full_synch_review.review_fragment, "full_synch_review_fragment", may.VIEW_REVIEW),
    (f"{REVIEW}<slug:action>/", full_synch_review.review_action, "full_synch_review_action", may.RUN_FULL),
    (ERRORS, synch_errors.synch_errors, "synch_errors", may.VIEW_PROBLEMS),
    (f"{ERRORS}<slug:action>/", synch_errors.problem_action, "synch_errors_action", may.VIEW_PROBLEMS),
    (JOBS, integration_job.integration_job, "integration_job", may.VIEW_JOBS),
    (f"{JOBS}live/", integration_job.job_fragment, "integration_job_fragment", may.VIEW_JOBS),
    (f"{JOBS}stop/", integration_job.stop_job, "stop_integration_job", may.SYNCHRONIZE),
)


def register_pages() -> None:
    for route, view, name, permission in PAGES:
        site.register_view(route, view, name, permission=permission)
