"""Comments on posts."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import CascadeDelete, LookupColumn, MemoColumn, PrimaryIdColumn, StringColumn
from crm.models.record import CrmRecord


class PostComment(CrmRecord):
    postcommentid = PrimaryIdColumn()
    postid = LookupColumn("post", cascade=CascadeDelete.CASCADE, verbose_name=_("Post"))
    text = StringColumn(1000, required=True, verbose_name=_("Text"))
    largetext = MemoColumn(1_073_741_823, required=True, completed=True, verbose_name=_("Large Text"))

    class Meta:
        db_table = "postcomment"
        verbose_name = _("Comment")
        verbose_name_plural = _("Comments")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "postcomments"
        schema_name = "PostComment"
        object_type_code = 8005
        primary_name = "text"
