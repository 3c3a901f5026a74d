"""Changes to the demo company by which a conflict and an error can be looked at after a synchronization.

The company whose phone number changes is one that both systems have: when its account's main phone has
been changed to something else, too, the two are in conflict.
"""

from django.db import transaction

from erp.demo.companies import DEMO_COMPANIES
from erp.models import Customer, Salesperson
from erp.operations.create_salespeople import create_salespeople
from erp.operations.modify_customers import modify_customers

CONFLICT_COMPANY = DEMO_COMPANIES[20]
ERROR_COMPANY = DEMO_COMPANIES[18]
MOVED_COMPANY = DEMO_COMPANIES[2]
_UNKNOWN_TO_CRM = {"code": "NX", "name": "Nadia Xanthou", "e_mail": "nadia.xanthou@demo.example"}


@transaction.atomic
def edit_demo_company() -> list[str]:
    """Changes three customers and returns their names; those that are not there are left out.

    One gets another phone number, one a salesperson who is nobody's user, one moves within its city.
    """
    if not Salesperson.objects.filter(code=_UNKNOWN_TO_CRM["code"]).exists():
        create_salespeople(rows=[_UNKNOWN_TO_CRM])
    edits = {
        CONFLICT_COMPANY.no: {"phone_no": "+1 207 555 0199"},
        ERROR_COMPANY.no: {"salesperson_code": _UNKNOWN_TO_CRM["code"]},
        MOVED_COMPANY.no: {"address": "Prinsengracht 411", "post_code": "1016 HM"},
    }
    customers = Customer.objects.filter(no__in=edits)
    changed = modify_customers(changes={customer.id: edits[customer.no] for customer in customers})
    return sorted(customer.name for customer in changed)
