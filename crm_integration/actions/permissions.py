"""The permissions that actions ask for, as "app.codename"."""

COUPLE = "crm_integration.couple_records"
SYNCHRONIZE = "crm_integration.synchronize_records"
DELETE_COUPLED = "crm_integration.delete_coupled_records"
CREATE_DOCUMENTS = "crm_integration.create_documents"
RUN_FULL = "crm_integration.run_full_synchronization"
EDIT_MAPPINGS = "crm_integration.change_integrationtablemapping"
EDIT_CONNECTION = "crm_integration.change_connectionsetup"
EDIT_ENTRIES = "crm_integration.change_jobqueueentry"
# Of the back office, for what an action does with its records.
DELETE_SALES_ORDERS = "erp.delete_salesorder"

VIEW_COUPLINGS = "crm_integration.view_coupling"
VIEW_PROBLEMS = "crm_integration.view_synchproblem"
VIEW_JOBS = "crm_integration.view_synchjob"
VIEW_REVIEW = "crm_integration.view_fullsynchreviewline"
VIEW_MAPPINGS = "crm_integration.view_integrationtablemapping"
VIEW_CONNECTION = "crm_integration.view_connectionsetup"
VIEW_DOCUMENTS = "crm_integration.view_crmdocument"
VIEW_ENTRIES = "crm_integration.view_jobqueueentry"

# Web services that the CRM asks by its connection row.
OPEN_ORDER_JOURNEY = "crm_integration.open_order_journey"

TO_VIEW = (
    VIEW_COUPLINGS,
    VIEW_PROBLEMS,
    VIEW_JOBS,
    VIEW_REVIEW,
    VIEW_MAPPINGS,
    VIEW_CONNECTION,
    VIEW_ENTRIES,
    VIEW_DOCUMENTS,
)
TO_WORK = (COUPLE, SYNCHRONIZE, CREATE_DOCUMENTS)
TO_ADMINISTER = (DELETE_COUPLED, RUN_FULL, EDIT_MAPPINGS, EDIT_CONNECTION, EDIT_ENTRIES)

# What each role of the back office may do with the integration.
BY_ROLE = {
    "administrator": (*TO_VIEW, *TO_WORK, *TO_ADMINISTER),
    "order_processor": (*TO_VIEW, *TO_WORK),
    "api_client": (*TO_VIEW, *TO_WORK),
    "viewer": TO_VIEW,
    "item_availability_user": (OPEN_ORDER_JOURNEY,),
}
