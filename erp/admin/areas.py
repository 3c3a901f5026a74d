"""Areas of the sidebar that only the back office itself fills."""

from django.utils.translation import gettext_lazy as _

from erp.admin.extensions import Area

FINANCE = Area(code="finance", label=_("Finance and shipping"), order=80)
