"""Names the base currency of a CRM that nobody has used yet."""

from crm.business_rules.initialization import CURRENCIES, CurrencyFacts
from crm.models import Account, Contact, Organization, TransactionCurrency
from crm.models.version import take_versions


def choose_base_currency(code: str) -> bool:
    """Makes the only currency this one; returns whether it is the base currency now."""
    if Account.objects.exists() or Contact.objects.exists() or TransactionCurrency.objects.count() != 1:
        return Organization.objects.filter(basecurrencyid__isocurrencycode=code).exists()
    facts = CURRENCIES.get(code, CurrencyFacts(code, code))
    currency = TransactionCurrency.objects.get()
    currency.isocurrencycode = code
    currency.currencyname = facts.name
    currency.currencysymbol = facts.symbol
    currency.currencyprecision = facts.precision
    currency.versionnumber = take_versions(1)[0]
    currency.save()
    return True
