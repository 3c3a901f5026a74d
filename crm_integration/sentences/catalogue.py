"""All sentences by their code."""

from django.utils.functional import Promise

from crm_integration.sentences import (
    for_actions,
    for_assisted_setup,
    for_connection,
    for_crm,
    for_documents,
    for_jobs,
    for_mappings,
    for_on_premises,
    for_records,
    for_sign_in,
    for_solution,
)

SENTENCES: dict[str, str | Promise] = {
    **for_records.SENTENCES,
    **for_mappings.SENTENCES,
    **for_connection.SENTENCES,
    **for_on_premises.SENTENCES,
    **for_solution.SENTENCES,
    **for_sign_in.SENTENCES,
    **for_crm.SENTENCES,
    **for_documents.SENTENCES,
    **for_jobs.SENTENCES,
    **for_actions.SENTENCES,
    **for_assisted_setup.SENTENCES,
}
