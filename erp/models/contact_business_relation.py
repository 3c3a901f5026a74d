"""Which company contact is which customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.contact import Contact
from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class LinkToTable(models.TextChoices):
    """The table that a business relation leads to."""

    CUSTOMER = "customer", _("Customer")


class ContactBusinessRelation(ErpRecord):
    """Relates a company contact to the record with the number ``no`` in another table."""

    contact = models.ForeignKey(
        Contact,
        verbose_name=_("Contact No."),
        to_field="no",
        db_column="contact_no",
        on_delete=models.PROTECT,
        related_name="+",
    )
    business_relation_code = CodeField(_("Business Relation Code"), max_length=10)
    link_to_table = models.CharField(_("Link to Table"), max_length=20, choices=LinkToTable.choices)
    no = CodeField(_("No."), max_length=20)

    class Meta:
        verbose_name = _("Contact Business Relation")
        verbose_name_plural = _("Contact Business Relations")
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "business_relation_code"], name="erp_contact_business_relation_key"
            ),
            models.UniqueConstraint(fields=["link_to_table", "no"], name="erp_contact_business_relation_no"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.link_to_table} {self.no}"
