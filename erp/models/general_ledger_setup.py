"""The local currency (LCY) and how amounts in it are rounded; one row."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField
from erp.models.record import ErpRecord
from erp.models.setup import SetupRecord


class GeneralLedgerSetup(SetupRecord, ErpRecord):
    """A blank currency code anywhere else means the currency named here."""

    lcy_code = CodeField(_("LCY Code"), max_length=10, blank=True, default="")
    amount_rounding_precision = AmountField(_("Amount Rounding Precision"), default=Decimal("0.01"))
    unit_amount_rounding_precision = AmountField(
        _("Unit-Amount Rounding Precision"), default=Decimal("0.00001")
    )

    class Meta(SetupRecord.Meta):
        verbose_name = _("General Ledger Setup")
        verbose_name_plural = _("General Ledger Setup")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
