"""Tables of the integration, one per file."""

from crm_integration.models.assisted_setup_draft import AssistedSetupDraft
from crm_integration.models.connection_setup import ConnectionSetup
from crm_integration.models.coupling import Coupling
from crm_integration.models.crm_document import CrmDocument
from crm_integration.models.crm_table_definition import CrmTableDefinition
from crm_integration.models.erp_change import ErpChange
from crm_integration.models.full_synch_review_line import FullSynchReviewLine
from crm_integration.models.integration_field_mapping import IntegrationFieldMapping
from crm_integration.models.integration_table_mapping import IntegrationTableMapping
from crm_integration.models.job import Job
from crm_integration.models.job_queue_entry import JobQueueEntry
from crm_integration.models.note_coupling import NoteCoupling
from crm_integration.models.option_mapping import OptionMapping
from crm_integration.models.order_step import OrderStep
from crm_integration.models.synch_job import SynchJob
from crm_integration.models.synch_job_change import SynchJobChange
from crm_integration.models.synch_job_error import SynchJobError
from crm_integration.models.synch_problem import SynchProblem
from crm_integration.models.worker_heartbeat import WorkerHeartbeat

__all__ = [
    "AssistedSetupDraft",
    "ConnectionSetup",
    "Coupling",
    "CrmDocument",
    "CrmTableDefinition",
    "ErpChange",
    "FullSynchReviewLine",
    "IntegrationFieldMapping",
    "IntegrationTableMapping",
    "Job",
    "JobQueueEntry",
    "NoteCoupling",
    "OptionMapping",
    "OrderStep",
    "SynchJob",
    "SynchJobChange",
    "SynchJobError",
    "SynchProblem",
    "WorkerHeartbeat",
]
