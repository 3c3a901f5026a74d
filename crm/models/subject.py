"""Subjects: the tree of topics under which products are filed."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import IntegerColumn, LookupColumn, MemoColumn, PrimaryIdColumn, StringColumn
from crm.models.record import CrmRecord


class Subject(CrmRecord):
    subjectid = PrimaryIdColumn()
    title = StringColumn(500, searched=True, verbose_name=_("Title"))
    parentsubject = LookupColumn("subject", verbose_name=_("Parent Subject"))
    featuremask = IntegerColumn(minimum=0, maximum=1_000_000_000, default=1, verbose_name=_("Feature Mask"))
    description = MemoColumn(2_000, verbose_name=_("Description"))

    class Meta:
        db_table = "subject"
        verbose_name = _("Subject")
        verbose_name_plural = _("Subjects")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "subjects"
        schema_name = "Subject"
        object_type_code = 129
        primary_name = "title"
