"""Where the integration's pages stand in the sidebar, and its group in the toolbars."""

from django.conf import settings

from erp.admin.extensions import ActionGroup, Area

CRM_AREA = Area(code="crm", label=settings.CRM_PRODUCT_NAME, order=30)
CRM_GROUP = ActionGroup(code="crm", label=settings.CRM_PRODUCT_NAME, order=50, icon="side-crm")
