"""Setup of resources: where they take their numbers from; one row."""

from django.utils.translation import gettext_lazy as _

from erp.models.fields import reference
from erp.models.record import ErpRecord
from erp.models.setup import SetupRecord


class ResourcesSetup(SetupRecord, ErpRecord):
    """Names the number series of resources."""

    resource_nos = reference("erp.NoSeries", _("Resource Nos."), "resource_nos", db_index=False)

    class Meta(SetupRecord.Meta):
        verbose_name = _("Resources Setup")
        verbose_name_plural = _("Resources Setup")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
