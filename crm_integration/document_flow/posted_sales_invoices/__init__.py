"""Posted sales invoices become invoices of the CRM, and their payments its states. Source: SD 3, 4."""
