"""The back office: customers, contacts, salespeople, currencies. Knows nothing of the CRM."""
