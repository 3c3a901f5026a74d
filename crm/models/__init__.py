"""The tables of the CRM, one per file. A model is the declaration of its columns."""

from crm.models.account import Account
from crm.models.application import Application
from crm.models.businessunit import BusinessUnit
from crm.models.contact import Contact
from crm.models.crm_column import CrmColumn
from crm.models.organization import Organization
from crm.models.record import CrmRecord, OwnedRecord
from crm.models.role import Depth, Role, RolePrivilege, SystemUserRole, TeamRole
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
    "Organization",
    "OwnedRecord",
    "Role",
    "RolePrivilege",
    "SystemUser",
    "SystemUserRole",
    "Team",
    "TeamMembership",
    "TeamRole",
    "TransactionCurrency",
    "VersionCounter",
]
