"""What customers owe and pay: ledger entries, payments, statistics."""

from erp.admin.receivables import apply_page as apply_page
from erp.admin.receivables import customer_ledger as customer_ledger
from erp.admin.receivables import payment_page as payment_page
from erp.admin.receivables import related as related
from erp.admin.receivables import statistics as statistics
