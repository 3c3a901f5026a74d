"""The currency that a blank currency code stands for."""

from erp.models import GeneralLedgerSetup


def local_currency_code() -> str:
    """Returns the LCY code of General Ledger Setup; blank while it is not set."""
    return GeneralLedgerSetup.objects.values_list("lcy_code", flat=True).first() or ""
