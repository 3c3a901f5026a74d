"""What the integration adds to the back office: sidebar, toolbars, FactBoxes, tiles, panels, header state."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from crm_integration.actions import permissions as may
from crm_integration.admin import crm_orders, crm_quotes, home
from crm_integration.admin.areas import CRM_AREA
from crm_integration.admin.crm_records import title_of
from crm_integration.admin.home_documents import documents_tile
from crm_integration.admin.order_journey.card_parts import journey_parts
from crm_integration.admin.record_actions import actions_of
from crm_integration.admin.record_parts import parts_of
from crm_integration.admin.synch_errors import waiting_for_people
from crm_integration.admin.tell_me_pages import CONNECTION_SETUP_PAGES
from crm_integration.mappings.registry import (
    CHOSEN_MAPPINGS,
    ONLY_BY_UNIT_GROUP,
    SYNCHRONIZED_MAPPINGS,
    list_name,
    page_of,
)
from erp.admin.extensions import (
    SETUP,
    ApiDescription,
    HeaderState,
    HomePanel,
    HomeTile,
    Page,
    RolePermissions,
    extensions,
)

PAGES = (
    Page(
        area=CRM_AREA,
        label=crm_orders.TITLE,
        url_name=crm_orders.PAGE,
        count=crm_orders.waiting_for_cure,
        keywords=_("submitted orders create"),
        permission=may.VIEW_DOCUMENTS,
        order=1,
    ),
    Page(
        area=CRM_AREA,
        label=crm_quotes.TITLE,
        url_name=crm_quotes.PAGE,
        count=crm_quotes.waiting_for_cure,
        keywords=_("activated quotes process"),
        permission=may.VIEW_DOCUMENTS,
        order=2,
    ),
    Page(
        area=CRM_AREA,
        label=_("Coupled Data Synchronization Errors"),
        url_name="admin:synch_errors",
        count=waiting_for_people,
        permission=may.VIEW_PROBLEMS,
        order=50,
    ),
    Page(
        area=CRM_AREA,
        label=_("Full Synch. Review"),
        url_name="admin:full_synch_review",
        keywords=_("full synchronization"),
        permission=may.VIEW_REVIEW,
        order=70,
    ),
    Page(
        area=SETUP,
        label=_("Connection Setup"),
        url_name="admin:connection_setup",
        keywords=_("%(crm)s test connection") % {"crm": settings.CRM_PRODUCT_NAME},
        permission=may.VIEW_CONNECTION,
        order=10,
    ),
    Page(
        area=SETUP,
        label=_("Assisted Setup"),
        url_name="admin:assisted_setup",
        keywords=_("set up a connection guide wizard"),
        permission=may.EDIT_CONNECTION,
        order=5,
    ),
    Page(
        area=SETUP,
        label=_("Integration Table Mappings"),
        url_name="admin:integration_table_mappings",
        permission=may.VIEW_MAPPINGS,
        order=20,
    ),
    Page(
        area=SETUP,
        label=_("Job Queue Entries"),
        url_name="admin:job_queue_entries",
        permission=may.VIEW_ENTRIES,
        order=30,
    ),
)
LISTS = tuple(
    Page(
        area=CRM_AREA,
        label=lazy(title_of, str)(mapping),  # type: ignore[arg-type]
        url_name=f"admin:crm_{list_name(mapping)}",
        permission=may.VIEW_COUPLINGS,
        in_sidebar=mapping.name not in ONLY_BY_UNIT_GROUP,
        order=10 + number,
    )
    for number, mapping in enumerate(sorted(CHOSEN_MAPPINGS.values(), key=lambda mapping: mapping.crm_table))
)
TILES = (
    HomeTile(code="connection", load=home.connection_tile, permission=may.VIEW_CONNECTION, order=5),
    HomeTile(code="solution", load=home.solution_tile, permission=may.VIEW_CONNECTION, order=6),
    HomeTile(code="full_synch", load=home.full_synch_tile, permission=may.VIEW_REVIEW, order=8),
    HomeTile(code="waiting", load=home.waiting_tile, permission=may.VIEW_ENTRIES, order=10),
    HomeTile(code="failed", load=home.failed_tile, permission=may.VIEW_PROBLEMS, order=20),
    HomeTile(code="documents", load=documents_tile, permission=may.VIEW_DOCUMENTS, order=25),
    HomeTile(code="conflicts", load=home.conflict_tile, permission=may.VIEW_PROBLEMS, order=30),
    HomeTile(code="jobs", load=home.jobs_tile, permission=may.VIEW_ENTRIES, order=40),
)
PANELS = (
    HomePanel(
        code="lag",
        template="crm_integration/home_lag.html",
        load=home.lag_panel,
        permission=may.VIEW_MAPPINGS,
        order=10,
    ),
    HomePanel(
        code="runs",
        template="crm_integration/home_runs.html",
        load=home.runs_panel,
        permission=may.VIEW_JOBS,
        order=20,
    ),
    HomePanel(
        code="needs_you",
        template="crm_integration/home_needs_you.html",
        load=home.needs_you_panel,
        column="side",
        permission=may.VIEW_PROBLEMS,
        order=10,
    ),
    HomePanel(
        code="next_jobs",
        template="crm_integration/home_next_jobs.html",
        load=home.next_jobs_panel,
        column="side",
        permission=may.VIEW_ENTRIES,
        order=20,
    ),
)


ROLES = tuple(
    RolePermissions(code=f"crm_{role}", role=role, permissions=permissions)  # type: ignore[arg-type]
    for role, permissions in may.BY_ROLE.items()
)


def register_parts() -> None:
    extensions.everywhere(*ROLES)
    extensions.everywhere(
        *LISTS,
        *PAGES,
        *CONNECTION_SETUP_PAGES,
        *TILES,
        *PANELS,
        HeaderState(code="connection", load=home.header_state, permission=may.VIEW_CONNECTION),
        ApiDescription(code="integration", label=_("Integration"), routes="crm_api", order=20),
    )
    for mapping in SYNCHRONIZED_MAPPINGS.values():
        extensions.for_table(page_of(mapping.erp_table), *actions_of(mapping), *parts_of(mapping))
    for page, parts in journey_parts().items():
        extensions.for_table(page, *parts)
