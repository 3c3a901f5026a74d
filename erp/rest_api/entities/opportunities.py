"""Opportunities. Values are in the local currency; won and lost ones stay as they are."""

from typing import Final

from django.db.models import BooleanField, ExpressionWrapper, Q

from erp.models import Opportunity, OpportunityStatus
from erp.operations.create_opportunities import create_opportunities
from erp.operations.delete_opportunity import delete_opportunity
from erp.operations.modify_opportunities import modify_opportunities
from erp.operations.record_operations import by_rows
from erp.rest_api.entity import LAST_MODIFIED, RECORD_ID, Entity, joined, option, value
from erp.rest_api.kinds import BOOLEAN

CLOSED: Final = ExpressionWrapper(
    Q(status__in=(OpportunityStatus.WON, OpportunityStatus.LOST)), output_field=BooleanField()
)

OPPORTUNITIES = Entity(
    name="opportunities",
    singular="opportunity",
    model=Opportunity,
    key="no",
    declared=(
        RECORD_ID,
        value("number", "no"),
        value("contactNumber", "contact_no"),
        joined("contactName", "contact__name"),
        joined("contactCompanyName", "contact_company__name"),
        value("salespersonCode", "salesperson_code"),
        value("description", "description"),
        option(
            "status",
            "status",
            {
                OpportunityStatus.NOT_STARTED: "Not Started",
                OpportunityStatus.IN_PROGRESS: "In Progress",
                OpportunityStatus.WON: "Won",
                OpportunityStatus.LOST: "Lost",
            },
        ),
        joined("closed", "is_closed", kind=BOOLEAN),
        value("creationDate", "creation_date"),
        value("dateClosed", "date_closed"),
        value("calculatedCurrentValue", "calcd_current_value_lcy"),
        value("chancesOfSuccessPrc", "probability_percent"),
        value("estimatedClosingDate", "estimated_closing_date"),
        value("estimatedValue", "estimated_value_lcy"),
        LAST_MODIFIED,
    ),
    annotations={"is_closed": CLOSED},
    operations=by_rows(
        create=create_opportunities,
        modify=modify_opportunities,
        delete=delete_opportunity,
        id_name="record_id",
    ),
)
