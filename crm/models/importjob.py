"""Import jobs: how far the import of a solution is."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    DateTimeColumn,
    DecimalColumn,
    LongStringColumn,
    PrimaryIdColumn,
    StringColumn,
    UniqueidentifierColumn,
)
from crm.models.record import CrmRecord


class ImportJob(CrmRecord):
    importjobid = PrimaryIdColumn()
    name = StringColumn(256, verbose_name=_("Name"))
    solutionname = StringColumn(256, verbose_name=_("Solution Name"))
    solutionid = UniqueidentifierColumn(read_only=True, verbose_name=_("Solution"))
    progress = DecimalColumn(minimum=0, maximum=100, verbose_name=_("Progress"))
    data = LongStringColumn(1_073_741_823, verbose_name=_("Data"))
    startedon = DateTimeColumn(read_only=True, verbose_name=_("Started On"))
    completedon = DateTimeColumn(read_only=True, verbose_name=_("Completed On"))

    class Meta:
        db_table = "importjob"
        verbose_name = _("Import Job")
        verbose_name_plural = _("Import Jobs")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "importjobs"
        schema_name = "ImportJob"
        object_type_code = 9107
