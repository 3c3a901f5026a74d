"""Option mappings: the codes of an ERP table become options of the CRM's choice columns."""
