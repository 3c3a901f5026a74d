"""The connection between the ERP and the CRM."""
