"""The tables of the CRM, one per file. A model is the declaration of its columns."""

from crm.models.account import Account
from crm.models.annotation import Annotation
from crm.models.application import Application
from crm.models.asyncoperation import AsyncOperation
from crm.models.businessunit import BusinessUnit
from crm.models.contact import Contact
from crm.models.crm_column import CrmColumn
from crm.models.crm_key import CrmKey
from crm.models.crm_option import CrmOption, CrmOptionSet
from crm.models.crm_relationship import CrmLink, CrmRelationship
from crm.models.crm_table import CrmTable
from crm.models.custom_record import CustomRecord
from crm.models.importjob import ImportJob
from crm.models.injected_fault import InjectedFault
from crm.models.invoice import Invoice
from crm.models.invoicedetail import InvoiceDetail
from crm.models.lead import Lead
from crm.models.opportunity import Opportunity
from crm.models.opportunityclose import OpportunityClose
from crm.models.opportunityproduct import OpportunityProduct
from crm.models.orderclose import OrderClose
from crm.models.organization import Organization
from crm.models.outbox_entry import OutboxEntry
from crm.models.post import Post
from crm.models.postcomment import PostComment
from crm.models.pricelevel import PriceLevel
from crm.models.product import Product
from crm.models.productpricelevel import ProductPriceLevel
from crm.models.publisher import Publisher
from crm.models.quote import Quote
from crm.models.quoteclose import QuoteClose
from crm.models.quotedetail import QuoteDetail
from crm.models.record import CrmRecord, OwnedRecord
from crm.models.role import Depth, Role, RolePrivilege, SystemUserRole, TeamRole
from crm.models.salesorder import SalesOrder
from crm.models.salesorderdetail import SalesOrderDetail
from crm.models.sdkmessage import SdkMessage, SdkMessageFilter
from crm.models.sdkmessageprocessingstep import SdkMessageProcessingStep
from crm.models.serviceendpoint import ServiceEndpoint
from crm.models.sign_in_grant import GrantSecret, SignInGrant
from crm.models.signing_key import SigningKey
from crm.models.solution import Solution
from crm.models.solutioncomponent import SolutionComponent
from crm.models.subject import Subject
from crm.models.systemuser import SystemUser
from crm.models.task import Task
from crm.models.team import Team, TeamMembership
from crm.models.territory import Territory
from crm.models.transactioncurrency import TransactionCurrency
from crm.models.uom import UoM
from crm.models.uomschedule import UoMSchedule
from crm.models.version import DeletedRecord, VersionCounter

__all__ = [
    "Account",
    "Annotation",
    "Application",
    "AsyncOperation",
    "BusinessUnit",
    "Contact",
    "CrmColumn",
    "CrmKey",
    "CrmLink",
    "CrmOption",
    "CrmOptionSet",
    "CrmRecord",
    "CrmRelationship",
    "CrmTable",
    "CustomRecord",
    "DeletedRecord",
    "Depth",
    "GrantSecret",
    "ImportJob",
    "InjectedFault",
    "Invoice",
    "InvoiceDetail",
    "Lead",
    "Opportunity",
    "OpportunityClose",
    "OpportunityProduct",
    "OrderClose",
    "Organization",
    "OutboxEntry",
    "OwnedRecord",
    "Post",
    "PostComment",
    "PriceLevel",
    "Product",
    "ProductPriceLevel",
    "Publisher",
    "Quote",
    "QuoteClose",
    "QuoteDetail",
    "Role",
    "RolePrivilege",
    "SalesOrder",
    "SalesOrderDetail",
    "SdkMessage",
    "SdkMessageFilter",
    "SdkMessageProcessingStep",
    "ServiceEndpoint",
    "SignInGrant",
    "SigningKey",
    "Solution",
    "SolutionComponent",
    "Subject",
    "SystemUser",
    "SystemUserRole",
    "Task",
    "Team",
    "TeamMembership",
    "TeamRole",
    "Territory",
    "TransactionCurrency",
    "UoM",
    "UoMSchedule",
    "VersionCounter",
]
