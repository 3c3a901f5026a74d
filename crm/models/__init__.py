"""The tables of the CRM, one per file. A model is the declaration of its columns."""

from crm.models.account import Account
from crm.models.application import Application
from crm.models.businessunit import BusinessUnit
from crm.models.contact import Contact
from crm.models.crm_column import CrmColumn
from crm.models.injected_fault import InjectedFault
from crm.models.organization import Organization
from crm.models.outbox_entry import OutboxEntry
from crm.models.record import CrmRecord, OwnedRecord
from crm.models.role import Depth, Role, RolePrivilege, SystemUserRole, TeamRole
from crm.models.sdkmessage import SdkMessage, SdkMessageFilter
from crm.models.sdkmessageprocessingstep import SdkMessageProcessingStep
from crm.models.serviceendpoint import ServiceEndpoint
from crm.models.systemuser import SystemUser
from crm.models.team import Team, TeamMembership
from crm.models.transactioncurrency import TransactionCurrency
from crm.models.version import DeletedRecord, VersionCounter

__all__ = [
    "Account",
    "Application",
    "BusinessUnit",
    "Contact",
    "CrmColumn",
    "CrmRecord",
    "DeletedRecord",
    "Depth",
    "InjectedFault",
    "Organization",
    "OutboxEntry",
    "OwnedRecord",
    "Role",
    "RolePrivilege",
    "SdkMessage",
    "SdkMessageFilter",
    "SdkMessageProcessingStep",
    "ServiceEndpoint",
    "SystemUser",
    "SystemUserRole",
    "Team",
    "TeamMembership",
    "TeamRole",
    "TransactionCurrency",
    "VersionCounter",
]
