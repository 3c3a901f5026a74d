"""Does what was planned, with one effect: the CRM first, then the ERP and the books in one transaction."""
