"""Posts on the timeline of a record."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    CascadeDelete,
    MemoColumn,
    PicklistColumn,
    PolymorphicLookupColumn,
    PrimaryIdColumn,
    StringColumn,
)
from crm.models.record import OwnedRecord


class Post(OwnedRecord):
    """Whoever writes ``text`` writes ``largetext`` too."""

    postid = PrimaryIdColumn()
    text = StringColumn(2000, required=True, verbose_name=_("Text"))
    largetext = MemoColumn(1_073_741_823, required=True, completed=True, verbose_name=_("Large Text"))
    regardingobjectid = PolymorphicLookupColumn(
        "account",
        "contact",
        "invoice",
        "lead",
        "opportunity",
        "product",
        "quote",
        "salesorder",
        kind="Lookup",
        cascade=CascadeDelete.CASCADE,
        verbose_name=_("Regarding"),
    )
    source = PicklistColumn(
        {1: _("Auto Post"), 2: _("Manual Post"), 3: _("ActionHub Post")}, default=2, verbose_name=_("Source")
    )
    type = PicklistColumn(
        {
            1: _("Check-in"),
            2: _("Idea"),
            3: _("News"),
            4: _("Private Message"),
            5: _("Question"),
            6: _("Re-post"),
            7: _("Status"),
        },
        default=7,
        verbose_name=_("Type"),
    )

    class Meta:
        db_table = "post"
        verbose_name = _("Post")
        verbose_name_plural = _("Posts")

    class Dataverse(OwnedRecord.Dataverse):
        entity_set = "posts"
        schema_name = "Post"
        object_type_code = 8000
        primary_name = "text"
