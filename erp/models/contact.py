"""Contacts: companies, and the persons who work there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.address import AddressFields, CommunicationFields
from erp.models.fields import CodeField, reference
from erp.models.record import ErpRecord


class ContactType(models.TextChoices):
    """A contact is a company or a person."""

    COMPANY = "company", _("Company")
    PERSON = "person", _("Person")


class Contact(AddressFields, CommunicationFields, ErpRecord):
    """A company contact names itself as its company; a person may have none.

    A person's name is made of first name, middle name and surname.
    """

    no = CodeField(_("No."), max_length=20, unique=True)
    type = models.CharField(
        _("Type"), max_length=10, choices=ContactType.choices, default=ContactType.COMPANY
    )
    name = models.CharField(_("Name"), max_length=100, blank=True, default="", db_index=True)
    name_2 = models.CharField(_("Name 2"), max_length=50, blank=True, default="")
    search_name = CodeField(_("Search Name"), max_length=100, blank=True, default="", db_index=True)
    first_name = models.CharField(_("First Name"), max_length=30, blank=True, default="")
    middle_name = models.CharField(_("Middle Name"), max_length=30, blank=True, default="")
    surname = models.CharField(_("Surname"), max_length=30, blank=True, default="")
    salutation_code = CodeField(_("Salutation Code"), max_length=10, blank=True, default="")
    job_title = models.CharField(_("Job Title"), max_length=30, blank=True, default="")
    company = reference("self", _("Company No."), "company_no", to_field="no", on_delete=models.RESTRICT)
    company_name = models.CharField(_("Company Name"), max_length=100, blank=True, default="", editable=False)
    mobile_phone_no = models.CharField(_("Mobile Phone No."), max_length=30, blank=True, default="")
    pager = models.CharField(_("Pager"), max_length=30, blank=True, default="")
    salesperson = reference("erp.Salesperson", _("Salesperson Code"), "salesperson_code")
    currency = reference("erp.Currency", _("Currency Code"), "currency_code", db_index=False)

    class Meta:
        verbose_name = _("Contact")
        verbose_name_plural = _("Contacts")
        indexes = [models.Index(fields=["modified_at"], name="erp_contact_modified_at")]

    def __str__(self) -> str:
        return f"{self.no} {self.name}".strip()
