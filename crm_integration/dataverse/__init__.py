"""The only door to the CRM: client, batch, change tracking, authentication, transports, metadata."""
