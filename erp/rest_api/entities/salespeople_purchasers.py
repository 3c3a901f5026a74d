"""Salespeople."""

from erp.models import Salesperson
from erp.operations.create_salespeople import create_salespeople
from erp.operations.delete_salesperson import delete_salesperson
from erp.operations.modify_salespeople import modify_salespeople
from erp.operations.record_operations import by_rows
from erp.rest_api.entity import LAST_MODIFIED, RECORD_ID, Entity, value

SALESPEOPLE_PURCHASERS = Entity(
    name="salespeoplePurchasers",
    singular="salespersonPurchaser",
    model=Salesperson,
    key="code",
    declared=(
        RECORD_ID,
        value("code", "code"),
        value("displayName", "name"),
        value("email", "e_mail"),
        value("email2", "e_mail_2"),
        value("phoneNo", "phone_no"),
        value("jobTitle", "job_title"),
        LAST_MODIFIED,
    ),
    operations=by_rows(
        create=create_salespeople,
        modify=modify_salespeople,
        delete=delete_salesperson,
        id_name="salesperson_id",
    ),
)
