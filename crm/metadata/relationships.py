"""Collections of related records as the Web API names them: by a lookup, or by a link table."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Collection:
    """``name`` of ``table`` leads to the records of ``target``.

    One-to-many: those whose ``lookup`` points here. Many-to-many: those that the model ``link`` ties to this
    record, by its fields ``near`` and ``far``.
    """

    table: str
    name: str
    target: str
    lookup: str = ""
    link: str = ""
    near: str = ""
    far: str = ""


COLLECTIONS: Final = (
    Collection("account", "contact_customer_accounts", "contact", lookup="parentcustomerid"),
    Collection("account", "account_parent_account", "account", lookup="parentaccountid"),
    Collection("contact", "account_primary_contact", "account", lookup="primarycontactid"),
    Collection("contact", "contact_customer_contacts", "contact", lookup="parentcustomerid"),
    Collection("businessunit", "business_unit_system_users", "systemuser", lookup="businessunitid"),
    Collection("businessunit", "business_unit_teams", "team", lookup="businessunitid"),
    Collection(
        "systemuser",
        "systemuserroles_association",
        "role",
        link="SystemUserRole",
        near="systemuser",
        far="role",
    ),
    Collection(
        "role",
        "systemuserroles_association",
        "systemuser",
        link="SystemUserRole",
        near="role",
        far="systemuser",
    ),
    Collection("team", "teamroles_association", "role", link="TeamRole", near="team", far="role"),
    Collection("role", "teamroles_association", "team", link="TeamRole", near="role", far="team"),
    Collection(
        "team",
        "teammembership_association",
        "systemuser",
        link="TeamMembership",
        near="team",
        far="systemuser",
    ),
    Collection(
        "systemuser",
        "teammembership_association",
        "team",
        link="TeamMembership",
        near="systemuser",
        far="team",
    ),
)
