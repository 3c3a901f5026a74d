"""Notes and attached files."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    BooleanColumn,
    CascadeDelete,
    EntityNameColumn,
    IntegerColumn,
    LongStringColumn,
    MemoColumn,
    PolymorphicLookupColumn,
    PrimaryIdColumn,
    StringColumn,
)
from crm.models.record import OwnedRecord


class Annotation(OwnedRecord):
    """``objecttypecode`` is the table of what the note is about; the document is Base64."""

    annotationid = PrimaryIdColumn()
    subject = StringColumn(500, required=True, verbose_name=_("Title"))
    notetext = MemoColumn(100_000, verbose_name=_("Description"))
    objectid = PolymorphicLookupColumn(
        "account",
        "contact",
        "invoice",
        "lead",
        "opportunity",
        "opportunityclose",
        "orderclose",
        "product",
        "quote",
        "quoteclose",
        "salesorder",
        "task",
        kind="Lookup",
        cascade=CascadeDelete.CASCADE,
        verbose_name=_("Regarding"),
    )
    objecttypecode = EntityNameColumn(verbose_name=_("Object Type"))
    isdocument = BooleanColumn(verbose_name=_("Is Document"))
    filename = StringColumn(255, verbose_name=_("File Name"))
    mimetype = StringColumn(256, verbose_name=_("Mime Type"))
    documentbody = LongStringColumn(1_073_741_823, verbose_name=_("Document"))
    filesize = IntegerColumn(
        minimum=0, maximum=1_000_000_000, read_only=True, default=0, verbose_name=_("File Size (Bytes)")
    )
    isprivate = BooleanColumn(verbose_name=_("Is Private"))

    class Meta:
        db_table = "annotation"
        verbose_name = _("Note")
        verbose_name_plural = _("Notes")

    class Dataverse(OwnedRecord.Dataverse):
        entity_set = "annotations"
        schema_name = "Annotation"
        object_type_code = 5
        primary_name = "subject"
