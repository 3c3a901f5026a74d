"""The connection to the CRM: tested, set up, switched on and off, announced to the CRM for notifications."""
