"""What came of an action, or why it was refused."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "choose_one": _("Choose exactly one record."),
    "choose_some": _("Choose at least one record."),
    "too_many_chosen": _("Choose at most %(most)s records at once."),
    "input_missing": _("Something is missing: choose or enter it, then try again."),
    "input_not_acceptable": _("“%(value)s” cannot be chosen here."),
    "mapping_saved": _("The mapping %(mapping)s was saved. The next run follows it."),
    "mapping_restored": _("The mapping %(mapping)s is as it was delivered. Its couplings stay."),
    "mapping_changed_meanwhile": _(
        "The mapping %(mapping)s was changed by somebody else meanwhile. Nothing was saved: "
        "read it again, then repeat."
    ),
    "mapping_only_by_unit_group": _(
        "The mapping %(mapping)s is for unit groups. Switch Unit Group Mapping on in the Connection Setup to "
        "use it."
    ),
    "mapping_never_by_unit_group": _(
        "The mapping %(mapping)s is not used with unit groups. Switch Unit Group Mapping off in the "
        "Connection Setup to use it."
    ),
    "job_queue_entry_missing": _("There is no job queue entry %(entry)s."),
    "job_queue_entry_runs": _("%(entry)s was started. It runs in the background."),
    "job_queue_entry_held": _("%(entry)s is on hold until you resume it."),
    "job_queue_entry_resumed": _("%(entry)s is ready and runs as soon as it can."),
    "connection_saved": _("The connection setup was saved."),
    "connection_tested": _("The connection test was successful. The settings are valid."),
    "connection_test_failed": _("The connection test failed. See what to do beside the form."),
    "connection_enabled": _("The connection is on. The jobs are ready."),
    "web_client_url_reset": _("%(crm_product)s and its people find this server at %(url)s now."),
    "mappings_restored": _("The default setup is used again by: %(mappings)s."),
    "mappings_as_delivered": _("All mappings are as they are delivered."),
    "sales_integration_enabled": _(
        "Sales integration is on: items, resources, prices, opportunities and documents are synchronized."
    ),
    "sales_integration_disabled": _(
        "Sales integration is off. Couplings and mappings stay; its jobs are on hold."
    ),
    "sales_integration_disabled_with_warning": _(
        "Sales integration is off. %(crm_product)s could not be told so; what it still sends is ignored. "
        "(%(message)s)"
    ),
    "connection_disabled": _("The connection is off. Couplings and mappings stay; the jobs are on hold."),
    "connection_disabled_with_warning": _(
        "The connection is off. %(crm_product)s could not be told so; what it still sends is ignored. "
        "(%(message)s)"
    ),
    "item_availability_enabled": _(
        "Salespeople with the security role for it now see the stock of products on quote and order lines."
    ),
    "item_availability_disabled": _(
        "The item availability web service is off; %(crm_product)s asks no more."
    ),
    "item_availability_disabled_with_warning": _(
        "The item availability web service is off. %(crm_product)s could not be told so; "
        "what it still asks is refused. (%(message)s)"
    ),
    "connection_not_ready": _("The connection was not switched on. See what is missing beside the form."),
    "connection_is_off": _("The connection to %(crm_product)s is off. Enable it in the Connection Setup."),
    "sales_integration_is_off": _("Sales integration is off. Enable it in the Connection Setup."),
    "sales_integration_is_on": _(
        "The Dataverse connection cannot go off while Sales integration is on: disable that first."
    ),
    "connection_changed_meanwhile": _(
        "Somebody else changed the Connection Setup meanwhile. Look at it again, then change it."
    ),
    "connection_is_on": _(
        "Switch the connection off before you change where it leads; where Sales integration is on, that "
        "goes off first."
    ),
    "secret_of_environment_missing": _("Enter the secret of this environment."),
    "coupled": _("The records were coupled."),
    "coupled_and_scheduled": _("The records were coupled, and the synchronization has been scheduled."),
    "coupling_deleted": _("The coupling was deleted. Both records stay as they are."),
    "couplings_deleted": _("%(number)s couplings were deleted. The records stay as they are."),
    "nothing_coupled": _("None of the chosen records is coupled."),
    "coupling_changed_meanwhile": _(
        "The coupling was changed meanwhile. Nothing was deleted: look at it again, then repeat."
    ),
    "nothing_scheduled": _("Nothing was scheduled: all %(chosen)s chosen records were skipped."),
    "nothing_scheduled_of_one": _("Nothing was scheduled: the record was skipped."),
    "scheduled_one": _("The synchronization has been scheduled."),
    "conflict_decided": _("What you decided is on its way: the synchronization has been scheduled."),
    "scheduled_all": _("The synchronization has been scheduled for %(scheduled)s records."),
    "scheduled_partly": _(
        "The synchronization has been scheduled for %(scheduled)s of %(chosen)s records. "
        "%(failed)s records failed, %(skipped)s records were skipped."
    ),
    "full_synch_started": _("The full synchronization runs in the background. You can leave this page."),
    "full_synch_line_restarted": _("%(mapping)s was started again; lines that waited for it follow."),
    "mapping_is_not_synchronized": _("There is no mapping %(mapping)s that is switched on."),
    "full_synch_reset": _("The recommendations were made anew."),
    "full_synch_is_running": _("The full synchronization is going on. Stop it or wait until it has ended."),
    "full_synch_is_not_running": _("No full synchronization is going on."),
    "full_synch_stops": _("The full synchronization stops after the records that it works on now."),
    "full_recommended": _("Everything of %(mapping)s that is not coupled will be created on the other side."),
    "full_not_recommended": _("Records of %(mapping)s will be matched before any is created."),
    # Refusals of the coupling verbs.
    "record_not_found": _("The %(table)s does not exist any more."),
    "outside_erp_filter": _("%(record)s is outside the table filter of the mapping %(mapping)s."),
    "outside_crm_filter": _("%(record)s is outside the integration table filter of the mapping %(mapping)s."),
    "pairs_are_not_chosen": _("Records of %(mapping)s are options or documents: their pairs are not chosen."),
    "already_coupled": _("%(record)s has just been coupled by somebody else."),
    "creation_under_way": _(
        "%(record)s is being created in %(crm_product)s at this moment. Try again when that is done."
    ),
    "crm_record_already_coupled": _("%(record)s is already coupled to %(other)s."),
    "direction_not_allowed": _("The direction of the mapping %(mapping)s does not allow it."),
    "no_privilege_to_delete": _("You do not have permission to delete %(tables)s in %(crm_product)s."),
    "changed_before_deletion": _(
        "The %(table)s was changed by somebody else after it was shown, so it was not deleted. "
        "Look at it again, then repeat."
    ),
    # Coupled data synchronization errors.
    "problems_retried": _("Errors that are looked at again shortly: %(number)s."),
    "records_restored": _("Deleted records that are created anew from their other side: %(number)s."),
    "nothing_to_restore": _("None of the chosen records was deleted on one side."),
    "records_deleted": _("Records deleted, each with its coupling: %(number)s."),
    "find_for_deleted_scheduled": _("Couplings whose record is gone are looked for in the background."),
    "erp_refused": _("%(message)s"),
    "criteria_saved": _("The criteria of %(mapping)s were saved."),
    "matching_started": _("Records of %(mapping)s are matched in the background."),
    "job_queue_entry_changed": _("The times of %(entry)s were saved."),
    "modified_synchronized": _("%(number)s jobs were started. They run in the order of their dependencies."),
    "job_missing": _("There is no such job (any more)."),
    "job_has_ended": _("The job has ended already; there is nothing to stop."),
    "unknown_mapping": _("There is no integration table mapping “%(mapping)s”."),
    "job_stops": _("The job stops after the records that it works on now."),
    "mapping_is_uncoupled": _("The couplings of %(mapping)s are deleted in the background."),
}
