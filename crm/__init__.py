"""The embedded CRM: speaks the Dataverse Web API. Knows nothing of the ERP."""
