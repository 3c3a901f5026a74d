"""What is more than a copy of fields: documents of the CRM, and what becomes of them."""
